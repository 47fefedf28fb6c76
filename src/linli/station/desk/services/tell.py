"""Everyone who sent gets the answer: people and accounts by a notice, the anonymous on their receipt's page."""

from __future__ import annotations

from linli.station.desk.kinds import Choice, kind
from linli.station.desk.models import Answer, Case, Submission
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor
from linli.vocabulary import Text

ANSWERED = Text("您的{kind}有了答复", "Your {kind} has an answer")
REVERSED = Text("您的{kind}的答复有了变化", "The answer to your {kind} has changed")
AGAIN = Text("原来的答复已撤回，我们会重新处理并答复您。", "The answer was taken back; we look again and answer you.")
OVERTURNED = Text(
    "经另一位审核员复核，原来的处理结果已更正。", "After a review by another person the outcome was corrected."
)


def tell_senders(actor: Actor, case: Case, answer: Answer, choice: Choice | None) -> None:
    """Tells each person who sent to this case, once for each state of the answer."""
    stage = "given" if choice else "over" if answer.overturned else "back"
    known = Submission.objects.filter(case=case).exclude(submitter=None, submitter_account="")
    for sent in known.order_by("pk"):
        name = kind(sent.kind).name
        notice_send(
            actor=actor,
            once=f"{answer.uid}:{sent.uid}:{stage}:{case.version}",
            kind=f"case.{stage}",
            title=_named(ANSWERED if choice else REVERSED, name),
            body=choice.outcome if choice else OVERTURNED if answer.overturned else AGAIN,
            object_type="submission",
            object_id=sent.uid,
            user_id=sent.submitter_id,
            account=sent.submitter_account,
        )


def _named(title: Text, name: Text) -> Text:
    return Text(title.zh.format(kind=name.zh), title.en.format(kind=name.en.lower()))

"""Everyone who sent gets the answer: people and accounts by a notice, the anonymous on their receipt's page."""

from __future__ import annotations

from django.db.models import QuerySet

from linli.station.desk import wording
from linli.station.desk.kinds import Choice, kind
from linli.station.desk.models import Answer, Case, Message, Submission
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor
from linli.vocabulary import Text


def tell_answered(actor: Actor, case: Case, answer: Answer, choice: Choice) -> None:
    """Tells each person who sent what came of it."""
    _tell_all(actor, case, answer.uid, "case.given", wording.ANSWERED, choice.outcome)


def tell_taken_back(actor: Actor, case: Case, answer: Answer) -> None:
    """Tells each person who sent that the answer was taken back."""
    _tell_all(actor, case, answer.uid, "case.back", wording.CHANGED, wording.AGAIN)


def tell_overturned(actor: Actor, case: Case, answer: Answer) -> None:
    """Tells each person who sent that an appeal corrected the answer; or, once more, what the answer is."""
    again = kind(case.kind).choice(answer.choice).outcome
    body = wording.OVERTURNED if answer.overturned else again
    _tell_all(actor, case, answer.uid, "case.over", wording.CHANGED, body)


def tell_closed(actor: Actor, case: Case) -> None:
    """Tells each person who sent that the case was closed without an answer, and why."""
    _tell_all(actor, case, case.uid, "case.closed", wording.CLOSED, wording.closed(case) or wording.DONE)


def tell_message(actor: Actor, message: Message) -> None:
    """Tells the one who sent that the desk wrote to them."""
    words = Text(message.text, message.text)
    _tell(actor, message.submission, f"message:{message.uid}", "message.sent", wording.ASKED, words)


def _tell_all(actor: Actor, case: Case, about: str, stage: str, title: Text, body: Text) -> None:
    for sent in _known(case):
        _tell(actor, sent, f"{about}:{sent.uid}:{case.version}", stage, title, body)


def _known(case: Case) -> QuerySet[Submission]:
    return Submission.objects.filter(case=case).exclude(submitter=None, submitter_account="").order_by("pk")


def _tell(actor: Actor, sent: Submission, once: str, stage: str, title: Text, body: Text) -> None:
    if sent.submitter_id is None and not sent.submitter_account:
        return
    notice_send(
        actor=actor,
        once=once,
        kind=stage,
        title=wording.named(title, kind(sent.kind).name),
        body=body,
        object_type="submission",
        object_id=sent.uid,
        user_id=sent.submitter_id,
        account=sent.submitter_account,
    )

"""Everyone who sent gets the answer: people and accounts by a notice, the anonymous on their receipt's page.

Who sent without a name and asked to be told by e-mail or in the browser gets a notice too, which goes there.
"""

from __future__ import annotations

from django.db.models import QuerySet

from linli.station.desk import rules, wording
from linli.station.desk.kinds import Choice, kind
from linli.station.desk.models import Answer, Case, Message, Submission
from linli.station.notifications.selectors import subscribed
from linli.station.notifications.services import notice_send
from linli.station.organisations.selectors import staff_of
from linli.station.people.actors import Actor, system
from linli.station.people.roles import Role
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


def tell_assigned(actor: Actor, case: Case, user_id: int) -> None:
    """Tells a person that a case is theirs now."""
    _tell_staff(actor, case, [user_id], "case.yours", wording.YOURS, wording.YOURS_BODY)


def tell_woken(case: Case) -> None:
    """Tells the one who put a case aside that its date has come."""
    clock = system(case.community_id, "clock")
    _tell_staff(clock, case, [case.taken_by_id or 0], "case.woken", wording.WOKEN, wording.YOURS_BODY)


def tell_proposed(actor: Actor, case: Case) -> None:
    """Tells the leads that an answer waits for a second person; the first colleague to come may confirm it too."""
    people = _may_handle(case, Role.LEAD)
    _tell_staff(actor, case, people, "case.proposed", wording.PROPOSED, wording.PROPOSED_BODY)


def tell_returned(actor: Actor, case: Case, user_id: int, why: str) -> None:
    """Tells the one who proposed an answer that it was returned, and why."""
    _tell_staff(actor, case, [user_id], "case.returned", wording.RETURNED, Text(why, why))


def danger_alarm(case: Case) -> None:
    """A life or a child may be in danger: everyone who may handle it hears at once. Nothing leaves the station."""
    people = _may_handle(case, kind(case.kind).handler)
    _tell_staff(system(case.community_id, "desk"), case, people, "case.danger", wording.DANGER, wording.DANGER_BODY)


def _may_handle(case: Case, least: Role) -> list[int]:
    barred = rules.excluded(case)
    return [m.user_id for m in staff_of(community_id=case.community_id, least=least) if m.user_id not in barred]


def _tell_staff(actor: Actor, case: Case, people: list[int], stage: str, title: Text, body: Text) -> None:
    named = Text(*(half.format(number=case.number) for half in title))
    for user_id in people:
        notice_send(
            actor=actor,
            once=f"{stage}:{case.uid}:{user_id}:{case.version}",
            kind=stage,
            title=named,
            body=body,
            object_type="case",
            object_id=case.uid,
            user_id=user_id,
            link=f"/desk/{case.number}/",
        )


def tell_message(actor: Actor, message: Message) -> None:
    """Tells the one who sent that the desk wrote to them."""
    words = Text(message.text, message.text)
    _tell(actor, message.submission, f"message:{message.uid}", "message.sent", wording.ASKED, words)


def _tell_all(actor: Actor, case: Case, about: str, stage: str, title: Text, body: Text) -> None:
    for sent in _known(case):
        _tell(actor, sent, f"{about}:{sent.uid}:{case.version}", stage, title, body)


def _known(case: Case) -> QuerySet[Submission]:
    sent = Submission.objects.filter(case=case).order_by("pk")
    unnamed = list(sent.filter(submitter=None, submitter_account="").values_list("uid", flat=True))
    wanted = subscribed(community_id=case.community_id, submissions=unnamed)
    return sent.exclude(uid__in=set(unnamed) - wanted)


def _tell(actor: Actor, sent: Submission, once: str, stage: str, title: Text, body: Text) -> None:
    unnamed = sent.submitter_id is None and not sent.submitter_account
    if unnamed and not subscribed(community_id=sent.community_id, submissions=[sent.uid]):
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

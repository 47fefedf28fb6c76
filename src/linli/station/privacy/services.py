"""Asking for one's rights, and meeting them: by machine at once where that is safe, else by a person at the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from linli.station.desk import selectors as desk
from linli.station.desk import services as write
from linli.station.desk.services import Receipt
from linli.station.ledger.services import at_text, record, subjects_forget, writing
from linli.station.organisations.selectors import actor_for, staff_roles, user_named
from linli.station.people.actors import Actor, Forbidden, require, system
from linli.station.people.personal import Personal, Subject, declared
from linli.station.people.services import user_rename
from linli.station.privacy import selectors
from linli.station.privacy.models import Right, RightsRequest
from linli.vocabulary import LinliError, Text

PROMISE_DAYS = 15
AT_ONCE = {Right.COPY, Right.MOVE, Right.DELETE, Right.WITHDRAW}


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of a request: its receipt, whether it is done, and if not, why a person must look."""

    request: RightsRequest
    receipt: Receipt
    done: bool
    hindrances: tuple[Text, ...] = ()


def right_ask(*, actor: Actor, right: Right, text: str = "", for_another: str = "") -> Asked:
    """A signed-in person uses a right: the receipt, and the thing itself where a machine can do it safely.

    `for_another`: `child` for a guardian of a child under 14, `deceased` for next of kin, `agent` for one who was
    asked to; a person then checks who they are. A request that is open is joined, not doubled.
    """
    require(actor, "privacy.ask", actor.community_id)
    if actor.user_id is None:
        raise Forbidden(Text("请先登录，以免别人冒用您的名义。", "Sign in first, so that nobody asks in your name."))
    with writing(actor.community_id):
        request, receipt = _sent(actor, right, text, for_another)
        reasons = tuple(_by_hand(actor, right, for_another))
        if reasons:
            return Asked(request, receipt, False, reasons)
        _close(actor, request)
        _meet(system(actor.community_id, "privacy"), request, how="machine", outcome="done")
    return Asked(request, receipt, True)


def name_correct(*, actor: Actor, name: str) -> None:
    """A person corrects the name by which they are shown; at once."""
    require(actor, "privacy.ask", actor.community_id)
    if actor.user_id is None:
        raise Forbidden(Text("请先登录。", "Sign in first."))
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 40 or not tidy.isprintable():
        mend = Text("写 1 到 40 个字。", "Give 1 to 40 characters.")
        raise LinliError(Text("名字不对。", "The name is wrong."), field="name", value=name, mend=mend)
    with writing(actor.community_id):
        user_rename(actor=actor, name=tidy)
        request = RightsRequest.objects.create(
            community_id=actor.community_id, right=Right.CORRECT, user_id=actor.user_id
        )
        _done(actor, request, how="machine", outcome="done", counts={"people.User": 1})


def request_meet(*, actor: Actor, request_uid: str, username: str = "") -> dict[str, int]:
    """A person at the desk carries a request out; the number of rows by model. `username`: on whose behalf it was."""
    require(actor, "privacy.fulfil", actor.community_id)
    with writing(actor.community_id):
        request = selectors.request_by_uid(community_id=actor.community_id, uid=request_uid)
        if request.for_another:
            request.user_id = _on_behalf_of(actor, username)
        return _meet(actor, request, how="person", outcome="done")


def request_decline(*, actor: Actor, request_uid: str) -> None:
    """A person at the desk turns a request down; the reason is the answer's."""
    require(actor, "privacy.fulfil", actor.community_id)
    with writing(actor.community_id):
        request = selectors.request_by_uid(community_id=actor.community_id, uid=request_uid)
        _done(actor, request, how="person", outcome="declined", counts={})


def request_reopen(*, actor: Actor, request_uid: str) -> None:
    """The answer was taken back: the request is open again. What was erased cannot come back."""
    require(actor, "privacy.fulfil", actor.community_id)
    with writing(actor.community_id):
        request = selectors.request_by_uid(community_id=actor.community_id, uid=request_uid)
        if request.outcome == "done" and request.right in (Right.DELETE, Right.WITHDRAW):
            raise LinliError(
                Text("已经删除或退出的，无法恢复。", "What was deleted or ended cannot come back."),
                field="request",
                value=request_uid,
            )
        request.done_at, request.how, request.outcome = None, "", ""
        request.save(update_fields=["done_at", "how", "outcome"])
        _record(actor, request, "rights.reopened")


def account_erase(*, actor: Actor, external_id: str) -> tuple[dict[str, int], tuple[Text, ...]]:
    """A platform asks to forget one of its accounts: rows by model, or why a person must look first (then nothing).

    The account is the client's own; nothing of another client's, nor of a person of the station, is touched.
    """
    require(actor, "privacy.ask", actor.community_id)
    with writing(actor.community_id):
        subject = selectors.subject_of_account(actor=actor, external_id=external_id)
        found = tuple(selectors.hindrances(subject))
        request = RightsRequest.objects.create(
            community_id=actor.community_id, right=Right.DELETE, account=subject.accounts[0]
        )
        _record(actor, request, "rights.asked")
        if found:
            _to_desk(actor, request)
            return {}, found
        return _meet(system(actor.community_id, "privacy"), request, how="machine", outcome="done"), ()


def erase(*, actor: Actor, subjects: Iterable[Subject]) -> Counter[str]:
    """Makes everything of these subjects go, in every app, and destroys their keys; the rows touched, by model.

    The chains of the record stay valid: what stands in them under a destroyed key says nothing to anybody.
    """
    require(actor, "privacy.fulfil", actor.community_id)
    gone: Counter[str] = Counter()
    for subject in sorted(subjects, key=lambda one: one.community_id):
        with writing(subject.community_id):
            gone.update(_erased(system(subject.community_id, "privacy"), subject))
    return gone


def _erased(actor: Actor, subject: Subject) -> Counter[str]:
    whole = selectors.complete(subject)
    for personal in declared():
        personal.leaving(actor, whole)
    whole = selectors.complete(whole)
    gone: Counter[str] = Counter()
    for personal in declared():
        gone.update(personal.erase(whole))
    subjects_forget(subjects=whole.keys)
    return +gone


def _meet(actor: Actor, request: RightsRequest, *, how: str, outcome: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    if request.right == Right.DELETE:
        _done(actor, request, how=how, outcome=outcome, counts={})
        counts = erase(actor=actor, subjects=_subjects(request))
        RightsRequest.objects.filter(pk=request.pk).update(counts=dict(counts))
        return dict(counts)
    if request.right == Right.WITHDRAW:
        for personal in declared():
            _withdrawn(personal, request)
    _done(actor, request, how=how, outcome=outcome, counts=dict(counts))
    return dict(counts)


def _withdrawn(personal: Personal, request: RightsRequest) -> None:
    here = system(request.community_id, "privacy")
    for subject in _subjects(request):
        if subject.community_id == request.community_id:
            personal.withdrawn(here, subject)


def _subjects(request: RightsRequest) -> list[Subject]:
    if request.user_id is not None:
        return selectors.subjects_of_person(user_id=request.user_id)
    return [Subject(request.community_id, None, (request.account,))] if request.account else []


def _by_hand(actor: Actor, right: Right, for_another: str) -> list[Text]:
    if for_another:
        return [Text("代他人办理，先核实身份。", "You ask for somebody else: who you are is checked first.")]
    if right not in AT_ONCE:
        return [Text("这一项由人来办。", "A person does this.")]
    if right in (Right.DELETE, Right.WITHDRAW) and actor.is_staff:
        return [selectors.STAFF]
    if right != Right.DELETE or actor.user_id is None:
        return []
    if staff_roles(user_id=actor.user_id):
        return [selectors.STAFF]
    subjects = selectors.subjects_of_person(user_id=actor.user_id)
    return [reason for subject in subjects for reason in selectors.hindrances(subject)]


def _sent(actor: Actor, right: Right, text: str, for_another: str) -> tuple[RightsRequest, Receipt]:
    open_now = selectors.requests_mine(actor=actor).filter(right=right, done_at=None, for_another=for_another)
    request = open_now.first()
    if request is None:
        request = RightsRequest.objects.create(
            community_id=actor.community_id, right=right, user_id=actor.user_id, for_another=for_another
        )
        _record(actor, request, "rights.asked")
    return request, _to_desk(actor, request, text)


def _to_desk(actor: Actor, request: RightsRequest, text: str = "") -> Receipt:
    sender = Actor(actor.role, actor.community_id, actor.user_id, actor.client_id, system="privacy")
    receipt = write.submission_create(
        actor=sender,
        kind=f"privacy-{request.right}",
        body={"text": text, "for_another": request.for_another},
        subject_type="rights",
        subject_id=request.uid,
        account=request.account,
    )
    request.promised_at = receipt.promised_at
    request.save(update_fields=["promised_at"])
    return receipt


def _close(actor: Actor, request: RightsRequest) -> None:
    case = desk.case_of(
        community_id=actor.community_id,
        subject_type="rights",
        subject_id=request.uid,
        kind=f"privacy-{request.right}",
    )
    if case is not None:
        here = system(actor.community_id, "privacy")
        write.case_close(actor=here, case_id=case.pk, why="done-at-once")


def _done(actor: Actor, request: RightsRequest, *, how: str, outcome: str, counts: dict[str, int]) -> None:
    request.done_at, request.how, request.outcome, request.counts = timezone.now(), how, outcome, counts
    request.save(update_fields=["done_at", "how", "outcome", "counts", "user"])
    _record(actor, request, "rights.met")


def _on_behalf_of(actor: Actor, username: str) -> int:
    found = user_named(community_id=actor.community_id, username=username.strip())
    if found is None:
        raise LinliError(
            Text("本社区没有这个账号。", "No account of this community has this name."),
            field="username",
            value=username,
            mend=Text("核实身份后，填写被代办人的用户名。", "After checking, give the name of whose account it is."),
        )
    if actor_for(user_id=found, community_id=actor.community_id).is_staff:
        raise Forbidden(selectors.STAFF, field="username", value=username)
    return found


def _record(actor: Actor, request: RightsRequest, kind: str) -> None:
    record(
        community_id=request.community_id,
        kind=kind,
        actor=Actor(actor.role, actor.community_id, client_id=actor.client_id, system=actor.system),
        object_type="rights",
        object_id=request.uid,
        data={
            "right": str(request.right),
            "how": request.how,
            "outcome": request.outcome,
            "promised_at": at_text(request.promised_at),
        },
    )

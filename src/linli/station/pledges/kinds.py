"""Two kinds at the desk: a complaint about a pledge, and its organisation's appeal. Nobody with a part decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linli.station.desk import selectors as desk
from linli.station.desk.kinds import Act, CaseFacts, Choice, Description, Field, Kind, Panel
from linli.station.people.actors import Actor
from linli.station.people.roles import Role
from linli.station.pledges import selectors, services
from linli.vocabulary import Text


def describe(community_id: int, _subject_type: str, subject_id: str) -> Description:
    """The pledge as it stands."""
    found = selectors.pledge_by_uid(community_id=community_id, uid=subject_id)
    snapshot = {"title": found.title, "organisation": found.organisation.name, "promise": found.promise}
    return Description(f"{found.organisation.name} · {found.title}", snapshot)


def panel(_actor: Actor, case: CaseFacts) -> Panel:
    """The promise, what was answered, and what the organisation says."""
    found = selectors.pledge_by_uid(community_id=case.community_id, uid=case.subject_id)
    hearing = selectors.hearing_of(community_id=case.community_id, case_uid=case.uid)
    context = {"pledge": found, "rows": selectors.shown(found, selectors.accepted(found)), "hearing": hearing}
    return Panel("pledges/panel.html", context=context, sent_first=True)


def excluded(case: CaseFacts) -> frozenset[int]:
    """Everyone who speaks for the organisation, or for one that vouched for it."""
    found = selectors.pledge_by_uid(community_id=case.community_id, uid=case.subject_id)
    return frozenset(selectors.vouchers(found))


def excluded_from_appeal(case: CaseFacts) -> frozenset[int]:
    """Also whoever decided the complaint."""
    found = selectors.pledge_by_uid(community_id=case.community_id, uid=case.subject_id)
    out = set(selectors.vouchers(found))
    for hearing in found.hearings.exclude(outcome=""):
        decided = desk.case_by_uid(community_id=case.community_id, uid=hearing.case_uid)
        out |= desk.answered_by(case_id=decided.pk if decided else None)
    return frozenset(out)


def decide(outcome: str) -> Callable[[Act], dict[str, Any]]:
    """The effect of an answer to a complaint."""

    def effect(act: Act) -> dict[str, Any]:
        before = services.hearing_decide(
            actor=act.actor, uid=act.case.subject_id, case_uid=act.case.uid, outcome=outcome, reason=act.reason
        )
        return {"before": before}

    return effect


def back(act: Act, effect: Mapping[str, Any]) -> None:
    """As it was before the answer."""
    services.hearing_undo(
        actor=act.actor, uid=act.case.subject_id, case_uid=act.case.uid, before=str(effect["before"])
    )


def overturn(act: Act) -> dict[str, Any]:
    """The finding goes."""
    return {"hearing": services.appeal_uphold(actor=act.actor, uid=act.case.subject_id, by_case=act.case.uid)}


def restore(act: Act, effect: Mapping[str, Any]) -> None:
    """The finding stands again."""
    services.appeal_undo(
        actor=act.actor, uid=act.case.subject_id, hearing_uid=str(effect["hearing"]), by_case=act.case.uid
    )


COMPLAINT = Kind(
    id=selectors.COMPLAINT,
    name=Text("投诉没守承诺", "A pledge not kept"),
    fields=(
        Field(
            "about",
            Text("哪一种", "About"),
            required=True,
            choices=(
                ("broken", Text("没守住承诺", "It was not kept")),
                ("wrong", Text("页面上写的不对", "Its page is wrong")),
            ),
        ),
        Field(
            "text",
            Text("哪天、什么事、怎么核对", "When, what, how to check"),
            required=True,
            limit=1000,
            multiline=True,
        ),
    ),
    subject_types=("pledge",),
    who=Role.VISITOR,
    anonymous=True,
    promise_days=15,
    handler=Role.REVIEWER,
    describe=describe,
    excluded=excluded,
    panel=panel,
    appeal_kind=selectors.APPEAL,
    open_to_public=False,
    answers=(
        Choice(
            "kept",
            Text("守住了承诺", "It was kept"),
            Text("核对过了，承诺守住了，理由见下。", "It was checked: the pledge was kept. The reason is below."),
            (),
            decide("kept"),
            back,
            Text("结论和理由在承诺的页面公开。", "The finding and its reason are public on the pledge's page."),
        ),
        Choice(
            "broken",
            Text("没有守住", "It was broken"),
            Text(
                "核对过了，承诺没有守住，已经公开标明。", "It was checked: the pledge was broken; its page says so."
            ),
            (),
            decide("broken"),
            back,
            Text(
                "承诺不再有效，页面标明并写理由；单位可以申诉。",
                "The pledge is over, its page says why; the organisation may appeal.",
            ),
            two=lambda _values: True,
        ),
    ),
)
APPEAL = Kind(
    id=selectors.APPEAL,
    name=Text("对认定的申诉", "Appeal about a pledge"),
    fields=(Field("text", Text("哪里认定得不对", "What is wrong"), required=True, limit=1000, multiline=True),),
    subject_types=("pledge",),
    who=Role.MEMBER,
    promise_days=10,
    handler=Role.REVIEWER,
    describe=describe,
    excluded=excluded_from_appeal,
    panel=panel,
    open_to_public=False,
    answers=(
        Choice(
            "stands",
            Text("维持认定", "The finding stands"),
            Text(
                "另一个人看过了，认定维持，理由见下。",
                "Somebody else looked: the finding stands. The reason is below.",
            ),
        ),
        Choice(
            "overturned",
            Text("撤销认定", "Overturn it"),
            Text("申诉成立，认定撤销。", "Your appeal is upheld; the finding is overturned."),
            (),
            overturn,
            restore,
            Text(
                "承诺恢复，页面写明认定已撤销；投诉的人收到告知。",
                "The pledge is in force again; those who complained are told.",
            ),
        ),
    ),
)

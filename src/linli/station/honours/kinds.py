"""Two kinds at the desk: a nomination, which takes two readers, and an objection to a deed that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linli.station.desk.kinds import Act, CaseFacts, Choice, Description, Field, Kind, Panel
from linli.station.honours import selectors, services
from linli.station.honours.models import Honour
from linli.station.people.actors import Actor
from linli.station.people.roles import Role
from linli.vocabulary import Text

S = Honour.State


def describe(community_id: int, _subject_type: str, subject_id: str) -> Description:
    """The deed as it was told."""
    found = selectors.honour_by_uid(community_id=community_id, uid=subject_id)
    return Description(found.title, {"title": found.title, "story": found.story})


def panel(_actor: Actor, case: CaseFacts) -> Panel:
    """The story, how one knows, and whether its person agreed."""
    found = selectors.honour_by_uid(community_id=case.community_id, uid=case.subject_id)
    return Panel("honours/panel.html", context={"honour": found}, sent_first=case.kind == "objection")


def verify(act: Act) -> dict[str, Any]:
    """Begins the public notice."""
    return {"before": services.honour_verified(actor=act.actor, uid=act.case.subject_id)}


def decline(act: Act) -> dict[str, Any]:
    """Not this time."""
    before = services.honour_set(
        actor=act.actor, uid=act.case.subject_id, state=S.DECLINED, after=(S.PROPOSED, S.AGREED, S.DECLINED)
    )
    return {"before": before}


def stop(act: Act) -> dict[str, Any]:
    """The objection holds: the deed is no longer shown."""
    before = services.honour_set(
        actor=act.actor, uid=act.case.subject_id, state=S.STOPPED, after=(S.NOTICE, S.PUBLISHED)
    )
    return {"before": before}


def back(act: Act, effect: Mapping[str, Any]) -> None:
    """As it was before the answer."""
    services.honour_set(
        actor=act.actor,
        uid=act.case.subject_id,
        state=str(effect["before"]),
        after=(S.NOTICE, S.DECLINED, S.STOPPED, S.PUBLISHED),
    )


NOMINATION = Kind(
    id="nomination",
    name=Text("推荐好事", "A good deed proposed"),
    fields=(Field("text", Text("补充", "More"), limit=1000, multiline=True),),
    subject_types=("honour",),
    who=Role.MEMBER,
    promise_days=10,
    handler=Role.REVIEWER,
    describe=describe,
    panel=panel,
    open_to_public=False,
    answers=(
        Choice(
            "verified",
            Text("属实，开始公示", "True: show it"),
            Text("已核实，公示七天后发布。", "It was verified; it is shown for seven days, then told."),
            (),
            verify,
            back,
            Text(
                "公示七天，谁都可以提出异议；期满没有异议就发布。",
                "Shown for seven days; told if nobody's objection holds.",
            ),
            two=lambda _values: True,
        ),
        Choice(
            "declined",
            Text("这次不采纳", "Not this time"),
            Text("这次没有采纳，理由见下。", "It was not taken up; the reason is below."),
            (),
            decline,
            back,
            Text("不公开任何内容。", "Nothing of it becomes public."),
        ),
    ),
)
OBJECTION = Kind(
    id="objection",
    name=Text("对公示的异议", "An objection"),
    fields=(Field("text", Text("哪里不对", "What is wrong"), required=True, limit=1000, multiline=True),),
    subject_types=("honour",),
    who=Role.VISITOR,
    anonymous=True,
    promise_days=5,
    handler=Role.REVIEWER,
    describe=describe,
    panel=panel,
    open_to_public=False,
    answers=(
        Choice(
            "stands",
            Text("异议不成立", "The deed stands"),
            Text("核对过了，公示继续，理由见下。", "It was checked; the notice goes on. The reason is below."),
            does=Text("公示继续。", "The notice goes on."),
        ),
        Choice(
            "upheld",
            Text("异议成立，中止", "The objection holds"),
            Text("异议成立，已经中止。谢谢您指出来。", "Your objection holds; it is no longer shown. Thank you."),
            (),
            stop,
            back,
            Text("不再公开；可以撤销。", "No longer public; can be undone."),
        ),
    ),
)

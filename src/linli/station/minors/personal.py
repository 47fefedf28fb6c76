"""What minors' mode holds of people: whom they are guardian of, and the changes they made."""

from __future__ import annotations

from linli.station.minors.selectors import children_only_of
from linli.station.people.personal import Fate, Holding, Object, Personal, Subject
from linli.vocabulary import Text


def objects(subject: Subject) -> tuple[Object, ...]:
    """The children of whom this person is the only guardian: they go with them, whole."""
    found = children_only_of(community_id=subject.community_id, user_id=subject.user_id)
    return tuple(("child", uid) for uid in found)


PERSONAL = Personal(
    name=Text("未成年人模式", "Minors' mode"),
    objects=objects,
    holdings=(
        Holding(
            "minors.Child",
            Text("只由您照看的孩子的全部记录", "All records of children whose only guardian you are"),
            by_object=("=child", "uid"),
            shown=("created", "left"),
        ),
        Holding(
            "minors.Guardian",
            Text("您照看的孩子", "Children you are guardian of"),
            by_user="user_id",
            community="child__community_id",
            shown=("created",),
        ),
        Holding(
            "minors.Own",
            Text("您自己的计划（您是孩子）", "Your own plan, where you are the child"),
            by_user="user_id",
            community="child__community_id",
            shown=("created",),
        ),
        Holding(
            "minors.Claim",
            Text("您请社区核实监护人", "That you asked to be confirmed as a guardian"),
            by_user="user_id",
            community="child__community_id",
            shown=("created", "confirmed"),
        ),
        Holding(
            "minors.PlanChange",
            Text("您改过的计划", "Plans you changed"),
            by_user="by_id",
            community="child__community_id",
            shown=("before", "after", "loosened", "created"),
            fate=Fate.BLANKED,
            blanks={"by_id": None},
            why=Text("改动记录是两位监护人共同的，只去掉您。", "The log is both guardians'; only you go from it."),
        ),
    ),
    others=dict.fromkeys(("minors.Link", "minors.DayBook", "minors.Spend", "minors.Wish"), "goes with its child"),
)

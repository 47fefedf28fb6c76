"""What minors' mode holds of people: whom they are guardian of, and the changes they made."""

from __future__ import annotations

from linli.station.people.personal import Fate, Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("未成年人模式", "Minors' mode"),
    holdings=(
        Holding(
            "minors.Guardian",
            Text("您照看的孩子", "Children you are guardian of"),
            by_user="user_id",
            community="child__community_id",
            shown=("created",),
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
)

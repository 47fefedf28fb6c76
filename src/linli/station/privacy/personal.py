"""What privacy itself holds of people: that they asked."""

from __future__ import annotations

from linli.station.people.personal import Fate, Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("个人信息权利", "Data rights"),
    holdings=(
        Holding(
            "privacy.RightsRequest",
            Text("您行使过的权利", "Rights you used"),
            by_user="user_id",
            by_account="account",
            shown=("right", "created", "promised_at", "done_at", "how", "outcome"),
            fate=Fate.BLANKED,
            blanks={"user_id": None, "account": ""},
            why=Text("只留办了什么、何时办好，用来统计。", "What was done and when stays, for the figures."),
        ),
    ),
)

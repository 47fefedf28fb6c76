"""What standing holds of people: the class of their account, and where counting began anew."""

from __future__ import annotations

from linli.station.people.personal import Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("账号分级", "Standing"),
    holdings=(
        Holding(
            "standing.Renewal",
            Text("重新计算的日子", "When counting began anew"),
            by_user="holder__user_id",
            by_account="holder__account",
            community="holder__community_id",
            shown=("at", "undone"),
        ),
        Holding(
            "standing.Holder",
            Text("您的记录", "Your standing"),
            by_user="user_id",
            by_account="account",
            shown=("uid", "created"),
        ),
        Holding(
            "standing.Profile",
            Text("您账号的类型", "The class of your account"),
            by_account="account",
            shown=("kind", "audience", "basis", "changed"),
        ),
    ),
)

"""What the shield holds of people: shields, their friends, what was aimed at an account, packs that were made."""

from __future__ import annotations

from linli.station.people.personal import Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("一键防护", "Shield"),
    holdings=(
        Holding(
            "shield.Evidence",
            Text("您打包过的证据", "Evidence packs you made"),
            by_user="shield__user_id",
            by_account="shield__account__uid",
            community="shield__community_id",
            shown=("uid", "digest", "items", "redacted", "created"),
        ),
        Holding(
            "shield.Amends",
            Text("写给您的道歉", "Apologies written to you"),
            by_user="shield__user_id",
            by_account="shield__account__uid",
            community="shield__community_id",
            shown=("text", "created", "written"),
        ),
        Holding(
            "shield.Friend",
            Text("您请来帮忙的朋友", "Friends you asked to help"),
            by_user="shield__user_id",
            by_account="shield__account__uid",
            community="shield__community_id",
            shown=("name", "created", "revoked"),
        ),
        Holding(
            "shield.Reached",
            Text("冲着您来的内容", "What was aimed at you"),
            by_user="account__user_id",
            by_account="account__uid",
            shown=("at", "hurt", "stranger", "during"),
        ),
        Holding(
            "shield.Watching",
            Text("围攻提示", "Pile-on warnings"),
            by_user="account__user_id",
            by_account="account__uid",
            shown=("finding", "found"),
        ),
        Holding(
            "shield.Shield",
            Text("您的防护", "Your shields"),
            by_user="user_id",
            by_account="account__uid",
            shown=(
                "channels",
                "admits",
                "hides_counts",
                "minor",
                "region",
                "wants_amends",
                "started",
                "ends",
                "ended",
            ),
        ),
    ),
)

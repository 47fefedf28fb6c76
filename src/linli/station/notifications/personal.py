"""What notifications hold of people: what they were told, and where they want it sent."""

from __future__ import annotations

from linli.station.people.personal import Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("告知", "Notices"),
    holdings=(
        Holding(
            "notifications.Notice",
            Text("给您的告知", "What you were told"),
            by_user="user_id",
            by_account="account",
            shown=("kind", "title", "title_en", "body", "body_en", "created", "read_at"),
        ),
        Holding(
            "notifications.Subscription",
            Text("您的邮件和推送订阅", "Your subscriptions by e-mail and push"),
            by_user="user_id",
            by_object=("=submission", "submission"),
            shown=("way", "created", "confirmed_at"),
        ),
    ),
)

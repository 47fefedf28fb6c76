"""What activities hold of people: places taken, hours, proofs."""

from __future__ import annotations

from linli.station.people.personal import Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("活动", "Activities"),
    holdings=(
        Holding(
            "activities.Proof",
            Text("您开的证明", "Your proofs"),
            by_user="user_id",
            shown=("name", "minutes", "rows", "created", "withdrawn"),
        ),
        Holding(
            "activities.ScanEvent",
            Text("点名时扫的您", "Scans of you"),
            by_user="signup__user_id",
            shown=("way", "at", "received"),
        ),
        Holding(
            "activities.Presence",
            Text("您的志愿时长", "Your hours"),
            by_user="signup__user_id",
            shown=("came", "went", "minutes", "state", "flags", "note", "confirmed_at"),
        ),
        Holding(
            "activities.Signup",
            Text("您的报名", "Your sign-ups"),
            by_user="user_id",
            shown=("shift__activity__title", "shift__starts", "state", "minor", "guardian", "created"),
        ),
    ),
    others={
        "activities.Activity": "who leads it, as staff; a leader hands over before leaving",
        "activities.Project": "who runs it, as staff; a leader hands over before leaving",
    },
)

"""The code on the leader's screen that turns every half minute: it proves that one stood before it a moment ago."""

from __future__ import annotations

import hmac
from datetime import datetime

from linli.station.people.codes import ALPHABET, keyed, tidy
from linli.vocabulary import LinliError, Text

STEP = 30
GRACE = 1
LENGTH = 6


def code_at(activity_uid: str, way: str, moment: datetime) -> str:
    """The code of an activity for coming (`in`) or going (`out`) at a moment."""
    return _code(activity_uid, way, int(moment.timestamp()) // STEP)


def seconds_left(moment: datetime) -> int:
    """How long the code of this moment is still shown."""
    return STEP - int(moment.timestamp()) % STEP


def check(activity_uid: str, way: str, typed: str, moment: datetime) -> None:
    """Raises `LinliError` unless the code is this step's or the one before it."""
    given, now = tidy(typed), int(moment.timestamp()) // STEP
    if not any(
        hmac.compare_digest(given.encode(), _code(activity_uid, way, now - back).encode())
        for back in range(GRACE + 1)
    ):
        raise LinliError(
            Text("这个码已经换过了，或者不是这场活动的。", "This code has turned, or is not this activity's."),
            field="code",
            value=given[:LENGTH],
            mend=Text("请再看一眼屏幕，输入现在的码。", "Look at the screen again and type the code it shows now."),
        )


def _code(activity_uid: str, way: str, step: int) -> str:
    number = int(keyed("activity-turning", f"{activity_uid}\0{way}\0{step}"), 16)
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)

"""When a webhook that failed is tried again, and when it is given up."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

PAUSES = (2, 10, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400)
ATTEMPTS = len(PAUSES) + 1
LONGEST_ASKED = 3_600.0


def pause(attempts: int, *, asked: float = 0.0, chance: float | None = None) -> timedelta | None:
    """How long to wait after `attempts` failures; None when it is time to give up (about 31 hours in all).

    One part in five of the wait is left to chance, so that many deliveries don't come back together. `asked` is the
    receiver's Retry-After in seconds; `chance` in [0, 1) replaces the dice in tests.
    """
    if attempts > len(PAUSES):
        return None
    dice = random.random() if chance is None else chance  # noqa: S311
    wait = PAUSES[attempts - 1] * (0.9 + 0.2 * dice)
    return timedelta(seconds=max(wait, min(asked, LONGEST_ASKED)))


def retry_after(value: str, now: datetime) -> float:
    """The seconds in a `Retry-After` header, given as a number or a date; 0.0 where it says nothing."""
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return 0.0

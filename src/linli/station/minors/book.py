"""A child's minutes: the arithmetic that no device, replay, overlap or clock can cheat. Plain values, no database.

Time online is a set of minutes of the world's clock, so that devices that run at once count once, and a request that
is repeated counts once. Time offline is lent beforehand: a lease takes its minutes out of the day when it is made,
and those unused come back when it is settled, once. A day belongs to the plan's time zone, whatever a device says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from linli.station.minors.plan import Plan

MINUTE = 60
AHEAD_SECONDS = 15
BREAK = 5
LONGEST_LEASE = 60


@dataclass(frozen=True, slots=True)
class Grant:
    """`until`: the moment to stop or ask again; `why` where not allowed: spent, lent, curfew, clock, left."""

    allowed: bool
    why: str
    until: datetime
    left: int
    rest: bool = False


@dataclass(slots=True)
class Loan:
    """Minutes lent to a device for use without the net. `used` is None until it is settled."""

    uid: str
    device: str
    minutes: int
    expires: float
    used: int | None = None

    @property
    def counts(self) -> int:
        """The minutes that are out of the day: all until it is settled, then those used."""
        return self.minutes if self.used is None else self.used


@dataclass(slots=True)
class Day:
    """One local day of one child. `online` holds minutes since 1970; `ahead` a device's last minute."""

    day: date
    budget: int
    online: set[int] = field(default_factory=set)
    ahead: dict[str, int] = field(default_factory=dict)
    loans: dict[str, Loan] = field(default_factory=dict)
    extra: int = 0
    latest: int = 0

    @property
    def used(self) -> int:
        """Minutes that are gone or lent."""
        return len(self.online) + sum(loan.counts for loan in self.loans.values())

    @property
    def lent(self) -> int:
        """Minutes that are lent and not settled."""
        return sum(loan.minutes for loan in self.loans.values() if loan.used is None)

    @property
    def left(self) -> int:
        """Minutes that may still be granted or lent."""
        return max(0, self.budget + self.extra - self.used)

    def ask(self, plan: Plan, device: str, now: datetime) -> Grant:
        """May this device go on in this minute? A minute once granted is never taken twice, nor paid twice."""
        slot = int(now.timestamp()) // MINUTE
        refused = self._refused(plan, slot, now)
        if refused:
            return Grant(False, refused, now, self.left)
        self.latest = max(self.latest, slot)
        self._take(slot, device)
        end = slot + 1
        soon = (slot + 1) * MINUTE - now.timestamp() <= AHEAD_SECONDS
        if soon and not self._refused(plan, slot + 1, _moment(slot + 1)) and self._same_day(plan, slot + 1):
            self._take(slot + 1, device)
            end = slot + 2
        return Grant(True, "", _moment(end), self.left, self.needs_rest(plan, slot))

    def look(self, plan: Plan, now: datetime) -> Grant:
        """What `ask` would say, taking nothing."""
        slot = int(now.timestamp()) // MINUTE
        refused = self._refused(plan, slot, now)
        return Grant(not refused, refused, now, self.left, self.needs_rest(plan, slot))

    def close(self, device: str, now: datetime) -> None:
        """The device stopped: a minute asked for ahead that nobody else asked for comes back. Safe to repeat."""
        slot = int(now.timestamp()) // MINUTE
        ahead = self.ahead.pop(device, 0)
        if ahead > slot and ahead not in self.ahead.values():
            self.online.discard(ahead)

    def lend(self, plan: Plan, uid: str, device: str, minutes: int, now: datetime) -> Loan | str:
        """Lends up to `minutes` to a device, or why not. It ends with the day or where the curfew begins."""
        slot = int(now.timestamp()) // MINUTE
        if slot < self.latest:
            return "clock"
        if plan.in_curfew(now):
            return "curfew"
        expires = plan.curfew_begins(now)
        room = int((expires - now).total_seconds()) // MINUTE
        given = min(minutes, self.left, LONGEST_LEASE, room)
        if given <= 0:
            return "lent" if self.lent else "spent"
        self.latest = slot
        self.loans[uid] = Loan(uid, device, given, expires.timestamp())
        return self.loans[uid]

    def settle(self, uid: str, used: int) -> int:
        """Ends a loan: the unused minutes come back, once. How many came back; a second report changes nothing."""
        loan = self.loans.get(uid)
        if loan is None or loan.used is not None:
            return 0
        loan.used = max(0, min(used, loan.minutes))
        return loan.minutes - loan.used

    def needs_rest(self, plan: Plan, slot: int) -> bool:
        """Whether the child has been at it for `rest_after` minutes without five minutes' break."""
        if not plan.rest_after:
            return False
        run, gap, at = 0, 0, slot
        while gap < BREAK and run < plan.rest_after:
            if at in self.online:
                run, gap = run + 1, 0
            else:
                gap += 1
            at -= 1
        return run >= plan.rest_after

    def _refused(self, plan: Plan, slot: int, now: datetime) -> str:
        if slot < self.latest:
            return "clock"
        if plan.in_curfew(now):
            return "curfew"
        if slot in self.online or self.left > 0:
            return ""
        return "lent" if self.lent else "spent"

    def _take(self, slot: int, device: str) -> None:
        self.online.add(slot)
        self.ahead[device] = slot

    def _same_day(self, plan: Plan, slot: int) -> bool:
        return plan.day_of(_moment(slot)) == self.day

    def to_dict(self) -> dict[str, Any]:
        """The day as JSON; minutes from the day's first as a bit each."""
        first = min(self.online, default=0)
        bits = sum(1 << (minute - first) for minute in self.online)
        return {
            "first": first,
            "bits": f"{bits:x}",
            "ahead": self.ahead,
            "latest": self.latest,
            "loans": [[o.uid, o.device, o.minutes, o.expires, o.used] for o in self.loans.values()],
        }

    @classmethod
    def from_dict(cls, day: date, budget: int, extra: int, state: Mapping[str, Any]) -> Day:
        """The day again."""
        made = cls(day, budget, extra=extra)
        if not state:
            return made
        bits, first = int(state["bits"], 16), state["first"]
        made.online = {first + n for n in range(bits.bit_length()) if bits >> n & 1}
        made.ahead, made.latest = dict(state["ahead"]), state["latest"]
        made.loans = {row[0]: Loan(*row) for row in state["loans"]}
        return made


def _moment(slot: int) -> datetime:
    return datetime.fromtimestamp(slot * MINUTE, UTC)


def zone_changes_at(old: Plan, new: Plan, now: datetime) -> datetime:
    """When a change of time zone takes effect: after the next midnight of both, so that no day comes twice."""
    ends = [_next_midnight(plan, now) for plan in (old, new)]
    return max(ends)


def _next_midnight(plan: Plan, now: datetime) -> datetime:
    from_zone = now
    while plan.day_of(from_zone) == plan.day_of(now):
        from_zone += timedelta(minutes=15)
    return from_zone

"""Simulated children, three devices each: overlaps, offline spells, replays, turned clocks, restarts, other zones.

What really happened (`watched`) is kept apart from what the book believes, and both are compared day by day.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from linli.station.minors.book import Day, Loan, zone_changes_at
from linli.station.minors.lease import LeaseError, Purse, signed
from linli.station.minors.plan import Band, Plan, defaults

KEY = Ed25519PrivateKey.from_private_bytes(b"simulated children, not a secret"[:32])
START = datetime(2026, 9, 28, tzinfo=UTC)
ZONES = ("Asia/Shanghai", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Chatham")


@dataclass
class Figures:
    """Counts over everything simulated, in minutes."""

    watched: int = 0
    leaked: int = 0
    in_curfew: int = 0
    wrongly_refused: int = 0
    forged_accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    offline: int = 0
    unlent: Counter[str] = field(default_factory=Counter)
    lent: int = 0
    returned: int = 0
    replays: int = 0


class _Device:
    """A device as it really is: whether it has the net, and a clock that runs forward until a restart."""

    def __init__(self, name: str, dice: random.Random) -> None:
        self.name = name
        self.booted = dice.uniform(0, 1e6)
        self.purse = Purse(KEY.public_key(), name)
        self.token = ""
        self.open = self.away = False

    def ticks(self, now: datetime) -> float:
        return now.timestamp() - START.timestamp() + self.booted


class Child:
    """One child. Everything random comes from the seed."""

    def __init__(self, seed: int, figures: Figures) -> None:
        self.dice = random.Random(f"child/{seed}")
        self.figures = figures
        self.plan = replace(defaults(self.dice.choice(list(Band))), zone=self.dice.choice(ZONES))
        self.waiting: tuple[datetime, Plan] | None = None
        self.days: dict[date, Day] = {}
        self.watched: dict[date, set[int]] = {}
        self.devices = [_Device(f"d{seed}-{n}", self.dice) for n in range(3)]
        self.leases: dict[str, date] = {}
        self.count = 0

    def live(self, days: int) -> None:
        """So many days, minute by minute where somebody wants something."""
        for number in range(days):
            morning = START + timedelta(days=number)
            wants = {d.name: self._wants() for d in self.devices}
            net = {d.name: self._spells(0.3) for d in self.devices}
            self._news(morning)
            for minute in sorted(set().union(*wants.values())):
                now = morning + timedelta(minutes=minute, seconds=self.dice.uniform(0, 59.9))
                self._turn(now)
                for device in self.devices:
                    if minute in wants[device.name]:
                        self._watch(device, now, online=minute not in net[device.name])
                    elif device.open:
                        self._stop(device, now)
        self._audit()

    def _wants(self) -> set[int]:
        return {
            minute
            for _ in range(self.dice.choice((0, 1, 1, 2, 3)))
            for start in [self.dice.randrange(1380)]
            for minute in range(start, min(1440, start + self.dice.randint(3, 70)))
        }

    def _spells(self, share: float) -> set[int]:
        if self.dice.random() > share * 2:
            return set()
        start = self.dice.randrange(1200)
        return set(range(start, start + self.dice.randint(20, 400)))

    def _news(self, now: datetime) -> None:
        """A guardian's doings: more minutes, a narrower plan, another zone."""
        chance = self.dice.random()
        if chance < 0.05:
            self._day(now).extra += 20
        elif chance < 0.07:
            self.plan = replace(self.plan, minutes_school=max(10, self.plan.minutes_school - 10))
        elif chance < 0.09 and self.waiting is None:
            new = replace(self.plan, zone=self.dice.choice(ZONES))
            self.waiting = (zone_changes_at(self.plan, new, now), new)

    def _turn(self, now: datetime) -> None:
        if self.waiting and now >= self.waiting[0]:
            self.plan, self.waiting = replace(self.plan, zone=self.waiting[1].zone), None

    def _day(self, now: datetime) -> Day:
        key = self.plan.day_of(now)
        if key not in self.days:
            self.days[key] = Day(key, self.plan.minutes_on(key.weekday() >= 5))
            self.watched[key] = set()
        day = self.days[key]
        # put away and taken out again, as the station does between two requests
        self.days[key] = Day.from_dict(key, day.budget, day.extra, day.to_dict()) if self.count % 7 == 0 else day
        self.count += 1
        return self.days[key]

    def _watch(self, device: _Device, now: datetime, *, online: bool) -> None:
        if self.dice.random() < 0.002:
            device.purse.restarted()
            device.booted = -(now.timestamp() - START.timestamp())
        if online:
            self._online(device, now)
        else:
            device.open, device.away = False, True
            self._offline(device, now)

    def _online(self, device: _Device, now: datetime) -> None:
        if device.away:
            self._sync(device)
        day = self._day(now)
        grant = day.ask(self.plan, device.name, now)
        if self.dice.random() < 0.1:
            self.figures.replays += 1
            before = day.used
            day.ask(self.plan, device.name, now)
            assert day.used == before
        if not grant.allowed:
            self._refused(day, grant.why, now)
            return
        self._saw(now)
        device.open = True
        if not device.purse.payload and self.dice.random() < 0.08:
            self._borrow(device, day, now)

    def _refused(self, day: Day, why: str, now: datetime) -> None:
        self.figures.refused[why] += 1
        room = day.budget + day.extra - (day.used - day.lent)
        right = {
            "curfew": self.plan.in_curfew(now),
            "spent": room <= 0,
            "lent": room > 0 and day.lent >= room,
        }.get(why, False)
        self.figures.wrongly_refused += not right

    def _borrow(self, device: _Device, day: Day, now: datetime) -> None:
        loan = day.lend(self.plan, f"L{device.name}-{self.count}", device.name, self.dice.randint(5, 20), now)
        if not isinstance(loan, Loan):
            return
        self.figures.lent += loan.minutes
        self.leases[loan.uid] = day.day
        payload = {
            "v": 1, "jti": loan.uid, "child": "c", "dev": device.name, "iat": now.timestamp(),
            "exp": loan.expires, "minutes": loan.minutes, "allow": {},
        }  # fmt: skip
        device.token = signed(KEY, payload)
        device.purse.put(device.token, ticks=device.ticks(now))
        self._forge(device, now)

    def _forge(self, device: _Device, now: datetime) -> None:
        """Another device takes the token; somebody writes more minutes into it."""
        other = self.devices[(self.devices.index(device) + 1) % 3]
        body, signature = device.token.split(".")
        for token, who in ((device.token, other), (body[:-2] + "AA." + signature, device), (body + ".AAAA", device)):
            try:
                Purse(KEY.public_key(), who.name).put(token, ticks=device.ticks(now))
                self.figures.forged_accepted += 1
            except LeaseError:
                pass

    def _offline(self, device: _Device, now: datetime) -> None:
        # the wall clock is turned back and forth as it pleases: nothing here reads it
        why = device.purse.spend(ticks=device.ticks(now))
        if why:
            self.figures.unlent[why] += 1
        else:
            self.figures.offline += 1
            self._saw(now)

    def _sync(self, device: _Device) -> None:
        device.away, told = False, device.purse.report()
        if told is None:
            return
        uid, used = told
        day = self.days[self.leases[uid]]
        self.figures.returned += day.settle(uid, used)
        if self.dice.random() < 0.5:
            self.figures.replays += 1
            assert day.settle(uid, 0) == 0

    def _stop(self, device: _Device, now: datetime) -> None:
        device.open = False
        self._day(now).close(device.name, now)
        if self.dice.random() < 0.7:
            self._sync(device)

    def _saw(self, now: datetime) -> None:
        self.figures.watched += 1
        self.figures.in_curfew += self.plan.in_curfew(now)
        self.watched.setdefault(self.plan.day_of(now), set()).add(int(now.timestamp()) // 60)

    def _audit(self) -> None:
        for key, minutes in self.watched.items():
            day = self.days.get(key)
            allowed = day.budget + day.extra if day else 0
            self.figures.leaked += max(0, len(minutes) - allowed)


def simulate(children: int, days: int, *, first: int = 0) -> Figures:
    """So many children for so many days."""
    figures = Figures()
    for seed in range(first, first + children):
        Child(seed, figures).live(days)
    return figures

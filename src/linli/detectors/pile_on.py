"""Whether many people turn on one person: a finding about what reaches them, never about who wrote it.

One `Watch` a person, fed with everything that reaches them in the order of time. It compares the hurtful part of the
last 10 minutes, hour, six hours and day with the person's own history: being popular raises everything alike, an
attack raises the hurtful share. A finding explains itself, and by the design may only change what its target is
shown: it is no ground for anyone's strikes.

It does not lean on the level of one model's scores. What a model alone says counts half, however sure it is, and less
with every near copy, because a model that misreads a wording misreads all its copies; what a known word or a second
sign bears out counts wholly.

The state of a watch is bounded (some hundred small numbers, no words, no names) and goes into JSON and back.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

from linli.detectors.pile_on_wording import alike, calls, core, folded, simhash
from linli.vocabulary import Assessment, Category, LinliError, Signal, Text

HURTFUL = {
    Category.ABUSE,
    Category.HATE,
    Category.THREAT,
    Category.DOXXING,
    Category.SEXUAL,
    Category.MINOR_SAFETY,
    Category.MANIPULATION,
}
AIMED = {Category.ABUSE, Category.HATE, Category.THREAT, Category.DOXXING}
CALLED, KNOWN_WORDS = Category.MANIPULATION, "lexicon"
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
WINDOWS = (10 * MINUTE, HOUR, 6 * HOUR, DAY)
BUCKET = 5 * MINUTE
RECENT, HURTING = 128, 96
LEAST, SAME = 0.3, 3
ALONE, SURE = 0.5, 0.65
YOUNG_DAYS = 7
NONE_USUALLY = Text("几乎没有", "hardly any")
HALF_LIFE = 3 * DAY
QUIET = 6 * HOUR


class Incoming(NamedTuple):
    """One thing that reaches the person.

    `at` in seconds, never falling by more than the order of arrival; `abuse` in [0, 1] and `alone`: nothing but one
    model says so (see `aimed`); `stranger`: the author is nobody the person follows or talks with; `age_days` of the
    author's account where it is known.
    """

    at: float
    author: str
    text: str
    abuse: float = 0.0
    stranger: bool = True
    age_days: int | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Why this is a pile-on. Counts are of the window, `window` in seconds; `usual` hurtful items in such a time."""

    at: float
    window: float
    items: int
    hurtful: int
    authors: int
    strangers: float
    copies: int
    young: int
    usual: float
    score: float

    def reasons(self) -> tuple[Text, ...]:
        """The finding in plain sentences, the weightiest first."""
        span = _span(self.window)
        usual = Text(f"约 {self.usual:.1f} 条", f"{self.usual:.1f}") if self.usual >= 0.05 else NONE_USUALLY
        out = [
            Text(
                f"{span.zh}里有 {self.hurtful} 条伤人的话，来自 {self.authors} 个账号；平时{usual.zh}。",
                f"{self.hurtful} hurtful items by {self.authors} accounts in {span.en}; usually {usual.en}.",
            ),
            Text(
                f"其中 {self.strangers:.0%} 来自陌生账号。",
                f"{self.strangers:.0%} of them come from strangers.",
            ),
        ]
        if self.copies >= 3:
            out.append(Text(f"有 {self.copies} 条用了几乎一样的话。", f"{self.copies} are worded almost alike."))
        if self.young >= 2:
            out.append(Text(f"有 {self.young} 个账号注册不到 7 天。", f"{self.young} accounts are under 7 days old."))
        return tuple(out)


class _Hurt(NamedTuple):
    at: float
    author: int
    weight: float
    stranger: bool
    young: bool
    hash: int


class _Seen(NamedTuple):
    hash: int
    weight: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What it takes. `score`: how unlikely by chance (nats); `share`: of the window's items; `authors`: different."""

    score: float = 5.5
    share: float = 0.10
    authors: int = 4
    floor: float = 0.02
    prior: float = 40.0


DEFAULT = Limits()


@dataclass(slots=True)
class Watch:
    """The state for one person. `active_since` is set while a pile-on goes on."""

    active_since: float | None = None
    last_hurt: float = 0.0
    first: float | None = None
    past_items: float = 0.0
    past_hurt: float = 0.0
    past_at: float = 0.0
    buckets: dict[int, list[float]] = field(default_factory=dict)
    hurting: list[_Hurt] = field(default_factory=list)
    recent: list[_Seen] = field(default_factory=list)

    def observe(self, one: Incoming, limits: Limits = DEFAULT) -> Finding | None:
        """Takes one item in; the finding where with it a pile-on begins, else None."""
        if not (math.isfinite(one.at) and 0.0 <= one.abuse <= 1.0):
            raise LinliError(
                Text("时间或分数不对。", "The time or the score is wrong."),
                field="abuse",
                value=one.abuse,
                mend=Text("分数应在 0 到 1 之间。", "The score is in [0, 1]."),
            )
        self._pass_to(one.at)
        hurt = self._weigh(one)
        bucket = self.buckets.setdefault(int(one.at // BUCKET), [0.0, 0.0])
        bucket[0] += 1
        if hurt is None:
            return None
        bucket[1] += hurt.weight
        self.hurting = [*self.hurting[-(HURTING - 1) :], hurt]
        self.last_hurt = max(self.last_hurt, one.at)
        if self.active_since is not None:
            return None
        found = self.look(one.at, limits)
        if found is not None:
            self.active_since = one.at
        return found

    def look(self, now: float, limits: Limits = DEFAULT) -> Finding | None:
        """The strongest finding of all windows that end now, where one is enough."""
        found = [f for window in WINDOWS if (f := self._window(now, window, limits)) is not None]
        return max(found, key=lambda f: f.score, default=None)

    def active(self, now: float) -> bool:
        """Whether a pile-on goes on: it ends when nothing hurtful came for six hours."""
        if self.active_since is not None and now - self.last_hurt > QUIET:
            self.active_since = None
        return self.active_since is not None

    def _pass_to(self, now: float) -> None:
        """Lets old buckets sink into the history, which halves every three days."""
        if self.first is None:
            self.first, self.past_at = now, now
        self.active(now)
        oldest = int((now - DAY) // BUCKET)
        gone = [key for key in self.buckets if key < oldest]
        if not gone:
            return
        fade = 0.5 ** (max(0.0, now - self.past_at) / HALF_LIFE)
        self.past_at = max(self.past_at, now)
        taken = [self.buckets.pop(key) for key in gone]
        self.past_items = self.past_items * fade + sum(b[0] for b in taken)
        self.past_hurt = self.past_hurt * fade + sum(b[1] for b in taken)

    def _weigh(self, one: Incoming) -> _Hurt | None:
        """How much the item hurts; near copies share their mean, and weigh less unless borne out. None: not."""
        plain = folded(one.text)
        hashed, own = simhash(core(one.text)), _evidence(one, plain)
        copies = [own, *(seen.weight for seen in self.recent if alike(hashed, seen.hash))]
        self.recent = [*self.recent[-(RECENT - 1) :], _Seen(hashed, own)]
        weight = sum(copies) / len(copies) if len(copies) >= SAME else own
        if weight < LEAST:
            return None
        if weight < SURE:
            weight /= math.sqrt(len(copies))
        young = one.age_days is not None and one.age_days < YOUNG_DAYS
        share = weight * (1.0 if one.stranger else 0.5) * (1.25 if young else 1.0)
        return _Hurt(one.at, _number(one.author), min(share, 1.0), one.stranger, young, hashed)

    def _window(self, now: float, window: float, limits: Limits) -> Finding | None:
        since = int((now - window) // BUCKET)
        within = [bucket for key, bucket in self.buckets.items() if key >= since]
        before = [bucket for key, bucket in self.buckets.items() if key < since]
        items, hurt = sum(b[0] for b in within), sum(b[1] for b in within)
        usual = self._usual_share(before, limits) * items
        score = hurt * math.log(hurt / usual) - (hurt - usual) if hurt > usual else 0.0
        if score < limits.score or hurt < limits.share * items:
            return None
        lately = [h for h in self.hurting if h.at >= now - window]
        if len({h.author for h in lately}) < limits.authors:
            return None
        return _finding(now, window, int(items), lately, self._usual_count(window), score)

    def _usual_share(self, before: list[list[float]], limits: Limits) -> float:
        items = self.past_items + sum(b[0] for b in before)
        hurt = self.past_hurt + sum(b[1] for b in before)
        return max(limits.floor, (hurt + limits.floor * limits.prior) / (items + limits.prior))

    def _usual_count(self, window: float) -> float:
        """Hurtful items in such a time by the person's own history."""
        lived = (self.past_at - (self.first or 0.0)) / HALF_LIFE
        seconds = HALF_LIFE / math.log(2) * (1 - 0.5**lived)
        return self.past_hurt / seconds * window if seconds > HOUR else 0.0

    def to_dict(self) -> dict[str, Any]:
        """The state as JSON: numbers only."""
        return {
            "v": 1,
            "active_since": self.active_since,
            "last_hurt": self.last_hurt,
            "first": self.first,
            "past": [self.past_items, self.past_hurt, self.past_at],
            "buckets": {str(key): value for key, value in self.buckets.items()},
            "hurting": [[h.at, f"{h.author:x}", h.weight, h.stranger, h.young, f"{h.hash:x}"] for h in self.hurting],
            "recent": [[f"{s.hash:x}", s.weight] for s in self.recent],
        }

    @classmethod
    def from_dict(cls, state: Mapping[str, Any]) -> Watch:
        """The watch again; a new one for an empty state."""
        if not state:
            return cls()
        items, hurt, at = state["past"]
        return cls(
            active_since=state["active_since"],
            last_hurt=state["last_hurt"],
            first=state["first"],
            past_items=items,
            past_hurt=hurt,
            past_at=at,
            buckets={int(key): list(value) for key, value in state["buckets"].items()},
            hurting=[_Hurt(t, int(a, 16), w, s, y, int(x, 16)) for t, a, w, s, y, x in state["hurting"]],
            recent=[_Seen(int(x, 16), w) for x, w in state["recent"]],
        )


def _evidence(one: Incoming, plain: str) -> float:
    """How much speaks for an attack: a model or a cue alone half, both or a known word wholly."""
    told, called = one.abuse >= LEAST, calls(plain)
    if told and (called or not one.alone):
        return 1.0
    return ALONE if told or called else 0.0


def hurt(assessment: Assessment) -> float:
    """How hurtful an item is to a person, in [0, 1]: the strongest signal of a harm done to people."""
    return max((min(s.score, 1.0) for s in assessment.signals if s.category in HURTFUL), default=0.0)


def aimed(signals: Iterable[Signal]) -> tuple[float, bool]:
    """How strongly an item attacks a person, in [0, 1], and whether one model alone says so.

    Only attacks count: abuse, hate, threats, personal data laid open, and known calls to pile on. Adverts, lures and
    a person's own despair do not.
    """
    told = [s for s in signals if s.category in AIMED or (s.category == CALLED and s.detector == KNOWN_WORDS)]
    alone = KNOWN_WORDS not in {s.detector for s in told}
    return max((min(s.score, 1.0) for s in told), default=0.0), alone


def _finding(now: float, window: float, items: int, lately: list[_Hurt], usual: float, score: float) -> Finding:
    strangers = sum(h.stranger for h in lately) / len(lately)
    young = len({h.author for h in lately if h.young})
    authors = len({h.author for h in lately})
    return Finding(now, window, items, len(lately), authors, strangers, _copies(lately), young, usual, score)


def _copies(lately: list[_Hurt]) -> int:
    """The size of the largest group of near-duplicates by different authors."""
    groups: Counter[int] = Counter()
    for number, one in enumerate(lately):
        groups[number] = len({h.author for h in lately if alike(one.hash, h.hash)})
    return max((size for size in groups.values() if size > 1), default=0)


def _number(author: str) -> int:
    return int.from_bytes(blake2b(author.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _span(seconds: float) -> Text:
    if seconds < HOUR:
        return Text(f"{seconds / MINUTE:.0f} 分钟", f"{seconds / MINUTE:.0f} minutes")
    return Text(f"{seconds / HOUR:.0f} 小时", f"{seconds / HOUR:.0f} hours")


def watch_all(incoming: Iterator[Incoming], limits: Limits = DEFAULT) -> Iterator[Finding]:
    """Every finding over a whole history, from a fresh watch."""
    watch = Watch()
    for one in incoming:
        if (found := watch.observe(one, limits)) is not None:
            yield found

"""A change tried on the past tells who would newly be limited and who freed, however the run is cut."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.assess import assess_many, to_dict
from linli.policy import decide, load, load_text
from linli.policy.backtest import OVERTURNED, SAMPLES, UPHELD, Past, Tally, compare, stored_signals
from linli.policy.decide import fired
from linli.vocabulary import Category, Item, RuleStatus, Signal

NEW = load_text(
    "policy: club\nversion: 1.1.0\ntitle: {zh: 会章, en: Club}\neffective: 2026-11-01\nextends: base\n"
    "rules:\n  - {id: abuse-mild-words, action: hold}\n  - {id: fraud-hint, status: retired}\n"
)
BASE = load("base")


def signal(category: Category, severity: int, score: float = 0.7) -> Signal:
    return Signal(category, score, "lexicon", (), severity, "x")


def past() -> Iterator[Past]:
    for i in range(300):
        text = "上海人" if i % 3 else "老师"
        yield Past(f"a{i}", Item(f"{text}{i}"), [signal(Category.ABUSE, 1)] if i % 2 else [])
        yield Past(f"f{i}", Item("钱"), [signal(Category.FRAUD, 1)] if i % 5 == 0 else [])
    for i in range(6):
        yield Past(f"wrong{i}", Item("误判"), [signal(Category.ABUSE, 1)], OVERTURNED)
    yield Past("wrong-fraud", Item("误判"), [signal(Category.FRAUD, 1)], OVERTURNED)
    yield Past("right", Item("骗子的话"), [signal(Category.FRAUD, 1)], UPHELD)
    yield Past("right-too", Item("骂人的话"), [signal(Category.ABUSE, 2)], UPHELD)


def test_who_is_newly_limited_and_who_is_freed() -> None:
    tally = compare(BASE, NEW, past(), Tally())
    assert (tally.seen, tally.newly, tally.freed) == (600, 150, 60)
    assert tally.moves == {"nudge>hold": 150, "limit>allow": 60}
    assert (tally.held_before, tally.held_after) == (0, 150)
    assert {k: (c.newly, c.freed) for k, c in tally.categories.items()} == {"abuse": (150, 0), "fraud": (0, 60)}
    assert {k: (c.newly, c.freed) for k, c in tally.rules.items()} == {
        "abuse-mild-words": (150, 0),
        "fraud-hint": (0, 60),
    }
    assert tally.groups["上海人"].newly == 100
    assert tally.groups["上海人"].seen == 200


def test_what_people_judged_is_told_apart() -> None:
    tally = compare(BASE, NEW, past(), Tally())
    assert (tally.overturned, tally.repeats, tally.again) == (7, 1, 6)
    assert {s.key for s in tally.samples["again"]} == {f"wrong{i}" for i in range(6)}
    assert (tally.upheld, tally.caught, tally.kept) == (2, 2, 1)
    assert [s.key for s in tally.samples["lost"]] == ["right"]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 100), min_size=1, max_size=20))
def test_stopped_stored_and_resumed_it_counts_the_same(sizes: list[int]) -> None:
    whole = compare(BASE, NEW, past(), Tally())
    rest, tally = list(past()), Tally()
    for size in [*sizes, len(rest)]:
        tally = compare(BASE, NEW, rest[:size], Tally.from_dict(json.loads(json.dumps(tally.to_dict()))))
        rest = rest[size:]
    assert tally.to_dict() == whole.to_dict()
    assert len(tally.samples["newly"]) == SAMPLES


def test_firing_is_what_deciding_finds() -> None:
    texts = ["你这个废物", "加微信 abc12345 领福利", "今天天气好", "稳赚不赔，加群", "打电话给我 13800138000"]
    for verdict, text in zip(assess_many(texts, BASE), texts, strict=True):
        stored = stored_signals(to_dict(verdict)["signals"])
        assert tuple(stored) == tuple(
            Signal(s.category, s.score, s.detector, s.spans, s.severity, s.evidence) for s in verdict.signals
        )
        again = decide(BASE, Item(text), stored)
        assert {r.rule for r in again.reasons} == {r.id for r in fired(BASE, Item(text), stored)}
        assert again.action == verdict.action
    assert all(r.status is RuleStatus.LIVE for r in fired(NEW, Item("x"), [signal(Category.ABUSE, 1)]))


@pytest.mark.scale
def test_a_hundred_thousand_in_a_minute() -> None:
    signals = [
        [signal(Category.ABUSE, i % 3), signal(Category.FRAUD, 1, 0.5)] if i % 5 == 0 else [] for i in range(100)
    ]
    began = time.process_time()
    tally = Tally()
    for start in range(0, 100_000, 2_000):
        batch = [Past(str(i), Item("一位老师说的话" * 5), signals[i % 100]) for i in range(start, start + 2_000)]
        compare(BASE, NEW, batch, tally)
    assert tally.seen == 100_000
    assert time.process_time() - began < 60

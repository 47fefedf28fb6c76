"""What repeats a published check, what only looks like it, and what must never match."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import linli
from linli.detectors.claims import Claims, read_claims
from linli.detectors.claims_facts import differences, said
from linli.detectors.claims_index import Index, terms_of
from linli.detectors.claims_match import Claim, Level, Matcher
from linli.reading import read_many
from linli.vocabulary import Action, Category, LinliError, Span

CHECKS = (
    Claim("k1", "螃蟹和西红柿一起吃会产生砒霜，让人中毒", ("吃完螃蟹再吃西红柿等于吃砒霜",), verdict="false", url="https://a.example/k1"),
    Claim("k2", "微波炉加热食物会致癌", verdict="false", url="https://a.example/k2"),
    Claim("k3", "槐树里小区明天起停水三天", verdict="false", url="https://a.example/k3"),
    Claim("k4", "隔夜茶不能喝，喝了会中毒", verdict="false"),
    Claim("k5", "手机充电时打电话会爆炸", verdict="unproven"),
    Claim("k6", "收到短信说医保卡停用，点链接就能恢复", verdict="fabricated"),
    Claim("k7", "自来水里加了药，长期喝会掉头发", verdict="false"),
    Claim("k8", "每天喝八杯水才健康", verdict="misleading"),
)  # fmt: skip
REPEATED = (
    ("k1", "大家注意啦！螃蟹和西红柿千万不要一起吃，会产生砒霜，让人中毒的，转给家人看看"),
    ("k1", "螃 蟹 和 西 红 柿 一 起 吃 會 產 生 砒 霜"),
    ("k3", "通知：槐树里小区明天起停水三天，请大家提前储水"),
    ("k7", "听说自来水里加了药，长期喝会掉头发，是真的吗"),
)
POST = "螃蟹和西红柿一起吃会产生砒霜，让人中毒，快转"
OPPOSITES = (
    "放心吧，微波炉加热食物不会致癌",
    "微波炉加热食物并不致癌",
    "微波爐加熱食物不會致癌，別擔心",
    "隔夜茶能喝，喝了不会中毒",
    "螃蟹和西红柿一起吃不会产生砒霜，也不会让人中毒",
)
OTHER_FACTS = (
    ("number", "槐树里小区明天起停水五天，请大家提前储水"),
    ("place", "柳荫里小区明天起停水三天，请大家提前储水"),
    ("denial", "辟谣：槐树里小区明天起停水三天是假的"),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(CHECKS)


@pytest.mark.parametrize(("known", "text"), REPEATED)
def test_a_repeated_claim_is_confirmed(matcher: Matcher, known: str, text: str) -> None:
    best = matcher.match(text)[0]
    assert (best.claim.id, best.level, best.differs) == (known, Level.CONFIRM, ())


@pytest.mark.parametrize("text", OPPOSITES)
def test_the_opposite_never_matches(matcher: Matcher, text: str) -> None:
    assert matcher.match(text) == []


@pytest.mark.parametrize(("what", "text"), OTHER_FACTS)
def test_other_numbers_places_and_denials_only_suggest(matcher: Matcher, what: str, text: str) -> None:
    best = matcher.match(text)[0]
    assert best.claim.id == "k3"
    assert best.level is Level.SUGGEST
    assert what in best.differs


def test_short_words_only_suggest(matcher: Matcher) -> None:
    found = matcher.match("微波炉致癌")
    assert [m.level for m in found] == [Level.SUGGEST]


@pytest.mark.parametrize("text", ["今天的讲座很好", "", "。", "\ud800", "8", "the weather is fine today, isn't it"])
def test_other_words_match_nothing(matcher: Matcher, text: str) -> None:
    assert matcher.match(text) == []


@pytest.mark.parametrize(
    ("claim", "text", "differs"),
    [
        ("3月2日起停电", "三月二号起停电", ()),
        ("3月2日起停电", "3月5日起停电", ("date",)),
        ("周五停水", "星期六停水", ("date",)),
        ("罚款200元", "罚款二百块", ()),
        ("罚款200元", "罚款2000元", ("number",)),
        ("发放3万元补贴", "发放三万元补贴", ()),
        ("北京今天停水", "上海今天停水", ("place",)),
        ("这种菜有毒", "这种菜没有毒", ("negation",)),
        ("明天停水", "明天恢复供水", ("opposite",)),
        ("他不是不来", "他会来", ()),
        ("这药能不能吃", "这药能吃", ()),
        ("螃蟹和柿子一起吃会中毒", "螃蟹和柿子不能一起吃，会中毒", ()),
        ("隔夜茶不能喝", "隔夜茶可以喝", ("negation",)),
        ("无线网络伤身体", "线网络伤身体", ()),
    ],
)
def test_facts_are_compared(claim: str, text: str, differs: tuple[str, ...]) -> None:
    assert differences(said(claim), said(text)) == differs


def test_a_published_check_labels_through_assess_and_does_no_more() -> None:
    claims = Claims(CHECKS)
    found = linli.assess(POST, more=(claims,))
    signal = next(s for s in found.signals if s.category is Category.FALSE_CLAIM)
    assert found.action is Action.LABEL
    assert (signal.detector, signal.evidence, signal.source) == ("claims", "k1", "https://a.example/k1")
    assert "".join(_spans(signal.spans)) == "螃蟹和西红柿一起吃会产生砒霜，让人中毒"
    assert linli.assess("螃蟹和西红柿一起吃不会产生砒霜，也不会中毒", more=(claims,)).action is Action.ALLOW
    assert linli.assess("手机充电时打电话会爆炸，大家小心", more=(claims,)).action is Action.ALLOW


def _spans(spans: Iterable[Span]) -> list[str]:
    return [POST[start:end] for start, end in spans]


def test_a_file_of_checks_is_read_and_a_bad_line_is_named(tmp_path: Path) -> None:
    rows = [{"id": c.id, "text": c.text, "wordings": list(c.wordings), "verdict": c.verdict} for c in CHECKS]
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n\n", encoding="utf-8")
    assert [c.id for c in Claims.from_file(path).matcher.claims] == ["k1", "k2", "k3", "k4", "k6", "k7", "k8"]
    dated = list(read_claims(['{"id": "a", "text": "b", "checked": "2026-03-01T10:00:00Z"}']))
    assert dated[0].checked == date(2026, 3, 1)
    for line, field in (
        ("{", "claims"),
        ("[1]", "claim"),
        ('{"id": "a"}', "text"),
        ('{"id": "a", "text": 3}', "text"),
        ('{"id": "a", "text": "b", "wordings": [1]}', "wordings"),
        ('{"id": "a", "text": "b", "checked": 3}', "checked"),
        ("[" * 100_000, "claims"),
    ):
        with pytest.raises(LinliError) as refused:
            list(read_claims([line]))
        assert refused.value.field == field


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_every_indexed_text_finds_itself(texts: list[str]) -> None:
    index, batch = Index(texts), read_many(texts)
    for place in range(len(texts)):
        terms, times = terms_of(batch, place)
        hits = {h.document: h.score for h in index.search(terms, times)} if len(terms) else {}
        assert not len(terms) or hits[place] >= max(hits.values()) - 1e-4
        assert all(-1e-6 <= score <= 1.0001 for score in hits.values())


ATTACKS = [
    json.loads(line) for line in Path(__file__).with_name("claim_attacks.jsonl").read_text("utf-8").splitlines()
]
LEVELS = ("none", "suggest", "confirm")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack["what"])
def test_attacks_written_down_beforehand(matcher: Matcher, attack: dict[str, Any]) -> None:
    found = matcher.match(attack["text"] * attack.get("times", 1))
    level = str(found[0].level) if found else "none"
    assert LEVELS.index(attack["least"]) <= LEVELS.index(level) <= LEVELS.index(attack["most"])

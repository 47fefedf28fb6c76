"""Disguise by sound, shape, pinyin, emoji and order is undone, with exact places; ordinary words stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.reading import read_many
from linli.reading.restore import LONGEST_CLAUSE, MOST_CLAUSES, Restored, restored

DISGUISED = [
    ("女口果明天下雨就不去了", "如果明天下雨就不去了", "join"),
    ("明天jian mian再说", "明天见面再说", "pinyin"),
    ("晚上一起吃晚🍚吧", "晚上一起吃晚饭吧", "emoji"),
    ("你就是个废勿", "你就是个废物", "sound"),
    ("刷蛋返立，日结", "刷单返利,日结", "sound"),
    ("一起去chi fan吧", "一起去吃饭吧", "pinyin"),
    ("这个人哪个fz国家的", "这个人哪个非洲国家的", "initials"),
    ("别再7️⃣🔟外地人", "别再歧视外地人", "emoji"),
    ("妕族歧视", "种族歧视", "shape"),
]
ORDINARY = [
    "今天天气真好，我们去公园玩吧",
    "请问社区医院几点开门？",
    "谢谢大家的帮助，孩子已经找到了！",
    "物业说明天上午十点停水两小时",
    "iPhone 和 Android 都可以下载",
    "周末读书会读《西游记》第三回",
    "人之初，性本善。性相近，习相远。",
    "我用 app 看 nba 比赛",
    "第36号楼7点开会",
    "ok的，收到",
    "这个孩子很葱明",  # a slip for an ordinary word: nobody hides it, so it stays as it was written
    "他在重过生活了三年",
    "剑刃要磨一磨",
]


def one(text: str) -> Restored | None:
    found = restored(read_many([text]))
    return found[0] if found else None


@pytest.mark.parametrize(("text", "said", "step"), DISGUISED)
def test_disguise_is_undone_and_named(text: str, said: str, step: str) -> None:
    found = one(text)
    assert found is not None
    assert found.text == said
    assert step in found.undone(0, len(found.text))


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert one(text) is None


def test_spans_lead_back_to_the_original() -> None:
    text = "你看，女口果 yes 就去"
    found = one(text)
    assert found is not None
    at = found.text.index("如果")
    span = found.original(at, at + 2)
    assert text[span.start : span.end] == "女口果"
    later = found.text.index("就")
    span = found.original(later, later + 1)
    assert text[span.start : span.end] == "就"


def test_a_batch_keeps_its_indexes() -> None:
    texts = [ORDINARY[0], DISGUISED[0][0], ORDINARY[1], DISGUISED[2][0]]
    found = restored(read_many(texts))
    assert [(one.index, one.text) for one in found] == [(1, DISGUISED[0][1]), (3, DISGUISED[2][1])]


@given(st.text(alphabet=st.sampled_from("你我他妈马草女口果弓虽的 a1gouhei🐶🐷，。氵犭丿\u200b❤"), max_size=80))
@settings(max_examples=150, deadline=None)
def test_every_restored_character_has_a_span_inside_the_text(text: str) -> None:
    for found in restored(read_many([text, text])):
        assert len(found.text) == len(found.spans) == len(found.steps)
        starts = [span.start for span in found.spans]
        assert starts == sorted(starts)
        assert all(0 <= s.start < s.end <= len(text) for s in found.spans)


@given(st.lists(st.text(max_size=40), max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(texts: list[str]) -> None:
    assert all(0 <= found.index < len(texts) for found in restored(read_many(texts)))


@pytest.mark.parametrize("flood", ["犭", "gou", "🐶马", "女口", "注难"])
def test_a_flood_costs_no_more_than_its_first_clauses(flood: str) -> None:
    """A text of 200,000 characters is read; only so many clauses of it go through the lattice."""
    found = one(flood * (200_000 // len(flood)))
    if found is not None:
        changed = sum(1 for steps in found.steps if steps)
        assert changed <= MOST_CLAUSES * LONGEST_CLAUSE

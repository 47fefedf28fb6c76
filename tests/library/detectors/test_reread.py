"""Reading again: insults in each way of disguise are found with exact places; ordinary words never are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from linli.assess import assess, assess_many
from linli.detectors.lexicon import Lexicon
from linli.detectors.lures import Lures
from linli.detectors.personal import Personal
from linli.vocabulary import Action, Assessment, Category

INNOCENT = [
    line
    for line in (Path(__file__).parents[1] / "innocent.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@cache
def by_rules() -> tuple[Lexicon, Personal, Lures]:
    return Lexicon.from_data(), Personal.from_data(), Lures.from_data()


def verdict(text: str) -> Assessment:
    return assess(text, detectors=by_rules())


@pytest.mark.parametrize(
    ("text", "span", "step", "category"),
    [
        ("你这个王八旦走开", "王八旦", "sound", Category.ABUSE),
        ("你个费物还好意思说", "你个费物", "sound", Category.ABUSE),
        ("死肥诸别挡路", "死肥诸", "sound", Category.ABUSE),
        ("隔壁那个蠢huo又来了", "蠢huo", "pinyin", Category.ABUSE),
        ("你这个蠢huò", "蠢huò", "pinyin", Category.ABUSE),
        ("你个chun huo别说话", "chun huo", "pinyin", Category.ABUSE),
        ("nǐ就是个弱zhi", "弱zhi", "pinyin", Category.ABUSE),
        ("这人就是个王八🥚", "王八🥚", "emoji", Category.ABUSE),
        ("你这蠢🐷走开", "蠢🐷", "emoji", Category.ABUSE),
        ("你就是个女表子", "女表子", "join", Category.ABUSE),
        ("就你这种贝戋人", "贝戋人", "join", Category.ABUSE),
        ("你是脑歹戋吗", "脑歹戋", "join", Category.ABUSE),
        ("快滚犊孑", "滚犊孑", "shape", Category.ABUSE),
        ("你就是残脑", "残脑", "swap", Category.ABUSE),
        ("昨晚我又用刂戈手臂了，我想自sha", "我想自sha", "pinyin", Category.SELF_HARM),
    ],
)
def test_an_insult_in_disguise(text: str, span: str, step: str, category: Category) -> None:
    assessment = verdict(text)
    signals = [s for s in assessment.signals if s.category is category]
    assert span in [text[p.start : p.end] for s in signals for p in s.spans]
    assert step in {one for s in signals for one in s.steps}


def test_there_are_enough_innocent_lines() -> None:
    assert len(INNOCENT) == len(set(INNOCENT)) >= 500


def test_the_rules_let_every_innocent_line_pass() -> None:
    verdicts = assess_many(INNOCENT, detectors=by_rules())
    held = {line: v.signals for line, v in zip(INNOCENT, verdicts, strict=True) if v.action is not Action.ALLOW}
    assert held == {}


def test_with_the_model_few_innocent_lines_get_more_than_nothing() -> None:
    """The lines were written to look like attacks; the model's word alone may remind, and its share is bounded."""
    verdicts = assess_many(INNOCENT)
    acted = sum(v.action is not Action.ALLOW for v in verdicts)
    assert acted <= len(INNOCENT) * 0.05


def test_a_name_that_sounds_like_an_insult_passes() -> None:
    assert verdict("莎比娜的咖啡店").action is Action.ALLOW
    assert verdict("费武师傅来修钟").action is Action.ALLOW
    assert verdict("你个费物").action is not Action.ALLOW


def test_what_the_plain_text_says_is_not_told_twice() -> None:
    signals = verdict("你这个王八蛋，你个chun huo").signals
    assert len({(s.evidence, s.spans) for s in signals}) == len(signals)

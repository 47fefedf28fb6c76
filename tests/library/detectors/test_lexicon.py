"""The lexicon: every entry's own examples, the fields of an entry, exact spans through disguise, refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linli.detectors import lexicon_store
from linli.detectors.lexicon import Lexicon
from linli.detectors.lexicon_entries import Entry, entry_of, parse_pack
from linli.reading import read_many
from linli.vocabulary import Category, Item, LinliError, Signal

SHIPPED = lexicon_store.parsed()
YES = [pytest.param(e.id, t, id=f"{e.id}-{k}") for e in SHIPPED for k, t in enumerate(e.yes)]
NO = [pytest.param(e.id, t, id=f"{e.id}-{k}") for e in SHIPPED for k, t in enumerate(e.no)]
INNOCENT = Path(__file__).parents[1] / "innocent.txt"
BASE: dict[str, Any] = {
    "id": "t.fool",
    "terms": ["大呆瓜"],
    "category": "abuse",
    "scene": "insult",
    "severity": 2,
    "reason": "试",
    "source": "试",
    "yes": ["你这个大呆瓜"],
    "no": ["大冬瓜"],
}


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return Lexicon.from_data()


def entry(**fields: Any) -> Entry:
    return entry_of(BASE | fields)


def found(lexicon: Lexicon, text: str) -> list[Signal]:
    return lexicon.detect([Item(text)], read_many([text]))[0]


def said(text: str, **fields: Any) -> list[str]:
    """The stretches of the original that the one entry marks."""
    signals = found(Lexicon([entry(**fields)]), text)
    return [text[s.start : s.end] for signal in signals for s in signal.spans]


@pytest.mark.parametrize(("which", "text"), YES)
def test_each_entry_finds_its_own_examples(shipped: Lexicon, which: str, text: str) -> None:
    assert which in [signal.evidence for signal in found(shipped, text)]


@pytest.mark.parametrize(("which", "text"), NO)
def test_no_entry_at_all_finds_an_innocent_example(shipped: Lexicon, which: str, text: str) -> None:
    assert [signal.evidence for signal in found(shipped, text)] == [], which


def test_every_category_but_published_checks_and_personal_data_has_entries() -> None:
    missing = set(Category) - {e.category for e in SHIPPED}
    assert missing == {Category.DOXXING, Category.FALSE_CLAIM}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("你大呆瓜吧", "大呆瓜"),
        ("你大*呆*瓜吧", "大*呆*瓜"),
        ("你大\u200b呆\u200b瓜吧", "大\u200b呆\u200b瓜"),
        ("你大★☆呆瓜吧", "大★☆呆瓜"),
        ("😀大呆瓜😀", "大呆瓜"),
        ("大 呆 瓜", "大 呆 瓜"),
    ],
)
def test_spans_hold_what_was_written(text: str, span: str) -> None:
    assert said(text) == [span]


@pytest.mark.parametrize(
    ("text", "terms", "span", "step"),
    [
        ("真是ＡＢＣＤ啊", ["abcd"], "ＡＢＣＤ", "width"),
        ("真是AbcD啊", ["abcd"], "AbcD", "case"),
        ("你是豬頭鬼吧", ["猪头鬼"], "豬頭鬼", "script"),
        ("你是аbсd吧", ["abcd"], "аbсd", "lookalike"),
        ("猪-头-鬼", ["猪头鬼"], "猪-头-鬼", "inserted"),
    ],
)
def test_steps_name_what_folding_undid(text: str, terms: list[str], span: str, step: str) -> None:
    lexicon = Lexicon([entry(terms=terms)])
    (signal,) = found(lexicon, text)
    assert [text[s.start : s.end] for s in signal.spans] == [span]
    assert step in signal.steps


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("大 呆瓜和小瓜", []),  # one pause in a short term is the writer's own
        ("大呆瓜，大呆瓜", ["大呆瓜", "大呆瓜"]),
        ("大，呆瓜", []),
        ("今天 来 的 大 呆瓜 又 走 了", ["大 呆瓜"]),  # all words stand apart: a space is no pause
        ("大呆" + "*" * 20 + "瓜", []),
        ("大呆", []),
    ],
)
def test_marks_between(text: str, hits: list[str]) -> None:
    assert said(text) == hits


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("先收钱后跑路", ["先收钱后跑路"]),
        ("先收您的一点钱后跑路", ["先收您的一点钱后跑路"]),
        ("先收。后跑路", []),
        ("先收一二三四五六七八九后跑路", []),
        ("后跑路先收", []),
    ],
)
def test_a_gap_is_short_and_inside_a_sentence(text: str, hits: list[str]) -> None:
    assert said(text, terms=["先收…后跑路"]) == hits


@pytest.mark.parametrize(
    ("fields", "yes", "no"),
    [
        ({"needs": ["你"]}, "你这大呆瓜", "大呆瓜真好玩"),
        ({"unless": ["卡通"]}, "大呆瓜别来", "卡通人物大呆瓜上映"),
        ({"innocent": ["大呆瓜乐园"]}, "大呆瓜别来", "周末去大呆瓜乐园"),
        ({"alone": True}, "呵，大呆瓜！", "看到大呆瓜了"),
        ({"terms": ["牛肉"], "whole": True}, "吃牛肉吧", "蜗牛肉眼可见地爬"),
        ({"terms": ["bad"]}, "so bad 呀", "badge 呀"),
        ({"terms": ["13"]}, "他13岁", "他130岁"),
    ],
)
def test_context(fields: dict[str, Any], yes: str, no: str) -> None:
    assert said(yes, **fields)
    assert not said(no, **fields)


def test_one_signal_an_entry_with_all_its_places_and_its_own_facts() -> None:
    (signal,) = found(Lexicon([entry(terms=["大呆瓜", "小呆瓜"])]), "大呆瓜和小呆瓜")
    assert [tuple(s) for s in signal.spans] == [(0, 3), (4, 7)]
    assert (signal.evidence, signal.severity, signal.category) == ("t.fool", 2, Category.ABUSE)


def test_a_batch_gives_each_text_its_own() -> None:
    texts = ["平安", "大呆瓜", "", "你大呆瓜"]
    lexicon = Lexicon([entry()])
    together = lexicon.detect([Item(t) for t in texts], read_many(texts))
    assert together == [found(lexicon, t) for t in texts]
    assert [len(s) for s in together] == [0, 1, 0, 1]


def test_a_lexicon_without_entries_finds_nothing() -> None:
    assert found(Lexicon([]), "大呆瓜") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"terms": []},
        {"yes": []},
        {"no": []},
        {"category": "opinion"},
        {"severity": 9},
        {"views": ["smell"]},
        {"terms": ["好", ""]},
        {"terms": "好的"},
        {"colour": "red"},
    ],
)
def test_an_unfit_entry_is_refused_by_its_id(fields: dict[str, Any]) -> None:
    with pytest.raises(LinliError) as refused:
        entry(**fields)
    assert refused.value.value == "t.fool"


@pytest.mark.parametrize("term", ["好", "***", "…", "\u200b\u200b", "好*"])
def test_a_term_of_nothing_or_one_character_is_refused(term: str) -> None:
    with pytest.raises(LinliError):
        Lexicon([entry(terms=[term])])


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ("pack = ", "TOML"),
        ('pack = "p"\nversion = "1"\nsource = "s"\n', "group"),
        ('pack = "p"\nversion = "1"\nsource = "s"\n[[group]]\ncolour = "x"\n', "colour"),
        ('pack = "p"\nversion = "1"\nsource = "s"\n[[group]]\nentries = [{ terms = ["大呆瓜"] }]\n', "id"),
    ],
)
def test_a_pack_says_what_is_wrong(document: str, names: str) -> None:
    with pytest.raises(LinliError) as refused:
        parse_pack(document, "own.toml")
    assert names in str(refused.value)


def test_a_pack_with_one_id_twice_is_refused() -> None:
    one = (
        '{ id = "t.a", terms = ["大呆瓜"], yes = ["大呆瓜"], no = ["瓜"], category = "abuse", scene = "s", '
        'severity = 1, reason = "r" }'
    )
    document = f'pack = "p"\nversion = "1"\nsource = "s"\n[[group]]\nentries = [{one}, {one}]\n'
    with pytest.raises(LinliError) as refused:
        parse_pack(document)
    assert refused.value.value == "t.a"


def test_a_later_pack_takes_the_place_of_an_entry() -> None:
    mine = entry(reason="自家的理由")
    assert lexicon_store.join([entry()], [mine]) == (mine,)

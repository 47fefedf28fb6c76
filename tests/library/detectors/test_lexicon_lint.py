"""A pack is tried before it goes live: form, examples, false alarms, and who would be hit."""

from __future__ import annotations

import pytest

from linli import files
from linli.detectors import lexicon_store
from linli.detectors.lexicon_lint import lint, newly_hit, ordinary

HEAD = """pack = "own"
version = "1"
source = "自编"
[[group]]
category = "abuse"
scene = "s"
severity = 2
reason = "r"
"""


def pack(terms: str, yes: str, no: str, more: str = "") -> str:
    return f'{HEAD}entries = [\n  {{ id = "own.a", terms = [{terms}], yes = [{yes}], no = [{no}]{more} }},\n]\n'


@pytest.mark.parametrize("name", files.names(lexicon_store.FOLDER, ".toml"))
def test_the_shipped_packs_have_no_fault_and_hit_no_ordinary_sentence(name: str) -> None:
    document = files.read_text(name)
    assert lint(document, name) == []
    assert newly_hit(document, ordinary(), name) == {}


def test_a_fit_pack_has_no_fault() -> None:
    assert lint(pack('"大呆瓜"', '"你这大呆瓜"', '"大冬瓜"')) == []


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (pack('"好"', '"好"', '"坏"'), "one character"),
        (pack('""', '"好"', '"坏"'), "not empty"),
        (pack('"大呆瓜"', "", '"大冬瓜"'), "lacks `yes`"),
        (pack('"大呆瓜"', '"大呆瓜"', ""), "lacks `no`"),
        (pack('"大呆瓜"', '"大冬瓜"', '"西瓜"'), "`yes` example is not found"),
        (pack('"大呆瓜"', '"大呆瓜"', '"大呆瓜乐园"'), "`no` example is found"),
        (pack('"我们", "什么", "这个", "可以", "怎么", "多少"', '"我们"', '"他"'), "of ordinary sentences"),
        (pack('"大呆瓜"', '"大呆瓜"', '"瓜"', ', colour = "red"'), "colour"),
    ],
)
def test_a_poisoned_pack_is_refused_with_its_line_and_mend(document: str, says: str) -> None:
    (fault,) = lint(document)
    assert says in fault.problem.en
    assert fault.entry == "own.a"
    assert fault.line == 10
    assert fault.mend.zh
    assert fault.mend.en


def test_what_is_no_toml_is_refused() -> None:
    (fault,) = lint("pack = ", "own.toml")
    assert (fault.line, fault.entry) == (1, "own.toml")


def test_who_would_be_hit_is_counted_by_entry() -> None:
    texts = ["你这大呆瓜", "晚安", "大呆瓜来了"]
    assert newly_hit(pack('"大呆瓜"', '"大呆瓜"', '"瓜"'), texts) == {"own.a": ["你这大呆瓜", "大呆瓜来了"]}

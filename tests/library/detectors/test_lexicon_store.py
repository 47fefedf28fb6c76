"""The compiled form of the shipped packs says what the packs say, and gives way to them where it does not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from linli import files
from linli.detectors import lexicon_store
from linli.detectors.lexicon_entries import GAP, Entry, folded_terms, folded_terms_of, parse_pack
from linli.reading.fold import folded


def from_toml() -> tuple[Entry, ...]:
    names = files.names(lexicon_store.FOLDER, ".toml")
    return tuple(e for name in names for e in parse_pack(files.read_text(name), name).entries)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shipped packs in the place of the shipped ones."""
    copy = tmp_path / "lexicons"
    shutil.copytree(files.ROOT / "lexicons", copy)
    monkeypatch.setattr(files, "ROOT", tmp_path)
    lexicon_store.parsed.cache_clear()
    yield copy
    lexicon_store.parsed.cache_clear()


def test_the_compiled_form_is_that_of_the_packs() -> None:
    """If this fails, run `python tools/build_lexicon.py`."""
    assert files.read_text(lexicon_store.COMPILED) == lexicon_store.compiled()


def test_what_is_read_is_what_the_toml_says_to_the_type() -> None:
    read, said = lexicon_store.parsed(), from_toml()
    assert read == said
    assert [list(map(type, astuple(e))) for e in read] == [list(map(type, astuple(e))) for e in said]


def test_the_compiled_form_alone_is_enough(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(document: str, name: str) -> None:
        raise AssertionError(name)

    monkeypatch.setattr(lexicon_store, "parse_pack", never)
    assert len(lexicon_store.parsed()) > 100


def test_a_changed_pack_counts_at_once(folder: Path) -> None:
    pack = folder / "threat.toml"
    text = pack.read_text(encoding="utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version"))
    pack.write_text(text.replace(version, 'version = "99.0.0"', 1), encoding="utf-8")
    assert any("@99.0.0" in entry.source for entry in lexicon_store.parsed())


def test_a_pack_that_went_away_is_gone(folder: Path) -> None:
    gone = parse_pack((folder / "threat.toml").read_text(encoding="utf-8"), "threat").entries
    (folder / "threat.toml").unlink()
    assert not {e.id for e in gone} & {e.id for e in lexicon_store.parsed()}


@pytest.mark.parametrize(
    "harm", ["missing", "empty", "cut at a line", "cut in a line", "no text", "a letter changed"]
)
def test_a_damaged_form_gives_way_to_the_toml(folder: Path, harm: str) -> None:
    form = folder / "compiled.jsonl"
    whole = form.read_text(encoding="utf-8")
    if harm == "missing":
        form.unlink()
    elif harm == "no text":
        form.write_bytes(b"\xff\xfe\xff")
    else:
        cut = {"empty": "", "cut at a line": whole.rpartition("\n")[0], "cut in a line": whole[:-9]}
        form.write_text(cut.get(harm, whole.replace("abuse", "hate", 1)), encoding="utf-8")
    assert lexicon_store.parsed() == from_toml()


def test_terms_folded_together_are_terms_folded_alone() -> None:
    entries = from_toml()
    together = list(folded_terms_of(entries))
    alone = [[tuple(folded(p) for p in term.split(GAP) if p) for term in entry.terms] for entry in entries]
    assert together == alone
    assert folded_terms(entries[-1]) == alone[-1]
    assert list(folded_terms_of([])) == []

"""`linli bench reading`: a repeatable corpus, every way and peer, recall by disguise, charts."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from linli.cli import main
from linli.evaluation import reading_peers
from linli.evaluation.plot import Bar, bars, lines
from linli.evaluation.reading_bench import Result, measure
from linli.evaluation.reading_corpus import CLEAN, CLEAR, DEEP, SIMPLE, make

TERMS, COMMENTS = 300, 1500


@pytest.fixture(scope="module")
def result() -> Result:
    return measure(TERMS, COMMENTS, rounds=1)


def test_the_corpus_is_repeatable_and_its_clean_comments_hold_no_term() -> None:
    made = make(TERMS, COMMENTS)
    assert made == make(TERMS, COMMENTS)
    assert len(set(made.terms)) == TERMS
    assert {comment.kind for comment in made.comments} == {CLEAN, CLEAR, *SIMPLE, *DEEP}
    clean = [comment.text for comment in made.comments if comment.kind == CLEAN]
    assert not any(term in text for text in clean for term in made.terms)
    assert all(made.terms[c.term] in c.text for c in made.comments if c.kind == CLEAR)
    assert not any(made.terms[c.term] in c.text for c in made.comments if c.kind in SIMPLE)


def test_every_way_finds_what_stands_in_clear(result: Result) -> None:
    assert all(row.recall[CLEAR] >= 0.9 for row in result.rows)  # flashtext2 never reports overlapping terms
    assert all(row.rate > 0 and row.megabytes > 0 for row in result.rows)


def test_linli_finds_every_simple_disguise_and_bare_matchers_none(result: Result) -> None:
    ours = [row for row in result.rows if row.name.startswith("linli")]
    assert len(ours) == 4
    for row in result.rows:
        found = [row.recall[kind] for kind in SIMPLE]
        assert min(found) >= 0.8 if row in ours else max(found) == 0.0, row
        assert row.false_hits <= (result.clean * 0.01 if row in ours else 0)


def test_batches_and_single_texts_give_the_same(result: Result) -> None:
    by_name = {row.name: (row.recall, row.false_hits) for row in result.rows}
    for way in ("linli fold + lexicon", "linli all views"):
        assert by_name[f"{way}, batches of 1000"] == by_name[f"{way}, one at a time"]


def test_a_peer_that_is_not_installed_is_named_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = {name: (lambda terms: reading_peers.load("no_such_package")) for name in ("hyperscan", "flashtext2")}
    monkeypatch.setattr(reading_peers, "MAKERS", {"daachorse": reading_peers.MAKERS["daachorse"], **absent})
    monkeypatch.setattr("linli.evaluation.reading_bench.MAKERS", reading_peers.MAKERS)
    assert measure(TERMS, COMMENTS, rounds=1).absent == ("hyperscan", "flashtext2")


def test_the_command_prints_a_table_or_json_and_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chart = tmp_path / "rates.svg"
    arguments = ["bench", "reading", "--terms", "300", "--count", "1500", "--repeats", "1"]
    assert main([*arguments, "--chart", str(chart)]) == 0
    assert "linli all views" in capsys.readouterr().out
    assert "linli all views, one at a time" in "".join(ElementTree.parse(chart).getroot().itertext())
    assert main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["terms"] == 300
    assert main([*arguments, "--chart", str(tmp_path / "no" / "such.svg")]) == 2
    assert "--chart" in capsys.readouterr().err


def test_growth_tells_what_each_size_costs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chart = tmp_path / "growth.svg"
    arguments = ["bench", "growth", "--terms", "1000,200", "--count", "1000", "--repeats", "1", "--chart", str(chart)]
    assert main([*arguments, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["terms"] for row in rows] == [200, 1000]
    assert all(rate > 0 for row in rows for rate in row["rates"].values())
    assert "daachorse, /s" in "".join(ElementTree.parse(chart).getroot().itertext())
    assert main(["bench", "growth", "--terms", "many"]) == 2
    assert "--terms" in capsys.readouterr().err


def test_charts_escape_their_words() -> None:
    drawn = bars("<a>", [Bar("b & c", 2.0, "2", True), Bar("d", 0.0, "0", False)])
    assert "b & c" in "".join(ElementTree.fromstring(drawn).itertext())
    assert ElementTree.fromstring(lines("t", "x", {"<s>": [(1000, 3.0), (1_000_000, 9.0)]})) is not None

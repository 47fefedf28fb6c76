"""The project's own labelled examples: well-formed, known labels, no line of one part standing in the other."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from linli.vocabulary import Category
from training import own_report
from training.own_report import FOLDER, Row

STANCES = {"attack", "report", "defend", "self", "neutral"}
GENERAL = {"defend", "report", "ordinary"}  # speech without harm, whatever it mentions
NEAR = 0.6
# Seven digits in a row, also spaced, hyphenated, full-width or in Chinese figures, could be somebody's number.
PHONE = re.compile(r"(?:[0-9０-９〇零一二三四五六七八九][\s\-–.·]?){7,}")


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return own_report.rows()


def grams(text: str) -> frozenset[str]:
    bare = re.sub(r"\s+", "", text)
    return frozenset(bare[i : i + 3] for i in range(max(1, len(bare) - 2)))


def alike(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right)


def near_pairs(train: list[str], test: list[str]) -> list[tuple[str, str]]:
    """Pairs across the parts that share most of their three-character pieces."""
    places: defaultdict[str, set[int]] = defaultdict(set)
    known = [grams(text) for text in train]
    for index, pieces in enumerate(known):
        for piece in pieces:
            places[piece].add(index)
    return [
        (train[index], text)
        for text in test
        for index in set().union(*(places.get(piece, set()) for piece in grams(text)))
        if alike(known[index], grams(text)) >= NEAR
    ]


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.jsonl"))


def test_every_harm_and_every_general_kind_has_both_parts() -> None:
    harms = {c.value for c in Category} - {Category.FALSE_CLAIM.value}  # only a published check may say "false"
    assert {path.name for path in files()} == {f"{n}.{p}.jsonl" for n in harms | GENERAL for p in ("train", "test")}


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_every_line_is_an_object_of_the_five_fields(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        assert list(row) == ["text", "labels", "stance", "scene", "group"], line
        assert row["group"] is None or (isinstance(row["group"], str) and row["group"]), line
        assert isinstance(row["scene"], str), line
        assert row["scene"], line
        assert 3 <= len(row["text"]) <= 120, line
        assert row["text"] == row["text"].strip(), line


def test_labels_and_stances_are_known(rows: list[Row]) -> None:
    harms = {c.value for c in Category} - {Category.FALSE_CLAIM.value}
    assert [r for r in rows if not set(r.labels) <= harms or r.stance not in STANCES] == []
    assert [r for r in rows if len(set(r.labels)) != len(r.labels)] == []


def test_a_harm_file_holds_that_harm_and_its_innocent_neighbours(rows: list[Row]) -> None:
    kinds: Counter[tuple[str, str, bool]] = Counter()
    for row in rows:
        kinds[row.name, row.part, bool(row.labels)] += 1
        assert not row.labels or row.name in row.labels, row
    names = {row.name for row in rows}
    for name in names - GENERAL:
        assert all(kinds[name, part, harmful] >= 20 for part in ("train", "test") for harmful in (True, False)), name
    assert [name for name in GENERAL for part in ("train", "test") if kinds[name, part, True]] == []


def test_stance_and_label_agree(rows: list[Row]) -> None:
    assert [r for r in rows if r.labels and r.stance not in {"attack", "self"}] == []
    assert [r for r in rows if r.stance == "attack" and not r.labels] == []
    assert [r for r in rows if r.labels and r.stance == "self" and r.labels != ("self-harm",)] == []


def test_no_text_stands_twice(rows: list[Row]) -> None:
    assert [text for text, times in Counter(row.text for row in rows).items() if times > 1] == []


def test_no_near_duplicate_crosses_the_parts(rows: list[Row]) -> None:
    train = [row.text for row in rows if row.part == "train"]
    assert near_pairs(train, [row.text for row in rows if row.part == "test"]) == []


def test_near_duplicates_would_be_seen() -> None:
    assert near_pairs(["垫付之后一定会返还给您"], ["垫付之后一定会返还给你"]) != []
    assert near_pairs(["垫付之后一定会返还给您"], ["今晚谁家炖牛肉"]) == []


def test_no_line_holds_what_could_be_a_number_of_somebody(rows: list[Row]) -> None:
    assert [row.text for row in rows if PHONE.search(row.text)] == []
    assert PHONE.search("打 138-0013-8000")
    assert PHONE.search("一三八零零一三八零零零")


def test_the_readme_tells_the_true_counts(rows: list[Row]) -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert own_report.put(page, "counts", own_report.counts(rows)) == page
    assert own_report.put(page, "counts", own_report.counts(rows[1:])) != page

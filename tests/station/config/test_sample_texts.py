"""Every text of the sample day under the shipped code: harmless ones pass, harmful ones come to an allowed action."""

from __future__ import annotations

from functools import cache

import pytest

from linli.assess import assess_many
from linli.station.config import sample_day
from linli.station.config.sample_day import Entry
from linli.vocabulary import Assessment, Author, Context, Item

ENTRIES = sample_day.entries()


@cache
def verdicts() -> dict[str, Assessment]:
    """Of all the texts in one go."""
    items = [Item(one.words, one.kind, one.id, Author(one.author), Context(one.title)) for one in ENTRIES]
    return dict(zip([one.id for one in ENTRIES], assess_many(items), strict=True))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_each_text_comes_out_as_intended(entry: Entry) -> None:
    verdict = verdicts()[entry.id]
    assert verdict.action in entry.actions, f"{entry.words}: {verdict.action} {verdict.categories} {verdict.signals}"
    found = set(verdict.categories) & set(entry.categories)
    assert found or not entry.categories or verdict.action == "allow", verdict.categories


def test_hardly_any_harmless_text_gets_more_than_nothing() -> None:
    harmless = [one for one in ENTRIES if not one.categories]
    touched = [one.words for one in harmless if verdicts()[one.id].action != "allow"]
    assert len(touched) <= 0.04 * len(harmless), touched


def test_a_cry_for_help_is_met_with_help_alone() -> None:
    verdict = verdicts()["day-xinqing"]
    assert [reason.action for reason in verdict.reasons] == ["help"]


def test_the_table_has_both_sides() -> None:
    harmful = [one for one in ENTRIES if one.categories]
    assert len(harmful) >= 14
    assert len(ENTRIES) - len(harmful) >= 180

"""Findings stand at the character that is wrong, in any YAML style; packs are merged, pinned and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from linli.policy import Finding, Level, PolicyError, lint, load, load_text, pack_names
from linli.vocabulary import Action, Category, LinliError
from tests.library.policy.test_lint import GOOD

CHILD = """\
policy: child
version: 1.2.3
extends: base
title: {zh: 分站公约, en: A branch}
effective: 2026-01-01
"""
WHEN = 'severity["abuse"] >= 2'


def only(text: str) -> Finding:
    (finding,) = lint(text)
    return finding


STYLES = {
    "plain": ('severity["abuse"] >= 2 && kind > 3', 15, 42),
    "single quotes": ("'severity[\"abuse\"] >= 2 && kind > 3'", 15, 43),
    "double quotes": ('"severity[\\"abuse\\"] >= 2 && kind > 3"', 15, 45),
    "block": ('|\n      severity["abuse"] >= 2\n      && kind > 3', 17, 15),
    "folded": ('>-\n      severity["abuse"] >= 2\n      && kind > 3', 17, 15),
    "plain over two lines": ('severity["abuse"] >= 2\n      && kind > 3', 16, 15),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_fault_in_a_condition_stands_at_its_character(style: str) -> None:
    when, line, column = STYLES[style]
    finding = only(GOOD.replace(WHEN, when))
    assert (finding.line, finding.column) == (line, column)


def test_an_unexpected_end_stands_behind_the_last_character() -> None:
    finding = only(GOOD.replace(WHEN, 'severity["abuse"] >='))
    assert (finding.line, finding.column) == (15, 31)


def test_a_byte_order_mark_moves_nothing() -> None:
    bad = GOOD.replace(WHEN, "kind > 3")
    assert lint("\ufeff" + bad) == lint(bad)
    assert lint("\ufeff" + GOOD) == []


# what is wrong -> (replaced, replacement, line, words of the mend)
MENDS = {
    "a slip in a category": ("category: abuse", "category: abus", 13, "Did you mean: abuse"),
    "a slip in a variable": (WHEN, "lenght > 3", 15, "Did you mean: length"),
    "a whole number for a decimal": (WHEN, 'score["abuse"] > 0', 15, "0.0"),
    "a dot for brackets": (WHEN, "score.abuse > 0.5", 15, 'score["abuse"]'),
    "a computed key": (WHEN, "score[kind] > 0.5", 15, "score["),
    "python's and": (WHEN, "length > 3 and minors", 15, "&&"),
    "a kind that is none": (WHEN, 'kind == "coment"', 15, "Did you mean: comment"),
    "a division by zero": (WHEN, "10 / length > 2", 15, "Guard it"),
    "a threshold not given": (WHEN, 'score["hate"] >= threshold["hate"]', 15, "thresholds"),
    "allow as an action": ("action: hold", "action: allow", 16, "Known are"),
    "a date that is none": ("2026-01-01", "2026-02-30", 4, "2026-01-01"),
    "a version of two parts": ("1.0.0", "1.0", 2, "1.0.0"),
    "a tag": ('"1.1"\n    title', '!!str "1.1"\n    title', 6, "tag"),
    "half a character": ("本站公约", "本\ud800", 3, "UTF-8"),
}


@pytest.mark.parametrize("fault", MENDS)
def test_a_finding_says_the_mend(fault: str) -> None:
    before, after, line, mend = MENDS[fault]
    assert before in GOOD
    assert any(f.line == line and mend in f.mend.en and f.mend.zh for f in lint(GOOD.replace(before, after, 1)))


@pytest.mark.parametrize("missing", ["effective: 2026-01-01\n", "version: 1.0.0\n", "policy: forum\n"])
def test_what_every_policy_needs(missing: str) -> None:
    assert f"`{missing.split(':')[0]}` is missing." in only(GOOD.replace(missing, "")).problem.en


def test_an_id_used_twice_names_the_first_line() -> None:
    finding = only(GOOD + GOOD[GOOD.index("  - id: abuse-words") :])
    assert finding.line == 18
    assert "line 11" in finding.problem.en


def test_a_key_written_twice_is_refused() -> None:
    assert only(GOOD.replace("    action: hold\n", "    action: hold\n    action: nudge\n")).line == 17


@pytest.mark.parametrize("field", ["policy", "clauses", "thresholds"])
def test_alias_and_merge_key_are_refused(field: str) -> None:
    assert any(f.level is Level.ERROR for f in lint(GOOD + "<<: *forum\n"))
    assert any(
        f.level is Level.ERROR for f in lint(GOOD.replace(f"{field}: ", f"{field}: &x ").replace("s:\n", "s: &x\n"))
    )


@pytest.mark.parametrize("gap", ["", " ", "\n      ", " // said by nobody\n      "])
def test_a_false_claim_never_rests_on_a_model(gap: str) -> None:
    text = GOOD.replace("category: abuse", "category: false-claim").replace("action: hold", "action: label")
    finding = only(text.replace(WHEN, f'|\n      model{gap}["false-claim"] >= 0.8'))
    assert "published check" in finding.problem.en


def test_a_child_changes_only_what_it_writes() -> None:
    rules = "rules:\n  - id: spam-clear\n    action: hold\n    explain: {zh: 先由人来看, en: A person looks first}\n"
    child, base = load_text(CHILD + rules), load("base")
    changed = {rule.id: rule for rule in child.rules}["spam-clear"]
    before = {rule.id: rule for rule in base.rules}["spam-clear"]
    assert (changed.action, changed.when, changed.clause) == (Action.HOLD, before.when, before.clause)
    assert changed.origin == "child@1.2.3"
    assert child.extends == ("base@1.0.0",)
    assert [r for r in child.rules if r.id != "spam-clear"] == [r for r in base.rules if r.id != "spam-clear"]
    assert child.digest != base.digest


def test_a_child_cannot_soften_a_boundary() -> None:
    rules = "rules:\n  - id: self-harm-help\n    action: hold\n"
    assert "help" in only(CHILD + rules).mend.en


def test_a_pack_that_is_not_there_is_answered_with_the_likely_one() -> None:
    finding = only(CHILD.replace("extends: base", "extends: bas"))
    assert finding.line == 3
    assert "base" in finding.mend.en


def test_a_pinned_version_must_be_the_shipped_one() -> None:
    assert lint(CHILD.replace("extends: base", "extends: base@1.0.0")) == []
    assert "1.0.0" in only(CHILD.replace("extends: base", "extends: base@0.9.0")).problem.en


def test_a_policy_that_extends_itself_is_a_circle() -> None:
    assert "circle" in only(CHILD.replace("policy: child", "policy: base")).problem.en


def test_a_neighbour_with_an_error_is_told_at_the_line_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(GOOD.replace("action: hold", "action: vanish"), encoding="utf-8")
    (tmp_path / "child.yaml").write_text(CHILD.replace("base", "bad"), encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        load(tmp_path / "child.yaml")
    assert refused.value.findings[0].line == 3
    assert "line 16" in refused.value.findings[0].problem.en


@pytest.mark.parametrize("when", ['severity["abuse"] >= "2"', 'severity["abuse"] >=', "length", "score", "false"])
def test_a_neighbours_condition_is_checked_like_ones_own(tmp_path: Path, when: str) -> None:
    (tmp_path / "bad.yaml").write_text(GOOD.replace(WHEN, when), encoding="utf-8")
    (tmp_path / "child.yaml").write_text(CHILD.replace("base", "bad"), encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        load(tmp_path / "child.yaml")
    assert "line 15" in refused.value.findings[0].problem.en


@pytest.mark.parametrize("name", ["no\0file", "\ud800", "长" * 5000, "."])
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(LinliError) as refused:
        load(name)
    assert refused.value.field == "policy"


@pytest.mark.parametrize("content", [None, b"\xd5\xe2\xca\xc7"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "own.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LinliError) as refused:
        load(path)
    assert refused.value.mend.zh
    assert refused.value.mend.en


def test_the_list_of_harms_is_closed() -> None:
    assert {category.value for category in Category} == {
        *("abuse", "hate", "threat", "doxxing", "sexual", "minor-safety", "self-harm", "fraud", "gambling"),
        *("illicit-goods", "spam", "false-claim", "misleading-promotion", "manipulation"),
    }


@pytest.mark.parametrize("name", pack_names())
def test_no_rule_of_a_shipped_pack_is_without_clause_and_explanation(name: str) -> None:
    policy = load(name)
    for rule in policy.rules:
        assert policy.clause(rule.clause).text.zh
        assert rule.explain.zh
        assert rule.explain.en
    assert {rule.category for rule in policy.rules} == set(Category)


def test_where_minors_read_no_rule_is_milder() -> None:
    base, minors = ({rule.id: rule for rule in load(name).rules} for name in ("base", "minors"))
    assert base.keys() < minors.keys()
    assert all(minors[id].action.rank >= rule.action.rank for id, rule in base.items())
    assert any(minors[id].action.rank > rule.action.rank for id, rule in base.items())

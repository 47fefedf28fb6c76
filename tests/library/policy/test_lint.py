"""Every planted fault of a policy document is found at its line, with a mend in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from linli.policy import PolicyError, lint, load, load_text, pack_names, pack_text
from linli.policy.model import Level

GOOD = """\
policy: forum
version: 1.0.0
title: {zh: 本站公约, en: Our code}
effective: 2026-01-01
clauses:
  - id: "1.1"
    title: {zh: 不辱骂, en: No insults}
    text: {zh: 请不要辱骂别人。, en: Please do not insult people.}
thresholds: {abuse: 0.5}
rules:
  - id: abuse-words
    clause: "1.1"
    category: abuse
    status: live
    when: severity["abuse"] >= 2
    action: hold
    explain: {zh: 含有辱骂, en: It insults}
"""

# what is wrong -> (text replaced, its replacement, line of the finding, words of the problem in English)
PLANTED = {
    "unknown category": ("category: abuse", "category: opinion", 13, "opinion"),
    "unknown action": ("action: hold", "action: vanish", 16, "vanish"),
    "unknown status": ("status: live", "status: secret", 14, "secret"),
    "unknown key": ("    status: live", "    stauts: live", 14, "stauts"),
    "a rule without a clause": ('    clause: "1.1"\n', "", 11, "clause"),
    "a clause that is not there": ('clause: "1.1"', 'clause: "9.9"', 12, "9.9"),
    "never true": ('severity["abuse"] >= 2', 'score["abuse"] > 1.5', 15, ""),
    "contradiction": ('severity["abuse"] >= 2', 'severity["abuse"] > 2 && severity["abuse"] < 2', 15, ""),
    "type error": ('severity["abuse"] >= 2', 'severity["abuse"] >= "2"', 15, ""),
    "no such variable": ('severity["abuse"] >= 2', "sevrity >= 2", 15, ""),
    "not a condition": ('severity["abuse"] >= 2', 'severity["abuse"]', 15, ""),
    "syntax error": ('severity["abuse"] >= 2', 'severity["abuse"] >=', 15, ""),
    "a category that is none in a condition": ('severity["abuse"] >= 2', 'severity["rudeness"] >= 2', 15, "rudeness"),
    "threshold beyond one": ("{abuse: 0.5}", "{abuse: 1.5}", 9, ""),
    "no words for people": ("    explain: {zh: 含有辱骂, en: It insults}\n", "", 14, "explains itself"),
    "no English": ("{zh: 不辱骂, en: No insults}", "{zh: 不辱骂}", 7, "en"),
    "anchor": ("{zh: 不辱骂, en: No insults}", "&a {zh: 不辱骂, en: No insults}", 7, ""),
    "broken YAML": ("policy: forum", "policy: [forum", 2, ""),
}
SECOND = """\
  - id: abuse-again
    clause: "1.1"
    category: abuse
    status: live
    when: severity["abuse"] >= 3
    action: nudge
    explain: {zh: 含有辱骂, en: It insults}
"""


def errors(text: str) -> list[tuple[int, str, str, str]]:
    return [(f.line, f.problem.zh, f.problem.en, f.mend.en) for f in lint(text) if f.level is Level.ERROR]


def test_a_good_policy_has_no_findings() -> None:
    assert lint(GOOD) == []
    assert load_text(GOOD).name == "forum@1.0.0"


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_at_its_line_with_its_mend(fault: str) -> None:
    before, after, line, words = PLANTED[fault]
    assert before in GOOD
    found = errors(GOOD.replace(before, after, 1))
    assert found, fault
    assert any(at == line and words in said for at, _, said, _ in found), found
    assert all(zh and en and mend for _, zh, en, mend in found)
    with pytest.raises(PolicyError):
        load_text(GOOD.replace(before, after, 1))


def test_a_rule_that_never_decides_is_found() -> None:
    """Whenever it fires, a stronger rule of its category fires too."""
    assert any(line >= 18 for line, *_ in errors(GOOD + SECOND))


def test_a_rule_for_what_the_stronger_leaves_is_fine() -> None:
    assert errors(GOOD + SECOND.replace(">= 3", "== 1")) == []


@pytest.mark.parametrize("action", ["limit", "hold", "remove", "pause"])
def test_a_false_claim_is_never_met_with_more_than_a_label(action: str) -> None:
    text = GOOD.replace("category: abuse", "category: false-claim").replace("action: hold", f"action: {action}")
    text = text.replace('severity["abuse"] >= 2', 'score["false-claim"] >= 0.8')
    assert any("label" in said for _, _, said, mend in errors(text) for said in (said, mend))
    assert errors(text.replace(f"action: {action}", "action: label")) == []


@pytest.mark.parametrize("action", ["nudge", "limit", "hold", "remove", "pause"])
def test_self_harm_is_met_with_help_alone(action: str) -> None:
    text = GOOD.replace("category: abuse", "category: self-harm").replace("action: hold", f"action: {action}")
    text = text.replace('severity["abuse"] >= 2', 'severity["self-harm"] >= 1')
    assert errors(text)
    assert errors(text.replace(f"action: {action}", "action: help")) == []


# Conditions of a rule about abuse: which of them act because somebody asks for help, which are only milder then.
PUNISHING = [
    'severity["self-harm"] >= 1',
    'severity["abuse"] >= 2 || score["self-harm"] > 0.5',
    'severity["abuse"] >= 2 && !(severity["self-harm"] == 0)',
    'model["self-harm"] > 0.2 && reports > 3',
    'score["abuse"] + score["self-harm"] > 0.9',
    'severity["abuse"] >= 2 && evidence.all(e, e.matches("^a")) && severity["self-harm"] == 0',
]
SPARING = [
    'severity["abuse"] >= 2 && severity["self-harm"] == 0',
    'severity["abuse"] >= 2 && score["self-harm"] < 0.5 || reports > 9 && severity["self-harm"] < 3',
]


@pytest.mark.parametrize("when", PUNISHING)
def test_help_is_never_punishment_under_the_name_of_another_harm(when: str) -> None:
    text = GOOD.replace('severity["abuse"] >= 2', f"'{when}'")
    assert [(line, "self-harm" in said) for line, _, said, _ in errors(text)] == [(15, True)]
    assert errors(text.replace("action: hold", "action: help")) == []


@pytest.mark.parametrize("when", SPARING)
def test_a_rule_may_be_milder_where_somebody_asks_for_help(when: str) -> None:
    assert errors(GOOD.replace('severity["abuse"] >= 2', f"'{when}'")) == []


def test_a_checked_claim_is_not_removed_under_the_name_of_another_harm() -> None:
    text = GOOD.replace('severity["abuse"] >= 2', 'score["false-claim"] >= 0.8')
    assert [line for line, *_ in errors(text)] == [15]
    assert errors(text.replace("action: hold", "action: label")) == []


def test_packs_that_extend_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        text = GOOD.replace("policy: forum", f"policy: {name}\nextends: {other}")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError):
        load(tmp_path / "one.yaml")


def test_a_document_that_is_too_deep_or_too_big_is_refused() -> None:
    assert errors("a: " + "[" * 200 + "]" * 200)
    assert errors("# " + "长" * 300_000)


def test_every_shipped_pack_is_clean() -> None:
    assert "base" in pack_names()
    for name in pack_names():
        assert lint(pack_text(name) or "") == []
        assert load(name).rules
        assert all(rule.clause in {c.id for c in load(name).clauses} for rule in load(name).rules)

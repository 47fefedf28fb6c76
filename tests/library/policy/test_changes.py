"""What changed between two policies, said for people; small edits that keep the rest of the file as it was."""

from __future__ import annotations

from datetime import date

import pytest

from linli.policy import changes, lint, load, load_text, material, pack_names, pack_text
from linli.policy.changes import pieces
from linli.policy.edit import next_version, with_status, with_version
from linli.vocabulary import LinliError, RuleStatus

HEAD = "policy: club\nversion: 1.0.0\ntitle: {zh: 会章, en: Club}\neffective: 2026-11-01\nextends: base\n"
RULE = """rules:
  # 先看一阵子
  - id: new-advert
    clause: "3.4"
    category: spam
    status: background  # 只观察
    when: score["spam"] >= 0.3
    action: limit
    explain: {zh: 像广告, en: An advert}
"""


def test_nothing_differs_from_itself() -> None:
    assert changes(load("base"), load("base")) == ()


def test_each_change_is_named_with_its_values() -> None:
    text = (
        HEAD
        + "thresholds: {abuse: 0.6}\nrules:\n  - {id: spam-clear, action: hold}\n"
        + "  - {id: hate-model, status: retired}\n"
    )
    found = {change.id: change for change in changes(load("base"), load_text(text))}
    assert set(found) == {"spam-clear", "hate-model", "abuse"}
    spam = found["spam-clear"].differences[0]
    assert (spam.field, spam.before.en, spam.after.en) == ("action", "limited", "held for review")
    assert found["spam-clear"].material
    assert not found["hate-model"].material
    assert not found["abuse"].material


def test_what_matters_to_users() -> None:
    watching, acting = load_text(HEAD + RULE), load_text(HEAD + RULE.replace("background", "live"))
    clause = 'clauses:\n  - id: "3.4"\n    text: {zh: 一周最多一条广告。, en: One advert a week.}\n'
    assert not material(changes(load("base"), watching))
    assert material(changes(watching, acting))
    assert not material(changes(acting, watching))
    assert material(changes(load("base"), load_text(HEAD + clause)))


def test_pieces_give_both_texts_back() -> None:
    found = pieces("不要反复发广告", "不要每天发广告")
    assert "".join(t for sort, t in found if sort != "new") == "不要反复发广告"
    assert "".join(t for sort, t in found if sort != "gone") == "不要每天发广告"
    assert ("gone", "反复") in found


def test_a_status_is_changed_where_it_stands() -> None:
    changed = with_status(HEAD + RULE, "new-advert", RuleStatus.LIVE)
    assert changed == HEAD + RULE.replace("background ", "live ")


@pytest.mark.parametrize("text", [HEAD, HEAD + RULE, HEAD + RULE.rstrip("\n"), HEAD + RULE + "# 完\n"])
def test_a_pack_s_rule_gets_an_entry(text: str) -> None:
    policy = load_text(with_status(text, "hate-model", RuleStatus.RETIRED))
    assert {r.id: r.status for r in policy.rules}["hate-model"] == "retired"
    assert len(policy.rules) == len(load_text(text).rules)


def test_an_entry_goes_into_the_list_even_if_more_follows() -> None:
    text = HEAD.replace("extends: base\n", "") + "extends: base\n" + RULE + "thresholds: {abuse: 0.6}\n"
    changed = with_status(text, "hate-model", RuleStatus.RETIRED)
    assert lint(changed) == []
    assert changed.endswith("thresholds: {abuse: 0.6}\n")


@pytest.mark.parametrize("name", pack_names())
def test_every_pack_can_be_given_another_version(name: str) -> None:
    text = pack_text(name) or ""
    changed = with_version(text, "9.8.7", date(2027, 1, 2))
    policy = load_text(changed)
    assert (policy.version, policy.effective) == ("9.8.7", date(2027, 1, 2))
    assert len(changed.splitlines()) == len(text.splitlines())


def test_a_broken_document_is_not_edited() -> None:
    with pytest.raises(LinliError):
        with_version("policy: [x", "1.0.0")


def test_the_next_version() -> None:
    assert next_version("1.2.3") == "1.3.0"


def test_a_threshold_that_silences_an_inherited_rule_is_found_where_it_stands() -> None:
    found = lint(HEAD + "thresholds:\n  hate: 0.5\n  abuse: 0.95\n")
    assert [(f.line, f.column, f.level) for f in found] == [(8, 3, "error")]
    assert "abuse-model" in found[0].problem.zh
    assert "retired" in found[0].mend.en
    assert lint(HEAD + "thresholds: {abuse: 0.8}\n") == []
    silenced = HEAD + "thresholds: {abuse: 0.95}\nrules:\n  - {id: abuse-model, status: retired}\n"
    assert lint(silenced) == []

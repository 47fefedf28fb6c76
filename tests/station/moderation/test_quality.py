"""Reviewing quality: blind, by another person, with intervals; for a lead and oneself, never a ranking."""

from __future__ import annotations

from datetime import timedelta

import krippendorff
import numpy as np
import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.moderation import selectors_quality as quality
from linli.station.moderation import services as moderation
from linli.station.moderation.agreement import Share, agreement, drifted
from linli.station.moderation.models import Check, Decision, Item, Verdict
from linli.station.people.actors import Forbidden, NotFound
from linli.vocabulary import LinliError
from tests.station.factories import People, item_make, submit
from tests.station.pages import signed_in


def decided(people: People, count: int, action: str = "remove") -> None:
    for _ in range(count):
        case = Case.objects.get(subject_id=submit(people.forum, "你这个笨蛋").item.uid)
        desk.case_answer(
            actor=people.reviewer,
            number=case.number,
            version=case.version,
            choice="uphold",
            reason="直接辱骂邻居",
            values={"category": "abuse", "action": action},
        )


def judge(people: People, who: str, said: list[str]) -> None:
    actor = getattr(people, who)
    for check, verdict in zip(quality.to_judge(actor=actor).order_by("pk"), said, strict=False):
        moderation.check_judge(actor=actor, uid=check.uid, said=verdict)


# Arithmetic --------------------------------------------------------------------------------------------------------


def test_alpha_is_that_of_the_literature() -> None:
    """The worked example of nominal data in Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), B."""
    one = list("aabbdcccedda")
    other = list("babbbccceddd")
    found = agreement(list(zip(one, other, strict=True)))
    assert found.alpha == pytest.approx(0.692, abs=5e-4)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.alpha <= found.high


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("ab"), min_size=2, max_size=3), min_size=5, max_size=20))
def test_alpha_is_at_most_one_and_one_only_where_all_agree(units: list[list[str]]) -> None:
    found = agreement(units)
    assert found.alpha is not None
    assert found.alpha <= 1 + 1e-9
    assert (found.alpha > 1 - 1e-9) == all(len(set(unit)) == 1 for unit in units)


def test_alpha_agrees_with_the_package_on_raw_ratings() -> None:
    ratings = np.array([[0, 1, 1, 0, 1, 0], [0, 1, 0, 0, 1, 1]])
    units = [[str(a), str(b)] for a, b in ratings.T]
    expected = krippendorff.alpha(reliability_data=ratings, level_of_measurement="nominal")
    assert agreement(units).alpha == pytest.approx(float(expected))


@settings(deadline=None)
@given(st.integers(0, 50), st.integers(0, 50))
def test_a_share_lies_in_its_interval(hits: int, misses: int) -> None:
    share = Share(hits, hits + misses)
    low, high = share.bounds
    assert 0 <= low <= high <= 1
    assert share.value is None or low - 1e-9 <= share.value <= high + 1e-9


def test_drift_is_told_only_beyond_chance() -> None:
    assert not drifted(Share(1, 10), Share(3, 10))
    assert drifted(Share(2, 100), Share(30, 100))
    assert Share(7, 20).bounds == pytest.approx((0.1812, 0.5671), abs=1e-3)


# Drawing and judging -----------------------------------------------------------------------------------------------


def test_once_a_day_some_decided_and_some_allowed_are_drawn(people: People) -> None:
    decided(people, 3)
    for _ in range(4):
        item_make(people.forum)
    community_id = people.lead.community_id
    assert moderation.checks_draw(community_id=community_id) == 7
    assert moderation.checks_draw(community_id=community_id) == 0
    assert set(Check.objects.filter(source="sample").values_list("item__state", flat=True)) == {"visible"}
    assert set(Check.objects.filter(source="second").values_list("first", flat=True)) == {"abuse"}
    assert moderation.checks_draw(community_id=community_id, now=timezone.now() + timedelta(days=1, minutes=1)) == 7


def test_the_second_look_is_blind_and_by_another_person(people: People) -> None:
    decided(people, 1)
    moderation.checks_draw(community_id=people.lead.community_id)
    check = Check.objects.get(source="second")
    assert check not in quality.to_judge(actor=people.reviewer)
    with pytest.raises(NotFound):
        moderation.check_judge(actor=people.reviewer, uid=check.uid, said="none")
    page = signed_in(people.other).get("/desk/quality/").content.decode()
    assert "你这个笨蛋" in page
    shown = page.partition('name="check"')[2].partition("</form>")[0]
    for told in ("直接辱骂邻居", "移除", "盲审", "second", "标准题"):
        assert told not in shown
    signed_in(people.other).post("/desk/quality/", {"check": check.uid, "said": "none"})
    assert Verdict.objects.get().said == "none"
    with pytest.raises(NotFound):
        moderation.check_judge(actor=people.other, uid=check.uid, said="abuse")
    with pytest.raises(LinliError, match="Choose one"):
        moderation.check_judge(actor=people.lead, uid=check.uid, said="politics")


def test_golden_texts_come_among_the_others_and_explain_themselves(people: People) -> None:
    typed = {"text": "你这种人就不配活着", "truth": "abuse", "why": "直接贬低一个人的生命价值"}
    assert signed_in(people.reviewer).post("/desk/quality/report/", typed).status_code == 403
    signed_in(people.lead).post("/desk/quality/report/", typed)
    check = Check.objects.get(source="golden")
    page = signed_in(people.reviewer)
    answer = page.post("/desk/quality/", {"check": check.uid, "said": "none"}, follow=True).content.decode()
    assert "直接贬低一个人的生命价值" in answer
    assert quality.own(actor=people.reviewer).golden == Share(0, 1)
    moderation.check_judge(actor=people.other, uid=check.uid, said="abuse")
    assert quality.own(actor=people.other).golden == Share(1, 1)


def test_what_was_let_through_and_is_harmful_goes_to_the_desk(people: People) -> None:
    item = item_make(people.forum)
    moderation.checks_draw(community_id=people.lead.community_id)
    check = Check.objects.get(source="sample")
    moderation.check_judge(actor=people.other, uid=check.uid, said="abuse")
    assert Case.objects.get(subject_id=item.uid).kind == "review"
    found = quality.quality(actor=people.lead)
    assert (found.missed, found.allowed) == (Share(1, 1), 1)
    assert found.missed_items == (0, 1)


def test_a_lead_reads_agreement_by_rule_and_by_name_and_nobody_else(people: People) -> None:
    decided(people, 8)
    moderation.checks_draw(community_id=people.lead.community_id)
    judge(people, "other", ["abuse", "abuse", "none", "abuse", "spam", "abuse", "abuse", "abuse"])
    found = quality.quality(actor=people.lead)
    assert found.all.units == 8
    assert found.all.alpha is not None
    assert found.all.alpha < 1
    assert set(found.by_rule) == {"abuse-words"}
    names = [one.name for one in quality.reviewers(actor=people.lead)]
    assert names == sorted(names)
    assert len(names) == 2
    assert "审核质量" in signed_in(people.lead).get("/desk/quality/report/").content.decode()
    for refused in (people.reviewer, people.member, people.visitor, people.forum):
        with pytest.raises(Forbidden):
            quality.quality(actor=refused)
        with pytest.raises(Forbidden):
            quality.reviewers(actor=refused)


def test_overturned_decisions_show_by_rule(people: People) -> None:
    decided(people, 2)
    one = Decision.objects.filter(source="reviewer").latest("pk")
    told = moderation.decisions.selectors.notice_of(one)
    assert told is not None
    moderation.appeal_create(actor=people.visitor, code=told.code, text="这是我们之间的玩笑")
    appeal = Case.objects.get(kind="appeal")
    desk.case_answer(
        actor=people.other, number=appeal.number, version=appeal.version, choice="overturned", reason="确实是玩笑"
    )
    found = quality.quality(actor=people.lead)
    assert found.overturned["abuse-words"] == Share(1, 2)
    assert found.overturned["person"] == Share(1, 2)


def test_a_rule_that_people_undo_more_than_before_is_marked(people: People) -> None:
    for _ in range(60):
        submit(people.forum, "你这个笨蛋")
    now = timezone.now()
    old = list(Decision.objects.order_by("pk").values_list("pk", flat=True)[:30])
    Decision.objects.filter(pk__in=old).update(created=now - timedelta(days=40))
    recent = Decision.objects.exclude(pk__in=old).order_by("pk").values_list("pk", flat=True)
    Decision.objects.filter(pk__in=list(recent)[:15]).update(reversed_how="released")
    [drift] = quality.quality(actor=people.lead).drifts
    assert (drift.rule, drift.before, drift.after, drift.drifted) == (
        "abuse-words",
        Share(0, 30),
        Share(15, 30),
        True,
    )
    assert Item.objects.count() == 60

"""The pile-on detector: what it finds, what it leaves alone, what it keeps, and that it changes nobody's standing."""

from __future__ import annotations

import dataclasses
import json
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli import LinliError, assess
from linli.detectors.pile_on import HURTING, RECENT, Finding, Incoming, Limits, Watch, aimed, hurt, watch_all
from linli.detectors.pile_on_wording import alike, folded, simhash
from linli.vocabulary import Category, Signal
from tests.library.pile_on import days, measuring

DAY = 86_400.0


def quiet(days_: int = 14) -> list[Incoming]:
    """Three ordinary items a day from friends."""
    return [
        Incoming(d * DAY + n * 3600, f"friend{n}", "谢谢分享", 0.0, False) for d in range(days_) for n in (9, 14, 20)
    ]


def crowd(count: int, text: str = "滚出去，没人想看见你", *, abuse: float = 0.8, authors: int = 99) -> list[Incoming]:
    """So many items within a quarter of an hour of the fifteenth day."""
    return [Incoming(14 * DAY + n * 20, f"stranger{n % authors}", text, abuse, True, 400) for n in range(count)]


def test_a_crowd_of_insults_is_found_and_explained() -> None:
    found = list(watch_all(chain(quiet(), crowd(20))))
    assert len(found) == 1
    assert found[0].authors >= 4
    assert "陌生账号" in " ".join(reason.zh for reason in found[0].reasons())
    assert all(reason.en for reason in found[0].reasons())


def test_a_crowd_of_praise_is_not() -> None:
    praise = [one._replace(text="学会了，周末试试") for one in crowd(300, abuse=0.0)]
    assert list(watch_all(chain(quiet(), praise))) == []


def test_one_misread_wording_does_not_make_a_lottery_an_attack() -> None:
    """A model that is sure and wrong about one line is wrong about its hundred copies."""
    wishes = ["已点赞已收藏，求翻牌", "许愿一套茶具", "转发抽奖，选我选我", "祝店主生意兴隆", "第一次参加"]
    lottery = [
        one._replace(text=wishes[n % 5], abuse=0.99 if n % 5 == 0 else 0.0, alone=True)
        for n, one in enumerate(crowd(300))
    ]
    assert list(watch_all(chain(quiet(), lottery))) == []


def test_what_one_model_alone_says_counts_the_same_however_sure_it_is() -> None:
    insults = [
        "看你就烦",
        "谁请你来的",
        "说话真难听",
        "这人不行",
        "没见过这样的",
        "一点用没有",
        "话都说不清",
        "躲起来算了",
    ]
    found = [
        [f.items for f in watch_all(chain(quiet(), [
            one._replace(text=insults[n % 8] + "！" * n, abuse=score, alone=True) for n, one in enumerate(crowd(40))
        ]))]
        for score in (0.35, 0.99)
    ]  # fmt: skip
    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_one_person_s_insults_are_no_crowd() -> None:
    assert list(watch_all(chain(quiet(), crowd(30, authors=1)))) == []


def test_a_copy_counts_as_what_it_copies() -> None:
    copies = [
        one._replace(abuse=0.0) if n % 2 else one for n, one in enumerate(crowd(16, "大伙都去他家楼下喊话问个明白"))
    ]
    assert len(list(watch_all(chain(quiet(), copies)))) == 1


def test_it_ends_after_six_quiet_hours_and_can_begin_again() -> None:
    watch = Watch()
    for one in chain(quiet(), crowd(20)):
        watch.observe(one)
    assert watch.active(14 * DAY + 3600)
    assert not watch.active(14 * DAY + 7 * 3600)
    again = [one._replace(at=one.at + 2 * DAY) for one in crowd(20)]
    assert len([f for one in again if (f := watch.observe(one))]) == 1


def test_disguise_and_case_do_not_make_a_copy_different() -> None:
    one, other = (
        simhash(folded("大家一起去问问他到底什么意思")),
        simhash(folded("大家·一起去问问 他到底什么意思！！")),
    )
    assert alike(one, other)
    assert not alike(one, simhash(folded("明天早上八点在公园门口集合")))


@pytest.mark.parametrize(("at", "abuse"), [(float("nan"), 0.1), (1.0, 1.5), (1.0, float("nan"))])
def test_a_wrong_number_is_refused_by_name(at: float, abuse: float) -> None:
    with pytest.raises(LinliError, match="abuse"):
        Watch().observe(Incoming(at, "a", "你好", abuse))


items = st.builds(
    Incoming,
    at=st.floats(0, 40 * DAY),
    author=st.text(max_size=5),
    text=st.text(max_size=60) | st.sampled_from(["滚", "你好呀，今天好吗", "赶紧道歉，不要脸的骗子"]),
    abuse=st.floats(0, 1),
    stranger=st.booleans(),
    age_days=st.none() | st.integers(0, 9999),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(items, max_size=60), st.integers(0, 60))
def test_a_watch_that_was_put_away_goes_on_as_if_it_had_not(given_: list[Incoming], cut: int) -> None:
    straight, kept = Watch(), Watch()
    for number, one in enumerate(sorted(given_, key=lambda i: i.at)):
        if number == cut:
            kept = Watch.from_dict(json.loads(json.dumps(kept.to_dict())))
        assert straight.observe(one) == kept.observe(one)


def test_the_state_is_bounded_and_holds_no_words() -> None:
    watch = Watch()
    for n in range(4000):
        watch.observe(Incoming(n * 90.0, f"author{n}", f"第{n}次骂你这个不要脸的骗子", 0.9))
    kept = json.dumps(watch.to_dict(), ensure_ascii=False)
    assert len(watch.hurting) <= HURTING
    assert len(watch.recent) <= RECENT
    assert len(kept) < 40_000
    assert "骗子" not in kept
    assert "author" not in kept.replace('"author', "")


def test_a_finding_holds_counts_and_no_account() -> None:
    names = {field.name for field in dataclasses.fields(Finding)}
    assert names == {
        "at", "window", "items", "hurtful", "authors", "strangers", "copies", "young", "usual", "score",
    }  # fmt: skip


def test_hurt_is_of_harms_to_people_only() -> None:
    assert hurt(assess("你怎么不去死")) > 0.5
    assert hurt(assess("我觉得这条新闻说得不全面")) == 0.0


def test_adverts_and_lures_are_no_attack() -> None:
    advert = [Signal(Category.SPAM, 0.9, "lexicon"), Signal(Category.MANIPULATION, 0.9, "classifier")]
    assert aimed(advert) == (0.0, True)
    assert aimed([*advert, Signal(Category.HATE, 0.7, "classifier")]) == (0.7, True)
    assert aimed([Signal(Category.MANIPULATION, 0.9, "lexicon")]) == (0.9, False)


def test_the_days_are_always_the_same() -> None:
    assert days.day("brigade", 3) == days.day("brigade", 3)
    assert len({days.day("drip", seed).holds_at for seed in range(4)}) == 4


@pytest.mark.parametrize("kind", [*days.ATTACKS, *days.POPULAR])
def test_the_first_days_of_each_kind(kind: str) -> None:
    found = [measuring.outcome(days.day(kind, seed), Limits()) for seed in (2, 3)]
    assert all(one.false_alarms == 0 for one in found)
    assert all(one.delay is None or one.delay <= measuring.PROMISED for one in found)
    assert all((one.delay is not None) == (kind in days.ATTACKS) for one in found)


@pytest.mark.evaluation
@pytest.mark.parametrize(("part", "in_time", "false"), [(0, 95, 0), (1, 95, 3), (2, 85, 1)])
def test_the_promise(part: int, in_time: int, false: int) -> None:
    """Within five minutes in 95 of 100 attacks, few false alarms on 100 popular days (3 as shipped).

    Part 2 does not reach 95: its wording is such that the shipped models see few of the insults (see
    docs/explanation/pile-ons.md). The bound there leaves room for another model.
    """
    struck, liked = _measured(part)
    print(measuring.table(chain(struck, liked)))
    assert _in_time(struck) >= in_time
    assert sum(one.false_alarms for one in chain(struck, liked)) <= false


@pytest.mark.evaluation
@pytest.mark.parametrize("seed", [2, 5])
def test_the_promise_does_not_hang_on_one_model(seed: int) -> None:
    """On the days for building: a model surely wrong about three wordings in a hundred and blind to three in ten."""
    struck, liked = _measured(0, measuring.Model(seed, misreads=0.03, misses=0.3))
    assert _in_time(struck) >= 95
    assert sum(one.false_alarms for one in chain(struck, liked)) <= 1


def _measured(
    part: int, model: measuring.Model = measuring.SHIPPED
) -> tuple[list[measuring.Outcome], list[measuring.Outcome]]:
    struck = [measuring.outcome(day, Limits(), model) for day in days.attacks(part)]
    return struck, [measuring.outcome(day, Limits(), model) for day in days.popular(part)]


def _in_time(struck: list[measuring.Outcome]) -> int:
    return sum(one.delay is not None and one.delay <= measuring.PROMISED for one in struck)

"""Lures: invitations to add an account or open a link, what is promised there, and how friends speak."""

from __future__ import annotations

import pytest

from linli.detectors.lures import Lures
from linli.reading import read_many
from linli.vocabulary import Category, Item, Signal

LURES = Lures.from_data()


def found(text: str) -> list[Signal]:
    return LURES.detect([Item(text)], read_many([text]))[0]


@pytest.mark.parametrize(
    ("text", "category", "evidence"),
    [
        ("想减肥的加微信 abc12345，免费领资料", Category.SPAM, "contact-account"),
        ("兼职日结三百，加V：qian8888", Category.FRAUD, "contact-account"),
        ("福利多多➕薇xiao_1990领红包", Category.SPAM, "contact-account"),
        ("高薪兼职进裙 123456789", Category.FRAUD, "contact-account"),
        ("低价代理，扫码进", Category.SPAM, "contact-add"),
        ("加 薇 信 abc12345 领取福利", Category.SPAM, "contact-account"),
        ("家薇芯abc12345领福利", Category.SPAM, "contact-account"),
        ("加wei心 abc12345 免费领取", Category.SPAM, "contact-account"),
        ("加徽芯 qian8888 兼职日结", Category.FRAUD, "contact-account"),
        ("加薇❤abc12345领取资料", Category.SPAM, "contact-account"),
        ("兼职日结，加Q裙123456789", Category.FRAUD, "contact-account"),
        ("免费领红包点 dwz.cn/a1b2", Category.SPAM, "short-link"),
        ("刷单返利看 http://good.xyz/1", Category.FRAUD, "risky-link"),
    ],
)
def test_an_invitation_with_a_promise_is_found(text: str, category: Category, evidence: str) -> None:
    assert (category, evidence) in [(s.category, s.evidence) for s in found(text) if s.score >= 0.5]


@pytest.mark.parametrize(
    "text",
    [
        "周末聚会加群吧，家长群里有接龙",
        "有事私信我",
        "谨防骗子让你加微信领红包",
        "weixin zhifu hen fang bian",
        "请看 www.gov.cn 的通知",
        "版本 1.2.3 修好了",
        "解方程 3+v=5",
        "加微波炉专用碗盖",
        "佳薇老师发红包啦",
        "家微信群发红包",
        "家卫生间装修特价 13 平",
        "家群里发福利",
        "他家信号不好，代理服务器连不上",
    ],
)
def test_how_friends_and_notices_speak_stays_below_the_threshold(text: str) -> None:
    assert all(signal.score < 0.5 for signal in found(text))


def test_the_span_holds_the_invitation_and_the_account() -> None:
    text = "免费领资料，加 V 信：abc12345 哦"
    (signal,) = found(text)
    assert [text[s.start : s.end] for s in signal.spans] == ["加 V 信：abc12345"]


def test_the_span_of_a_link_holds_the_whole_link() -> None:
    text = "福利在 https://dwz.cn/a1b2?x=1 先到先得"
    assert [text[s.start : s.end] for signal in found(text) for s in signal.spans] == ["https://dwz.cn/a1b2?x=1"]


def test_an_official_site_is_no_lure() -> None:
    assert found("领取社保补贴请看 https://www.gov.cn/a") == []


def test_a_flood_of_dots_and_pluses_is_read() -> None:
    assert isinstance(found("+v." * 30_000), list)

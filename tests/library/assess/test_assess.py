"""The one way through: shipped detectors and the base code on plain sentences, from many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

import linli
from linli.assess import assess, assess_many, to_dict
from linli.vocabulary import Action, Category, Item, LinliError

# sentence -> what the base code may do about it; tolerant of tuning, never of the wrong direction
KIND = [
    "今天天气真好，我们去公园玩吧",
    "生日快乐！祝你天天开心",
    "干嘛呢，出来吃饭",
    "这是一次测试，请忽略",
    "妈妈买了新衣服给我",
    "草莓多少钱一斤",
    "他妈妈做的菜真好吃",
    "公鸡早上打鸣吵醒了我",
    "日本料理店新开张",
    "本店订座电话 13800138000，欢迎来电",
    "春眠不觉晓，处处闻啼鸟。",
    "谨防刷单返利骗局，警方提醒您不要转账",
    "这个方案我不同意，成本太高了",
    "请大家不要辱骂别人",
    "快递员小哥辛苦了",
    "The library opens at nine.",
]
UNKIND = [
    ("你就是个傻逼", Category.ABUSE),
    ("nmsl 滚犊子", Category.ABUSE),
    ("你个煞壁玩意", Category.ABUSE),
    ("真是个婊紫", Category.ABUSE),
    ("信不信我弄死你", Category.THREAT),
    ("女口果你再来，我就弄四你", Category.THREAT),
    ("他家电话13812345678，大家去骂他", Category.DOXXING),
    ("刷单返利，一单一结，日入过千", Category.FRAUD),
    ("真人百家乐，注册送彩金", Category.GAMBLING),
    ("代开发票，点数低可验", Category.ILLICIT_GOODS),
    ("加我V：abc12345 进群领福利", Category.SPAM),
    ("祖传秘方，包治百病", Category.MISLEADING_PROMOTION),
    ("大家一起冲，把他人肉出来", Category.MANIPULATION),
    ("小妹妹发张照片给叔叔看看", Category.MINOR_SAFETY),
]


@pytest.mark.parametrize("text", KIND)
def test_kind_words_pass(text: str) -> None:
    verdict = assess(text)
    assert verdict.action is Action.ALLOW, verdict.reasons
    assert verdict.absent == ()


@pytest.mark.parametrize(("text", "category"), UNKIND)
def test_unkind_words_are_met_with_a_reason(text: str, category: Category) -> None:
    verdict = assess(text)
    assert category in verdict.categories, verdict
    for reason in verdict.reasons:
        assert reason.clause
        assert reason.text.zh
        assert reason.text.en
        assert all(0 <= span.start < span.end <= len(text) for span in reason.spans)


def test_a_cry_for_help_gets_help_alone() -> None:
    verdict = assess("我真的不想活了")
    assert verdict.action is Action.HELP


def test_many_are_judged_as_one_by_one() -> None:
    texts = [*KIND, *(text for text, _ in UNKIND)]
    together = [to_dict(one) for one in assess_many(texts)]
    assert together == [to_dict(assess(text)) for text in texts]


def test_eight_threads_get_the_same_verdicts() -> None:
    texts = [text for text, _ in UNKIND] * 3
    alone = [to_dict(one) for one in assess_many(texts)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: [to_dict(one) for one in assess_many(texts)], range(8)))
    assert all(one == alone for one in found)


@pytest.mark.parametrize("text", ["", "\ud800孤", "\u200b" * 50, "啊" * 100_000, "\0\x01", "🐴" * 500])
def test_any_text_is_judged(text: str) -> None:
    assert assess(text).policy.startswith("base@")


def test_what_is_no_text_is_refused_in_both_languages() -> None:
    with pytest.raises(LinliError) as refused:
        assess_many([Item("好"), 7])  # type: ignore[list-item]
    assert refused.value.field == "item"
    assert refused.value.mend.zh
    assert refused.value.mend.en


def test_a_detector_that_fails_is_named_and_the_others_go_on() -> None:
    class Broken:
        name = "broken"

        def detect(self, items: object, batch: object) -> list[list[object]]:
            raise RuntimeError("out of order")

    verdict = assess("好", detectors=[Broken()])  # type: ignore[list-item]
    assert verdict.action is Action.ALLOW
    assert any(line.startswith("broken") for line in verdict.absent)


def test_the_package_offers_what_people_need() -> None:
    for name in ("assess", "assess_many", "Item", "Author", "Context", "Assessment", "Signal", "Policy"):
        assert hasattr(linli, name)

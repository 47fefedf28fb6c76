"""What two sayings may differ in although their words are alike: negation, opposites, numbers, dates, places.

The comparison is deliberately one-sided: where it finds a difference the match is weakened, and it never makes one
stronger. Everything here reads folded text (`linli.reading`), so that 不 written in another script is 不 still.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from linli import files

NEGATION, OPPOSITE, NUMBER, DATE, PLACE, DENIAL = "negation", "opposite", "number", "date", "place", "denial"
FATAL = frozenset({NEGATION, OPPOSITE})

_NOT = re.compile(
    "(?P<may>不能|不可以|不可(?!能)|不得|不宜|不应|不该|不准|不用|不必)|"
    "并不是|并没有|不可能|并非|并未|从未|尚未|未曾|不会|不是|没有|不再|无法|绝非|不|没|无|未|非"
)
_MAY = re.compile("(?:可以|能够|能|可|应该|应|宜|准)$")
_NO_NEGATION = re.compile(
    "千万不要|不要|切勿|千万别|能不能|会不会|是不是|有没有|要不要|可不可以|对不对|好不好|该不该|不得不|无不|莫不|非要|并非不|不是不|不会不|"
    "差不多|对不起|了不起|说不定|不好意思|不锈钢|不仅|不但|不光|不只|不过|不断|不少|不同|不管|不论|不久|不错|不已|不禁|"
    "不料|不妨|不愧|不幸|不如|不由|无论|无线|无人机|无症状|无数|无非|无锡|非常|非洲|非法|非典|未来|未成年|特别|别人|别的|"
    "别墅|分别|级别|性别|区别|告别|识别|个别|类别|鉴别|莫名|莫非|没准|没收|埋没|淹没|是否|否则|请勿|莫要"
)
_DENIAL = re.compile(
    "辟谣|谣言|不实|假的|假消息|假新闻|不是真的|别信|不要相信|不要信|不可信|勿信|莫信|不信谣|没有科学依据|没有依据|没有根据|毫无根据|"
    "无科学依据|误传|误解|误区|纯属虚构|子虚乌有|骗局|不属实|并不属实|已经澄清|官方澄清|不用担心|不必恐慌|并不是说|不是说|没这回事|没有的事|不靠谱|无稽之谈|造谣|传谣"
)
_OPPOSITES: tuple[tuple[str, str], ...] = (
    ("上涨", "下降"), ("涨价", "降价"), ("增加", "减少"), ("提高", "降低"), ("升高", "降低"),
    ("开放", "关闭"), ("恢复", "暂停"), ("恢复供水", "停水"), ("来水", "停水"), ("恢复供电", "停电"),
    ("来电", "停电"), ("允许", "禁止"), ("有害", "无害"), ("有毒", "无毒"), ("有效", "无效"),
    ("免费", "收费"), ("提前", "推迟"), ("开学", "停课"), ("复课", "停课"), ("复工", "停工"),
    ("导致", "预防"), ("致癌", "防癌"), ("致癌", "抗癌"), ("安全", "危险"), ("有益", "有害"),
    ("增高", "降低"), ("取消", "保留"), ("开始", "结束"), ("延长", "缩短"), ("生效", "作废"),
)  # fmt: skip
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_NUMBER = re.compile(
    r"(\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)(万|亿|千|百)?(多|余)?"
    r"(个月|小时|分钟|公里|公斤|毫升|块钱|元|块|天|秒|年|岁|度|℃|%|斤|克|升|米|人|例|名|次|倍|只|头|家|架|艘|吨|级|层|户|条|辆|月|日|号)"
)
_UNITS = {"块": "元", "块钱": "元", "℃": "度", "号": "日", "名": "人", "例": "人"}
_DATE = re.compile(r"(?:(\d{1,2})|([一二三四五六七八九十]{1,3}))月(?:(\d{1,2})|([一二三四五六七八九十]{1,3}))[日号]")
_WEEK = re.compile("(?:周|星期|礼拜)([一二三四五六日天])")
_LOCAL = re.compile("[\u4e00-\u9fff]{2,3}(?:小区|社区|街道|大道|市|县|镇|村)")
_FEW = frozenset({1.0})


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says besides its words: numbers by unit, dates, weekdays, places, and its denials."""

    content: str
    negated: frozenset[int]
    forbidden: frozenset[int]
    numbers: Mapping[str, frozenset[float]]
    dates: frozenset[tuple[int, int]]
    days: frozenset[str]
    places: frozenset[str]
    denies: bool


def said(text: str) -> Said:
    """What `text` says. `text` is as written but for folding of script and width; dots may stand in it."""
    content, negated, forbidden = _polarity(text)
    numbers: dict[str, set[float]] = defaultdict(set)
    for number, unit in _numbers(text):
        numbers[unit].add(number)
    return Said(
        content=content,
        negated=negated,
        forbidden=forbidden,
        numbers={unit: frozenset(found) for unit, found in numbers.items()},
        dates=frozenset(_dates(text)),
        days=frozenset("日" if d == "天" else d for d in _WEEK.findall(text)),
        places=frozenset(_places(text)),
        denies=_DENIAL.search(text) is not None,
    )


def differences(claim: Said, text: Said) -> tuple[str, ...]:
    """In what the two differ, of what both speak of: some of the names at the head of this module.

    A claim about a place is about that place alone: a text that names none may be about another.
    """
    found = []
    if _turned(claim, text) or _turned(text, claim):
        found.append(NEGATION)
    if any(_opposed(claim.content, text.content, a, b) for a, b in _OPPOSITES):
        found.append(OPPOSITE)
    if any(claim.numbers[u].isdisjoint(text.numbers[u]) for u in claim.numbers.keys() & text.numbers.keys()):
        found.append(NUMBER)
    if _apart(claim.dates, text.dates) or _apart(claim.days, text.days):
        found.append(DATE)
    if claim.places and not any(_same_place(a, b) for a in claim.places for b in text.places):
        found.append(PLACE)
    if text.denies and not claim.denies:
        found.append(DENIAL)
    return tuple(found)


def _polarity(text: str) -> tuple[str, frozenset[int], frozenset[int]]:
    """The text without its negations, the places right after one (after two, none), and those of "may not".

    A warning (不要, 别) denies nothing: rumours are full of them.
    """
    masked = _NO_NEGATION.sub(lambda m: "\0" * len(m[0]), text)
    out, places, forbidden, last, length = [], set[int](), set[int](), 0, 0
    for found in _NOT.finditer(masked):
        out.append(text[last : found.start()])
        length += found.start() - last
        (forbidden if found["may"] else places).symmetric_difference_update({length})
        last = found.end()
    out.append(text[last:])
    return "".join(out), frozenset(places), frozenset(forbidden)


def _turned(one: Said, other: Said) -> bool:
    """Whether something that `one` negates stands in `other` without any negation.

    What `one` says one may not do is turned only where `other` says that one may: 隔夜茶不能喝 and 隔夜茶能喝,
    but not 螃蟹和柿子不能一起吃 and 一起吃会中毒.
    """
    return any(_affirmed(one.content[at:], other) for at in one.negated) or any(
        _affirmed(one.content[at:], other, may=True) for at in one.forbidden
    )


def _affirmed(tail: str, other: Said, *, may: bool = False) -> bool:
    for modal in ("可以", "能够", "能", "会", "有", "是", "要"):
        tail = tail.removeprefix(modal)
    word, denied = tail[:2], other.negated | other.forbidden
    places = [m.start() for m in re.finditer(re.escape(word), other.content)] if word.strip() else []
    if any(near in denied for p in places for near in range(p - 4, p + 1)):
        return False
    return any(not may or _MAY.search(other.content[max(0, p - 2) : p]) for p in places)


def _opposed(claim: str, text: str, a: str, b: str) -> bool:
    return (a in claim and b in text and a not in text and b not in claim) or (
        b in claim and a in text and b not in text and a not in claim
    )


def _apart(one: frozenset[Any], other: frozenset[Any]) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)


def _numbers(text: str) -> Iterator[tuple[float, str]]:
    for found in _NUMBER.finditer(text):
        number = _value(found[1])
        if found[2]:
            number *= _LARGE.get(found[2]) or _TENS[found[2]]
        unit = _UNITS.get(found[4], found[4])
        if not (number in _FEW and found[1] == "一") and unit not in ("月", "日"):
            yield number, unit


def _value(written: str) -> float:
    if written[0].isascii():
        return float(written)
    total, digit = 0, 0
    for c in written:
        if c in _TENS:
            total, digit = total + max(digit, 1) * _TENS[c], 0
        else:
            digit = _DIGITS[c]
    return float(total + digit)


def _dates(text: str) -> Iterator[tuple[int, int]]:
    for found in _DATE.finditer(text):
        yield int(found[1] or _value(found[2])), int(found[3] or _value(found[4]))


def _places(text: str) -> Iterator[str]:
    yield from (name for name in place_names() if name in text)
    yield from _LOCAL.findall(text)


def _same_place(a: str, b: str) -> bool:
    return a == b or a.endswith(b) or b.endswith(a) or a[:2] == b[:2]


@lru_cache(maxsize=1)
def place_names() -> tuple[str, ...]:
    """The names of provinces and of larger cities, without 省 and 市."""
    return tuple(files.read_text("tables/places.txt").split())

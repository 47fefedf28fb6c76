"""The calendar of festivals: solar terms, traditional festivals, observances; each a day with an idea for a work.

Lunar arithmetic comes from `lunar_python`; the days off from `chinesecalendar`. What each day is good for is our own
writing.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from django.utils.text import slugify
from lunar_python import Solar

from linli.station.people.actors import NotFound
from linli.vocabulary import Text

FIRST, LAST = 1950, 2100


class Day(NamedTuple):
    """One day: `kind` is term, festival or observance; `idea` is something to write, ask or do."""

    day: date
    kind: str
    name: Text
    idea: Text

    @property
    def slug(self) -> str:
        """Its name in addresses, the same every year."""
        return slugify(self.name.en)


FESTIVALS: dict[str, tuple[str, str, str]] = {
    "腊八节": (
        "Laba",
        "家家的腊八粥放什么，征集一张图一句话",
        "What goes into your porridge: a photo and a line",
    ),
    "除夕": ("New Year's Eve", "年夜饭的一道菜和它的来历", "One dish of the eve's dinner and where it comes from"),
    "春节": ("Spring Festival", "把春联拍下来，说说写的是什么", "Photograph your couplets and tell what they say"),
    "元宵节": ("Lantern Festival", "猜灯谜：出一条，第二天公布谜底", "A lantern riddle, its answer the day after"),
    "龙头节": ("Dragon Raises Its Head", "理发店的队有多长", "How long is the queue at the barber's"),
    "端午节": ("Dragon Boat Festival", "咸粽甜粽各写三行，不吵架", "Salty or sweet: three lines each, no quarrel"),
    "七夕节": ("Qixi", "结婚五十年的街坊，问一个问题", "One question to neighbours married for fifty years"),
    "中秋节": ("Mid-Autumn Festival", "不在家的人，写给家里一段话", "A few lines home from those who are away"),
    "重阳节": ("Double Ninth", "请老人说一件小时候的事", "Ask an elder for one thing of their childhood"),
}
TERMS: dict[str, tuple[str, str, str]] = {
    "立春": ("Start of Spring", "窗外第一处变绿的地方", "The first green outside your window"),
    "雨水": ("Rain Water", "记一场雨：从几点到几点", "Keep one rain: from when to when"),
    "惊蛰": ("Awakening of Insects", "今年见到的第一只虫", "The first insect of the year"),
    "春分": ("Spring Equinox", "日出日落的时间，拍两张图", "Sunrise and sunset in two pictures"),
    "清明": ("Clear and Bright", "怀念一个人，网上献花不烧纸", "Remember someone, with flowers and no smoke"),
    "谷雨": ("Grain Rain", "阳台上种点什么", "Sow something on the balcony"),
    "立夏": (
        "Start of Summer",
        "称体重、斗蛋，问问老家的习惯",
        "Weighing and egg games where you come from",
    ),
    "小满": ("Grain Buds", "麦子灌浆了，乡下的亲戚来张照片", "The wheat fills: a picture from the country"),
    "芒种": ("Grain in Ear", "忙的人在忙什么", "What busy people are busy with"),
    "夏至": ("Summer Solstice", "最长的一天，下班后做了什么", "The longest day: what you did after work"),
    "小暑": ("Minor Heat", "给户外的人送水，哪里能歇脚", "Water for those outdoors; where to rest"),
    "大暑": ("Major Heat", "防暑提示，做成一张大字图", "How to bear the heat, in one picture of large letters"),
    "立秋": ("Start of Autumn", "啃秋吃什么", "What is eaten on the first day of autumn"),
    "处暑": ("End of Heat", "开学前的书桌", "The desk before school begins"),
    "白露": ("White Dew", "早起一小时看见的", "What you see an hour earlier"),
    "秋分": ("Autumn Equinox", "丰收的一张图", "One picture of the harvest"),
    "寒露": ("Cold Dew", "桂花、菊花开在哪", "Where osmanthus and chrysanthemum bloom"),
    "霜降": ("Frost's Descent", "柿子红了", "The persimmons are red"),
    "立冬": ("Start of Winter", "晒被子，查一查独居老人的炉子", "Air the quilts; look after old people's stoves"),
    "小雪": ("Minor Snow", "腌菜的方子", "A recipe for pickles"),
    "大雪": ("Major Snow", "扫雪志愿者排班", "A rota for clearing snow"),
    "冬至": ("Winter Solstice", "饺子还是汤圆，各写一段", "Dumplings or tangyuan: a paragraph each"),
    "小寒": ("Minor Cold", "给晚归的人留一盏灯", "A light for those who come home late"),
    "大寒": ("Major Cold", "一年到头，谢谢一个人", "At the end of the year, thank one person"),
}
OBSERVANCES: dict[tuple[int, int], tuple[str, str, str, str]] = {
    (3, 5): ("学雷锋日", "Learn from Lei Feng Day", "公布这一季的志愿服务岗位", "The season's volunteer shifts"),
    (3, 15): ("消费者权益日", "Consumer Rights Day", "一个避坑经验，写清证据", "One bad buy, with evidence"),
    (4, 15): ("国家安全教育日", "National Security Education Day", "个人信息怎么保护", "Keeping personal data safe"),
    (4, 23): ("世界读书日", "World Book Day", "换一本书", "Swap a book"),
    (5, 4): ("青年节", "Youth Day", "请年轻人提一个问题", "A question from the young"),
    (5, 15): ("国际家庭日", "International Day of Families", "家里的一条规矩", "One rule of your home"),
    (5, 18): ("国际博物馆日", "International Museum Day", "拍一件老物件，写来历", "An old object and its story"),
    (6, 1): ("儿童节", "Children's Day", "孩子画，大人写说明", "Children draw, grown-ups write the caption"),
    (6, 26): ("国际禁毒日", "Day Against Drug Abuse", "一道普法小测", "A small quiz on the law"),
    (9, 10): ("教师节", "Teachers' Day", "一句谢谢", "One thank you"),
    (9, 20): ("公民道德宣传日", "Civic Morality Day", "公示一件好事", "One good deed told"),
    (10, 1): ("国庆节", "National Day", "家乡这十年的一处变化", "One change at home in ten years"),
    (10, 16): ("世界粮食日", "World Food Day", "剩菜新做", "New dishes from what was left"),
    (12, 4): ("国家宪法日", "Constitution Day", "读一条，说一件自己的事", "Read an article, tell a story"),
    (12, 5): ("国际志愿者日", "International Volunteer Day", "谢谢今年的志愿者", "Thanks to the year's volunteers"),
}  # fmt: skip


OURS = (*FESTIVALS, "清明", "冬至")
AHEAD = 400


@cache
def known() -> dict[str, str]:
    """The Chinese name of every day of the calendar by its slug."""
    named = {slugify(words[0]): name for table in (FESTIVALS, TERMS) for name, words in table.items()}
    return named | {slugify(words[1]): words[0] for words in OBSERVANCES.values()}


def next_on(slug: str, today: date) -> Day:
    """The next time that this day comes; a `LinliError` where the calendar has none of that name."""
    for one in coming(today, AHEAD) if slug in known() else ():
        if one.slug == slug:
            return one
    raise NotFound(
        Text("日历里没有这个日子。", "The calendar has no such day."),
        field="festival",
        value=slug[:40],
        mend=Text("请从日历里选。", "Choose it from the calendar."),
    )


def ours(today: date) -> list[Day]:
    """Each traditional festival once, the next to come first."""
    return [one for one in coming(today, AHEAD) if one.name.zh in OURS and one.slug in known()][: len(OURS)]


def chosen(slug: str) -> str:
    """The slug as it is kept, or empty; a `LinliError` names one that the calendar does not know."""
    if slug and slug not in known():
        next_on(slug, date(2000, 1, 1))
    return slug


@lru_cache(maxsize=60)
def month(year: int, number: int) -> tuple[Day, ...]:
    """The days of one month that mean something, in order; none outside the years that the arithmetic covers."""
    if not FIRST <= year <= LAST:
        return ()
    day, found = date(year, number, 1), []
    while day.month == number:
        found += _on(day)
        day += timedelta(days=1)
    return tuple(found)


def coming(today: date, days: int) -> list[Day]:
    """What comes from `today` on within so many days."""
    end, at, found = today + timedelta(days=days), today.replace(day=1), list[Day]()
    while at <= end:
        found += [one for one in month(at.year, at.month) if today <= one.day <= end]
        at = (at + timedelta(days=32)).replace(day=1)
    return found


def _on(day: date) -> list[Day]:
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    named = [("term", lunar.getJieQi(), TERMS), *(("festival", name, FESTIVALS) for name in lunar.getFestivals())]
    found = [_day(day, kind, name, known[name]) for kind, name, known in named if name in known]
    if (day.month, day.day) in OBSERVANCES:
        zh, en, *idea = OBSERVANCES[day.month, day.day]
        found.append(Day(day, "observance", Text(zh, en), Text(*idea)))
    return found


def _day(day: date, kind: str, zh: str, words: tuple[str, str, str]) -> Day:
    return Day(day, kind, Text(zh, words[0]), Text(words[1], words[2]))

"""Simulated days of one person: five kinds of pile-on, four of ordinary popularity. Fixed before the detector.

A day follows fourteen quiet days of the same person. There are three parts, each with wording and numbers of its own:
part 0 is for building; part 1 was unseen until it was looked at once (its first figures are in
docs/explanation/pile-ons.md); part 2 was written after that, before what the first look had shown was mended, and was
looked at once too. All sentences are made up for this file.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

DAY = 86_400.0
QUIET_DAYS = 14
TAKES_HOLD = 10
ATTACK_SEEDS, POPULAR_SEEDS = 20, 25

HOSTILE = (
    (
        "你也配当老师，赶紧辞职吧",
        "滚出我们小区，别再出现",
        "这种人就该被所有人骂",
        "真恶心，看见你就想吐",
        "脸皮真厚，还好意思发",
        "你全家都不是好东西",
        "装什么装，谁不知道你",
        "丑成这样还敢露脸",
        "活该，这就是报应",
        "呵呵，又在卖惨",
        "不道歉我们天天来骂你",
        "废物一个，除了哭还会什么",
        "别装可怜了，戏真多",
        "脑子有病就去治",
        "垃圾，退网吧",
        "你爸妈怎么教出你这种东西",
        "看你这样子就知道没人要",
        "骗子，不要脸的骗子",
        "大家一起骂，骂到他删号",
        "蠢货，滚回去读书",
        "你怎么还有脸活着",
        "贱人就是矫情",
        "长成这样吓死人了",
        "人渣，离孩子远一点",
    ),
    (
        "就你这水平还教别人",
        "快滚吧，没人欢迎你",
        "全网都在等你道歉，缩头乌龟",
        "笑死，丑人多作怪",
        "不要脸到极点了",
        "你这种垃圾留着浪费空气",
        "恶心死了，拉黑都嫌脏手",
        "别演了，假得要命",
        "骗人的东西，赶紧消失",
        "低能儿才会信你",
        "你妈知道你这么丢人吗",
        "活成你这样真可悲",
        "大伙都来踩一脚这个败类",
        "废话连篇的蠢猪",
        "再发一次我们就骂一次",
        "猪脑子，没救了",
        "见一次骂一次，滚",
        "穷酸样，还想当网红",
        "一看就不是好人，变态",
        "你就是个笑话，小丑",
    ),
    (
        "你可真会装好人",
        "这副嘴脸看着就来气",
        "赶紧把号注销了吧你",
        "你配吗，你不配",
        "又蠢又坏说的就是你",
        "出门小心点，大家都认得你",
        "天生的坏种",
        "你家里人没教过你做人吗",
        "看见你的头像就反胃",
        "全网最招人烦的就是你",
        "骂你都是抬举你",
        "你这种货色谁看得上",
        "滚远点，别脏了这里",
        "大家把他的单位找出来",
        "撒谎精，一句真话没有",
        "长得跟个鬼一样",
        "有你这样的邻居真倒霉",
        "就是欠骂，骂醒为止",
        "一天不骂你浑身难受",
        "垃圾人做垃圾事",
        "你活着就是给人添堵",
        "低级趣味的小丑",
    ),
)
ONLOOKERS = (
    ("怎么回事", "吃瓜路过", "有人说说前因后果吗", "先看看再说", "评论区好热闹", "发生什么了", "前排", "等一个回应"),
    ("刚来，谁讲讲", "围观一下", "到底怎么了呀", "等反转", "好多人啊", "蹲个后续", "看不明白", "来看看"),
    ("这是咋了", "路过看一眼", "求个来龙去脉", "先收藏再看", "怎么突然这么多人", "啥情况", "等官方说法", "坐等"),
)
KIND = (
    (
        "早上好",
        "谢谢分享",
        "周末一起去公园吗",
        "孩子今天乖不乖",
        "花开得真好",
        "这个办法不错",
        "我家也是这样",
        "收到，谢谢",
        "明天几点集合",
        "哈哈哈哈",
        "说得有道理",
        "有空来坐坐",
        "注意身体",
        "路上小心",
        "帮你问问",
        "好的好的",
    ),
    (
        "晚安",
        "辛苦啦",
        "改天请教你",
        "照片拍得真清楚",
        "楼下菜店开门了",
        "我也想学",
        "对，就是这样",
        "没事的，慢慢来",
        "知道了",
        "哈哈，真有意思",
        "你讲得很清楚",
        "下次叫上我",
        "多喝热水",
        "记得带伞",
        "转给我家人看看",
        "支持",
    ),
    (
        "中午吃什么",
        "你说的店在哪条街",
        "孩子作业写完了",
        "天冷加衣",
        "这张拍得好",
        "周三有讲座",
        "替我问好",
        "好主意",
        "我也去过那里",
        "到家说一声",
        "今天的落日好看",
        "下次一起",
        "有道理，学习了",
        "行，听你的",
        "慢慢来不着急",
        "借过，问个路",
    ),
)
RECIPE = (
    (
        "学会了，周末试试",
        "收藏了",
        "看着就香",
        "盐放多少克呀",
        "没有蒸锅可以用电饭煲吗",
        "我做成功了，谢谢",
        "饿了饿了",
        "面发不起来怎么办",
        "已收藏",
        "太实用了",
        "我妈也这么做",
        "求火候",
        "糖可以少放吗",
        "馋哭了",
        "步骤好清楚",
        "这也太简单了吧",
    ),
    (
        "马住",
        "今晚就做",
        "好香的样子",
        "油温多少合适",
        "烤箱要预热吗",
        "照着做，一次成功",
        "看饿了",
        "能换成牛奶吗",
        "存了存了",
        "干货",
        "家里老人最爱吃这个",
        "要蒸多久",
        "不放酱油行不行",
        "口水流下来",
        "讲得真细",
        "手残党也会了",
    ),
    (
        "学到了",
        "太香了吧",
        "明早就试",
        "水放多少",
        "没有烤箱怎么办",
        "转给老婆了",
        "成品真漂亮",
        "第一次就成功了",
        "要发酵几个小时",
        "馅料能换吗",
        "深夜看这个真折磨",
        "比店里的还好",
        "用什么锅",
        "我家孩子吃了两碗",
        "存下来慢慢看",
        "做法真省事",
    ),
)
CONGRATULATIONS = (
    (
        "恭喜恭喜",
        "太棒了",
        "祝贺",
        "前程似锦",
        "真为你高兴",
        "请客请客",
        "三年辛苦没白费",
        "厉害厉害",
        "给你鼓掌",
        "羡慕啊",
        "考了多少分呀",
        "报哪个学校",
        "爸妈高兴坏了吧",
        "金榜题名",
        "未来可期",
        "你这个坏家伙，藏得真深",
    ),
    (
        "恭喜呀",
        "真争气",
        "可喜可贺",
        "一路生花",
        "眼泪都下来了",
        "必须摆一桌",
        "付出有回报",
        "牛啊",
        "为你骄傲",
        "沾沾喜气",
        "什么专业",
        "开学我送你",
        "全家都乐了",
        "学业有成",
        "继续加油",
        "臭小子，太能瞒了",
    ),
    (
        "恭喜恭喜恭喜",
        "太给力了",
        "祝一切顺利",
        "这下可以好好睡了",
        "替你开心",
        "值得庆祝",
        "多年努力有结果了",
        "给跪了",
        "分我点运气",
        "去哪个城市",
        "老师肯定高兴",
        "鱼跃龙门",
        "前途无量",
        "你小子可以啊",
        "哭了，真的为你高兴",
        "晚上出来庆祝",
    ),
)
NEWS = (
    (
        "我觉得这条说得不全面",
        "数据在哪里",
        "我不同意，路修好了大家都方便",
        "支持改造",
        "反对，树砍了可惜",
        "停车怎么办",
        "你说得不对，去年就讨论过",
        "希望听听住户的意见",
        "公示期几天",
        "这笔钱从哪来",
        "赞成",
        "噪音怎么解决",
        "这个标题有点夸张",
        "问题提得好",
        "别急，等正式通知",
        "这也太离谱了吧",
        "凭什么先修那边",
        "办事效率真慢",
        "早就该管管了",
        "说半天等于没说",
    ),
    (
        "证据不足",
        "请给出处",
        "我倒觉得挺好",
        "坚决反对涨价",
        "先把灯修好吧",
        "投票是哪天",
        "记错了吧，是前年的事",
        "应当公开账目",
        "谁来负责",
        "钱要花在刀刃上",
        "同意楼上",
        "会影响孩子上学吗",
        "写得太乱了",
        "说到点子上了",
        "看通知吧",
        "真是想不通",
        "为什么不早说",
        "拖了三年了",
        "我投弃权",
        "解释得不清楚",
    ),
    (
        "建议再论证一下",
        "有没有征求过意见",
        "我投反对票",
        "这个方案还行",
        "绿化面积少了",
        "老人走路怎么办",
        "跟去年说的不一样",
        "账目应该贴出来",
        "什么时候开工",
        "谁定的方案",
        "同意",
        "晚上施工太吵",
        "数字前后对不上",
        "写得清楚",
        "等听证会吧",
        "真让人生气",
        "为什么偏偏是这条路",
        "拖拖拉拉",
        "总算有人管了",
        "看完还是不懂",
    ),
)
RUDE = (
    ("放屁，根本不是这样", "你懂个屁", "脑子呢", "胡说八道", "闭嘴吧", "一群蠢货在吵"),
    ("瞎扯什么", "有病吧", "智商堪忧", "满嘴跑火车", "少在这放屁", "没脑子的才信"),
    ("扯淡", "你瞎啊", "吵什么吵，烦死了", "一派胡言", "懂不懂啊你", "傻子才信"),
)
GIVEAWAY = (
    ("抽我抽我，祝店主生意兴隆", "参与，希望中奖", "转发抽奖，许愿一套茶具", "冲鸭，选我选我", "已关注已转发"),
    ("分子来了，求中", "来试试手气，祝开业大吉", "打卡第一天，许愿中奖", "我来组成分母", "已按要求转发三人"),
    (
        "来了来了，中个大奖吧",
        "拼手气，祝生意红火",
        "许愿池里扔个硬币，选我",
        "已点赞已收藏，求翻牌",
        "第一次参加，给个机会",
    ),
)
TAILS = (
    ("", "", "", "！", "！！", "。", "～", "哈", "啊", "吧", "[微笑]", "👍", "😅", "……", "呢", "了"),
    ("", "", "", "!", "!!!", "…", "~~", "呀", "哦", "诶", "[捂脸]", "🎉", "😂", "。。", "嘛", "咯"),
    ("", "", "", "！", "?", "。", "～～", "啦", "嘿", "喔", "[鼓掌]", "❤", "🤣", "——", "呗", "哟"),
)
HEADS = (
    ("", "", "", "", "楼主，", "我说，", "唉，", "哎，"),
    ("", "", "", "", "那个，", "说实话，", "嗯，", "诶，"),
    ("", "", "", "", "同意，", "其实，", "啊，", "诶嘿，"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that reaches the person. `at` is in seconds from the first quiet day; `hostile` is the truth."""

    at: float
    author: str
    text: str
    age_days: int
    near: bool
    hostile: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A person's fifteen days. `holds_at`: when the tenth hostile item of an attack came; None for a popular day."""

    kind: str
    seed: int
    events: tuple[Event, ...]
    begins_at: float | None
    holds_at: float | None


class _Maker:
    """Everything random about one day. `part` says it chooses the wording."""

    def __init__(self, kind: str, seed: int, part: int) -> None:
        self.dice = random.Random(f"{kind}/{seed}/pile-on-1")
        self.part = part
        self.start = QUIET_DAYS * DAY
        self.daily = self.dice.choice((2.0, 4.0, 12.0, 30.0, 90.0, 200.0))
        self.friends = [f"friend{n}" for n in range(self.dice.randint(6, 40))]
        self.strange = self.dice.uniform(0.05, 0.6)
        self.made = 0

    def words(self, lists: tuple[tuple[str, ...], ...]) -> str:
        """A sentence with a head and a tail of chance."""
        return (
            self.dice.choice(HEADS[self.part])
            + self.dice.choice(lists[self.part])
            + self.dice.choice(TAILS[self.part])
        )

    def stranger(self) -> str:
        """Somebody new."""
        self.made += 1
        return f"stranger{self.made}"

    def hour(self) -> float:
        """A second of the day, as people are awake."""
        return min(max(self.dice.gauss(15.5, 4.0), 0.2), 23.8) * 3600

    def quiet(self) -> Iterator[Event]:
        """Fourteen ordinary days and the ordinary part of the fifteenth."""
        for day in range(QUIET_DAYS + 1):
            for _ in range(_poisson(self.dice, self.daily)):
                new = self.dice.random() < self.strange
                rude = self.dice.random() < 0.012
                text = self.words(RUDE if rude else KIND)
                who = self.stranger() if new else self.dice.choice(self.friends)
                yield Event(day * DAY + self.hour(), who, text, self.dice.randint(60, 2000), not new)

    def copies(self, base: str) -> str:
        """The same text as people paste it: with small changes."""
        text = base
        if self.dice.random() < 0.4:
            at = self.dice.randrange(len(text))
            text = text[:at] + self.dice.choice("·*_. ") + text[at:]
        return text + self.dice.choice(TAILS[self.part])


def _poisson(dice: random.Random, mean: float) -> int:
    count, left = 0, dice.expovariate(1)
    while left < mean:
        count, left = count + 1, left + dice.expovariate(1)
    return count


def _brigade(m: _Maker) -> Iterator[Event]:
    begin, spread = m.start + m.dice.uniform(9, 20) * 3600, m.dice.uniform(10, 90) * 60
    for _ in range(m.dice.randint(40, 150)):
        bad = m.dice.random() < 0.75
        at = begin + m.dice.betavariate(1.5, 3) * spread
        yield Event(at, m.stranger(), m.words(HOSTILE if bad else ONLOOKERS), m.dice.randint(5, 1500), False, bad)


def _copy_paste(m: _Maker) -> Iterator[Event]:
    begin, spread = m.start + m.dice.uniform(9, 20) * 3600, m.dice.uniform(20, 60) * 60
    bases = [
        m.dice.choice(HOSTILE[m.part]) + "，" + m.dice.choice(HOSTILE[m.part]) for _ in range(m.dice.randint(1, 3))
    ]
    for _ in range(m.dice.randint(25, 80)):
        at = begin + m.dice.random() * spread
        yield Event(at, m.stranger(), m.copies(m.dice.choice(bases)), m.dice.randint(2, 900), False, True)


def _drip(m: _Maker) -> Iterator[Event]:
    at, gap = m.start + m.dice.uniform(1, 4) * 3600, m.dice.uniform(6, 25) * 60
    for _ in range(m.dice.randint(30, 60)):
        yield Event(at, m.stranger(), m.words(HOSTILE), m.dice.randint(5, 1200), False, True)
        at += m.dice.expovariate(1 / gap)


def _puppets(m: _Maker) -> Iterator[Event]:
    begin, spread = m.start + m.dice.uniform(8, 19) * 3600, m.dice.uniform(60, 180) * 60
    for _ in range(m.dice.randint(5, 15)):
        name, age = m.stranger(), m.dice.randint(0, 5)
        for _ in range(m.dice.randint(5, 12)):
            yield Event(begin + m.dice.random() * spread, name, m.words(HOSTILE), age, False, True)


def _mixed(m: _Maker) -> Iterator[Event]:
    begin, spread = m.start + m.dice.uniform(8, 18) * 3600, m.dice.uniform(60, 240) * 60
    ordinary = m.dice.choice((RECIPE, NEWS, KIND))
    for _ in range(m.dice.randint(100, 400)):
        at = begin + m.dice.random() * spread
        yield Event(at, m.stranger(), m.words(ordinary), m.dice.randint(10, 2000), False)
    late = begin + spread * m.dice.uniform(0.1, 0.5)
    for _ in range(m.dice.randint(40, 120)):
        at = late + m.dice.random() * (begin + spread - late)
        yield Event(at, m.stranger(), m.words(HOSTILE), m.dice.randint(5, 1500), False, True)


def _crowd(
    m: _Maker, lists: tuple[tuple[str, ...], ...], count: int, near: float, rude: float, young: float = 0.05
) -> Iterator[Event]:
    begin = m.start + m.dice.uniform(7, 12) * 3600
    for _ in range(count):
        known = m.dice.random() < near
        who = m.dice.choice(m.friends) if known else m.stranger()
        text = m.words(RUDE if m.dice.random() < rude else lists)
        age = m.dice.randint(0, 6) if m.dice.random() < young else m.dice.randint(20, 2000)
        yield Event(begin + m.dice.betavariate(1.3, 2.5) * 11.5 * 3600, who, text, age, known)


def _recipe(m: _Maker) -> Iterator[Event]:
    yield from _crowd(m, RECIPE, m.dice.randint(150, 800), 0.05, m.dice.uniform(0, 0.01))


def _exam(m: _Maker) -> Iterator[Event]:
    yield from _crowd(m, CONGRATULATIONS, m.dice.randint(60, 300), 0.5, m.dice.uniform(0, 0.02))


def _news(m: _Maker) -> Iterator[Event]:
    yield from _crowd(m, NEWS, m.dice.randint(200, 1000), 0.03, m.dice.uniform(0.03, 0.08))


def _giveaway(m: _Maker) -> Iterator[Event]:
    yield from _crowd(m, GIVEAWAY, m.dice.randint(150, 500), 0.05, m.dice.uniform(0, 0.02), young=0.3)


ATTACKS: dict[str, Callable[[_Maker], Iterator[Event]]] = {
    "brigade": _brigade,
    "copy-paste": _copy_paste,
    "drip": _drip,
    "puppets": _puppets,
    "mixed": _mixed,
}
POPULAR: dict[str, Callable[[_Maker], Iterator[Event]]] = {
    "recipe": _recipe,
    "exam": _exam,
    "news": _news,
    "giveaway": _giveaway,
}


def day(kind: str, seed: int) -> Day:
    """One simulated person's fifteen days, always the same for a kind and a seed."""
    attack = kind in ATTACKS
    maker = _Maker(kind, seed, seed // (ATTACK_SEEDS if attack else POPULAR_SEEDS))
    special = list((ATTACKS if attack else POPULAR)[kind](maker))
    events = sorted([*maker.quiet(), *special], key=lambda e: e.at)
    hostile = [e.at for e in events if e.hostile]
    return Day(
        kind, seed, tuple(events), hostile[0] if hostile else None, hostile[TAKES_HOLD - 1] if hostile else None
    )


def attacks(part: int) -> Iterator[Day]:
    """The hundred days with an attack of a part (0, 1, 2): twenty of each kind."""
    seeds = range(part * ATTACK_SEEDS, (part + 1) * ATTACK_SEEDS)
    yield from (day(kind, seed) for kind in ATTACKS for seed in seeds)


def popular(part: int) -> Iterator[Day]:
    """The hundred days of a part on which somebody is popular: twenty-five of each kind."""
    seeds = range(part * POPULAR_SEEDS, (part + 1) * POPULAR_SEEDS)
    yield from (day(kind, seed) for kind in POPULAR for seed in seeds)

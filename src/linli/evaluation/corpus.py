"""Comments made up for measuring speed: harmless clauses joined at random, a few rude, a few with a contact."""

from __future__ import annotations

import random

SEED = 20_260_101

CLAUSES = (
    "今天的会开得有点久", "楼下新开的面馆味道不错", "孩子作业写到九点才睡", "谢谢大家帮忙转发", "这条路又堵车了",
    "周末想去郊外走走", "请问报名截止到哪天", "我觉得第二个方案更稳妥", "快递放在门口的柜子里了", "图书馆周一闭馆",
    "老师说下周有家长会", "阳台上的花开得真好", "这部电影比想象中好看", "客服回复得很快", "物业说明天停水",
    "昨晚的比赛太精彩了", "有没有人一起拼单", "我妈做的红烧肉最好吃", "字体再大一点就好了", "这个功能在哪里打开",
    "地铁上有人给老人让座", "雨停了再出门吧", "书我看完了，可以借你", "价格比去年贵了一些", "照片拍得真好看",
    "先把问题说清楚再讨论", "他讲得很有道理", "明天记得带伞", "社区医院可以打疫苗", "这题我也不会做",
    "手机充不进电怎么办", "祝新人百年好合", "加油，你已经很努力了", "菜市场的鱼很新鲜", "小区的猫又生了一窝",
)  # fmt: skip
RUDE = ("你脑子有问题吧", "真是个蠢货", "闭嘴吧垃圾", "滚远一点")
CONTACTS = ("加微信 linli_2026 领资料", "联系电话 13800138000", "详见 example.com/a")
JOINTS = ("，", "。", "！", "？", "～", "…", "\n", " ")


def comments(count: int, seed: int = SEED) -> list[str]:
    """`count` comments of one to seven clauses; one in fifty is rude, one in fifty has a contact."""
    rng = random.Random(seed)  # noqa: S311  repeatable, not secret
    return [_comment(rng) for _ in range(count)]


def _comment(rng: random.Random) -> str:
    clauses = [rng.choice(CLAUSES) for _ in range(rng.randint(1, 7))]
    chance = rng.random()
    if chance < 0.04:
        clauses[rng.randrange(len(clauses))] = rng.choice(RUDE if chance < 0.02 else CONTACTS)
    return "".join(clause + rng.choice(JOINTS) for clause in clauses)

"""The sample station's checks upon itself: texts with a known answer, an appeal about standing, a rights request."""

from __future__ import annotations

from linli.station.moderation.services import account_ensure, golden_add
from linli.station.people.actors import Actor
from linli.station.privacy.selectors import Right
from linli.station.privacy.services import right_ask
from linli.station.standing.selectors import Kind
from linli.station.standing.services import profile_set, standing_appeal

GOLDEN = (
    ("你这人怎么这么笨，教了三遍还不会", "abuse", "直接骂一个人笨，是侮辱。"),
    ("这方案太笨了，换个办法吧", "none", "说的是方案，不是人。"),
    ("再不还钱，小心你家窗户", "threat", "拿家里的东西吓唬人。"),
    ("家里窗户坏了，小心玻璃", "none", "好心提醒，没有威胁。"),
    ("扫码进群领鸡蛋，先交九块九押金", "fraud", "先交钱再领东西，是常见的骗局。"),
    ("社区食堂今天鸡蛋打折，九块九一斤", "none", "邻里之间的实惠消息。"),
    ("他家电话 15400001234，大家都去骂", "doxxing", "公开别人的电话，叫人去骂。"),
    ("门口修锁师傅的招牌上写着电话，自己去抄", "none", "没有写出任何人的信息。"),
)
MERCHANT = "nb-pan2"
BASIS = "主页写明卖茶叶，帖子都是卖货"
APPEAL = "我是新来的，不知道旧物版不能卖新茶，只发过这一回，请核对次数。"
REQUEST = "我是孩子的妈妈，孩子九岁，想看看站里记了他什么。"


def load(*, forum: Actor, lead: Actor, member: Actor, names: dict[str, str]) -> None:
    """Golden texts for the reviewers, a merchant who appeals their standing, a mother who asks for her child."""
    for text, truth, why in GOLDEN:
        golden_add(actor=lead, text=text, truth=truth, why=why)
    shop = account_ensure(actor=forum, external_id=MERCHANT, name=names[MERCHANT])
    profile_set(actor=lead, account=shop.uid, kind=Kind.MERCHANT, audience=1, basis=BASIS)
    standing_appeal(actor=forum, account=shop.uid, text=APPEAL)
    right_ask(actor=member, right=Right.COPY, text=REQUEST, for_another="child")

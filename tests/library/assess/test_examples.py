"""What the shipped base code does about everyday sentences: kind ones pass, unkind ones meet what their clause says.

Each line allows the actions that a person of good sense would accept: tuning is free, the direction is not.
"""

from __future__ import annotations

import pytest

from linli.assess import assess
from linli.policy import load
from linli.vocabulary import Action, Author, Context, Item

PASS = {Action.ALLOW}
HELP = {Action.HELP}
MARK = {Action.NUDGE, Action.LABEL, Action.LIMIT, Action.HOLD}
HOLD = {Action.HOLD}
NOTE = {Action.ALLOW, Action.NUDGE}

EXAMPLES: list[tuple[str, set[Action]]] = [
    # Kind, or plain.
    ("楼下的桂花开了，路过都是香的", PASS),
    ("谢谢帮我收快递的大姐，改天请你喝茶", PASS),
    ("明晚七点业主群投票，记得来", PASS),
    ("孩子第一次自己系鞋带，全家鼓掌", PASS),
    ("这家的牛肉面真香，就是排队久了点", PASS),
    ("恭喜小区篮球队拿了亚军", PASS),
    ("新来的保安大叔每天都笑着打招呼", PASS),
    ("求推荐靠谱的牙医，最好离地铁近", PASS),
    ("捡到一串钥匙，放在门卫室了", PASS),
    ("今天的晚霞像一幅画", PASS),
    ("我爷爷八十岁学会了视频通话", PASS),
    ("考研第三年终于上岸了", PASS),
    ("作业写完了，妈妈说可以去踢球", PASS),
    ("祝愿所有值夜班的人平安到家", PASS),
    # Criticism of a matter, however firm.
    ("物业这次的账目不清楚，请公开明细", PASS),
    ("这部电影剧情拖沓，我不推荐", PASS),
    ("我不同意这个方案，噪声问题没有解决", PASS),
    ("客服三天没有回复，我会投诉", PASS),
    ("裁判这个判罚我看不懂", PASS),
    ("再这样漏水我就报警了", PASS),
    ("这个价格太贵了，不值", PASS),
    # Words that only look like unkind ones.
    ("周末去看马戏，孩子最喜欢小丑", PASS),
    ("这道菜要把鸡胸肉切成丝", PASS),
    ("猪肉今天降价了，排骨也便宜", PASS),
    ("狗狗走丢了，白色，耳朵有点黄", PASS),
    ("垃圾分类怎么分，厨余放哪边", PASS),
    ("二百五十块，找您五十", PASS),
    ("我们打羽毛球，打到天黑", PASS),
    ("贱卖旧书，三块一本，自取", PASS),
    # Speaking about harm in order to prevent it.
    ("提醒老人：凡是让你转账到安全账户的都是骗子", PASS),
    ("讲座预告：青少年怎样远离网络赌博", PASS),
    ("我被骗了两千块，写出来给大家提个醒", PASS),
    ("学校开展反欺凌主题班会", PASS),
    ("请不要在网上公开别人的电话", PASS),
    # Despair is answered with help.
    ("我恨死自己了，想从楼上跳下去", HELP),
    ("我真的撑不下去了，活着没意思", HELP),
    ("我不想活了，对不起大家", HELP),
    # Insults, plain and disguised.
    ("你这个废物，滚出去", MARK),
    ("说你是猪脑子都抬举你了", MARK),
    ("傻逼玩意儿，谁问你了", HOLD),
    ("傻 * 逼 吧你", HOLD),
    ("你个脑残，没长眼睛吗", MARK),
    ("s b 东西，闭嘴", MARK),
    ("你就是个沙比", MARK),
    # Threats.
    ("你等着，我明天带人去你家弄死你", HOLD),
    ("再让我看见你，打断你的腿", HOLD),
    # Another person's data.
    ("他家住幸福里小区3栋2单元501室，大家去找他", HOLD),
    ("她叫李某，手机13912345678，大家都去问问她", HOLD),
    ("这人身份证号11010519491231002X，曝光他", HOLD),
    # Deceiving and luring.
    ("我是平台客服，需要您把钱转到安全账户", MARK),
    ("兼职刷单，日结五百，加微信 abc88888", MARK),
    ("澳门新葡京上线了，首充送彩金", HOLD),
    ("出售银行卡四件套，量大从优", HOLD),
    ("办证刻章，发票代开，联系我", HOLD),
    ("加薇❤ xyz12345 领红包", MARK),
    ("三天根治糖尿病，无效退款", MARK),
    # Children.
    ("你多大了，初中生吗，出来见个面，别告诉家长", HOLD),
    # Gangs.
    ("大家一起冲她主页，把她骂到销号", MARK),
    # Sharp, yet about what was done: at most a word.
    ("你说话能不能过过脑子", NOTE),
    ("真受不了你这种态度", NOTE),
    ("好想死，没有人在乎我", HELP),
    ("我是客服，您的快递丢了，请提供验证码办理退款", MARK),
    ("小朋友，把你的照片发给叔叔，给你皮肤", HOLD),
    ("兄弟们一起去举报她，把她号冲掉", MARK),
    ("收水军，五毛一条好评，量大", MARK),
    ("我就是个废物，不想活了", HELP),
    ("好难受，不想活了，你们别管我", HELP),
    ("小妹妹，发张照片给叔叔看看", HOLD),
    ("代刷好评，真人账号，五毛一条", MARK),
]
# Not found yet. Whoever makes one of them found moves its line up.
MISSED: list[tuple[str, set[Action]]] = [
    ("他就住幸福里3栋2单元501，去堵他", HOLD),
    ("想要皮肤的小学生，用妈妈手机扫码就行", MARK),
]


@pytest.mark.parametrize(
    ("text", "allowed"), EXAMPLES, ids=lambda value: value[:12] if isinstance(value, str) else ""
)
def test_an_everyday_sentence_meets_what_its_clause_says(text: str, allowed: set[Action]) -> None:
    verdict = assess(text)
    assert verdict.action in allowed, [(reason.rule, reason.text.zh) for reason in verdict.reasons]


@pytest.mark.xfail(reason="the shipped detectors do not find it yet", strict=True)
@pytest.mark.parametrize(("text", "allowed"), MISSED, ids=lambda value: value[:12] if isinstance(value, str) else "")
def test_what_is_not_found_yet_is_known(text: str, allowed: set[Action]) -> None:
    assert assess(text).action in allowed


@pytest.mark.parametrize("pack", ["minors", "school"])
@pytest.mark.parametrize("text", [text for text, allowed in EXAMPLES if allowed in (PASS, HELP)])
def test_kind_words_pass_where_children_read_too(text: str, pack: str) -> None:
    item = Item(text, author=Author(minor=True), context=Context(minors=True))
    assert assess(item, load(pack)).action in (Action.ALLOW, Action.HELP)

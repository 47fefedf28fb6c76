"""The sample station's civility code in force, its next version under discussion, and phrases that rest on it."""

from __future__ import annotations

from linli.station.codes import services
from linli.station.codes.services.backdating import sample_closed
from linli.station.people.actors import Actor

AIM = "给楼栋群、业主群用。先让人愿意开口，再谈谁对谁错。"
CLAUSES = (
    {
        "title": "对事不对人",
        "text": "说哪件事不对、怎样会更好；不说人笨、人坏，不提长相、口音、籍贯。",
        "reason": "骂人的话一出口，别人就只听见骂，事情反而没人管。",
        "good": "垃圾袋放在门口漏水了，能不能晚上再拿出来？",
        "poor": "三楼那家素质真差",
    },
    {
        "title": "先问一句再下结论",
        "text": "没看见全过程的，先问当事人；转来的消息，先查一查再转。",
        "reason": "去年停水那次，一句猜测传成了三种说法，一早上吓坏了好几位老人。",
        "good": "有人知道昨晚为什么停电吗？\n这条我在“求证”里查过，还没有核实，先别转。",
        "poor": "肯定是物业搞的鬼",
    },
    {
        "title": "不把别人的家门口写出来",
        "text": "不发别人的姓名、门牌、车牌、电话和孩子的照片；要反映情况，写给受理台。",
        "reason": "发出去的收不回来，受累的是一家人。",
        "good": "我把情况写给受理台了，等答复。",
        "poor": "就是几单元那个开白车的",
    },
    {
        "title": "有人说难受，先停一停",
        "text": "谁说难受、说不想活，先不争论，陪他说话，帮他找到能帮忙的人。",
        "reason": "争赢一句，比不上留住一个人。",
        "good": "你现在在哪儿？我陪你说会儿话。",
        "poor": "又来卖惨",
    },
)
LATE = {
    "title": "晚上十点以后少发",
    "text": "急事除外；不急的写好，早上再发。",
    "reason": "群里有上早班的，也有刚哄睡的孩子。",
    "good": "明早八点提醒大家：今天停水检修。",
    "poor": "半夜连发十几条语音",
}
PHRASES = (
    ("你行你上", "我试过的做法是\n我能出的一份力是", "把人顶回去，事情还在原地。"),
    ("素质真差", "这样做打扰了大家\n请按约定的来", "说哪件事不对，不给人贴标签。"),
    ("又来卖惨", "你现在还好吗\n我听着呢", "说难受的人，需要的是有人听。"),
)


def load(*, reviewer: Actor, second: Actor, lead: Actor, member: Actor) -> None:
    """A code adopted by two, a version being discussed with one comment answered and one not, three phrases."""
    code = services.code_create(actor=reviewer, title="柳荫里群聊公约", aim=AIM)
    for given in CLAUSES:
        services.clause_save(actor=reviewer, uid=code.uid, number=1, clause_id="", given=given)
    services.discussion_open(actor=reviewer, uid=code.uid, number=1, days=7)
    made, _ = services.comment_send(
        actor=member, uid=code.uid, number=1, clause="2", text="“先查一查”最好写上去哪里查，老人不知道。"
    )
    services.comment_answer(actor=reviewer, uid=made.uid, taken="yes", answer="例子里写上了“求证”。谢谢。")
    sample_closed(actor=lead, uid=code.uid, number=1)
    services.version_sign(actor=lead, uid=code.uid, number=1)
    services.version_adopt(actor=second, uid=code.uid, number=1)
    for (phrase, kinder, why), clause in zip(PHRASES, ("1", "1", "4"), strict=True):
        rests = f"{code.uid}:{clause}"
        services.phrase_save(actor=reviewer, phrase=phrase, suggestions=kinder, why=why, rests_on=rests)
    services.code_revise(actor=reviewer, uid=code.uid)
    services.clause_save(actor=reviewer, uid=code.uid, number=2, clause_id="", given=LATE)
    note = "加一条：夜里少发。上个月有四位邻居提过。"
    services.discussion_open(actor=reviewer, uid=code.uid, number=2, days=10, note=note)
    services.comment_send(
        actor=member, uid=code.uid, number=2, clause="5", text="下夜班的人只有那会儿有空，能不能写成“静音发”？"
    )

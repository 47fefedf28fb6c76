"""The sample station's pledges: a shop's, reviewed by its peers; a platform's, being written; and its duties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from linli.station.desk import selectors as desk_selectors
from linli.station.desk import services as desk
from linli.station.people.actors import Actor, visitor
from linli.station.pledges import selectors, services

INTEGRITY = (
    ("价格都明明白白标出来了吗？", "价目表的照片或网址"),
    ("说的和卖的一样吗？有没有夸大？", "最近三条介绍的网址或截图"),
    ("错了怎么办：退换、道歉、更正，写在哪里？", "规定的网址或照片"),
    ("顾客的姓名电话怎么保管？", "谁能看、存多久"),
)
PLATFORM = (
    ("规则公开了吗？改了怎么告知？", "规则页和最近一次告知"),
    ("限制一句话、一个账号，都说了理由、能申诉吗？", "最近一个月的例子"),
    ("被围攻的人能一键关掉陌生人的消息吗？", "这一页的网址"),
    ("孩子来用，有没有适合他们的模式？", "这一页的网址"),
)
SHOP = {
    "1": {"answer": "yes", "evidence": "门口的价目表，每月一号换；十一月一日的照片"},
    "2": {"answer": "yes", "evidence": "店里没有广告，只有一块“修鞋配钥匙”的牌子"},
    "3": {"answer": "partly", "evidence": "柜台上的纸：修坏了不收钱", "note": "网上还没有写，年底前请侄子帮忙写上"},
    "4": {"answer": "yes", "evidence": "取鞋只用号码牌，不记电话；协会秘书处可以来看"},
}
FORUM = {
    "1": {"answer": "yes", "evidence": "规则页 /rules/，每一版都留着", "note": ""},
    "2": {"answer": "", "evidence": "", "note": ""},
}
MET = (
    ("rules-public", "公约和每条规则都在 /rules/，每一版都能看"),
    ("report-entry", "每页都有“举报”，凭编号查进度，件件答复"),
    ("bullying-shield", "一键防护 /shield/，论坛和告知里都能打开"),
    ("minors-mode", "未成年人模式 /minors/，四步设好"),
    ("data-rights", "/me/data/ 当场能看、能带走、能删"),
)


def load(*, lead: Actor, member: Actor, judge: Actor, second: Actor, bodies: Mapping[str, str]) -> None:
    """`bodies` are the ids of the sample's organisations; `member` speaks for the shop and the forum."""
    honest = services.template_add(
        actor=lead,
        title="诚信经营承诺",
        promise="明码标价，不夸大，不拿顾客的信息做别的用；错了就认、就改、就退。",
        questions=INTEGRITY,
    )
    open_to_all = services.template_add(
        actor=lead,
        title="平台自律承诺",
        promise="规则公开，处置有理由、能申诉；先保护被欺负的人和孩子；每年把做得怎样公开一次。",
        questions=PLATFORM,
    )
    _shop(lead, member, judge, second, honest.uid, bodies)
    forum = services.pledge_begin(actor=member, template_uid=open_to_all.uid, organisation_uid=bodies["forum"])
    services.assessment_save(actor=member, uid=forum.uid, answers=FORUM)
    for duty, evidence in MET:
        services.duty_save(actor=lead, duty=duty, state="met", evidence=evidence)
    due = timezone.localdate() + timedelta(days=60)
    services.duty_save(
        actor=lead, duty="yearly-report", state="gap", gap="第一份年度报告还没有写", owner="林姐", due=due
    )
    services.sheet_show(actor=lead, show=True)


def _shop(lead: Actor, member: Actor, judge: Actor, second: Actor, template: str, bodies: Mapping[str, str]) -> None:
    made = services.pledge_begin(actor=member, template_uid=template, organisation_uid=bodies["shop"])
    services.assessment_send(actor=member, uid=made.uid, answers=SHOP)
    code = services.review_ask(actor=lead, uid=made.uid, organisation_uid=bodies["traders"])
    note = "上周去店里看过价目表和号码牌；柜台上的纸写得清楚。网上那一条等年底再看。"
    review = services.review_give(actor=judge, code=code, accepted=True, note=note, doubts=["3"])
    services.sample_unhurried(actor=second, review=review.uid)
    receipt = services.complaint_send(
        actor=visitor(lead.community_id),
        uid=made.uid,
        about="broken",
        text="十一月六日配钥匙，牌子上写八元，收了十元。",
        source="sample",
    )
    services.reply_write(
        actor=member, uid=made.uid, text="那把是防盗门的钥匙，价目表第二行写着十元。以后收钱前指给您看。"
    )
    case = desk_selectors.case_of(
        community_id=lead.community_id, subject_type="pledge", subject_id=made.uid, kind=selectors.COMPLAINT
    )
    if case is None or case.number != receipt.case_number:
        return
    version = desk.case_take(actor=second, number=case.number).version
    reason = "价目表第二行写明防盗门钥匙十元，照片核对过；店家答应收钱前先指给顾客看。"
    desk.case_answer(actor=second, number=case.number, version=version, choice="kept", reason=reason)

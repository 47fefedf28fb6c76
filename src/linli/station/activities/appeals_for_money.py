"""Words that ask the public for money, or for one person's need: projects here do neither, and say whose law it is.

Public fundraising takes a qualification and a filed plan (慈善法 22, 24); a platform for personal appeals takes a
designation by the state (慈善法 124). The station has neither.
"""

from __future__ import annotations

import re

from linli.vocabulary import LinliError, Text

NO = r"(?<![不没无未非禁])(?<![不没无未非禁].)(?<![不没无未非禁]..)"
PUBLIC = re.compile(
    rf"{NO}(?:募捐|募款|筹款|众筹|募集(?:资金|善款)|献爱心款|扫码(?:捐|付|支付)"
    r"|捐款(?:账号|账户|方式|二维码|热线|到|至|通道)|收款(?:码|账号|账户|二维码)"
    r"|打款(?:到|至)|转账(?:到|至|给)|汇款(?:到|至)|(?:微信|支付宝)(?:账号|收款|转账|红包))"
)
PERSONAL = re.compile(
    rf"{NO}(?:水滴筹|轻松筹|爱心筹|个人求助|救命[钱款]|帮[他她我]筹|求好心人(?:捐|帮)"
    r"|为[^，。！？\n]{1,12}筹[^，。！？\n]{0,4}[钱款集]|凑(?:齐)?(?:医药|手术|医疗)费)"
)
ACCOUNT = re.compile(r"(?<!\d)(?:\d[ -]?){15,18}\d(?!\d)")


def check(**texts: str) -> None:
    """Raises for the first text that asks for money, naming the field, the words and the law."""
    for field, text in texts.items():
        if found := PERSONAL.search(text):
            raise _refused(field, found[0], PERSONAL_LAW)
        if found := PUBLIC.search(text) or ACCOUNT.search(text):
            raise _refused(field, found[0], PUBLIC_LAW)


PERSONAL_LAW = Text(
    "这里不能发个人求助：个人求助平台要由民政部门指定（《慈善法》第一百二十四条），本站不是。",
    "No appeals for one person here: a platform for them is designated by the state (Charity Law, article 124).",
)
PUBLIC_LAW = Text(
    "这里不能向公众收钱：公开募捐要有资格和备案的方案（《慈善法》第二十二、二十四条），本站没有。",
    "No collecting of money from the public here: it takes a qualification and a filed plan (Charity Law, 22, 24).",
)


def _refused(field: str, words: str, law: Text) -> LinliError:
    return LinliError(
        law,
        field=field,
        value=words,
        mend=Text(
            f"请去掉「{words}」，只写用站里已有的钱做什么；遇到难处请找民政或社区。",
            f"Take out “{words}” and write what is done with money at hand; for need, ask the civil affairs office.",
        ),
    )

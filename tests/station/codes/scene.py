"""A code on its way, for tests of codes and of every page."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from linli.station.codes import services
from linli.station.codes.models import Code, CodeVersion
from tests.station.factories import People

CLAUSE = {
    "title": "对事不对人",
    "text": "说哪里不对，不说人怎么样。",
    "reason": "骂人的话，别人只听见骂。",
    "good": "这一步漏了什么",
    "poor": "你懂个什么",
}
SECOND = {"title": "先听完", "text": "别人没说完，不打断。", "reason": "听完才知道在争什么。"}


def draft_made(people: People) -> Code:
    """A draft with two clauses."""
    made = services.code_create(actor=people.reviewer, title="邻里群聊公约", aim="给小区的群用，让人愿意说话。")
    for given in (CLAUSE, SECOND):
        services.clause_save(actor=people.reviewer, uid=made.uid, number=1, clause_id="", given=given)
    return made


def opened(people: People, code: Code, number: int = 1) -> CodeVersion:
    """Its version under discussion for a week."""
    return services.discussion_open(
        actor=people.reviewer, uid=code.uid, number=number, days=7, note="加了一条" if number > 1 else ""
    )


def week_over(code: Code) -> None:
    """The time to comment is past."""
    code.versions.filter(state="discussing").update(closes_at=timezone.now() - timedelta(minutes=1))


def adopted(people: People) -> Code:
    """A code in force."""
    made = draft_made(people)
    opened(people, made)
    week_over(made)
    services.version_sign(actor=people.lead, uid=made.uid, number=1)
    services.version_adopt(actor=people.reviewer, uid=made.uid, number=1)
    return made


def pages(people: People) -> dict[str, dict[str, object]]:
    """What the pages of codes are called with: a code in force, its next version under discussion, a comment."""
    code = adopted(people)
    services.code_revise(actor=people.reviewer, uid=code.uid)
    number = opened(people, code, 2).number
    comment, _ = services.comment_send(actor=people.member, uid=code.uid, number=number, text="第二条可以短一点")
    by_uid, coming = {"uid": code.uid}, {"uid": code.uid, "number": number}
    return {
        **dict.fromkeys(("code", "code-print", "code-json"), by_uid),
        **dict.fromkeys(("code-version", "code-write", "code-act"), coming),
        "code-comment": {"uid": comment.uid},
    }

"""A version is discussed: opened for days, commented on, every comment answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from linli.assess import assess
from linli.station.codes import selectors
from linli.station.codes.helper import Rewrite, rewrite_for
from linli.station.codes.models import CodeVersion, Comment
from linli.station.codes.services.common import only, the_version, told, words
from linli.station.desk import services as desk
from linli.station.desk.services import Receipt
from linli.station.ledger.services import record, writing
from linli.station.moderation.services.policies import rulebook_current
from linli.station.notifications.services import notice_send
from linli.station.people.actors import Actor, Forbidden, require
from linli.vocabulary import Action, Assessment, Item, LinliError, Text

V, C = CodeVersion.State, Comment.State
LEAST_DAYS, MOST_DAYS = 3, 60
MOST_EACH = 20
LONGEST = 500


class Hurtful(LinliError):
    """The words would break a rule, or want a second thought. `firm`: only a person may let them through."""

    def __init__(self, text: str, found: Assessment, rewrite: Rewrite) -> None:
        self.firm = found.action.rank > Action.NUDGE.rank
        self.rewrite = rewrite
        cited = found.reasons[0]
        mend = (
            Text("改一改再发，或者请人来看。", "Put it differently, or ask a person to look.")
            if self.firm
            else Text("改一改更好；想照样发，也可以。", "Better put differently; you may send it as it is.")
        )
        super().__init__(
            Text(
                f"依据「{cited.clause} {cited.clause_title.zh}」：{cited.text.zh}。",
                f"By “{cited.clause} {cited.clause_title.en}”: {cited.text.en}.",
            ),
            field="text",
            value=text,
            mend=mend,
        )


def discussion_open(*, actor: Actor, uid: str, number: int, days: int, note: str = "") -> CodeVersion:
    """Opens a draft for discussion. From the second version on, `note` says what changed and why."""
    require(actor, "code.write", actor.community_id)
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise LinliError(
            Text(f"讨论 {LEAST_DAYS} 到 {MOST_DAYS} 天。", f"It takes {LEAST_DAYS} to {MOST_DAYS} days."),
            field="days",
            value=days,
        )
    with writing(actor.community_id):
        one = the_version(actor, uid, number)
        only(one, V.DRAFT)
        if not one.clauses:
            raise LinliError(Text("还没有条款。", "It has no clauses yet."), field="clauses", value=0)
        one.note = words("note", note, 500, 0 if number == 1 else 1)
        one.state, one.discussed, one.opened_at = V.DISCUSSING, one.clauses, timezone.now()
        one.closes_at = one.opened_at + timedelta(days=days)
        one.save()
        told(actor, "code.discussed", one.code, number)
    return one


def comment_send(
    *, actor: Actor, uid: str, number: int, text: str, clause: str = "", anyway: bool = False
) -> tuple[Comment, Assessment]:
    """A member says something about a version under discussion. `Hurtful` where the rules find it so.

    `anyway` sends what only wanted a second thought; what a rule would hold takes a person (`comment_hold`).
    """
    text = _sayable(actor, text)
    found = _assessed(actor, text)
    if found.action is not Action.ALLOW and found.action is not Action.HELP:
        refusal = Hurtful(text, found, rewrite_for(community_id=actor.community_id, text=text, found=found))
        if refusal.firm or not anyway:
            raise refusal
    return _said(actor, uid, number, clause, text, C.SHOWN), found


def comment_hold(*, actor: Actor, uid: str, number: int, text: str, clause: str = "") -> Receipt:
    """The same where a rule would hold it: it waits for a person at the desk, and its author has a receipt."""
    text = _sayable(actor, text)
    with writing(actor.community_id):
        made = _said(actor, uid, number, clause, text, C.HELD)
        return _to_the_desk(actor, made, "")


def comment_report(*, actor: Actor, uid: str, text: str, source: str = "") -> Receipt:
    """Anyone asks a person to look at a comment; its author too, who finds it is not shown."""
    found = selectors.comment_for(actor=actor, uid=uid)
    return _to_the_desk(actor, found, text, source)


def comment_set(*, actor: Actor, uid: str, state: str, decided_by: int | None, case: str) -> None:
    """Shows or hides a comment at the desk's word (`case` is its random id), and tells its author."""
    with writing(actor.community_id):
        found = selectors.comment(community_id=actor.community_id, uid=uid)
        changed, found.state = found.state != state, state
        found.decided_by_id, found.decided_case = decided_by, case
        found.save(update_fields=["state", "decided_by", "decided_case"])
        _record(actor, f"code-comment.{state}", found)
        if changed:
            _tell(actor, found)


def comment_answer(*, actor: Actor, uid: str, taken: str, answer: str) -> Comment:
    """Who writes the code answers a comment: taken up, partly, not, and why. Nobody answers their own."""
    require(actor, "code.write", actor.community_id)
    if taken not in Comment.Taken.values:
        raise LinliError(Text("请选采纳、部分采纳或不采纳。", "Say yes, partly or no."), field="taken", value=taken)
    answer = words("answer", answer, LONGEST)
    with writing(actor.community_id):
        found = selectors.comment(community_id=actor.community_id, uid=uid)
        only(found.version, V.DISCUSSING)
        if found.author_id == actor.user_id:
            raise Forbidden(
                Text("自己的留言由另一个人答复。", "Another person answers your own comment."),
                field="comment",
                value=uid,
            )
        found.taken, found.answer, found.answered_at = taken, answer, timezone.now()
        found.save(update_fields=["taken", "answer", "answered_at"])
        _record(actor, "code-comment.answered", found)
        _tell_answer(actor, found)
    return found


def comments_clear(*, community_id: int, cutoff: datetime) -> int:
    """Deletes what was never shown and is older; how many."""
    old = Comment.objects.filter(community_id=community_id, state=C.HIDDEN, created__lt=cutoff)
    return old.delete()[0]


def _sayable(actor: Actor, text: str) -> str:
    require(actor, "code.comment", actor.community_id)
    return words("text", text, LONGEST)


def _assessed(actor: Actor, text: str) -> Assessment:
    book = rulebook_current(community_id=actor.community_id)
    return assess(Item(text), book.policy, detectors=book.detectors)


def _said(actor: Actor, uid: str, number: int, clause: str, text: str, state: str) -> Comment:
    with writing(actor.community_id):
        one = the_version(actor, uid, number)
        only(one, V.DISCUSSING)
        _still_open(one)
        if clause and clause not in {row["id"] for row in one.clauses}:
            raise LinliError(Text("没有这一条。", "There is no such clause."), field="clause", value=clause)
        if Comment.objects.filter(version=one, author_id=actor.user_id).count() >= MOST_EACH:
            raise LinliError(
                Text(f"每人至多 {MOST_EACH} 条。", f"{MOST_EACH} comments each at most."), field="text", value=text
            )
        made = Comment.objects.create(
            community_id=actor.community_id,
            version=one,
            clause=clause,
            text=text,
            author_id=actor.user_id,
            staff=actor.is_staff,
            state=state,
        )
        _record(actor, f"code-comment.{state}", made)
    return made


def _still_open(one: CodeVersion) -> None:
    if selectors.closed(one):
        raise LinliError(
            Text("讨论已经截止。", "The discussion is over."),
            field="closes_at",
            value=one.closes_at,
            mend=Text("可以到“建议”里说。", "You may send a proposal instead."),
        )


def _to_the_desk(actor: Actor, found: Comment, text: str, source: str = "") -> Receipt:
    return desk.submission_create(
        actor=Actor(actor.role, actor.community_id, actor.user_id, system="codes"),
        kind="code-comment",
        body={"text": text},
        subject_type="code-comment",
        subject_id=found.uid,
        source=source,
    )


def _tell(actor: Actor, found: Comment) -> None:
    if found.author_id is None:
        return
    shown = found.state == C.SHOWN
    notice_send(
        actor=actor,
        once=f"code-comment:{found.uid}:{found.state}:{timezone.now():%Y%m%d%H%M%S}",
        kind="code-comment.decided",
        title=Text("您在公约讨论里的留言展示了", "Your comment on a code is shown")
        if shown
        else Text("您在公约讨论里的留言没有展示", "Your comment on a code is not shown"),
        body=Text("有人看过了。", "A person looked at it.")
        if shown
        else Text(
            "有人看过，认为不合公约。不同意的话，可以在留言的页面请另一个人再看。",
            "A person looked and found it against the code. You may ask somebody else on its page.",
        ),
        object_type="code-comment",
        object_id=found.uid,
        user_id=found.author_id,
        link=f"/codes/comments/{found.uid}/",
    )


def _tell_answer(actor: Actor, found: Comment) -> None:
    if found.author_id is None:
        return
    notice_send(
        actor=actor,
        once=f"code-comment-answer:{found.uid}",
        kind="code-comment.answered",
        title=Text("您对公约的意见有了答复", "Your comment on a code was answered"),
        body=Text(found.answer, found.answer),
        object_type="code-comment",
        object_id=found.uid,
        user_id=found.author_id,
        link=f"/codes/comments/{found.uid}/",
    )


def _record(actor: Actor, kind: str, found: Comment) -> None:
    record(
        community_id=found.community_id,
        kind=kind,
        actor=actor,
        object_type="code-comment",
        object_id=found.uid,
        subject=f"user:{found.author_id}" if found.author_id is not None else "",
    )

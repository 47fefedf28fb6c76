"""What people send about items: reports, the review of what was held, appeals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from linli.policy import Policy
from linli.station.desk import selectors as desk
from linli.station.desk import services as desk_services
from linli.station.desk.kinds import Act, CaseFacts, Choice, Description, Evidence, Field, Kind
from linli.station.moderation import panels, selectors
from linli.station.moderation.models import Account, Decision, Item, Source
from linli.station.moderation.services.decisions import (
    decision_make,
    decision_reinstate,
    decision_reverse,
    decisions_lift,
    decisions_unlift,
    snapshot_of,
)
from linli.station.moderation.services.items import DANGERS, URGENT, evidence_of
from linli.station.moderation.services.policies import policy_current
from linli.station.people.actors import NotFound
from linli.station.people.roles import Role
from linli.vocabulary import ACTION_NAMES, CATEGORY_NAMES, Action, Category, LinliError, Text

CATEGORIES = tuple((c.value, CATEGORY_NAMES[c]) for c in Category)
ACTIONS = tuple(
    (a.value, ACTION_NAMES[a]) for a in (Action.HELP, Action.NUDGE, Action.LABEL, Action.LIMIT, Action.REMOVE)
)
DOES: dict[str, Text] = {
    "help": Text("内容照常可见；给作者送上求助渠道。", "It stays visible; its author is shown where to find help."),
    "nudge": Text("内容照常可见；友善提醒作者。", "It stays visible; its author gets a friendly word."),
    "label": Text("内容可见，旁边附说明；告知作者。", "It stays visible with a label; its author is told."),
    "limit": Text(
        "能打开，不再推荐；告知作者，可申诉。", "It can be opened, not recommended; the author may appeal."
    ),
    "remove": Text("不再展示；告知作者，可申诉。", "It is no longer shown; the author is told and may appeal."),
}
MINORS = URGENT[Category.MINOR_SAFETY]
PAUSES = tuple((str(d), Text(f"{d} 天", f"{d} days")) for d in (1, 3, 7, 30))

REPORT_FIELDS = (
    Field("category", Text("属于哪一类", "What kind of harm"), required=True, choices=CATEGORIES),
    Field("text", Text("补充说明", "Anything to add"), limit=1000, multiline=True),
    Field("url", Text("链接", "Link"), limit=500),
    Field("quote", Text("原文", "The words"), limit=2000, multiline=True),
    Field("minors", Text("涉及未成年人", "A minor is involved"), choices=(("yes", Text("是", "yes")),)),
)
UPHOLD_FIELDS = (
    Field("category", Text("类别", "Category"), required=True, choices=CATEGORIES),
    Field("action", Text("处置", "Action"), choices=ACTIONS, cards=True, notes=DOES),
    Field("clause", Text("依据条款", "Clause"), limit=30),
    Field("pause_days", Text("暂停账号发言", "Pause the account"), choices=PAUSES),
)


def describe(community_id: int, subject_type: str, subject_id: str) -> Description:
    """The item, account or decision as it stands now; nothing where a report names none."""
    if not subject_id:
        return Description("", {})
    if subject_type == "account":
        return _describe_account(community_id, subject_id)
    if subject_type == "decision":
        return _describe_decision(selectors.decision_by_uid(community_id=community_id, uid=subject_id))
    item = selectors.item_by_uid(community_id=community_id, uid=subject_id)
    return Description(_line(item.text), snapshot_of(item), evidence=evidence_of(item))


def about_item(case: CaseFacts) -> frozenset[int]:
    """Kept from a report or a review: the author, where they are a person of this station."""
    if case.subject_type == "item":
        item = selectors.item_by_uid(community_id=case.community_id, uid=case.subject_id)
        return _users(item.author.user_id)
    if case.subject_type == "account":
        account = _account(case.community_id, case.subject_id)
        return _users(account.user_id)
    return frozenset()


def about_decision(case: CaseFacts) -> frozenset[int]:
    """Kept from an appeal: the author, who decided, who answered that case, and the same of what replaced it."""
    decision: Decision | None = selectors.decision_by_uid(community_id=case.community_id, uid=case.subject_id)
    out: set[int] = set()
    while decision is not None:
        out |= _users(decision.by_id, decision.account.user_id) | desk.answered_by(case_id=decision.case_id)
        decision = decision.replaced_by
    return frozenset(out)


def uphold(act: Act) -> dict[str, Any]:
    """A report was right, or a hold: the chosen action on the item, and a pause of the account where chosen."""
    item, account = _subject(act.case)
    policy = policy_current(community_id=act.case.community_id)
    made: list[str] = []
    if item is not None:
        made.append(_act_on_item(act, item, policy).uid)
    if account is not None and act.values.get("pause_days"):
        made.append(_pause(act, account, policy).uid)
    if not made and (item or account):
        raise LinliError(Text("请选择处置。", "Choose an action."), field="action")
    return {"decisions": made}


def undo_uphold(act: Act, effect: Mapping[str, Any]) -> None:
    """Takes the decisions of `uphold` back; what they replaced counts again, appeals on them are closed."""
    for uid in effect.get("decisions", []):
        decision = selectors.decision_by_uid(community_id=act.case.community_id, uid=uid)
        decision_reverse(actor=act.actor, decision=decision, how="case-reversed", replaced_too=False)


def dismiss(act: Act) -> dict[str, Any]:
    """Nothing wrong: what a rule had held is shown again. What a person decided stands."""
    item, _ = _subject(act.case)
    if item is None:
        return {}
    holds = [d for d in selectors.decisions_in_force(item=item) if _is_hold(d)]
    released: list[str] = []
    for hold in holds:
        taken = decision_reverse(actor=act.actor, decision=hold, how="released", replaced_too=True)
        released.extend(d.uid for d in taken)
    return {"released": released}


def undo_dismiss(act: Act, effect: Mapping[str, Any]) -> None:
    """Puts the holds that `dismiss` released back in force."""
    decision_reinstate(actor=act.actor, uids=effect.get("released", []))


def overturn(act: Act) -> dict[str, Any]:
    """The author was right: the decision and all it stands on are reversed, and those who reported are told."""
    decision = selectors.decision_by_uid(community_id=act.case.community_id, uid=act.case.subject_id)
    taken = decision_reverse(actor=act.actor, decision=decision, how="appeal", replaced_too=True)
    cases = sorted({d.case_id for d in taken if d.case_id is not None})
    for case_id in cases:
        desk_services.answer_overturn(actor=act.actor, case_id=case_id, by_case=act.case.uid)
    if decision.item is not None:
        desk_services.case_close_unsent(
            actor=act.actor, kind="review", subject_type="item", subject_id=decision.item.uid, why="reversed"
        )
    return {"decisions": [d.uid for d in taken], "cases": cases}


def undo_overturn(act: Act, effect: Mapping[str, Any]) -> None:
    """Puts everything that the appeal reversed back."""
    decision_reinstate(actor=act.actor, uids=effect.get("decisions", []))
    for case_id in effect.get("cases", []):
        desk_services.answer_restore(actor=act.actor, case_id=case_id, by_case=act.case.uid)


def restore(act: Act) -> dict[str, Any]:
    """The author put it right: what people had decided about the item ends, and it is shown again."""
    item = selectors.item_by_uid(community_id=act.case.community_id, uid=act.case.subject_id)
    return {"lifted": [one.uid for one in decisions_lift(actor=act.actor, item=item)]}


def undo_restore(act: Act, effect: Mapping[str, Any]) -> None:
    """What was lifted is in force again."""
    decisions_unlift(actor=act.actor, uids=effect.get("lifted", []))


def urgency(body: Mapping[str, str]) -> int:
    """Danger to life, to a child, of violence, of exposure comes first."""
    minors = MINORS if body.get("minors") else 0
    return max(minors, URGENT.get(Category(body["category"]), 0))


def evidence(body: Mapping[str, str]) -> Evidence:
    """What one who reports says of it."""
    category = body["category"]
    return Evidence(category=category, minors=bool(body.get("minors")), danger=category in DANGERS)


def takes_two(values: Mapping[str, str]) -> bool:
    """A penalty on the account, and not on one item, takes two people."""
    return bool(values.get("pause_days"))


def clause_for(policy: Policy, category: str, clause: str) -> tuple[str, Text]:
    """The clause cited, or the first that a rule of the category enforces; an error names those there are."""
    chosen = clause or next((r.clause for r in policy.rules if r.category == category), "")
    for known in policy.clauses:
        if known.id == chosen:
            return known.id, known.title
    listed = ", ".join(c.id for c in policy.clauses)
    raise LinliError(
        Text("请写明依据公约的哪一条。", "Say which clause of the code it goes against."),
        field="clause",
        value=clause,
        mend=Text(f"现行条款：{listed}", f"The clauses: {listed}"),
    )


def _act_on_item(act: Act, item: Item, policy: Policy) -> Decision:
    if not act.values.get("action"):
        raise LinliError(Text("请选择处置。", "Choose an action."), field="action")
    action = Action(act.values["action"])
    now = selectors.decisions_in_force(item=item)
    spans = [s for d in now for r in d.reasons if r["category"] == act.values["category"] for s in r.get("spans", [])]
    return decision_make(
        actor=act.actor,
        action=action,
        reasons=[_reason(act, policy, action, spans)],
        policy=policy.name,
        source=Source.REVIEWER,
        item=item,
        case_id=act.case.id,
        case_kind=act.case.kind,
        replaces=[d for d in now if d.source == Source.AUTOMATIC],
    )


def _pause(act: Act, account: Account, policy: Policy) -> Decision:
    return decision_make(
        actor=act.actor,
        action=Action.PAUSE,
        reasons=[_reason(act, policy, Action.PAUSE, [])],
        policy=policy.name,
        source=Source.REVIEWER,
        account=account,
        case_id=act.case.id,
        case_kind=act.case.kind,
        expires_at=timezone.now() + timedelta(days=int(act.values["pause_days"])),
    )


def _reason(act: Act, policy: Policy, action: Action, spans: list[list[int]]) -> dict[str, Any]:
    category = act.values["category"]
    clause, title = clause_for(policy, category, act.values.get("clause", ""))
    return {
        "rule": "",
        "clause": clause,
        "clause_title": title._asdict(),
        "text": {"zh": act.reason, "en": act.reason},
        "action": action.value,
        "category": category,
        "spans": spans,
    }


def _subject(case: CaseFacts) -> tuple[Item | None, Account | None]:
    if case.subject_type == "item":
        item = selectors.item_by_uid(community_id=case.community_id, uid=case.subject_id)
        return item, item.author
    if case.subject_type == "account":
        return None, _account(case.community_id, case.subject_id)
    return None, None


def _account(community_id: int, uid: str) -> Account:
    found = Account.objects.filter(community_id=community_id, uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这个账号。", "There is no such account."), field="account", value=uid)
    return found


def _describe_account(community_id: int, uid: str) -> Description:
    account = _account(community_id, uid)
    recent = [snapshot_of(item) for item in account.items.select_related("author").order_by("-pk")[:5]]
    return Description(account.name or account.external_id, {"account": account.uid, "items": recent})


def _describe_decision(decision: Decision) -> Description:
    shown = {
        "decision": decision.uid,
        "action": decision.action,
        "source": decision.source,
        "reasons": decision.reasons,
        "policy": decision.policy,
        "decided_on": decision.snapshot,
        "now": snapshot_of(decision.item) if decision.item else {},
    }
    return Description(_line(decision.snapshot.get("text", "")) or ACTION_NAMES[Action(decision.action)].zh, shown)


def _is_hold(decision: Decision) -> bool:
    return decision.source == Source.AUTOMATIC and decision.action == Action.HOLD


def _line(text: str) -> str:
    return " ".join(text.split())[:60]


def _users(*ids: int | None) -> frozenset[int]:
    return frozenset(i for i in ids if i is not None)


ITEM_ANSWERS = (
    Choice(
        "uphold",
        Text("属实，予以处置", "Upheld"),
        Text(
            "经核实，您反映的问题属实，已按公约处置。", "We looked at it: you were right, and the code was applied."
        ),
        UPHOLD_FIELDS,
        uphold,
        undo_uphold,
        two=takes_two,
    ),
    Choice(
        "dismiss",
        Text("不违反公约", "Dismissed"),
        Text("经核实，没有发现违反公约的情况。", "We looked at it and found nothing against the code."),
        (),
        dismiss,
        undo_dismiss,
        Text(
            "内容照常展示，不记入作者；答复举报人。",
            "It is shown as it was; the author is not affected; reporters are answered.",
        ),
    ),
)
REPORT = Kind(
    id="report",
    name=Text("举报", "Report"),
    describe=describe,
    answers=ITEM_ANSWERS,
    fields=REPORT_FIELDS,
    subject_types=("item", "account", ""),
    anonymous=True,
    promise_days=3,
    excluded=about_item,
    urgency=urgency,
    evidence=evidence,
    joins=("review",),
    appeal_kind="appeal",
    panel=panels.of_item,
)
REVIEW = Kind(
    id="review",
    name=Text("复核", "Review"),
    describe=describe,
    answers=ITEM_ANSWERS,
    subject_types=("item",),
    who=Role.KEEPER,
    promise_days=1,
    excluded=about_item,
    appeal_kind="appeal",
    open_to_public=False,
    panel=panels.of_item,
)
APPEAL = Kind(
    id="appeal",
    name=Text("申诉", "Appeal"),
    describe=describe,
    answers=(
        Choice(
            "upheld",
            Text("维持原处置", "Decision stands"),
            Text("由另一位审核员复核后，维持原处置。", "Another person looked at it: the decision stands."),
            does=Text("原处置继续有效；告知作者。", "The decision stays in force; the author is told."),
        ),
        Choice(
            "overturned",
            Text("撤销原处置", "Decision overturned"),
            Text(
                "由另一位审核员复核后，原处置已撤销，一切影响已消除。",
                "Another person looked at it: the decision is reversed and all its effects undone.",
            ),
            (),
            overturn,
            undo_overturn,
            Text(
                "内容恢复展示，影响全部消除；作者和举报人都会收到告知。",
                "It is shown again, every effect undone; the author and those who reported are told.",
            ),
        ),
    ),
    fields=(Field("text", Text("申诉理由", "Why it was wrong"), required=True, limit=2000, multiline=True),),
    subject_types=("decision",),
    anonymous=True,
    promise_days=3,
    excluded=about_decision,
    open_to_public=False,
    panel=panels.of_appeal,
)
REVISION = Kind(
    id="revision",
    name=Text("改好请看", "Put right, please look"),
    describe=describe,
    answers=(
        Choice(
            "restored",
            Text("改好了，解除处置", "Put right: lift the decision"),
            Text("您改好了，处置已解除，内容照常展示。谢谢。", "You put it right: it is shown again. Thank you."),
            (),
            restore,
            undo_restore,
            Text(
                "内容照常展示；那一次仍计次，同时算一次改正；告知作者。",
                "It is shown again; the strike stays and a correction counts; the author is told.",
            ),
        ),
        Choice(
            "kept",
            Text("还没有改好", "Not yet put right"),
            Text(
                "看过改后的内容，问题还在，处置继续有效。可以再改。",
                "We looked: it is not put right yet. You may try again.",
            ),
            does=Text("处置继续有效；告知作者还差什么。", "The decision stays; the author is told what is missing."),
        ),
    ),
    subject_types=("item",),
    anonymous=True,
    promise_days=2,
    excluded=about_item,
    open_to_public=False,
    panel=panels.of_revision,
)

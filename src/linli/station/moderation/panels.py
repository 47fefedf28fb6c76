"""What a reviewer sees of an item, a report, a review and an appeal, and where the answer's form begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from linli.policy import Policy
from linli.station.desk import selectors as desk
from linli.station.desk.kinds import CaseFacts, Panel
from linli.station.moderation import selectors
from linli.station.moderation.models import Decision, Item, Source
from linli.station.moderation.services.policies import policy_current
from linli.station.people.actors import Actor
from linli.station.standing.selectors import standing_of
from linli.vocabulary import Category, Text

OFFENCES: dict[str, Text] = {
    "spam": Text(
        "这是广告或引流，请去允许的版块发。", "This is an advert or a lure; it belongs where adverts are allowed."
    ),
    "doxxing": Text("公开了他人的个人信息，请保护别人的隐私。", "It shows another person's personal data."),
    "threat": Text(
        "这段话会让人害怕自己或家人受到伤害。", "These words make a person fear for themselves or their family."
    ),
    "fraud": Text(
        "内容有诈骗特征，为保护大家的财物而处理。", "It bears the marks of a fraud; this protects people's money."
    ),
}
DETECTORS: dict[str, Text] = {
    "lexicon": Text("词典", "word list"),
    "personal": Text("个人信息识别", "personal data"),
    "lures": Text("引流识别", "contact lures"),
    "classifier": Text("统计模型", "statistical model"),
    "claims": Text("已公布的核查", "published check"),
}
STEPS: dict[str, Text] = {
    "inserted": Text("去掉夹在中间的符号", "inserted signs taken out"),
    "width": Text("全角半角统一", "width unified"),
    "case": Text("大小写统一", "case unified"),
    "script": Text("繁简统一", "script unified"),
    "numerals": Text("数字写法统一", "numerals unified"),
    "lookalike": Text("长得像的字母还原", "look-alike letters undone"),
    "sound": Text("谐音还原", "sound-alikes undone"),
    "shape": Text("形近字、拆字还原", "look-alike characters undone"),
    "initials": Text("拼音缩写还原", "initials undone"),
}
INSULT = Text(
    "标出的话是在伤人，不是在说事。不同意见随时可以说。",
    "The marked words hurt a person. Disagreement is always welcome.",
)
IN_CONTEXT = Text("结合上文看，这段话是冲着人去的。", "Read with what came before, this is aimed at a person.")
CLEARED = (
    Text("结合上文看，这是在讨论事情，没有伤害他人。", "Read in context, this discusses a matter and hurts nobody."),
    Text("这是正常的批评或不同意见，公约不限制意见。", "This is fair criticism; the code limits no opinion."),
    Text(
        "标出的词在这里是引用或玩笑，没有恶意。", "Here the marked words are a quotation or a joke without ill will."
    ),
)
STANDS = (
    Text(
        "重新读了原文和上文，原处置有依据，维持。",
        "Read again with its context: the decision is well founded and stands.",
    ),
)
MENDED = (Text("改过的内容没有问题了，谢谢。", "As it stands now nothing is wrong with it. Thank you."),)
NOT_MENDED = (
    Text("改过之后，伤人的意思还在，请再改一改。", "It still hurts as it stands now; please change it once more."),
)
FALLS = (
    Text(
        "重新读了原文和上文，这段话没有违反公约，撤销原处置。",
        "Read again with its context: nothing goes against the code.",
    ),
    Text(
        "原处置没有考虑语境，撤销，向您致歉。",
        "The decision overlooked the context; it is reversed, with our apology.",
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One signal for the page: what was found, where, and how disguised. `words` are those of the text."""

    category: str
    detector: Text
    score: int
    severity: int
    words: tuple[str, ...]
    steps: tuple[Text, ...]
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier decision of the same harm, to decide alike."""

    action: str
    category: str
    text: str
    spans: list[list[int]]
    reason: Text
    reversed: bool


def of_item(_actor: Actor, case: CaseFacts) -> Panel:
    """A report or a review: the words with their signals, the thread, the author, what was decided alike before."""
    policy = policy_current(community_id=case.community_id)
    sent = [s.body for s in desk.sent_to_case(case_id=case.id)]
    if case.subject_type != "item":
        category = _most(b.get("category", "") for b in sent)
        return _panel("moderation/panels/pasted.html", {"pasted": sent}, policy, category)
    item = selectors.item_by_uid(community_id=case.community_id, uid=case.subject_id)
    found = item.assessment.get("categories", [])
    category = _most(b.get("category", "") for b in sent) or (found[0] if found else "")
    context = {**shown_item(item), "precedents": precedents(case.community_id, category, item)}
    return _panel("moderation/panels/item.html", context, policy, category)


def of_appeal(_actor: Actor, case: CaseFacts) -> Panel:
    """An appeal: what was decided and why, beside the item as it stands and what its author says."""
    decision = selectors.decision_by_uid(community_id=case.community_id, uid=case.subject_id)
    context: dict[str, Any] = {
        "decision": decision,
        "spans": spans_of(decision.reasons),
        "text": decision.snapshot.get("text", ""),
        "thread": decision.snapshot.get("context", {}).get("thread", []),
        "changed": decision.item is not None and decision.item.text != decision.snapshot.get("text"),
    }
    if decision.item is not None:
        context |= shown_item(decision.item)
    return Panel(
        "moderation/panels/appeal.html",
        more="moderation/panels/facts.html" if decision.item is not None else "",
        sent=Text("作者为什么申诉", "Why the author appeals"),
        sent_first=True,
        context=context,
        reasons={"upheld": STANDS, "overturned": FALLS},
    )


def of_revision(_actor: Actor, case: CaseFacts) -> Panel:
    """What the author put right: the words that were decided about beside those of now."""
    item = selectors.item_by_uid(community_id=case.community_id, uid=case.subject_id)
    history = selectors.decisions_about(community_id=item.community_id, item_uid=item.uid)
    decision = next((one for one in history if one.source != Source.AUTOMATIC), None)
    context: dict[str, Any] = {"decision": decision}
    if decision is not None:
        context |= {"old": decision.snapshot.get("text", ""), "old_spans": spans_of(decision.reasons)}
    return Panel(
        "moderation/panels/revision.html",
        more="moderation/panels/facts.html",
        context=context | shown_item(item),
        reasons={"restored": MENDED, "kept": NOT_MENDED},
    )


def shown_item(item: Item) -> dict[str, Any]:
    """An item with its signals, its author as far as a reviewer may know, and its history."""
    signals = item.assessment.get("signals", [])
    history = selectors.decisions_about(community_id=item.community_id, item_uid=item.uid)
    return {
        "item": item,
        "spans": [span for s in signals for span in s.get("spans", [])],
        "findings": [finding(item.text, s) for s in signals],
        "reasons": item.assessment.get("reasons", []),
        "thread": item.context.get("thread", []),
        "title": item.context.get("title", ""),
        "history": history,
        "author": author_of(item),
    }


def finding(text: str, signal: dict[str, Any]) -> Finding:
    """A signal of an assessment, for the page."""
    words = tuple(text[s:e] for s, e in signal.get("spans", []))
    return Finding(
        category=signal["category"],
        detector=DETECTORS.get(signal["detector"], Text(signal["detector"], signal["detector"])),
        score=round(100 * signal["score"]),
        severity=signal.get("severity", 0),
        words=tuple(dict.fromkeys(words)),
        steps=tuple(STEPS.get(step, Text(step, step)) for step in signal.get("steps", [])),
        source=signal.get("source", ""),
        evidence=signal.get("evidence", ""),
    )


def author_of(item: Item) -> dict[str, Any]:
    """The author as a reviewer may know them: a name, since when, how many items, how many decisions that stand."""
    account = item.author
    about = Decision.objects.filter(selectors.in_force(), account=account)
    return {
        "account": account.uid,
        "standing": standing_of(community_id=account.community_id, account=account.uid),
        "name": str(account),
        "since": account.created,
        "items": account.items.count(),
        "decisions": about.exclude(item=item).count(),
        "paused_until": account.paused_until,
    }


def precedents(community_id: int, category: str, item: Item, limit: int = 3) -> list[Precedent]:
    """The newest decisions of people about other items for the same harm, those overturned included."""
    if not category:
        return []
    about = Decision.objects.filter(community_id=community_id, source="reviewer", item__isnull=False)
    about = about.filter(categories__0=category).exclude(item=item).select_related("item").order_by("-pk")
    return [_precedent(d, category) for d in about[:limit]]


def spans_of(reasons: Iterable[dict[str, Any]]) -> list[list[int]]:
    """Every span that reasons point at."""
    return [span for reason in reasons for span in reason.get("spans", [])]


def _precedent(decision: Decision, category: str) -> Precedent:
    reason = decision.reasons[0]["text"]
    return Precedent(
        action=decision.action,
        category=category,
        text=decision.snapshot.get("text", "")[:160],
        spans=spans_of(decision.reasons),
        reason=Text(reason["zh"], reason["en"]),
        reversed=decision.reversed_at is not None,
    )


def _panel(template: str, context: dict[str, Any], policy: Policy, category: str) -> Panel:
    clauses = tuple((c.id, Text(f"{c.id} {c.title.zh}", f"{c.id} {c.title.en}")) for c in policy.clauses)
    clause = next((r.clause for r in policy.rules if r.category == category), "")
    return Panel(
        template,
        more="moderation/panels/facts.html" if "item" in context else "",
        context=context,
        initial={"category": category, "clause": clause},
        options={"clause": clauses},
        reasons={"uphold": _offence(category), "dismiss": CLEARED},
    )


def _offence(category: str) -> tuple[Text, ...]:
    if category == Category.SELF_HARM:
        return (
            Text(
                "看到你这样写，我们很担心你。这里有人愿意听。",
                "Reading this, we worry about you. Somebody will listen.",
            ),
        )
    own = OFFENCES.get(category)
    return (own, INSULT, IN_CONTEXT) if own else (INSULT, IN_CONTEXT)


def _most(categories: Iterable[str]) -> str:
    counted = Counter(c for c in categories if c)
    return counted.most_common(1)[0][0] if counted else ""

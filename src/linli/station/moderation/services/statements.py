"""The statement of reasons of a decision, with the fields of the EU Digital Services Act, and the notice's words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from linli.station.moderation.models import Decision, Source, StatementOfReasons
from linli.vocabulary import ACTION_NAMES, Action, Text

VISIBILITY = {
    Action.HELP: "DECISION_VISIBILITY_OTHER",
    Action.NUDGE: "DECISION_VISIBILITY_OTHER",
    Action.LABEL: "DECISION_VISIBILITY_CONTENT_LABELLED",
    Action.LIMIT: "DECISION_VISIBILITY_CONTENT_DEMOTED",
    Action.HOLD: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Action.REMOVE: "DECISION_VISIBILITY_CONTENT_REMOVED",
}
GROUND = "DECISION_GROUND_INCOMPATIBLE_CONTENT"
MEANS = {
    Action.HELP: Text(
        "看到您的话，我们惦记着您。内容照常可见，这不是处罚。全国统一心理援助热线 12356，紧急时请拨 120 或 110。",
        "We read what you wrote and care how you are. It stays visible; this is no penalty. The national helpline is "
        "12356; in an emergency call 120 or 110.",
    ),
    Action.NUDGE: Text("您的内容照常可见。", "What you wrote stays visible."),
    Action.LABEL: Text("您的内容可见，并附有说明。", "What you wrote is visible, with a label."),
    Action.LIMIT: Text("您的内容仍可打开，但不再推荐。", "What you wrote can be opened but is not recommended."),
    Action.HOLD: Text(
        "您的内容暂不展示，由人工审核后决定。", "What you wrote is not shown until a person has looked at it."
    ),
    Action.REMOVE: Text("您的内容不再展示。", "What you wrote is no longer shown."),
    Action.PAUSE: Text("您的账号暂时不能发言。", "Your account cannot post for a time."),
}
MAY_APPEAL = Text(
    "如不同意，可在本页申诉，由另一个人复核。", "If you disagree, appeal on this page: another person will decide."
)


def statement_make(decision: Decision, case_kind: str) -> StatementOfReasons:
    """The one statement of a decision. `case_kind`: the kind of the case it came from, empty for a rule's own."""
    reason = decision.reasons[0]
    action = Action(decision.action)
    facts = _facts(decision)
    return StatementOfReasons.objects.create(
        decision=decision,
        decision_visibility=[VISIBILITY[action]] if action in VISIBILITY else [],
        decision_account="DECISION_ACCOUNT_SUSPENDED" if action == Action.PAUSE else "",
        decision_ground=GROUND,
        clause=reason["clause"],
        clause_title=reason["clause_title"]["zh"],
        clause_title_en=reason["clause_title"]["en"],
        decision_facts=facts.zh,
        decision_facts_en=facts.en,
        spans=[span for r in decision.reasons for span in r.get("spans", [])],
        source_type="SOURCE_TYPE_OTHER_NOTIFICATION" if case_kind == "report" else "SOURCE_VOLUNTARY",
        automated_detection=decision.source == Source.AUTOMATIC or case_kind == "review",
        automated_decision=_automation(decision, case_kind),
        content_type="CONTENT_TYPE_TEXT" if decision.item_id else "CONTENT_TYPE_OTHER",
        content_date=decision.item.created if decision.item else None,
        application_date=decision.created,
        end_date=decision.expires_at,
    )


def decided_title(decision: Decision) -> Text:
    """The title of the notice."""
    name = ACTION_NAMES[Action(decision.action)]
    what = Text("您的账号", "Your account") if decision.item_id is None else Text("您的内容", "What you wrote")
    return Text(f"{what.zh}：{name.zh}", f"{what.en}: {name.en}")


def decided_body(decision: Decision) -> Text:
    """The words of the notice: what it means, the clause, why, until when, and how to appeal."""
    action, reason = Action(decision.action), decision.reasons[0]
    means, facts, ending = MEANS[action], _facts(decision), _until(decision)
    clause, title = reason["clause"], reason["clause_title"]
    return Text(
        f"{means.zh}{ending.zh}依据：第 {clause} 条「{title['zh']}」。{facts.zh}\n{MAY_APPEAL.zh}",
        f"{means.en} {ending.en}Clause {clause}, “{title['en']}”. {facts.en}\n{MAY_APPEAL.en}",
    )


def reversed_body() -> Text:
    """The words of the notice of a reversal."""
    return Text(
        "这项处置已经撤销，它的一切影响都已消除。给您带来不便，抱歉。",
        "This decision has been reversed and all its effects undone. We are sorry for the trouble.",
    )


def lifted_body() -> Text:
    """The words of the notice that a decision ended because its author put the item right."""
    return Text(
        "您把内容改好了，审核员看过，处置已解除，内容照常展示。谢谢。"
        "那一次仍计次，也算一次改正；不同意那一次处置，还可以申诉。",
        "You put it right: a reviewer looked, the decision is lifted and it is shown again. Thank you. "
        "It still counts as before, and so does your correction; if you disagree you may still appeal.",
    )


def _facts(decision: Decision) -> Text:
    texts: list[dict[str, Any]] = [r["text"] for r in decision.reasons]
    zh, en = dict.fromkeys(t["zh"] for t in texts), dict.fromkeys(t["en"] for t in texts)
    return Text("；".join(zh), "; ".join(en))


def _until(decision: Decision) -> Text:
    if decision.expires_at is None:
        return Text("", "")
    local = timezone.localtime(decision.expires_at)
    return Text(f"到 {local:%Y-%m-%d %H:%M} 为止。", f"Until {local:%Y-%m-%d %H:%M} ({settings.TIME_ZONE}). ")


def _automation(decision: Decision, case_kind: str) -> str:
    if decision.source == Source.AUTOMATIC:
        return "AUTOMATED_DECISION_FULLY"
    return "AUTOMATED_DECISION_PARTIALLY" if case_kind == "review" else "AUTOMATED_DECISION_NOT_AUTOMATED"

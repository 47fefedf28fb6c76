"""What a rule may be: the boundaries of the design, its references, its condition, and whether it can ever decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linli.policy.conditions import Atom, atoms, did_you_mean, names, problems
from linli.policy.document import Document, Part, Reader
from linli.policy.model import Level, Policy, Rule
from linli.policy.nodes import Place, Scalar, place_inside
from linli.policy.reach import raised_by, shadowed, table
from linli.vocabulary import Action, Category, RuleStatus, Text

# Evidence of these harms leads to no stronger action than the one beside them, whichever rule it is.
_CEILINGS = {Category.SELF_HARM: Action.HELP, Category.FALSE_CLAIM: Action.LABEL}
_ACTIVE = (RuleStatus.LIVE, RuleStatus.BACKGROUND)


def check_rule(policy: Policy, rule: Rule, part: Part, reader: Reader) -> None:
    """Note a clause that does not exist, a live rule without explanation, and every crossing of a boundary."""
    where = f"rules[{rule.id}]"
    known = tuple(clause.id for clause in policy.clauses)
    if rule.clause not in known:
        problem = Text(f"没有“{rule.clause}”这一条款。", f"There is no clause `{rule.clause}`.")
        reader.note(part.place_of("clause"), problem, did_you_mean(rule.clause, known), f"{where}.clause")
    if rule.status is RuleStatus.LIVE and not rule.explain.zh:
        reader.note(
            part.place_of("status"),
            Text("生效的规则要向用户说明理由。", "A live rule explains itself to people."),
            Text("请加上 explain: {zh: …, en: …}。", "Add explain: {zh: …, en: …}."),
            f"{where}.explain",
        )
    _check_boundaries(rule, part, reader, where)


def _check_boundaries(rule: Rule, part: Part, reader: Reader, where: str) -> None:
    if rule.category is Category.FALSE_CLAIM and rule.action.rank > Action.LABEL.rank:
        reader.note(
            part.place_of("action"),
            Text("对不实信息，最多加注标签。", "A false claim is labelled at most."),
            Text("请写 action: label。", "Write action: label."),
            f"{where}.action",
        )
    if rule.category is Category.FALSE_CLAIM and "model" in names(rule.when):
        reader.note(
            part.place_of("when"),
            Text(
                "不实信息只凭已发布的核查，不凭模型。", "A false claim rests on a published check, never on a model."
            ),
            Text("请去掉 model[…]。", "Remove model[…]."),
            f"{where}.when",
        )
    if rule.category is Category.SELF_HARM and rule.action is not Action.HELP:
        reader.note(
            part.place_of("action"),
            Text("对自伤求助只提供帮助，不作处罚。", "Self-harm is answered with help, never with punishment."),
            Text("请写 action: help。", "Write action: help."),
            f"{where}.action",
        )


def check_conditions(policy: Policy, parts: Mapping[str, Part], text: str, reader: Reader) -> tuple[Rule, ...]:
    """Note every fault of the conditions written here; the rules whose conditions are sound are returned."""
    sound = []
    for rule in policy.rules:
        part = parts.get(rule.id)
        node = part.nodes.get("when") if part else None
        faults = problems(rule.when) if isinstance(node, Scalar) else []
        if isinstance(node, Scalar):
            lead = len(node.value) - len(node.value.lstrip())
            for fault in faults:
                place = place_inside(text, node, fault.offset + lead)
                reader.note(place, fault.problem, fault.mend, f"rules[{rule.id}].when")
        if not faults and _thresholds_given(policy, rule, part, reader):
            sound.append(rule)
    return tuple(sound)


def _thresholds_given(policy: Policy, rule: Rule, part: Part | None, reader: Reader) -> bool:
    missing = [a.key for a in atoms(rule.when) if a.variable == "threshold" and a.key not in policy.thresholds]
    for key in missing:
        reader.note(
            part.place_of("when") if part else Place(1, 1),
            Text(f"没有给出“{key}”的阈值。", f"No threshold is given for `{key}`."),
            Text(f"请在 thresholds 里加上 {key}: 0.8。", f"Add {key}: 0.8 to `thresholds`."),
            f"rules[{rule.id}].when",
        )
    return not missing


def check_reach(policy: Policy, parts: Mapping[str, Part], rules: tuple[Rule, ...], reader: Reader) -> None:
    """Note rules that never fire, conditions that can fail, rules that never decide, removals on a model's word."""
    thresholds = {category.value: value for category, value in policy.thresholds.items()}
    fires = []
    for rule in rules:
        if rule.id not in parts:
            fires.append(rule)
        elif rule.status in _ACTIVE and _can_fire(rule, parts[rule.id], thresholds, reader):
            fires.append(rule)
            _check_model_alone(rule, parts[rule.id], thresholds, reader)
            _check_ceilings(rule, parts[rule.id], thresholds, reader)
    for category in Category:
        same = [r for r in fires if r.category is category and r.status is RuleStatus.LIVE]
        if len(same) > 1 and any(r.id in parts for r in same):
            _check_shadows(same, parts, thresholds, reader)


def check_thresholds(policy: Policy, document: Document, rules: tuple[Rule, ...], reader: Reader) -> None:
    """Note a threshold given here that keeps an inherited rule from ever firing: a silent loosening of a pack."""
    written = {part.id for part in document.rules}
    thresholds = {category.value: value for category, value in policy.thresholds.items()}
    for rule in rules:
        own = [a.key for a in atoms(rule.when) if a.variable == "threshold" and Category(a.key) in document.places]
        if rule.id in written or rule.status not in _ACTIVE or not own:
            continue
        tried = table([rule.when], thresholds)
        if tried.holds[rule.when] or tried.failed:
            continue
        reader.note(
            document.places[Category(own[0])],
            Text(
                f"这个门槛让继承来的规则 {rule.id} 永远不会触发。",
                f"This threshold keeps the inherited rule {rule.id} from ever firing.",
            ),
            Text(
                "请把门槛调低，或写明 status: retired 停用这条规则。",
                "Lower it, or retire the rule openly with status: retired.",
            ),
            f"thresholds.{own[0]}",
            Level.ERROR if tried.certain else Level.WARNING,
        )


def _can_fire(rule: Rule, part: Part, thresholds: Mapping[str, float], reader: Reader) -> bool:
    tried = table([rule.when], thresholds)
    where, place = f"rules[{rule.id}].when", part.place_of("when")
    for failure in tried.failed.values():
        reader.note(
            place,
            Text(f"条件有时算不出来：{failure}。", f"The condition cannot always be computed: {failure}."),
            Text("请先判断再计算，例如 length > 0 && …。", "Guard it, such as length > 0 && …."),
            where,
        )
    if tried.holds[rule.when] or tried.failed:
        return True
    sure = tried.certain
    problem = Text("这条规则永远不会触发。", "This rule can never fire.")
    if not sure:
        problem = Text("没有找到能触发这条规则的情形。", "No case was found in which this rule fires.")
    mend = Text(
        "请检查范围：分数在 0 到 1 之间，severity 为 0 到 3，条件之间不要矛盾。",
        "Check the ranges: scores lie in [0, 1], severity in 0 to 3; parts must not contradict each other.",
    )
    reader.note(place, problem, mend, where, Level.ERROR if sure else Level.WARNING)
    return False


def _check_model_alone(rule: Rule, part: Part, thresholds: Mapping[str, float], reader: Reader) -> None:
    """A removal that a statistical model can cause by itself is worth a second thought."""
    read = atoms(rule.when)
    if rule.action.rank <= Action.HOLD.rank or not any(atom.variable == "model" for atom in read):
        return
    alone: dict[Atom, Any] = {atom: 0 for atom in read if atom.variable == "severity"} | {Atom("evidence"): []}
    if table([rule.when], thresholds, alone).holds[rule.when]:
        reader.note(
            part.place_of("action"),
            Text("只凭模型的判断就会移除。", "A model's opinion alone removes here."),
            Text("建议改为 nudge 或 hold，由人决定。", "Prefer nudge or hold, and let a person decide."),
            f"rules[{rule.id}].action",
            Level.WARNING,
        )


def _check_ceilings(rule: Rule, part: Part, thresholds: Mapping[str, float], reader: Reader) -> None:
    """A rule of another harm must not act because somebody asks for help, or because a claim was checked."""
    for category, ceiling in _CEILINGS.items():
        if rule.category is category or rule.action.rank <= ceiling.rank:
            continue
        if raised_by(rule.when, thresholds, category.value):
            reader.note(
                part.place_of("when"),
                Text(
                    f"{category.value} 的证据会让这条规则触发，而对它最重只能是 {ceiling.value}。",
                    f"Evidence of {category.value} makes this rule fire; it may lead to {ceiling.value} at most.",
                ),
                Text(
                    f'{category.value} 只能用来放宽，例如 && severity["{category.value}"] == 0。',
                    f'Read {category.value} only to be milder, such as && severity["{category.value}"] == 0.',
                ),
                f"rules[{rule.id}].when",
            )


def _check_shadows(
    rules: list[Rule], parts: Mapping[str, Part], thresholds: Mapping[str, float], reader: Reader
) -> None:
    tried = table([rule.when for rule in rules], thresholds)
    if not tried.certain or tried.failed:
        return
    clauses = {rule.id: rule.clause for rule in rules}
    for id, by in shadowed(rules, tried.holds).items():
        if id not in parts:
            continue
        same = all(clauses[other] == clauses[id] for other in by)
        names = "、".join(by), ", ".join(by)
        reader.note(
            parts[id].place,
            Text(
                f"规则 {id} 从不起作用：它触发时，{names[0]} 总是同时触发，处置不比它轻。",
                f"Rule {id} never decides: whenever it fires, {names[1]} fires too with no milder an action.",
            ),
            Text("请删去它，或收窄另一条的条件。", "Remove it, or narrow the other's condition."),
            f"rules[{id}]",
            Level.ERROR if same else Level.WARNING,
        )

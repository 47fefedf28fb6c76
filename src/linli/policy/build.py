"""From a document and the packs that it extends to a Policy, checked on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.policy.checks import check_conditions, check_reach, check_rule, check_thresholds
from linli.policy.conditions import did_you_mean
from linli.policy.document import Document, Part, Reader, read_document
from linli.policy.ladder import Ladder
from linli.policy.model import Clause, Finding, Level, Policy, Rule
from linli.policy.nodes import Place
from linli.vocabulary import Category, Text

Resolve = Callable[[str], str | None]

_RULE_NEEDS = ("clause", "category", "status", "when", "action")


@dataclass(frozen=True, slots=True)
class Built:
    """The policy, None where an error refuses it, and all findings in the order of their lines."""

    policy: Policy | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that refuse the policy."""
        return tuple(f for f in self.findings if f.level is Level.ERROR)


def build(
    text: str, resolve: Resolve, packs: tuple[str, ...] = (), *, thorough: bool = True, above: tuple[str, ...] = ()
) -> Built:
    """Read, merge and check the document `text`.

    `resolve` gives the text of a pack by its name, None for an unknown one; `packs` are the names to suggest.
    `thorough` also compiles the conditions and looks for rules that can never fire; the `packs` that ship are checked
    so by the tests, and opened without. `above` are the policies that extend this one, to find a circle.
    """
    reader, text = Reader(), text.removeprefix("\ufeff")
    document = read_document(text, reader)
    policy = None
    if document is not None:
        parents = _parents(document, reader, resolve, packs, above)
        policy = _merge(document, parents, reader, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest())
        parts = {part.id: part for part in document.rules}
        for rule in policy.rules:
            if rule.id in parts:
                check_rule(policy, rule, parts[rule.id], reader)
        if thorough:
            sound = check_conditions(policy, parts, text, reader)
            check_reach(policy, parts, sound, reader)
            check_thresholds(policy, document, sound, reader)
    findings = tuple(sorted(reader.findings))
    failed = any(f.level is Level.ERROR for f in findings)
    return Built(None if failed else policy, findings)


def _parents(
    document: Document, reader: Reader, resolve: Resolve, packs: tuple[str, ...], above: tuple[str, ...]
) -> list[Policy]:
    chain = (*above, str(document.values.get("policy", "?")))
    found = []
    for reference, place in document.extends:
        name, _, version = reference.partition("@")
        policy = _parent(name, place, reader, resolve, packs, chain)
        if policy is not None and version and policy.version != version:
            reader.note(
                place,
                Text(
                    f"规则包 {name} 的版本是 {policy.version}。", f"The pack {name} is of version {policy.version}."
                ),
                Text(f"请写 {policy.name}，并核对改动。", f"Write {policy.name}, and read what changed."),
                "extends",
            )
        elif policy is not None:
            found.append(policy)
    return found


def _parent(
    name: str, place: Place, reader: Reader, resolve: Resolve, packs: tuple[str, ...], chain: tuple[str, ...]
) -> Policy | None:
    if name in chain:
        circle = " → ".join((*chain, name))
        problem = Text(f"规则包互相引用成圈：{circle}。", f"The packs extend each other in a circle: {circle}.")
        reader.note(place, problem, Text("请去掉其中一个 extends。", "Remove one `extends`."), "extends")
        return None
    text = resolve(name)
    if text is None:
        problem = Text(f"没有“{name}”这个规则包。", f"There is no pack `{name}`.")
        reader.note(place, problem, did_you_mean(name, packs), "extends")
        return None
    built = build(text, resolve, packs, thorough=name not in packs, above=chain)
    if built.policy is None:
        first = built.errors[0]
        problem = Text(
            f"规则包 {name} 第 {first.line} 行有错：{first.problem.zh}",
            f"The pack {name} has an error on line {first.line}: {first.problem.en}",
        )
        reader.note(place, problem, first.mend, "extends")
    return built.policy


def _merge(document: Document, parents: list[Policy], reader: Reader, digest: str) -> Policy:
    clauses: dict[str, Clause] = {c.id: c for parent in parents for c in parent.clauses}
    rules: dict[str, Rule] = {r.id: r for parent in parents for r in parent.rules}
    thresholds: dict[Category, float] = {k: v for parent in parents for k, v in parent.thresholds.items()}
    values = document.values
    name = f"{values.get('policy', '?')}@{values.get('version', '?')}"
    for part in document.clauses:
        clauses |= _complete(part, clauses.get(part.id), ("title", "text"), {}, Clause, reader, "clauses")
    for part in document.rules:
        extra = {"explain": Text("", "")}
        made = _complete(part, rules.get(part.id), _RULE_NEEDS, extra, Rule, reader, "rules", origin=name)
        rules |= made
    return Policy(
        id=values.get("policy", ""),
        version=values.get("version", ""),
        title=values.get("title", Text("", "")),
        effective=values.get("effective", date.min),
        clauses=tuple(clauses.values()),
        rules=tuple(rules.values()),
        thresholds=thresholds | dict(document.thresholds),
        extends=tuple(dict.fromkeys(n for parent in parents for n in (parent.name, *parent.extends))),
        ladder=document.ladder or next((p.ladder for p in parents), Ladder()),
        digest=hashlib.sha256("".join([digest, *(p.digest for p in parents)]).encode()).hexdigest(),
    )


def _complete(
    part: Part,
    inherited: Any,
    needs: tuple[str, ...],
    defaults: Mapping[str, Any],
    make: Callable[..., Any],
    reader: Reader,
    where: str,
    **extra: Any,
) -> dict[str, Any]:
    """`{id: made}` from the fields written and, where the id is a pack's, those inherited; empty if one lacks."""
    have = dict(defaults)
    if inherited is not None:
        have |= {name: getattr(inherited, name) for name in (*needs, *defaults)}
    have |= part.values
    there = {**have, **part.nodes}
    if not reader.required(part.place, needs, there, f"{where}[{part.id}]") or not all(
        name in have for name in needs
    ):
        return {}
    return {part.id: make(id=part.id, **have, **extra)}

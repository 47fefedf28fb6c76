"""Small edits of a policy document as text, its comments and layout kept: a rule's status, the version, the date."""

from __future__ import annotations

import re
from datetime import date

from linli.policy.nodes import Many, Node, Pairs, Refused, Scalar, parse
from linli.vocabulary import LinliError, RuleStatus, Text

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def with_status(document: str, rule: str, status: RuleStatus) -> str:
    """The document with the status of `rule` changed; a rule that a pack gives gets an entry of its own."""
    entry = _entry(_field(_root(document), "rules"), rule)
    if isinstance(entry, Pairs):
        found = _field(entry, "status")
        if isinstance(found, Scalar):
            return _replaced(document, found, status.value)
        column = " " * (entry.place.column - 1)
        line = _line_end(document, entry.pairs[0][1])
        return f"{document[:line]}\n{column}status: {status.value}{document[line:]}"
    added = f"- id: {rule}\n  status: {status.value}\n"
    rules = _field(_root(document), "rules")
    ending = document if document.endswith("\n") else f"{document}\n"
    if rules is None:
        return f"{ending}rules:\n{_indented(added, 2)}"
    if not isinstance(rules, Many):
        raise _unfit("rules")
    at = _list_end(ending, rules)
    return f"{ending[:at]}{_indented(added, rules.place.column - 1)}{ending[at:]}"


def with_version(document: str, version: str, effective: date | None = None) -> str:
    """The document with another version and, where given, another date of effect."""
    root = _root(document)
    fields = {"effective": effective.isoformat() if effective else None, "version": version}
    places = {name: _field(root, name) for name in fields}
    for name in sorted(fields, key=lambda n: -_start(places[n])):  # the later first, so that places stay right
        found, value = places[name], fields[name]
        if value is not None:
            if not isinstance(found, Scalar):
                raise _unfit(name)
            document = _replaced(document, found, value)
    return document


def next_version(version: str) -> str:
    """The version after this one: `1.2.3` gives `1.3.0`."""
    found = _VERSION.fullmatch(version)
    return f"{found[1]}.{int(found[2]) + 1}.0" if found else "1.0.0"


def _root(document: str) -> Pairs:
    try:
        root = parse(document)
    except Refused as refused:
        finding = refused.finding
        raise LinliError(finding.problem, field="policy", value=finding.line, mend=finding.mend) from refused
    if not isinstance(root, Pairs):
        raise _unfit("policy")
    return root


def _field(node: Node | None, name: str) -> Node | None:
    pairs = node.pairs if isinstance(node, Pairs) else []
    return next((value for key, value in pairs if isinstance(key, Scalar) and key.value == name), None)


def _entry(rules: Node | None, rule: str) -> Node | None:
    for entry in rules.parts if isinstance(rules, Many) else ():
        id = _field(entry, "id")
        if isinstance(id, Scalar) and id.value == rule:
            return entry
    return None


def _start(node: Node | None) -> int:
    return node.start if isinstance(node, Scalar) else -1


def _replaced(document: str, scalar: Scalar, value: str) -> str:
    return f"{document[: scalar.start]}{value}{document[scalar.end :]}"


def _line_end(document: str, node: Node) -> int:
    if not isinstance(node, Scalar):
        raise _unfit("rules")
    at = document.find("\n", node.end)
    return len(document) if at < 0 else at


def _list_end(document: str, rules: Many) -> int:
    """After the last line that belongs to a block list: the first later line that is no deeper than its dashes."""
    lines = document.splitlines(keepends=True)
    at = sum(map(len, lines[: rules.place.line]))
    for line in lines[rules.place.line :]:
        bare = line.lstrip(" ")
        if bare.strip() and not bare.startswith(("#", "- ")) and len(line) - len(bare) < rules.place.column:
            break
        at += len(line)
    return at


def _indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}" for line in text.splitlines(keepends=True))


def _unfit(field: str) -> LinliError:
    return LinliError(
        Text("文件的写法不适合自动修改。", "The document is written in a way that cannot be edited here."),
        field=field,
        mend=Text("请在编辑框里直接改。", "Change it in the text itself."),
    )

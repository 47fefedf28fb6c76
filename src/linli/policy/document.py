"""The policy document as written: every field read strictly, every fault noted with its place and its mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from linli.policy.conditions import did_you_mean
from linli.policy.ladder import STEP_ACTIONS, WEIGHED, Ladder, Step
from linli.policy.model import Finding, Level
from linli.policy.nodes import Many, Node, Pairs, Place, Refused, Scalar, parse
from linli.vocabulary import Action, Category, RuleStatus, Text, shorten

T = TypeVar("T")
Read = Callable[["Reader", Node, str], Any]

TEXT_LIMIT = 2000  # characters of one sentence or condition
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CLAUSE = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")
_VERSION = re.compile(r"\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Part:
    """A clause or a rule as written: the fields that are right, and the nodes they came from."""

    id: str
    place: Place
    values: Mapping[str, Any]
    nodes: Mapping[str, Node]

    def place_of(self, name: str) -> Place:
        """Where the field `name` stands; where the part begins if it is not written here."""
        return self.nodes[name].place if name in self.nodes else self.place


@dataclass(frozen=True, slots=True)
class Document:
    """What one document says, without the packs that it extends. `places`: where each threshold stands."""

    values: Mapping[str, Any]
    extends: tuple[tuple[str, Place], ...] = ()
    clauses: tuple[Part, ...] = ()
    rules: tuple[Part, ...] = ()
    thresholds: Mapping[Category, float] = field(default_factory=dict)
    places: Mapping[Category, Place] = field(default_factory=dict)
    ladder: Ladder | None = None


class Reader:
    """Collects findings while the fields are read. A field that is wrong reads as None and is noted once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def note(self, place: Place, problem: Text, mend: Text, where: str = "", level: Level = Level.ERROR) -> None:
        """Add a finding."""
        self.findings.append(Finding(place.line, place.column, level, problem, mend, where))

    def mapping(self, node: Node, fields: Mapping[str, Read], where: str) -> tuple[dict[str, Any], dict[str, Node]]:
        """The known, right fields of a mapping, and the nodes of all known ones; other keys are noted."""
        values: dict[str, Any] = {}
        nodes: dict[str, Node] = {}
        for name, key, value in self.pairs(node, where):
            if name not in fields:
                known = tuple(fields)
                problem = Text(f"没有“{shorten(name)}”这一项。", f"There is no field `{shorten(name)}`.")
                self.note(key.place, problem, did_you_mean(name, known), where)
                continue
            nodes[name] = value
            read = fields[name](self, value, f"{where}.{name}".lstrip("."))
            if read is not None:
                values[name] = read
        return values, nodes

    def pairs(self, node: Node, where: str) -> list[tuple[str, Scalar, Node]]:
        """The key texts, key nodes and value nodes of a mapping, doubled keys noted and left out."""
        if not isinstance(node, Pairs):
            self.note(
                node.place,
                Text("这里应是“名称: 内容”的形式。", "Here belong `name: value` lines."),
                Text("请检查缩进。", "Check the indentation."),
                where,
            )
            return []
        found: dict[str, tuple[str, Scalar, Node]] = {}
        for key, value in node.pairs:
            if not isinstance(key, Scalar) or key.value in found:
                shown = shorten(key.value) if isinstance(key, Scalar) else "?"
                problem = Text(f"“{shown}”写了两次，或不是名称。", f"`{shown}` stands twice, or is no name.")
                self.note(key.place, problem, Text("请只留一个。", "Keep one of them."), where)
                continue
            found[key.value] = (key.value, key, value)
        return list(found.values())

    def required(self, place: Place, names: Iterable[str], have: Mapping[str, object], where: str) -> bool:
        """Whether every field is written; each missing one is noted at `place`."""
        missing = [name for name in names if name not in have]
        for name in missing:
            example = _EXAMPLES.get(name, "…")
            self.note(
                place,
                Text(f"缺少 {name}。", f"`{name}` is missing."),
                Text(f"请加上，例如 {name}: {example}", f"Add it, such as {name}: {example}"),
                f"{where}.{name}".lstrip("."),
            )
        return not missing

    def text(self, node: Node, where: str) -> str | None:
        """A non-empty text."""
        if not isinstance(node, Scalar):
            self.note(node.place, Text("这里应是一段文字。", "Here belongs a text."), _ONE_LINE, where)
            return None
        if not node.value.strip() or len(node.value) > TEXT_LIMIT:
            self.note(
                node.place,
                Text(f"这里是空的，或超过 {TEXT_LIMIT} 个字符。", f"It is empty or over {TEXT_LIMIT} characters."),
                _ONE_LINE,
                where,
            )
            return None
        return node.value.strip()

    def matching(self, node: Node, where: str, pattern: re.Pattern[str], mend: Text) -> str | None:
        """A text of one shape."""
        text = self.text(node, where)
        if text is None or pattern.fullmatch(text):
            return text
        problem = Text(f"“{shorten(text)}”的写法不对。", f"`{shorten(text)}` is not of the right form.")
        self.note(node.place, problem, mend, where)
        return None

    def choice(self, node: Node, where: str, kind: Callable[[str], T], known: Iterable[str], name: Text) -> T | None:
        """One of the words of an enumeration."""
        text = self.text(node, where)
        if text is None:
            return None
        if text in (words := tuple(known)):
            return kind(text)
        problem = Text(f"没有“{shorten(text)}”这个{name.zh}。", f"There is no {name.en} `{shorten(text)}`.")
        self.note(node.place, problem, did_you_mean(text, words), where)
        return None

    def parts(self, node: Node, where: str, fields: Mapping[str, Read]) -> list[Part]:
        """The clauses or rules of a list; one without a right id, or with another's id, is noted and left out."""
        if not isinstance(node, Many):
            problem = Text("这里应是以“-”开头的列表。", "Here belongs a list whose lines begin with `-`.")
            self.note(node.place, problem, Text("请在每一条前面加“- ”。", "Put `- ` before each entry."), where)
            return []
        found: dict[str, Part] = {}
        for i, entry in enumerate(node.parts):
            here = f"{where}[{i}]"
            values, nodes = self.mapping(entry, fields, here)
            id = values.pop("id", None)
            if "id" not in nodes and isinstance(entry, Pairs):
                self.required(entry.place, ("id",), nodes, here)
            if id in found:
                place, line = nodes["id"].place, found[id].place.line
                problem = Text(f"编号“{id}”在第 {line} 行已经用过。", f"The id `{id}` is taken on line {line}.")
                self.note(place, problem, Text("请换一个编号。", "Choose another id."), here)
            elif id is not None:
                found[id] = Part(id, entry.place, values, nodes)
        return list(found.values())


_ONE_LINE = Text("请写一段文字。", "Write one text.")
_EXAMPLES = {
    "policy": "my-forum",
    "version": "1.0.0",
    "effective": "2026-01-01",
    "title": "{zh: 本站公约, en: Our code}",
    "id": "my-id",
    "text": "{zh: …, en: …}",
    "zh": "…",
    "clause": '"2.1"',
    "category": "abuse",
    "status": "live",
    "when": 'severity["abuse"] >= 2',
    "action": "hold",
    "clauses": "- id: ...",
}


def _words(reader: Reader, node: Node, where: str) -> str | None:
    return reader.text(node, where)


def _bilingual(reader: Reader, node: Node, where: str) -> Text | None:
    values, nodes = reader.mapping(node, {"zh": _words, "en": _words}, where)
    if isinstance(node, Pairs) and reader.required(node.place, ("zh", "en"), nodes, where) and len(values) == 2:
        return Text(values["zh"], values["en"])
    return None


def _id(reader: Reader, node: Node, where: str) -> str | None:
    mend = Text("用小写字母、数字和连字符，例如 abuse-lexicon。", "Use a-z, 0-9 and hyphens, such as abuse-lexicon.")
    return reader.matching(node, where, _ID, mend)


def _clause_id(reader: Reader, node: Node, where: str) -> str | None:
    return reader.matching(node, where, _CLAUSE, Text('例如 "2.1"。', 'Such as "2.1".'))


def _version(reader: Reader, node: Node, where: str) -> str | None:
    return reader.matching(
        node, where, _VERSION, Text("写三段数字，例如 1.0.0。", "Write three numbers, such as 1.0.0.")
    )


def _category(reader: Reader, node: Node, where: str) -> Category | None:
    return reader.choice(node, where, Category, (c.value for c in Category), Text("类别", "category"))


def _action(reader: Reader, node: Node, where: str) -> Action | None:
    known = (a.value for a in Action if a is not Action.ALLOW)  # allowing is what happens where no rule fires
    return reader.choice(node, where, Action, known, Text("处置", "action for a rule"))


def _status(reader: Reader, node: Node, where: str) -> RuleStatus | None:
    return reader.choice(node, where, RuleStatus, (s.value for s in RuleStatus), Text("状态", "status"))


def _date(reader: Reader, node: Node, where: str) -> date | None:
    text = reader.text(node, where)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problem = Text(f"“{shorten(text)}”不是日期。", f"`{shorten(text)}` is no date.")
        reader.note(node.place, problem, Text("请写成 2026-01-01。", "Write it as 2026-01-01."), where)
        return None


def _thresholds(reader: Reader, node: Node, where: str) -> dict[Category, tuple[float, Place]]:
    found: dict[Category, tuple[float, Place]] = {}
    for name, key, value in reader.pairs(node, where):
        category = _category(reader, key, where)
        number = _unit(reader, value, f"{where}.{name}")
        if category is not None and number is not None:
            found[category] = (number, key.place)
    return found


def _unit(reader: Reader, node: Node, where: str) -> float | None:
    text = reader.text(node, where)
    if text is None:
        return None
    if re.fullmatch(r"\d*\.?\d+", text) and 0 <= float(text) <= 1:
        return float(text)
    problem = Text(f"“{shorten(text)}”不在 0 到 1 之间。", f"`{shorten(text)}` is not between 0 and 1.")
    reader.note(node.place, problem, Text("请写 0 到 1 的小数，例如 0.8。", "Write a number such as 0.8."), where)
    return None


def _extends(reader: Reader, node: Node, where: str) -> list[tuple[str, Place]]:
    names = node.parts if isinstance(node, Many) else [node]
    mend = Text("写规则包的名称，例如 base 或 base@1.0.0。", "Name a pack, such as base or base@1.0.0.")
    pattern = re.compile(rf"({_ID.pattern})(@{_VERSION.pattern})?")
    read = [(reader.matching(name, where, pattern, mend), name.place) for name in names]
    return [(name, place) for name, place in read if name is not None]


def _clauses(reader: Reader, node: Node, where: str) -> list[Part]:
    return reader.parts(node, where, {"id": _clause_id, "title": _bilingual, "text": _bilingual})


def _rules(reader: Reader, node: Node, where: str) -> list[Part]:
    return reader.parts(node, where, RULE_FIELDS)


def _whole(least: int, most: int) -> Read:
    def read(reader: Reader, node: Node, where: str) -> int | None:
        text = reader.text(node, where)
        if text is None:
            return None
        if text.isascii() and text.isdecimal() and len(text) < 6 and least <= int(text) <= most:
            return int(text)
        problem = Text(f"“{shorten(text)}”不是 {least} 到 {most} 的整数。", f"`{shorten(text)}` is no whole number.")
        mend = Text(f"请写 {least} 到 {most} 的整数。", f"Write a whole number from {least} to {most}.")
        reader.note(node.place, problem, mend, where)
        return None

    return read


def _ladder(reader: Reader, node: Node, where: str) -> Ladder | None:
    fields: dict[str, Read] = {"expires_days": _whole(1, 1000), "weights": _weights, "steps": _steps}
    values, nodes = reader.mapping(node, fields, where)
    return Ladder(**values) if len(values) == len(nodes) else None


def _weights(reader: Reader, node: Node, where: str) -> dict[Action, int] | None:
    fields = {action.value: _whole(0, 10) for action in WEIGHED}
    values, nodes = reader.mapping(node, fields, where)
    return {Action(name): n for name, n in values.items()} if len(values) == len(nodes) else None


def _steps(reader: Reader, node: Node, where: str) -> tuple[Step, ...] | None:
    entries = node.parts if isinstance(node, Many) else []
    found = [step for n, entry in enumerate(entries) if (step := _step(reader, entry, f"{where}[{n}]")) is not None]
    rising = all(a.strikes < b.strikes for a, b in pairwise(found))
    if not found or len(found) != len(entries) or not rising:
        problem = Text("阶梯应是一级一级往上的列表。", "The ladder is a list of steps that rise.")
        mend = Text(
            "例如 - {strikes: 4, action: pause, days: 3}。", "Such as - {strikes: 4, action: pause, days: 3}."
        )
        reader.note(node.place, problem, mend, where)
        return None
    return tuple(found)


def _step(reader: Reader, node: Node, where: str) -> Step | None:
    fields: dict[str, Read] = {"strikes": _whole(1, 100), "action": _action, "days": _whole(0, 365)}
    values, _ = reader.mapping(node, fields, where)
    if not {"strikes", "action"} <= set(values) or values["action"] not in STEP_ACTIONS:
        return None
    pauses = values["action"] is Action.PAUSE
    return Step(**values) if pauses == bool(values.get("days")) else None


RULE_FIELDS: dict[str, Read] = {
    "id": _id,
    "clause": _clause_id,
    "category": _category,
    "status": _status,
    "when": _words,
    "action": _action,
    "explain": _bilingual,
}
FIELDS: dict[str, Read] = {
    "policy": _id,
    "version": _version,
    "title": _bilingual,
    "effective": _date,
    "extends": _extends,
    "clauses": _clauses,
    "thresholds": _thresholds,
    "rules": _rules,
    "ladder": _ladder,
}
REQUIRED = ("policy", "version", "title", "effective")


def read_document(text: str, reader: Reader) -> Document | None:
    """The document in `text`; None where it is no mapping at all. Faults are noted in `reader`."""
    try:
        root = parse(text)
    except Refused as refused:
        reader.findings.append(refused.finding)
        return None
    values, nodes = reader.mapping(root, FIELDS, "")
    if not isinstance(root, Pairs):
        return None
    reader.required(root.place, REQUIRED, nodes, "")
    thresholds = values.get("thresholds", {})
    return Document(
        {name: values[name] for name in REQUIRED if name in values},
        tuple(values.get("extends", ())),
        tuple(values.get("clauses", ())),
        tuple(values.get("rules", ())),
        {category: value for category, (value, _) in thresholds.items()},
        {category: place for category, (_, place) in thresholds.items()},
        values.get("ladder"),
    )

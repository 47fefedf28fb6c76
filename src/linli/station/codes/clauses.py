"""The clauses of a code: their shape, whether they are sound, and what changed between two texts. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from typing import Any

from linli.vocabulary import LinliError, Text

MOST_CLAUSES, MOST_EXAMPLES = 40, 5
LONGEST = {"title": 40, "text": 300, "reason": 300}
LONGEST_EXAMPLE = 120
LONGEST_FILE = 100_000
NAMES = {
    "title": Text("条款名", "title"),
    "text": Text("条文", "text"),
    "reason": Text("为什么", "reason"),
    "good": Text("这样说好", "good examples"),
    "poor": Text("这样说不妥", "poor examples"),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `id` stays the same from version to version; `good` and `poor` are examples."""

    id: str
    title: str
    text: str
    reason: str
    good: tuple[str, ...] = ()
    poor: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The clause as it is stored and exported."""
        return {**asdict(self), "good": list(self.good), "poor": list(self.poor)}


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one clause. `how`: added, removed, changed, moved, same; `pieces`: (same, gone, new) of it."""

    how: str
    clause: Clause
    pieces: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)


def clause_from(given: Mapping[str, Any]) -> Clause:
    """A stored clause."""
    return Clause(
        str(given["id"]),
        str(given["title"]),
        str(given["text"]),
        str(given["reason"]),
        tuple(given.get("good", ())),
        tuple(given.get("poor", ())),
    )


def clauses_from(given: Sequence[Mapping[str, Any]]) -> list[Clause]:
    """Stored clauses, in order."""
    return [clause_from(one) for one in given]


def clean(clause_id: str, given: Mapping[str, Any]) -> Clause:
    """A clause as somebody wrote it, checked; the error names the part."""
    words = {name: _words(name, given.get(name, ""), longest) for name, longest in LONGEST.items()}
    return Clause(clause_id, **words, good=_examples("good", given), poor=_examples("poor", given))


def lines(text: str) -> list[str]:
    """The lines of a box that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def differences(before: Sequence[Clause], after: Sequence[Clause]) -> list[Change]:
    """What became of every clause, in the order of the newer text, the removed ones last."""
    known = {one.id: one for one in before}
    kept = [one.id for one in before if one.id in {each.id for each in after}]
    place = {one.id: kept.index(one.id) for one in after if one.id in known}
    out = [_change(known.get(one.id), one, _moved(one, after, place)) for one in after]
    return out + [Change("removed", one) for one in before if one.id not in {each.id for each in after}]


def exported(*, title: str, aim: str, origin: Mapping[str, Any], clauses: Sequence[Clause]) -> str:
    """A code as a file that another community can bring in."""
    body = {
        "linli": "code",
        "title": title,
        "aim": aim,
        "origin": origin,
        "clauses": [one.as_json() for one in clauses],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def imported(document: str) -> tuple[str, str, dict[str, str], list[Clause]]:
    """The title, aim, origin and clauses of such a file. It comes from outside: everything is checked."""
    body = _parsed(document)
    given = body.get("clauses")
    if not isinstance(given, list) or not 0 < len(given) <= MOST_CLAUSES:
        raise _bad("clauses", Text(f"应有 1 到 {MOST_CLAUSES} 条。", f"It takes 1 to {MOST_CLAUSES}."))
    clauses = [clean(str(number), one if isinstance(one, dict) else {}) for number, one in enumerate(given, 1)]
    origin = body.get("origin")
    source = origin if isinstance(origin, dict) else {}
    kept = {name: str(source.get(name, ""))[:200] for name in ("community", "title", "version", "url")}
    return _words("title", body.get("title", ""), 40), str(body.get("aim", ""))[:300], kept, clauses


def _parsed(document: str) -> dict[str, Any]:
    if len(document) > LONGEST_FILE:
        raise _bad("document", Text("文件太大。", "The file is too large."))
    try:
        body = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise _bad("document", Text("这不是 JSON。", "This is no JSON.")) from error
    if not isinstance(body, dict) or body.get("linli") != "code":
        raise _bad("document", Text("这不是导出的公约文件。", "This is not the file of a code."))
    return body


def _change(before: Clause | None, after: Clause, moved: bool) -> Change:
    if before is None:
        return Change("added", after)
    pieces = {
        name: spliced(_joined(before, name), _joined(after, name))
        for name in NAMES
        if _joined(before, name) != _joined(after, name)
    }
    return Change("changed" if pieces else "moved" if moved else "same", after, pieces)


def _moved(one: Clause, after: Sequence[Clause], place: Mapping[str, int]) -> bool:
    shared = [each.id for each in after if each.id in place]
    return one.id in place and shared.index(one.id) != place[one.id]


def _joined(clause: Clause, name: str) -> str:
    value = getattr(clause, name)
    return value if isinstance(value, str) else "\n".join(value)


def spliced(before: str, after: str) -> list[tuple[str, str]]:
    """Pieces of two texts in order: (`same` | `gone` | `new`, words)."""
    out: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append(("same", before[a:b]))
            continue
        out += [(how, words) for how, words in (("gone", before[a:b]), ("new", after[c:d])) if words]
    return out


def _words(name: str, value: object, longest: int) -> str:
    words = "".join(c for c in str(value).strip() if c == "\n" or c >= " ")
    if 0 < len(words) <= longest:
        return words
    raise LinliError(
        Text(
            f"「{NAMES[name].zh}」应是 1 到 {longest} 个字。",
            f"The {NAMES[name].en} takes 1 to {longest} characters.",
        ),
        field=name,
        value=words,
    )


def _examples(name: str, given: Mapping[str, Any]) -> tuple[str, ...]:
    found = given.get(name, ())
    rows = lines(found) if isinstance(found, str) else found if isinstance(found, list | tuple) else []
    examples = [str(one).strip() for one in rows if str(one).strip()]
    if len(examples) <= MOST_EXAMPLES and all(len(one) <= LONGEST_EXAMPLE for one in examples):
        return tuple(examples)
    raise LinliError(
        Text(
            f"「{NAMES[name].zh}」至多 {MOST_EXAMPLES} 行，每行至多 {LONGEST_EXAMPLE} 个字。",
            f"The {NAMES[name].en} take {MOST_EXAMPLES} lines of {LONGEST_EXAMPLE} characters at most.",
        ),
        field=name,
        value=len(examples),
    )


def _bad(name: str, problem: Text) -> LinliError:
    return LinliError(
        problem, field=name, mend=Text("请用公约页上“导出”的文件。", "Use the file that a code's page exports.")
    )

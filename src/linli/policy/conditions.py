"""Conditions in CEL: the variables they may read, their check with positions, and their compiled form.

The maps are read with a literal key only (`score["abuse"]`), so that what a rule depends on can be read off its text:
by a person, by the check for rules that can never fire, and by the decider, which hands over no more than is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any

from linli.lazy import load
from linli.vocabulary import Category, ItemKind, Text

LENGTH_LIMIT = 2000  # characters of one condition
MAPS: dict[str, str] = {"score": "double", "severity": "int", "model": "double", "threshold": "double"}
FLAT: dict[str, str] = {
    "kind": "string",
    "private": "bool",
    "language": "string",
    "length": "int",
    "minors": "bool",
    "reports": "int",
    "target": "bool",
    "author_age_days": "int",
    "author_strikes": "int",
    "author_grade": "string",
    "author_minor": "bool",
    "author_organisation": "bool",
    "evidence": "list(string)",
}
CATEGORY_IDS: tuple[str, ...] = tuple(c.value for c in Category)

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<string>[rRbB]{0,2}(?:\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
    |(?P<number>(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)u?)
    |(?P<name>[A-Za-z_]\w*)
    |(?P<operator>&&|\|\||[<>=!]=|.)""",
    re.VERBOSE | re.DOTALL,
)
_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a condition: its sort (`string`, `number`, `name`, `operator`), text and offset."""

    sort: str
    text: str
    offset: int

    @property
    def content(self) -> str:
        """A string without its quotes (escapes are left as written)."""
        return re.sub(r"^[rRbB]*[\"']{1,3}|[\"']{1,3}$", "", self.text)


@dataclass(frozen=True, slots=True, order=True)
class Atom:
    """What a condition reads: a flat variable (`key` empty) or one key of a map."""

    variable: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a condition at a character offset in its text."""

    offset: int
    problem: Text
    mend: Text


def tokens(when: str) -> list[Token]:
    """The words of a condition, spaces and comments left out."""
    found = (Token(m.lastgroup or "", m.group(), m.start()) for m in _TOKEN.finditer(when))
    return [token for token in found if token.sort != "space"]


@lru_cache(maxsize=4096)
def atoms(when: str) -> frozenset[Atom]:
    """Everything that a condition without problems reads."""
    words = tokens(when)
    found = set()
    for i, word in enumerate(words):
        if word.sort != "name" or (i and words[i - 1].text == "."):
            continue
        if word.text in MAPS:
            found.add(Atom(word.text, words[i + 2].content))
        elif word.text in FLAT:
            found.add(Atom(word.text))
    return frozenset(found)


def names(when: str) -> frozenset[str]:
    """The maps that any text names as a variable, whatever else is wrong with it."""
    words = tokens(when)
    return frozenset(
        word.text
        for i, word in enumerate(words)
        if word.sort == "name" and word.text in MAPS and not (i and words[i - 1].text == ".")
    )


def problems(when: str) -> list[Problem]:
    """Everything wrong with a condition: how it reads the maps, syntax, types, a result that is no bool."""
    if len(when) > LENGTH_LIMIT:
        return [
            Problem(
                0,
                Text(f"条件太长：{len(when)} 个字符。", f"The condition is too long: {len(when)} characters."),
                Text("请拆成几条规则。", "Split it into several rules."),
            )
        ]
    words = tokens(when)
    return _map_problems(words) or _kind_problems(words) or _type_problems(when)


@lru_cache(maxsize=4096)
def compile_condition(when: str) -> Any:
    """The compiled condition, from a cache shared by all threads. RuntimeError for one that `problems` refuses."""
    return environment().compile(when)


@cache
def environment() -> Any:
    """The CEL environment: the variables above, the standard functions, nothing else."""
    cel = load("cel_expr_python.cel")
    types = {"double": cel.Type.DOUBLE, "int": cel.Type.INT, "string": cel.Type.STRING, "bool": cel.Type.BOOL}
    types["list(string)"] = cel.Type.List(cel.Type.STRING)
    variables = {name: cel.Type.Map(cel.Type.STRING, types[kind]) for name, kind in MAPS.items()}
    variables |= {name: types[kind] for name, kind in FLAT.items()}
    return cel.NewEnv(variables=variables)


def _map_problems(words: list[Token]) -> list[Problem]:
    found = []
    for i, word in enumerate(words):
        if word.sort == "name" and word.text in MAPS and not (i and words[i - 1].text == "."):
            found += _map_problem(word, words[i + 1 : i + 4])
    return found


def _map_problem(word: Token, following: list[Token]) -> list[Problem]:
    shape = [token.sort if token.sort in ("string", "name") else token.text for token in following]
    if shape != ["[", "string", "]"]:
        guess = following[1].text if shape[:2] == [".", "name"] and following[1].text in CATEGORY_IDS else "abuse"
        return [
            Problem(
                word.offset,
                Text(
                    f"{word.text} 后面要用方括号写明一个类别。",
                    f"`{word.text}` is read with one category in brackets.",
                ),
                Text(f'请写成 {word.text}["{guess}"]。', f'Write {word.text}["{guess}"].'),
            )
        ]
    key = following[1].content
    if key in CATEGORY_IDS:
        return []
    return [
        Problem(
            following[1].offset,
            Text(f"没有“{key}”这个类别。", f"There is no category `{key}`."),
            did_you_mean(key, CATEGORY_IDS),
        )
    ]


def _kind_problems(words: list[Token]) -> list[Problem]:
    """A kind of item that does not exist, compared with `kind`: such a rule would never fire, or always."""
    kinds = [kind.value for kind in ItemKind]
    return [
        Problem(
            second.offset,
            Text(f"没有“{second.content}”这种内容。", f"There is no kind of item `{second.content}`."),
            did_you_mean(second.content, kinds),
        )
        for name, sign, second in zip(words, words[1:], words[2:], strict=False)
        if name.text == "kind"
        and sign.text in ("==", "!=")
        and second.sort == "string"
        and second.content not in kinds
    ]


def did_you_mean(word: str, known: tuple[str, ...] | list[str]) -> Text:
    """The nearest known words, or all of them."""
    near = get_close_matches(word, known, n=2, cutoff=0.6)
    if near:
        return Text(f"是不是想写：{'、'.join(near)}？", f"Did you mean: {', '.join(near)}?")
    return Text(f"可以写：{'、'.join(known)}。", f"Known are: {', '.join(known)}.")


def _type_problems(when: str) -> list[Problem]:
    try:
        compiled = compile_condition(when)
    except RuntimeError as refused:
        return [_explained(when, line, column, message) for line, column, message in _errors(str(refused))[:1]]
    result = compiled.return_type().name().lower()
    if result == "bool":
        return []
    return [
        Problem(
            0,
            Text(f"条件的结果应是真或假，这里是 {result}。", f"A condition is true or false; this one is {result}."),
            Text('请写成比较，例如 score["abuse"] >= 0.8。', 'Write a comparison, such as score["abuse"] >= 0.8.'),
        )
    ]


def _errors(message: str) -> list[tuple[int, int, str]]:
    found = [(int(m[1]), int(m[2]), m[3].removesuffix(" [INVALID_ARGUMENT]")) for m in _ERROR.finditer(message)]
    return found or [(1, 1, message.splitlines()[0])]


def _explained(when: str, line: int, column: int, message: str) -> Problem:
    lines = when.split("\n")
    offset = min(sum(len(part) + 1 for part in lines[: line - 1]) + column - 1, len(when))
    unknown = re.match(r"undeclared reference to '([^']*)'", message)
    if unknown:
        at = max(when.rfind(unknown[1], 0, offset + 1), 0)
        return Problem(at, *_unknown_name(unknown[1]))
    clash = re.match(r"found no matching overload for '([^']*)' applied to '(.*)'", message)
    if clash:
        return Problem(offset, *_clash(clash[1].strip("_"), clash[2]))
    return Problem(offset, *_syntax(message.removeprefix("Syntax error: ").split(" expecting {")[0]))


def _syntax(message: str) -> tuple[Text, Text]:
    example = 'severity["abuse"] >= 2 && !minors'
    mend = Text(f"条件用 CEL 写，例如 {example}。", f"Conditions are CEL, such as {example}.")
    word = re.search(r"'(and|or|not|=)\s*'", message)
    if word:
        right = {"and": "&&", "or": "||", "not": "!", "=": "=="}[word[1]]
        mend = Text(f"请把 {word[1]} 写成 {right}。", f"Write {right} for {word[1]}.")
    return Text(f"条件的语法不对：{message}。", f"The condition's syntax is wrong: {message}."), mend


def _unknown_name(name: str) -> tuple[Text, Text]:
    known = (*MAPS, *FLAT, "true", "false")
    return (
        Text(f"条件里没有“{name}”这个变量或函数。", f"A condition has no variable or function `{name}`."),
        did_you_mean(name, known),
    )


def _clash(operator: str, types: str) -> tuple[Text, Text]:
    mend = Text("请让两边的类型一致。", "Make both sides the same type.")
    if "double" in types and "int" in types:
        mend = Text(
            "score、model、threshold 是小数，请写 0.0、0.5、1.0；severity、length 等是整数，请写 0、1、2。",
            "score, model and threshold are decimals (0.0, 0.5, 1.0); severity, length and such are whole (0, 1, 2).",
        )
    return Text(f"类型不合：{operator} 用在 {types} 上。", f"Types do not fit: {operator} applied to {types}."), mend

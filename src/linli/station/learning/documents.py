"""A lesson as a document: five cards with one decision each, three questions, one thing to do at home.

A file of lessons is a YAML (or JSON) list. `lessons_read` takes nothing on trust: sizes and counts are bounded and
every fault names its place; an operator's own lessons go the same way as those that ship in `data/lessons`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from linli import files
from linli.vocabulary import LinliError, Text

CARDS, QUESTIONS = 5, 3
AUDIENCES = ("child", "parent", "teacher", "elder")
LARGEST, LONGEST = 512 * 1024, 400
MOST_CHOICES, MOST_LESSONS = 5, 60


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to do; `why` is said once it was chosen."""

    text: str
    good: bool
    why: str


@dataclass(frozen=True, slots=True)
class Card:
    """A scene, and a decision in it. `order` is how the choices are shown: the good one is not always first."""

    scene: str
    picture: str
    ask: str
    choices: tuple[Choice, ...]
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a lesson's facts come from: a law, a rule, a book, with its article and year where it has them."""

    name: str
    article: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Asked before the cards and after them. `right` is an index into `choices`."""

    ask: str
    choices: tuple[str, ...]
    right: int
    why: str
    source: Source
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Ten minutes on one thing. `ages` is empty for grown-ups."""

    id: str
    version: int
    audience: str
    ages: tuple[int, ...]
    topic: str
    title: Text
    aim: Text
    cards: tuple[Card, ...]
    questions: tuple[Question, ...]
    home: Text
    sources: tuple[Source, ...]


@cache
def shipped() -> Mapping[str, Lesson]:
    """The lessons that ship with Linli, by id."""
    found = [lesson for name in files.names("lessons", ".yaml") for lesson in lessons_read(files.read_text(name))]
    return {lesson.id: lesson for lesson in found}


@cache
def law_questions() -> tuple[Question, ...]:
    """The law-literacy bank: each question with the article it rests on."""
    given = yaml.safe_load(files.read_text("questions/law.yaml"))
    return tuple(_question(one, [_source(one["source"], "source")], f"[{n}]") for n, one in enumerate(given))


@dataclass(frozen=True, slots=True)
class LawCase:
    """A made-up story that the law has an answer to: one decision with its article, and what to do."""

    id: str
    title: str
    story: str
    question: Question
    steps: tuple[str, ...]


@cache
def law_cases() -> Mapping[str, LawCase]:
    """The bank of cases, by id."""
    given = yaml.safe_load(files.read_text("questions/cases.yaml"))
    found = [_law_case(_fields(one, f"[{n}]"), f"[{n}]") for n, one in enumerate(given)]
    return {one.id: one for one in found}


def _law_case(fields: dict[str, Any], at: str) -> LawCase:
    question = _question({**fields, "source": 0}, [_source(fields["source"], f"{at}.source")], at)
    steps = tuple(_text({"steps": one}, "steps", at) for one in _list(fields, "steps", at, 2, 5))
    return LawCase(_identifier(fields, at), _text(fields, "title", at), _text(fields, "story", at), question, steps)


def lessons_read(text: str) -> tuple[Lesson, ...]:
    """The lessons of a YAML or JSON text; `LinliError` names the first fault and its place."""
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise _wrong("file", len(text), Text("文件太大，至多 512 KB。", "The file is too large: 512 KB at most."))
    try:
        given = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise _wrong("file", "", Text("这不是有效的 YAML 或 JSON。", "This is no valid YAML or JSON.")) from error
    if not isinstance(given, list) or not 0 < len(given) <= MOST_LESSONS:
        raise _wrong(
            "file",
            "",
            Text(f"应是 1 到 {MOST_LESSONS} 课的列表。", f"It takes a list of 1 to {MOST_LESSONS} lessons."),
        )
    found = tuple(_lesson(one, f"[{n}]") for n, one in enumerate(given))
    if len({one.id for one in found}) < len(found):
        raise _wrong("id", "", Text("有两课的 id 相同。", "Two lessons have one id."))
    return found


def _lesson(given: object, at: str) -> Lesson:
    fields = _fields(given, at)
    sources = [_source(one, f"{at}.sources[{n}]") for n, one in enumerate(_list(fields, "sources", at, 1, 10))]
    audience = _text(fields, "audience", at)
    if audience not in AUDIENCES:
        raise _wrong(f"{at}.audience", audience, Text("没有这个对象。", "There is no such audience."), AUDIENCES)
    ages = fields.get("ages", [])
    if not isinstance(ages, list) or not all(isinstance(age, int) and 3 <= age <= 18 for age in ages[:3]):
        raise _wrong(
            f"{at}.ages", ages, Text("年龄应写成两个数，如 [8, 12]。", "Write ages as two numbers: [8, 12].")
        )
    return Lesson(
        id=_identifier(fields, at),
        version=_number(fields, "version", at, 1, 10_000),
        audience=audience,
        ages=tuple(ages[:2]),
        topic=_text(fields, "topic", at),
        title=_both(fields, "title", at),
        aim=_both(fields, "aim", at),
        cards=tuple(_card(one, f"{at}.cards[{n}]") for n, one in enumerate(_list(fields, "cards", at, CARDS, CARDS))),
        questions=tuple(
            _question(one, sources, f"{at}.questions[{n}]")
            for n, one in enumerate(_list(fields, "questions", at, QUESTIONS, QUESTIONS))
        ),
        home=_both(fields, "home", at),
        sources=tuple(sources),
    )


def _card(given: object, at: str) -> Card:
    fields = _fields(given, at)
    choices = tuple(
        _choice(one, f"{at}.choices[{n}]") for n, one in enumerate(_list(fields, "choices", at, 2, MOST_CHOICES))
    )
    if len({choice.good for choice in choices}) < 2:
        raise _wrong(
            f"{at}.choices",
            len(choices),
            Text("要有好的选择，也要有不好的选择。", "It takes a good choice and one that is not."),
        )
    scene = _text(fields, "scene", at)
    return Card(scene, _text(fields, "picture", at), _text(fields, "ask", at), choices, _order(scene, len(choices)))


def _choice(given: object, at: str) -> Choice:
    fields = _fields(given, at)
    if not isinstance(fields.get("good"), bool):
        raise _wrong(f"{at}.good", fields.get("good", ""), Text("应写 true 或 false。", "Write true or false."))
    return Choice(_text(fields, "text", at), fields["good"], _text(fields, "why", at))


def _question(given: object, sources: Sequence[Source], at: str) -> Question:
    fields = _fields(given, at)
    choices = _list(fields, "choices", at, 2, MOST_CHOICES)
    if not all(isinstance(one, str) for one in choices):
        raise _wrong(
            f"{at}.choices", "", Text("每个选项应是文字（数字要加引号）。", "Each choice is a text (quote numbers).")
        )
    source = fields.get("source", 0)
    place = source if isinstance(source, int) and not isinstance(source, bool) else 0
    if not 0 <= place < len(sources):
        raise _wrong(f"{at}.source", place, Text("没有这一条依据。", "There is no such source."))
    ask = _text(fields, "ask", at)
    return Question(
        ask,
        tuple(_text({"choices": one}, "choices", at) for one in choices),
        _number(fields, "right", at, 0, len(choices) - 1),
        _text(fields, "why", at),
        sources[place],
        _order(ask, len(choices)),
    )


def _source(given: object, at: str) -> Source:
    fields = _fields(given, at)
    return Source(_text(fields, "name", at), str(fields.get("article", ""))[:200], str(fields.get("year", ""))[:20])


def _order(seed: str, count: int) -> tuple[int, ...]:
    return tuple(random.Random(seed).sample(range(count), count))  # noqa: S311


def _fields(given: object, at: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _wrong(at, "", Text("这里应是一组字段。", "This should be a set of fields."))
    return given


def _list(fields: Mapping[str, Any], name: str, at: str, least: int, most: int) -> list[Any]:
    found = fields.get(name)
    if not isinstance(found, list) or not least <= len(found) <= most:
        count = str(least) if least == most else f"{least}–{most}"
        raise _wrong(
            f"{at}.{name}",
            len(found) if isinstance(found, list) else "",
            Text(f"应有 {count} 项。", f"It takes {count} of them."),
        )
    return found


def _text(fields: Mapping[str, Any], name: str, at: str) -> str:
    found = fields.get(name)
    if not isinstance(found, str) or not 0 < len(found.strip()) <= LONGEST:
        raise _wrong(
            f"{at}.{name}",
            str(found or "")[:40],
            Text(f"应是 1 到 {LONGEST} 个字。", f"It takes 1 to {LONGEST} characters."),
        )
    if any("\ud800" <= c <= "\udfff" for c in found):
        raise _wrong(f"{at}.{name}", "", Text("有不成字的编码。", "It holds halves of characters."))
    return found.strip()


def _identifier(fields: Mapping[str, Any], at: str) -> str:
    found = _text(fields, "id", at)
    if len(found) > 60 or not all(c.isascii() and (c.islower() or c.isdigit() or c == "-") for c in found):
        raise _wrong(
            f"{at}.id", found[:60], Text("只用小写字母、数字和短横线。", "Small letters, digits and dashes only.")
        )
    return found


def _number(fields: Mapping[str, Any], name: str, at: str, least: int, most: int) -> int:
    found = fields.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
        raise _wrong(
            f"{at}.{name}",
            str(found)[:20],
            Text(f"应是 {least} 到 {most} 的整数。", f"A whole number, {least} to {most}."),
        )
    return found


def _both(fields: Mapping[str, Any], name: str, at: str) -> Text:
    found = _fields(fields.get(name), f"{at}.{name}")
    return Text(_text(found, "zh", f"{at}.{name}"), _text(found, "en", f"{at}.{name}"))


def _wrong(field: str, value: object, problem: Text, known: Sequence[str] = ()) -> LinliError:
    mend = Text(f"可用：{'、'.join(known)}。", f"Known: {', '.join(known)}.") if known else Text("", "")
    return LinliError(problem, field=field, value=str(value), mend=mend)

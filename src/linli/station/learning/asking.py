"""Questions and cards as a page shows them, and what was answered so far, kept in the session until the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from linli.station.learning.documents import CARDS, QUESTIONS, Lesson, Question

KEY, MOST_LESSONS = "learn", 4
BEFORE, FIRST_CARD, AFTER, DONE = 1, 2, 2 + CARDS, 3 + CARDS


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on a page: its options as `parts/choices.html` takes them, and what to say of the answer."""

    name: str
    ask: str
    options: list[dict[str, Any]]
    why: str
    right: bool | None
    answer: str
    source: Any
    missing: bool = False


class Progress:
    """What a visitor answered in one lesson. It lives in the session, for a few lessons at a time."""

    def __init__(self, request: HttpRequest, lesson: Lesson) -> None:
        self._session = request.session
        self._lesson = lesson
        self._all: dict[str, dict[str, Any]] = dict(request.session.get(KEY, {}))
        kept = self._all.get(lesson.id, {})
        self.state: dict[str, Any] = kept if kept.get("version") == lesson.version else {"version": lesson.version}

    @property
    def reached(self) -> int:
        """The furthest step that may be opened."""
        if self.state.get("done"):
            return DONE
        if "before" not in self.state:
            return BEFORE
        return FIRST_CARD + len(self.cards)

    @property
    def cards(self) -> list[int]:
        """The choice made at each card so far."""
        return list(self.state.get("cards", []))

    def keep(self, **changes: object) -> None:
        """Remembers answers; the lessons begun longest ago give way."""
        self.state |= changes
        rest = {name: state for name, state in self._all.items() if name != self._lesson.id}
        self._all = dict([*list(rest.items())[1 - MOST_LESSONS :], (self._lesson.id, self.state)])
        self._session[KEY] = self._all

    def forget(self) -> None:
        """Begins the lesson anew."""
        self._all.pop(self._lesson.id, None)
        self.state = {"version": self._lesson.version}
        self._session[KEY] = self._all


def chosen(request: HttpRequest, name: str, count: int) -> int | None:
    """The option chosen in a form, None for none or a made-up one."""
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 3 and int(given) < count else None


def answers(request: HttpRequest, questions: Sequence[Question]) -> list[int | None]:
    """What was chosen for each question."""
    return [chosen(request, f"q{n}", len(one.choices)) for n, one in enumerate(questions)]


def shown(
    questions: Sequence[Question], given: Sequence[int | None] = (), *, told: bool = False, missing: bool = False
) -> list[Asked]:
    """The questions with what was chosen; `told` says which were right, `missing` marks those left open."""
    padded = [*given, *[None] * (len(questions) - len(given))]
    return [
        _asked(n, one, answer, told, missing) for n, (one, answer) in enumerate(zip(questions, padded, strict=True))
    ]


def _asked(number: int, one: Question, answer: int | None, told: bool, missing: bool) -> Asked:
    return Asked(
        name=f"q{number}",
        ask=one.ask,
        options=options(f"q{number}", list(one.choices), one.order, answer),
        why=one.why if told else "",
        right=answer == one.right if told else None,
        answer=one.choices[one.right] if told else "",
        source=one.source,
        missing=missing and answer is None,
    )


def options(name: str, texts: Sequence[str], order: Sequence[int], answer: int | None) -> list[dict[str, Any]]:
    """Radio options in the order they are shown."""
    return [
        {"value": k, "id": f"{name}-{place}", "label": texts[k], "checked": k == answer}
        for place, k in enumerate(order)
    ]


def picture(before: int | None, after: int) -> dict[str, Any]:
    """Right answers before and after as rows of dots."""
    rows = [] if before is None else [("before", before)]
    return {
        "rows": [(name, right, [n < right for n in range(QUESTIONS)]) for name, right in [*rows, ("after", after)]],
        "of": QUESTIONS,
    }

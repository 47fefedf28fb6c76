"""Which lessons there are, what a class has done, what was learned, what comes back today."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from linli.station.learning.documents import QUESTIONS, Lesson, Question, lessons_read, shipped
from linli.station.learning.models import Attempt, LearningClass, OwnLesson, Review
from linli.station.learning.paths import LEAST, PATHS, Path
from linli.station.people.actors import Actor, NotFound, require
from linli.vocabulary import Text

FEWEST_IN_CLASS, FEWEST_IN_PUBLIC = 3, 10
LESSON_FOR = {
    "abuse": "kind-words",
    "hate": "kind-words",
    "threat": "kind-words",
    "doxxing": "no-box-opening",
    "false-claim": "rumour-stop",
    "fraud": "do-not-lend-your-account",
    "manipulation": "bystander",
    "sexual": "my-body-my-picture",
}


@dataclass(frozen=True, slots=True)
class Learned:
    """How right answers changed over a lesson, in points of a hundred; None where too few finished to say.

    `low` and `high` hold the 95% interval of the change (normal approximation over paired attempts).
    """

    lesson: Lesson
    finished: int
    before: int | None = None
    after: int | None = None
    low: int | None = None
    high: int | None = None


def lessons(*, community_id: int) -> dict[str, Lesson]:
    """Every lesson of a community by id: those that ship, and its own, which come before one of the same id."""
    own = OwnLesson.objects.filter(community_id=community_id, live=True).order_by("lesson")
    return {**shipped(), **{one.lesson: document_of(one) for one in own}}


def lesson(*, community_id: int, lesson_id: str) -> Lesson:
    """The lesson with this id; `NotFound` where there is none."""
    own = OwnLesson.objects.filter(community_id=community_id, lesson=lesson_id, live=True).first()
    found = document_of(own) if own else shipped().get(lesson_id)
    if found is None:
        raise NotFound(Text("没有这一课。", "There is no such lesson."), field="lesson", value=lesson_id)
    return found


def document_of(own: OwnLesson) -> Lesson:
    """A stored lesson as the document it is."""
    return lessons_read(json.dumps([own.document], ensure_ascii=False))[0]


def lesson_for(*, community_id: int, category: str) -> Lesson | None:
    """The lesson that a decision about a harm may offer, None where there is none."""
    return lessons(community_id=community_id).get(LESSON_FOR.get(category, ""))


def class_by_code(*, community_id: int, code: str) -> LearningClass:
    """The open class with this code; `NotFound` for any other."""
    tidy = "".join(c for c in code.upper()[:20] if c.isalnum())
    found = LearningClass.objects.filter(community_id=community_id, code=tidy, closed=None).first()
    if found is None:
        raise NotFound(
            Text("没有这个班级，或者已经结束。", "There is no such class, or it has ended."),
            field="code",
            value=tidy,
            mend=Text("请再问一下老师。", "Please ask the teacher again."),
        )
    return found


def class_by_uid(*, community_id: int, uid: str) -> LearningClass | None:
    """The open class with this id, for one that joined; None once it has ended."""
    return LearningClass.objects.filter(community_id=community_id, uid=uid, closed=None).first()


def classes_mine(*, actor: Actor) -> QuerySet[LearningClass]:
    """The classes that the actor teaches."""
    require(actor, "learning.teach", actor.community_id)
    found = LearningClass.objects.filter(community_id=actor.community_id, teacher_id=actor.user_id)
    return found.order_by("closed", "-created")


def class_mine(*, actor: Actor, uid: str) -> LearningClass:
    """One of them."""
    found = classes_mine(actor=actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(Text("没有这个班级。", "There is no such class."), field="class", value=uid)
    return found


def class_learned(*, actor: Actor, uid: str) -> list[Learned]:
    """What a class has done, lesson by lesson. Figures appear once three have finished, so that they name nobody."""
    found = class_mine(actor=actor, uid=uid)
    known = lessons(community_id=actor.community_id)
    attempts = Attempt.objects.filter(learning_class=found)
    return [
        _learned(known[one], attempts.filter(lesson=one), FEWEST_IN_CLASS) for one in found.lessons if one in known
    ]


def learned(*, community_id: int) -> list[Learned]:
    """What everybody learned, lesson by lesson, for anyone to read; the lessons that nobody finished are left out."""
    attempts = Attempt.objects.filter(community_id=community_id)
    counted = set(attempts.values_list("lesson", flat=True))
    known = lessons(community_id=community_id)
    return [_learned(known[one], attempts.filter(lesson=one), FEWEST_IN_PUBLIC) for one in known if one in counted]


def _learned(one: Lesson, attempts: QuerySet[Attempt], fewest: int) -> Learned:
    finished = attempts.count()
    pairs = [(b, a) for b, a in attempts.values_list("before", "after") if b is not None]
    if len(pairs) < fewest:
        return Learned(one, finished)
    before, after = (100 * sum(side) / len(pairs) / QUESTIONS for side in zip(*pairs, strict=True))
    middle, half = after - before, interval([100 * (b - a) / QUESTIONS for a, b in pairs])
    return Learned(one, finished, round(before), round(after), round(middle - half), round(middle + half))


def interval(changes: Sequence[float]) -> float:
    """Half the width of the 95% interval of a mean."""
    mean = sum(changes) / len(changes)
    spread = sum((one - mean) ** 2 for one in changes) / max(1, len(changes) - 1)
    return 1.96 * math.sqrt(spread / len(changes))


def finished_by(*, actor: Actor) -> set[str]:
    """The lessons that a signed-in person has finished."""
    if actor.user_id is None:
        return set()
    found = Attempt.objects.filter(community_id=actor.community_id, user_id=actor.user_id)
    return set(found.values_list("lesson", flat=True))


def due(*, actor: Actor) -> QuerySet[Review]:
    """The questions that come back to the actor today, the longest waiting first."""
    found = Review.objects.filter(community_id=actor.community_id, user_id=actor.user_id or 0)
    return found.filter(due__lte=timezone.now()).order_by("due", "pk")


def next_due(*, actor: Actor) -> tuple[Review, Lesson, Question] | None:
    """The first of them with its question; None when nothing is due. A question that is gone is passed over."""
    known = lessons(community_id=actor.community_id)
    for one in due(actor=actor)[:20]:
        if one.lesson in known and one.question < QUESTIONS:
            return one, known[one.lesson], known[one.lesson].questions[one.question]
    return None


def own_lessons(*, actor: Actor) -> QuerySet[OwnLesson]:
    """The community's own lessons with their versions, for those who may teach here."""
    require(actor, "learning.write", actor.community_id)
    return OwnLesson.objects.filter(community_id=actor.community_id).order_by("lesson", "-version")


@dataclass(frozen=True, slots=True)
class Walked:
    """A path as far as somebody has gone it: its lessons with whether each is done, and whether all are."""

    path: Path
    lessons: list[tuple[Lesson, bool]]
    done: bool


def walked(*, actor: Actor) -> list[Walked]:
    """Every path with what the actor has finished of it, with two of three answers right or more."""
    good = Attempt.objects.filter(community_id=actor.community_id, user_id=actor.user_id or 0, after__gte=LEAST)
    known, have = lessons(community_id=actor.community_id), set(good.values_list("lesson", flat=True))
    return [_walked(path, known, have) for path in PATHS]


def _walked(path: Path, known: dict[str, Lesson], have: set[str]) -> Walked:
    rows = [(known[one], one in have) for one in path.lessons if one in known]
    return Walked(path, rows, all(done for _, done in rows))


def gains(*, community_id: int, since: datetime, until: datetime) -> list[float]:
    """For each lesson finished in `[since, until)` with both rounds answered: the change in points of a hundred."""
    found = Attempt.objects.filter(community_id=community_id, at__gte=since, at__lt=until).exclude(before=None)
    return [100 * (a - (b or 0)) / QUESTIONS for b, a in found.values_list("before", "after")]

"""Finishing a lesson, answering what comes back, teaching a class, writing one's own lessons.

A finished lesson is telemetry and leaves no row in the record; a class and a published lesson do.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

import yaml
from django.db import transaction
from django.utils import timezone

from linli.station.credentials.badges import Achievement
from linli.station.credentials.services import credential_issue
from linli.station.learning import selectors
from linli.station.learning.documents import QUESTIONS, Lesson, lessons_read
from linli.station.learning.models import Attempt, LearningClass, OwnLesson, Review
from linli.station.ledger.services import record, writing
from linli.station.people.actors import Actor, Forbidden, NotFound, require
from linli.station.people.codes import ALPHABET
from linli.vocabulary import LinliError, Text

DAYS = (1, 3, 7, 21, 60)
CODE_LENGTH = 6
MOST_CLASSES = 40


def lesson_finish(
    *, actor: Actor, lesson_id: str, before: int | None, answers: list[bool], class_uid: str = ""
) -> Attempt:
    """One lesson gone through: how many were right before (None for skipped), and each answer after.

    A person who is signed in gets the questions back, those answered wrong tomorrow, the others in three days.
    """
    require(actor, "learning.learn", actor.community_id)
    found = selectors.lesson(community_id=actor.community_id, lesson_id=lesson_id)
    if len(answers) != QUESTIONS or (before is not None and not 0 <= before <= QUESTIONS):
        raise LinliError(
            Text("答案的数目不对。", "The number of answers is wrong."), field="answers", value=len(answers)
        )
    taught = selectors.class_by_uid(community_id=actor.community_id, uid=class_uid) if class_uid else None
    with transaction.atomic():
        if actor.user_id is not None:
            for number, right in enumerate(answers):
                _schedule(actor, lesson_id, number, box=1 if right else 0)
        return Attempt.objects.create(
            community_id=actor.community_id,
            lesson=lesson_id,
            version=found.version,
            user_id=actor.user_id,
            learning_class=taught,
            before=before,
            after=sum(answers),
        )


def review_answer(*, actor: Actor, lesson_id: str, question: int, chosen: int) -> bool:
    """One question that came back, answered: right moves it further away, wrong brings it back tomorrow."""
    require(actor, "learning.learn", actor.community_id)
    found = selectors.lesson(community_id=actor.community_id, lesson_id=lesson_id)
    with transaction.atomic():
        kept = selectors.due(actor=actor).filter(lesson=lesson_id, question=question).first()
        if kept is None:
            raise NotFound(
                Text("这道题现在不用复习。", "This question is not due."), field="question", value=question
            )
        right = found.questions[question].right == chosen
        _schedule(actor, lesson_id, question, box=kept.box + 1 if right else 0)
    return right


def _schedule(actor: Actor, lesson_id: str, question: int, *, box: int) -> None:
    days = DAYS[min(box, len(DAYS) - 1)]
    Review.objects.update_or_create(
        community_id=actor.community_id,
        user_id=actor.user_id or 0,
        lesson=lesson_id,
        question=question,
        defaults={"box": min(box, len(DAYS) - 1), "due": timezone.now() + timedelta(days=days)},
    )


def class_open(*, actor: Actor, name: str, lesson_ids: list[str]) -> LearningClass:
    """A class with its code. The teacher's name for it is the only name there is."""
    require(actor, "learning.teach", actor.community_id)
    known = selectors.lessons(community_id=actor.community_id)
    chosen = [one for one in dict.fromkeys(lesson_ids) if one in known]
    if not 0 < len(name.strip()) <= 40:
        raise LinliError(
            Text("请给班级起个名字，至多 40 个字。", "Name the class, 40 characters at most."),
            field="name",
            value=name[:40],
        )
    if not chosen:
        raise LinliError(Text("请至少选一课。", "Choose one lesson or more."), field="lessons", value="")
    with writing(actor.community_id):
        if selectors.classes_mine(actor=actor).filter(closed=None).count() >= MOST_CLASSES:
            raise LinliError(
                Text(f"同时最多开 {MOST_CLASSES} 个班。", f"You may have {MOST_CLASSES} classes at a time."),
                field="name",
                value=name,
                mend=Text("请先结束旧的班。", "Close an old one first."),
            )
        made = LearningClass.objects.create(
            community_id=actor.community_id,
            teacher_id=actor.user_id or 0,
            name=name.strip(),
            code=_code(actor.community_id),
            lessons=chosen,
        )
        _told(actor, "class.opened", made.uid, lessons=len(chosen))
    return made


def class_close(*, actor: Actor, uid: str) -> LearningClass:
    """Ends a class: its code opens nothing any more. Safe to repeat."""
    with writing(actor.community_id):
        found = selectors.class_mine(actor=actor, uid=uid)
        if found.closed is None:
            found.closed = timezone.now()
            found.save(update_fields=["closed"])
            _told(actor, "class.closed", found.uid)
    return found


def _code(community_id: int) -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if not LearningClass.objects.filter(community_id=community_id, code=code).exists():
            return code


def lessons_import(*, actor: Actor, text: str) -> list[OwnLesson]:
    """The community's own lessons from a YAML or JSON text, as drafts: all of them or, on the first fault, none."""
    require(actor, "learning.write", actor.community_id)
    read = lessons_read(text)
    with writing(actor.community_id):
        return [_import(actor, one.id, document) for one, document in zip(read, yaml.safe_load(text), strict=True)]


def _import(actor: Actor, lesson_id: str, document: dict[str, object]) -> OwnLesson:
    version = int(str(document["version"]))
    if OwnLesson.objects.filter(community_id=actor.community_id, lesson=lesson_id, version=version).exists():
        raise LinliError(
            Text("这个版本已经有了。", "This version is there already."),
            field="version",
            value=f"{lesson_id}@{version}",
            mend=Text("请把版本号加一。", "Raise the version by one."),
        )
    made = OwnLesson.objects.create(
        community_id=actor.community_id,
        lesson=lesson_id,
        version=version,
        document=document,
        author_id=actor.user_id,
    )
    _told(actor, "lesson.drafted", made.uid, lesson=lesson_id, version=version)
    return made


def lesson_publish(*, actor: Actor, uid: str) -> OwnLesson:
    """A second reader lets a draft be taught; the author may not. The version before it is retired."""
    require(actor, "learning.write", actor.community_id)
    with writing(actor.community_id):
        found = OwnLesson.objects.filter(community_id=actor.community_id, uid=uid).first()
        if found is None:
            raise NotFound(Text("没有这一课。", "There is no such lesson."), field="lesson", value=uid)
        if found.author_id == actor.user_id and not actor.system:
            raise Forbidden(
                Text("作者不能给自己的课签发。", "An author does not sign their own lesson."),
                field="lesson",
                value=found.lesson,
                mend=Text("请另一位同事读一遍再签发。", "Ask a colleague to read and sign it."),
            )
        OwnLesson.objects.filter(community_id=actor.community_id, lesson=found.lesson, live=True).update(live=False)
        found.live, found.reader_id = True, actor.user_id
        found.save(update_fields=["live", "reader"])
        _told(actor, "lesson.published", found.uid, lesson=found.lesson, version=found.version)
    return found


def lesson_retire(*, actor: Actor, uid: str) -> OwnLesson:
    """Takes an own lesson out of the list; one that ships under the same id is taught again. Safe to repeat."""
    require(actor, "learning.write", actor.community_id)
    with writing(actor.community_id):
        found = OwnLesson.objects.filter(community_id=actor.community_id, uid=uid).first()
        if found is None:
            raise NotFound(Text("没有这一课。", "There is no such lesson."), field="lesson", value=uid)
        if found.live:
            found.live = False
            found.save(update_fields=["live"])
            _told(actor, "lesson.retired", found.uid, lesson=found.lesson, version=found.version)
    return found


def known(lesson: Lesson, given: list[int | None]) -> list[bool]:
    """Which of the answers are right."""
    return [one.right == answer for one, answer in zip(lesson.questions, given, strict=True)]


def _told(actor: Actor, kind: str, uid: str, **data: object) -> None:
    record(
        community_id=actor.community_id,
        kind=kind,
        actor=actor,
        object_type="learning",
        object_id=uid,
        data=dict(data),
    )


def certificate_issue(*, actor: Actor, path_id: str, name: str) -> str:
    """The code of a signed certificate for a path that the actor has gone to its end; an error before that."""
    found = next((one for one in selectors.walked(actor=actor) if one.path.id == path_id), None)
    if found is None:
        raise NotFound(Text("没有这条路。", "There is no such path."), field="path", value=path_id)
    if not found.done:
        raise LinliError(
            Text("还没有全部学完。", "It is not finished yet."),
            field="path",
            value=path_id,
            mend=Text("每课答对两道以上才算学完。", "A lesson counts with two answers right or more."),
        )
    achievement = Achievement(
        id=path_id,
        kind="Certificate",
        name=found.path.name,
        description=found.path.about,
        criteria=Text(
            "学完这条路的每一课，每课三道题答对两道以上。",
            "Finished each lesson with two of three answers right or more.",
        ),
    )
    evidence = [{"name": one.title.zh, "narrative": one.aim.zh} for one, _ in found.lessons]
    _, code = credential_issue(actor=actor, achievement=achievement, name=name, evidence=evidence)
    return code

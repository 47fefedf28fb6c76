"""What the sample station has learned: a class of the sample member, and lessons that some visitors finished."""

from __future__ import annotations

from linli.station.learning import services
from linli.station.people.actors import Actor, visitor

CLASS = ("bystander", "kind-words", "rumour-stop")
# Right answers before, and each answer after: twelve who finished, as a class would.
FINISHED = [
    (0, (True, True, True)),
    (1, (True, True, False)),
    (1, (True, True, True)),
    (2, (True, True, True)),
    (2, (True, False, True)),
    (3, (True, True, True)),
    (1, (False, True, True)),
    (0, (True, False, True)),
    (2, (True, True, True)),
    (1, (True, True, True)),
    (None, (True, True, False)),
    (2, (True, True, False)),
]


def load(teacher: Actor) -> None:
    """A class by the teacher, its first lesson finished by twelve, its second by two."""
    made = services.class_open(actor=teacher, name="柳荫里小学 三（2）班", lesson_ids=list(CLASS))
    pupil = visitor(teacher.community_id)
    for lesson_id, finished in ((CLASS[0], FINISHED), (CLASS[1], FINISHED[:2])):
        for before, answers in finished:
            services.lesson_finish(
                actor=pupil, lesson_id=lesson_id, before=before, answers=list(answers), class_uid=made.uid
            )

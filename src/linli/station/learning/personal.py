"""What learning holds of people: lessons gone through, questions to come back, classes they teach."""

from __future__ import annotations

from linli.station.people.personal import Fate, Holding, Personal
from linli.vocabulary import Text

PERSONAL = Personal(
    name=Text("学习", "Learning"),
    holdings=(
        Holding(
            "learning.Attempt",
            Text("您学过的课", "Lessons you went through"),
            by_user="user_id",
            shown=("lesson", "version", "before", "after", "at"),
            fate=Fate.BLANKED,
            blanks={"user_id": None, "learning_class_id": None},
            why=Text(
                "只留一次学习的前后答对数，不再与您相连。",
                "How much was right before and after stays, tied to nobody.",
            ),
        ),
        Holding(
            "learning.Review",
            Text("待复习的题", "Questions to come back"),
            by_user="user_id",
            shown=("lesson", "question", "box", "due"),
        ),
        Holding(
            "learning.LearningClass",
            Text("您开的班", "Classes you teach"),
            by_user="teacher_id",
            shown=("name", "code", "lessons", "created", "closed"),
        ),
        Holding(
            "learning.OwnLesson",
            Text("您写的课", "Lessons you wrote"),
            by_user="author_id",
            shown=("lesson", "version", "document", "live", "created"),
            fate=Fate.BLANKED,
            blanks={"author_id": None},
            why=Text("课程是社区的作品，署名去掉。", "The lesson is the community's work; your name goes."),
        ),
    ),
)

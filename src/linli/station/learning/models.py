"""What was learned: attempts without names, questions to come back, classes, and a community's own lessons."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class LearningClass(models.Model):
    """A class that joins by a code. It knows no child: only how often its lessons were finished, and how well."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    code = models.CharField(max_length=8)
    lessons = models.JSONField[list[str]](default=list)
    created = models.DateTimeField(default=timezone.now)
    closed = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "code"], name="learning_class_code")]

    def __str__(self) -> str:
        return self.name


class Attempt(models.Model):
    """A lesson gone through once: right answers before and after, of three. `user` only for those signed in."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    lesson = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    learning_class = models.ForeignKey(LearningClass, models.SET_NULL, null=True, blank=True, related_name="attempts")
    before = models.PositiveSmallIntegerField(null=True, blank=True)
    after = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "lesson", "at"], name="learning_attempt_lesson")]

    def __str__(self) -> str:
        return f"{self.lesson} {self.before}→{self.after}"


class Review(models.Model):
    """A question that comes back to a person: after 1, 3, 7, 21 and 60 days while it is answered right."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    lesson = models.CharField(max_length=60)
    question = models.PositiveSmallIntegerField()
    box = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "user", "lesson", "question"], name="learning_review_once")
        ]
        indexes = [models.Index(fields=["user", "due"], name="learning_review_due")]

    def __str__(self) -> str:
        return f"{self.lesson}[{self.question}] box {self.box}"


class OwnLesson(models.Model):
    """A lesson that a community wrote, one row a version; `live` says which one is taught."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    lesson = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    document = models.JSONField[dict[str, Any]]()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    live = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "lesson", "version"], name="learning_own_version"),
            models.UniqueConstraint(
                fields=["community", "lesson"], condition=models.Q(live=True), name="learning_own_live"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson}@{self.version}"

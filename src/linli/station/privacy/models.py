"""What people asked about their data and what was done, and that retention ran. No words of anybody's."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class Right(models.TextChoices):
    """The rights of a person, by the articles of 《个人信息保护法》."""

    COPY = "copy", "查阅、复制"
    MOVE = "move", "转移"
    CORRECT = "correct", "更正、补充"
    DELETE = "delete", "删除"
    WITHDRAW = "withdraw", "撤回同意"
    EXPLAIN = "explain", "解释自动决定"


class RightsRequest(models.Model):
    """One request. `user` or `account` (a random id) until it is erased; `how`: by `machine` or `person`."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    right = models.CharField(max_length=10, choices=Right)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    account = models.CharField(max_length=20, blank=True)
    for_another = models.CharField(max_length=10, blank=True)
    created = models.DateTimeField(default=timezone.now)
    promised_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    counts = models.JSONField[dict[str, Any]](default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["community", "user", "-created"], name="rights_mine"),
            models.Index(fields=["community", "created"], name="rights_when"),
        ]

    def __str__(self) -> str:
        return f"{self.right} {self.uid}"


class RetentionRun(models.Model):
    """That one category was cleared: what was older than `cutoff` is gone, `deleted` of it in this run."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    category = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    cutoff = models.DateTimeField()
    deleted = models.PositiveIntegerField()
    left = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["community", "category", "-at"], name="retention_latest")]

    def __str__(self) -> str:
        return f"{self.category} {self.deleted}"

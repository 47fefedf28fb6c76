"""Codes of civility, their versions, what was said about them, and the phrases that the helper knows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id

USER = settings.AUTH_USER_MODEL


class Code(models.Model):
    """A code of civility. `origin` names the code of another community that it was adapted from."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=40)
    aim = models.CharField(max_length=300)
    origin = models.JSONField(default=dict, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class CodeVersion(models.Model):
    """One version. `discussed` holds the clauses as they stood when the discussion opened."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        DISCUSSING = "discussing", "讨论"
        SIGNED = "signed", "等第二人"
        ADOPTED = "adopted", "现行"
        REPLACED = "replaced", "已被取代"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    code = models.ForeignKey(Code, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    clauses = models.JSONField(default=list)
    discussed = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    seconded_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="codes_version_once"),
            models.UniqueConstraint(fields=["code"], condition=models.Q(state="adopted"), name="codes_one_adopted"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class Comment(models.Model):
    """What somebody said about a version. Shown without a name; `clause` is empty where it is about the whole."""

    class State(models.TextChoices):
        SHOWN = "shown", "已展示"
        HELD = "held", "等人来看"
        HIDDEN = "hidden", "不展示"

    class Taken(models.TextChoices):
        YES = "yes", "采纳"
        PARTLY = "partly", "部分采纳"
        NO = "no", "不采纳"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    version = models.ForeignKey(CodeVersion, models.CASCADE, related_name="comments")
    clause = models.CharField(max_length=10, blank=True)
    text = models.CharField(max_length=500)
    author = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    staff = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.SHOWN)
    decided_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_case = models.CharField(max_length=20, blank=True)
    taken = models.CharField(max_length=8, choices=Taken, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"comment {self.uid}"


class Phrase(models.Model):
    """A phrase that hurts, kinder ways to put it, and the clause that asks for them."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    phrase = models.CharField(max_length=30)
    suggestions = models.JSONField(default=list)
    why = models.CharField(max_length=120)
    code = models.ForeignKey(Code, models.CASCADE, related_name="phrases")
    clause = models.CharField(max_length=10)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "phrase"], name="codes_phrase_once")]

    def __str__(self) -> str:
        return self.phrase

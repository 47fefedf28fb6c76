"""Receipt, case, answer: the same for every kind of submission."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id

USER = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    NEW = "new", "待受理"
    TAKEN = "taken", "处理中"
    HELD = "held", "搁置中"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"


OPEN_STATES = (State.NEW, State.TAKEN, State.HELD)


class Case(models.Model):
    """One matter to answer. `version` rises with every change, so that nobody answers what they did not see."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    subject_type = models.CharField(max_length=20, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    # A number, since SQLite finds no index for a bare truth value.
    is_open = models.GeneratedField(
        expression=models.Case(models.When(state__in=OPEN_STATES, then=1), default=0),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    taken_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_until = models.DateTimeField(null=True, blank=True)
    held_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    promised_at = models.DateTimeField()
    priority = models.SmallIntegerField(default=0)
    snapshot = models.JSONField[dict[str, Any]](default=dict)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    excluded: models.ManyToManyField[Any, Any] = models.ManyToManyField(USER, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="case_number"),
            models.UniqueConstraint(
                fields=["community", "kind", "subject_type", "subject_id"],
                condition=models.Q(state__in=["new", "taken", "held"]) & ~models.Q(subject_id=""),
                name="case_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "is_open", "-priority", "promised_at", "number"], name="case_order"),
            models.Index(fields=["community", "state", "promised_at"], name="case_state"),
            models.Index(fields=["community", "subject_type", "subject_id"], name="case_subject"),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.kind}"


class Submission(models.Model):
    """What one person sent, with their own receipt. Who sent it is for the desk alone, never for its pages."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    receipt_digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=30)
    case = models.ForeignKey(Case, models.PROTECT, related_name="submissions")
    submitter = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    submitter_account = models.CharField(max_length=20, blank=True)
    body = models.JSONField[dict[str, str]](default=dict)
    subject_type = models.CharField(max_length=20, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=64, blank=True)
    merged = models.PositiveIntegerField(default=1)
    slowed = models.BooleanField(default=False)
    promised_at = models.DateTimeField()
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["community", "source", "created"], name="submission_source"),
            models.Index(fields=["community", "submitter", "-created"], name="submission_mine"),
            models.Index(fields=["community", "submitter_account", "-created"], name="submission_account"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class Answer(models.Model):
    """How a case was answered, why, by whom, what it did, and the content as it stood then."""

    uid = models.CharField(max_length=20, unique=True, default=new_id)
    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    choice = models.CharField(max_length=30)
    reason = models.CharField(max_length=2000)
    values = models.JSONField[dict[str, str]](default=dict)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    effect = models.JSONField[dict[str, Any]](default=dict)
    snapshot = models.JSONField[dict[str, Any]](default=dict)
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    reversed_why = models.CharField(max_length=2000, blank=True)
    overturned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(reversed_at=None), name="answer_one_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.choice}"


class Message(models.Model):
    """A question or a word between the desk and one who sent, seen by these two sides only."""

    uid = models.CharField(max_length=20, unique=True, default=new_id)
    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="messages")
    from_desk = models.BooleanField()
    by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=4000)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.text[:20]}"


class Satisfaction(models.Model):
    """What one who sent thought of the answer: 1 to 5."""

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="satisfaction")
    score = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    comment = models.CharField(max_length=500, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.score}"


class SourceKey(models.Model):
    """One day's key for the digests of sources; it is destroyed after two days, and with it what they could tell."""

    day = models.DateField(unique=True)
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.day)

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


class Queue(models.Model):
    """Where cases of some sort go, and who works there. An empty list means any; no two queues want the same case."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    name = models.CharField(max_length=40)
    kinds = models.JSONField[list[str]](default=list)
    categories = models.JSONField[list[str]](default=list)
    languages = models.JSONField[list[str]](default=list)
    minors = models.CharField(max_length=5, blank=True, choices=[("yes", "涉未成年人"), ("no", "不涉未成年人")])
    severity_from = models.PositiveSmallIntegerField(default=0)
    severity_to = models.PositiveSmallIntegerField(default=3)
    people: models.ManyToManyField[Any, Any] = models.ManyToManyField(USER, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="queue_name_once")]

    def __str__(self) -> str:
        return self.name


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
    held_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    promised_at = models.DateTimeField()
    priority = models.SmallIntegerField(default=0)
    weights = models.JSONField[dict[str, int]](default=dict)
    rank = models.BigIntegerField(default=0)
    category = models.CharField(max_length=30, blank=True)
    severity = models.PositiveSmallIntegerField(default=0)
    minors = models.BooleanField(default=False)
    danger = models.BooleanField(default=False)
    language = models.CharField(max_length=5, blank=True)
    queue = models.ForeignKey(Queue, models.SET_NULL, null=True, blank=True, related_name="+")
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
            models.Index(fields=["community", "is_open", "-rank", "number"], name="case_rank"),
            models.Index(fields=["community", "is_open", "queue", "-rank", "number"], name="case_queue_rank"),
            models.Index(fields=["community", "is_open", "promised_at"], name="case_promises"),
            models.Index(fields=["community", "is_open", "queue", "promised_at"], name="case_queue_promises"),
            models.Index(fields=["community", "is_open", "created"], name="case_ages"),
            models.Index(fields=["community", "is_open", "taken_by"], name="case_hands"),
            models.Index(fields=["community", "answered_at"], name="case_answered"),
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
    weight = models.FloatField(default=1.0)
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


class Bulk(models.Model):
    """One answer given to many cases at once, so that one step takes all of it back."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    choice = models.CharField(max_length=30)
    reason = models.CharField(max_length=2000)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"bulk {self.uid}: {self.choice}"


class Answer(models.Model):
    """How a case was answered, why, by whom, what it did, and the content as it stood then."""

    uid = models.CharField(max_length=20, unique=True, default=new_id)
    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    choice = models.CharField(max_length=30)
    reason = models.CharField(max_length=2000)
    values = models.JSONField[dict[str, str]](default=dict)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    second = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    bulk = models.ForeignKey(Bulk, models.PROTECT, null=True, blank=True, related_name="answers")
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


class Proposal(models.Model):
    """An answer that takes two people: proposed by one, to be confirmed or returned by another."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="proposal")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    choice = models.CharField(max_length=30)
    reason = models.CharField(max_length=2000)
    values = models.JSONField[dict[str, str]](default=dict)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.choice}?"


class Note(models.Model):
    """A word from one colleague to the next about a case; no one outside the desk reads it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.text[:20]}"


class DangerPlan(models.Model):
    """What this community does when a life or a child is in danger: whom to call, whose duty, which steps."""

    community = models.OneToOneField("organisations.Community", models.PROTECT, related_name="+")
    contact = models.CharField(max_length=60)
    phone = models.CharField(max_length=40)
    hours = models.CharField(max_length=60, blank=True)
    duty = models.CharField(max_length=1000)
    steps = models.JSONField[list[str]](default=list)
    changed = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.contact} {self.phone}"


class DangerStep(models.Model):
    """A step of the plan done for one case, in the words it had then, or why it was not needed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="danger_steps")
    step = models.CharField(max_length=200)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    skipped = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "step"], name="danger_step_once")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.step[:20]}"


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

"""Pledges: their templates, rounds of self-assessment, reviews by peers, complaints heard and decided; duties."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id

USER = settings.AUTH_USER_MODEL


class Template(models.Model):
    """What can be pledged, and the questions that are asked of whoever pledges it."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=60)
    promise = models.TextField(max_length=1000)
    questions = models.JSONField(default=list)
    months = models.PositiveSmallIntegerField(default=12)
    closed_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class Pledge(models.Model):
    """An organisation's pledge, with the promise and the questions as they were when it was begun."""

    class State(models.TextChoices):
        DRAFT = "draft", "还没有评议"
        LIVE = "live", "有效"
        ENDED = "ended", "已到期"
        WITHDRAWN = "withdrawn", "已撤回"
        BROKEN = "broken", "未守承诺"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    template = models.ForeignKey(Template, models.PROTECT, related_name="pledges")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    promise = models.TextField(max_length=1000)
    questions = models.JSONField(default=list)
    months = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "organisation"],
                condition=models.Q(state__in=("draft", "live")),
                name="pledges_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Assessment(models.Model):
    """One round of self-assessment: an answer, a note and evidence for every question."""

    class State(models.TextChoices):
        DRAFT = "draft", "在写"
        SENT = "sent", "等评议"
        FLAGGED = "flagged", "等负责人再看"
        ACCEPTED = "accepted", "通过"
        RETURNED = "returned", "退回"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="assessments")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pledge", "number"], name="pledges_round_once")]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.number}"


class Review(models.Model):
    """A review by another organisation: asked for by a lead, given once. Only the digest of its code is kept."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="reviews")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    code_digest = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(default=False)
    doubts = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True)
    flags = models.JSONField(default=list)
    confirmed_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"review {self.uid}"


class Hearing(models.Model):
    """A complaint about a pledge: when its organisation was told, what it says, and what was decided."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="hearings")
    case_uid = models.CharField(max_length=20)
    told_at = models.DateTimeField(default=timezone.now)
    reply = models.CharField(max_length=1000, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pledge", "case_uid"], name="pledges_hearing_once")]

    def __str__(self) -> str:
        return f"hearing {self.uid}"


class Duty(models.Model):
    """How a community stands to one duty of the list: its evidence, its gap, who mends it by when."""

    class State(models.TextChoices):
        MET = "met", "做到了"
        PARTLY = "partly", "部分"
        GAP = "gap", "有缺口"
        NONE = "none", "不适用"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    duty = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State)
    evidence = models.CharField(max_length=500, blank=True)
    gap = models.CharField(max_length=500, blank=True)
    owner = models.CharField(max_length=60, blank=True)
    due = models.DateField(null=True, blank=True)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "duty"], name="pledges_duty_once")]

    def __str__(self) -> str:
        return self.duty


class DutySheet(models.Model):
    """Whether a community shows how it stands to its duties."""

    community = models.OneToOneField("organisations.Community", models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"duties of {self.community_id}"

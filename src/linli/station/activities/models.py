"""Activities, their shifts, who joined, who came and went, proofs of hours; charity projects with their money."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class Activity(models.Model):
    """Something that people do together. `leader` checks in and confirms; `hosts` share it with equal credit.

    `festival` is the slug of the day of the calendar that it is for, or empty.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        OPEN = "open", "报名中"
        CANCELLED = "cancelled", "已取消"
        CLOSED = "closed", "已结束"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=60)
    summary = models.TextField(max_length=1000)
    place = models.CharField(max_length=120)
    festival = models.CharField(max_length=40, blank=True)
    safety = models.TextField(max_length=1000, blank=True)
    hosts = models.JSONField[list[str]](default=list)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    reason = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class Shift(models.Model):
    """`[starts, ends)` with so many places; whoever comes later waits."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="shifts")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    name = models.CharField(max_length=40, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    places = models.PositiveIntegerField()

    class Meta:
        ordering = ["starts", "pk"]
        indexes = [models.Index(fields=["community", "starts"], name="activities_shift_starts")]

    def __str__(self) -> str:
        return f"{self.starts:%Y-%m-%d %H:%M}"


class Signup(models.Model):
    """One person in one shift. `guardian` is the name a minor's guardian consented under, empty for grown-ups."""

    class State(models.TextChoices):
        JOINED = "joined", "已报名"
        WAITING = "waiting", "候补"
        LEFT = "left", "已退出"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="signups")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State)
    minor = models.BooleanField(default=False)
    guardian = models.CharField(max_length=40, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shift", "user"], name="activities_signup_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"


class Presence(models.Model):
    """When one came and went, and what both sides say. `minutes` count only once `state` is confirmed.

    `flags` name what a spot check should look at: `late`, `bulk`, `overlap`, `long`, `offline`, `by-hand`.
    """

    class State(models.TextChoices):
        HERE = "here", "在场"
        SAID = "said", "待对方确认"
        CONFIRMED = "confirmed", "已确认"
        DISPUTED = "disputed", "有异议"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    signup = models.OneToOneField(Signup, models.CASCADE, related_name="presence")
    came = models.DateTimeField()
    went = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.HERE)
    flags = models.JSONField[list[str]](default=list)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    checked = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "state"], name="activities_presence_state")]

    def __str__(self) -> str:
        return f"{self.minutes} min {self.state}"


class ScanEvent(models.Model):
    """One scan by a device that may have been offline; its id makes a second upload change nothing."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    event_id = models.CharField(max_length=40)
    signup = models.ForeignKey(Signup, models.CASCADE, related_name="scans")
    way = models.CharField(max_length=3)
    at = models.DateTimeField()
    device = models.CharField(max_length=40)
    received = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "event_id"], name="activities_scan_once")]

    def __str__(self) -> str:
        return f"{self.way} {self.at:%H:%M}"


class Proof(models.Model):
    """A printed proof of confirmed hours; anyone with its code can check it until its owner takes it back."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    code_digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    minutes = models.PositiveIntegerField()
    rows = models.JSONField[list[dict[str, Any]]]()
    created = models.DateTimeField(default=timezone.now)
    withdrawn = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.minutes} min"


class Project(models.Model):
    """A charity project as an open record: what for, from which money, how far, and an honest end."""

    class State(models.TextChoices):
        LIVE = "live", "进行中"
        CLOSED = "closed", "已结束"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=60)
    plan = models.TextField(max_length=2000)
    source = models.CharField(max_length=120)
    answers = models.CharField(max_length=60)
    starts = models.DateField()
    ends = models.DateField()
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.LIVE)
    closing = models.TextField(max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class BudgetLine(models.Model):
    """So much for one purpose, in cents."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="lines")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    name = models.CharField(max_length=40)
    cents = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Spending(models.Model):
    """Money spent, with its receipt. Never altered: a row that `corrects` it stands in its place, both are shown."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="spendings")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    line = models.ForeignKey(BudgetLine, models.CASCADE, related_name="spendings")
    what = models.CharField(max_length=120)
    cents = models.PositiveBigIntegerField()
    day = models.DateField()
    receipt = models.BinaryField(default=bytes)
    receipt_digest = models.CharField(max_length=64, blank=True)
    corrects = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="corrected_by")
    reason = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "receipt_digest"],
                condition=~models.Q(receipt_digest=""),
                name="activities_receipt_once",
            )
        ]

    def __str__(self) -> str:
        return self.what


class Progress(models.Model):
    """How far a project is, in words; at least every three months."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="progress")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    text = models.TextField(max_length=1000)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return f"{self.created:%Y-%m-%d}"

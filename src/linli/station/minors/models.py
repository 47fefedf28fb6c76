"""Children (a nickname, a band, a plan), their guardians, platforms, days, spendings, requests, and school terms."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id

COMMUNITY = "organisations.Community"


class Child(models.Model):
    """One child in minors' mode: no birthday, no real name. Whoever holds the code reads the child's own page."""

    community = models.ForeignKey(COMMUNITY, models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    code_digest = models.CharField(max_length=64, unique=True)
    invite_digest = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=30)
    plan = models.JSONField[dict[str, Any]](default=dict)
    next_plan = models.JSONField[dict[str, Any]](default=dict)
    next_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField(default=timezone.now)
    left = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["source", "created"], name="minors_child_source")]

    def __str__(self) -> str:
        return self.uid


class Guardian(models.Model):
    """A grown-up who answers for a child; the PIN is the guardian's own, since devices are shared."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="guardians")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    pin = models.CharField(max_length=128)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "user"], name="minors_guardian_once")]

    def __str__(self) -> str:
        return f"guardian of {self.child_id}"


class Own(models.Model):
    """The child's own sign-in: the plan goes with it, and it guards nobody."""

    child = models.OneToOneField(Child, models.CASCADE, related_name="own")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"own of {self.child_id}"


class Claim(models.Model):
    """Somebody says that they are the guardian, and the staff looked into it: `confirmed` once two of them agreed."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    confirmed = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "user"], name="minors_claim_once")]

    def __str__(self) -> str:
        return f"claim of {self.child_id}"


class Link(models.Model):
    """A child at one platform, under an id that says nothing and is another at every platform."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="links")
    client_id = models.BigIntegerField()
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "client_id"], name="minors_link_once")]

    def __str__(self) -> str:
        return self.uid


class DayBook(models.Model):
    """One local day of a child: the minutes, the loans, what was given on top (see `book.Day`)."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="days")
    day = models.DateField()
    extra = models.PositiveSmallIntegerField(default=0)
    used = models.PositiveSmallIntegerField(default=0)
    state = models.JSONField[dict[str, Any]](default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "day"], name="minors_day_once")]

    def __str__(self) -> str:
        return f"{self.child_id} {self.day}"


class Spend(models.Model):
    """What a child spent at a platform, in yuan; `once` is the platform's own number of the purchase."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="spendings")
    once = models.CharField(max_length=60)
    yuan = models.PositiveIntegerField()
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "once"], name="minors_spend_once")]

    def __str__(self) -> str:
        return f"{self.yuan} {self.day}"


class Wish(models.Model):
    """A child's request for more minutes today, and the answer."""

    class State(models.TextChoices):
        WAITING = "waiting", "等回答"
        GIVEN = "given", "同意了"
        DECLINED = "declined", "这次不行"

    child = models.ForeignKey(Child, models.CASCADE, related_name="wishes")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    minutes = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=60)
    day = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.CharField(max_length=60, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.uid


class PlanChange(models.Model):
    """Every change of a plan, open to both guardians: who, what, and which parts it loosened."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    before = models.JSONField[dict[str, Any]]()
    after = models.JSONField[dict[str, Any]]()
    loosened = models.JSONField[list[str]](default=list)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.child_id} {self.created}"


class SchoolTerm(models.Model):
    """A term of the community's schools; outside every term each day is a free one."""

    community = models.ForeignKey(COMMUNITY, models.PROTECT, related_name="+")
    name = models.CharField(max_length=30)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="minors_term_order")
        ]

    def __str__(self) -> str:
        return self.name


class Educational(models.Model):
    """A platform that is a filed educational service: its time does not count. Everybody may read which these are."""

    community = models.ForeignKey(COMMUNITY, models.PROTECT, related_name="+")
    client_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    filing = models.CharField(max_length=100)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "client_id"], name="minors_educational_once")]

    def __str__(self) -> str:
        return self.name


class Picked(models.Model):
    """A published work that a lead put into the content pool of some bands."""

    community = models.ForeignKey(COMMUNITY, models.PROTECT, related_name="+")
    work = models.CharField(max_length=20)
    bands = models.JSONField[list[str]](default=list)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "work"], name="minors_picked_once")]

    def __str__(self) -> str:
        return self.work

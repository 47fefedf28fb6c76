"""Proposals, plans and their tasks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class Proposal(models.Model):
    """What somebody would have the community do. It is public once it is answered, if who sent it wants that."""

    class State(models.TextChoices):
        WAITING = "waiting", "等答复"
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        DECLINED = "declined", "不采纳"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=60)
    text = models.TextField(max_length=2000)
    open = models.BooleanField(default=True)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "state", "answered_at"], name="programme_proposal_state")]

    def __str__(self) -> str:
        return self.title


class Plan(models.Model):
    """An aim with its time, who answers for it, and an honest end."""

    class State(models.TextChoices):
        LIVE = "live", "进行中"
        DONE = "done", "已完成"
        DROPPED = "dropped", "已放下"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=60)
    aim = models.CharField(max_length=500)
    answers = models.CharField(max_length=60)
    helpers = models.CharField(max_length=200, blank=True)
    ends = models.DateField()
    proposal = models.ForeignKey(Proposal, models.SET_NULL, null=True, blank=True, related_name="plans")
    state = models.CharField(max_length=8, choices=State, default=State.LIVE)
    closing = models.TextField(max_length=2000, blank=True)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["ends", "pk"]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """One thing to do by a day, and what shows that it was done. `minutes`: the time it took whoever did it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=80)
    due = models.DateField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.title

"""A good deed on its way from a proposal to a story."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class Naming(models.TextChoices):
    """How the person wants to appear."""

    REAL = "real", "用真名"
    PEN = "pen", "用化名"
    NONE = "none", "不具名"


class Honour(models.Model):
    """One deed. Nothing of it is public before its person agreed; `name` is what they want to be called."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "等本人同意"
        AGREED = "agreed", "等核实"
        NOTICE = "notice", "公示中"
        PUBLISHED = "published", "已发布"
        DECLINED = "declined", "未采纳"
        STOPPED = "stopped", "公示中止"
        WITHDRAWN = "withdrawn", "本人收回"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=60)
    story = models.TextField(max_length=2000)
    evidence = models.TextField(max_length=1000)
    naming = models.CharField(max_length=5, choices=Naming, default=Naming.NONE)
    name = models.CharField(max_length=20, blank=True)
    consent_digest = models.CharField(max_length=64, unique=True)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    agreed_at = models.DateTimeField(null=True, blank=True)
    notice_until = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "state", "published_at"], name="honours_state")]

    def __str__(self) -> str:
        return self.title

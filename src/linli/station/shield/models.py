"""Shields, the friends who help with them, what reached a person, and the evidence packs that were made."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id

COMMUNITY = "organisations.Community"
ACCOUNT = "moderation.Account"


class Channel(models.TextChoices):
    """The ways in which something reaches a person."""

    MESSAGE = "message", "私信"
    COMMENT = "comment", "评论"
    REPOST = "repost", "转发"
    MENTION = "mention", "@提到"


class Degree(models.IntegerChoices):
    """How near two people are, as the platform knows it; a shield lets in everybody up to one of these."""

    NOBODY = 0, "谁都不放行"
    FRIENDS = 1, "只放行互相关注的人"
    KNOWN = 2, "放行我关注的人和来往过的人"


class Shield(models.Model):
    """One account's protection. It holds while `started` is set, `ended` is not and `ends` has not passed."""

    community = models.ForeignKey(COMMUNITY, models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    code_digest = models.CharField(max_length=64, unique=True)
    account = models.OneToOneField(ACCOUNT, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    channels = models.JSONField[list[str]](default=list)
    admits = models.PositiveSmallIntegerField(choices=Degree, default=Degree.KNOWN)
    hides_counts = models.BooleanField(default=True)
    minor = models.BooleanField(default=False)
    region = models.CharField(max_length=20, blank=True)
    wants_amends = models.BooleanField(default=False)
    started = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "ends"], name="shield_shield_ending")]

    def __str__(self) -> str:
        return self.uid


class Friend(models.Model):
    """Somebody the person trusts: whoever holds the code sees what came and may lengthen the shield, nothing else."""

    shield = models.ForeignKey(Shield, models.CASCADE, related_name="friends")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    code_digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=30)
    created = models.DateTimeField(default=timezone.now)
    revoked = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.uid


class Watching(models.Model):
    """The pile-on detector's bounded state for one account, and its last finding: counts, no words, no names."""

    community = models.ForeignKey(COMMUNITY, models.PROTECT, related_name="+")
    account = models.OneToOneField(ACCOUNT, models.CASCADE, related_name="+")
    state = models.JSONField[dict[str, Any]](default=dict)
    finding = models.JSONField[dict[str, Any]](default=dict)
    found = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"watching {self.account_id}"


class Reached(models.Model):
    """One item that was aimed at an account. `stranger`: no earlier dealings, as far as the platform told."""

    community = models.ForeignKey(COMMUNITY, models.PROTECT, related_name="+")
    account = models.ForeignKey(ACCOUNT, models.CASCADE, related_name="+")
    item = models.OneToOneField("moderation.Item", models.CASCADE, related_name="+")
    author = models.ForeignKey(ACCOUNT, models.CASCADE, related_name="+")
    hurt = models.FloatField(default=0.0)
    stranger = models.BooleanField(default=True)
    during = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-at"], name="shield_reached_newest"),
            models.Index(fields=["author", "account"], name="shield_reached_dealings"),
        ]

    def __str__(self) -> str:
        return f"reached {self.account_id}"


class Evidence(models.Model):
    """That a pack was made: its digest and how many items it held. The pack itself is not kept."""

    shield = models.ForeignKey(Shield, models.CASCADE, related_name="packs")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    digest = models.CharField(max_length=64)
    items = models.PositiveIntegerField()
    redacted = models.BooleanField()
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.uid


class Amends(models.Model):
    """An apology that a person said they would hear: invited by a reviewer, written once, for that person alone."""

    shield = models.ForeignKey(Shield, models.CASCADE, related_name="amends")
    author = models.ForeignKey(ACCOUNT, models.CASCADE, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    code_digest = models.CharField(max_length=64, unique=True)
    text = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now)
    written = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.uid


class PromptCount(models.Model):
    """The experiment with reminders before sending: counts of drafts alone, one row a day and an arm."""

    community = models.ForeignKey(COMMUNITY, models.PROTECT, related_name="+")
    day = models.DateField()
    shown = models.BooleanField()
    drafts = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    dropped = models.PositiveIntegerField(default=0)
    as_it_was = models.PositiveIntegerField(default=0)
    hurtful_sent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "day", "shown"], name="prompt_count_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.shown}"

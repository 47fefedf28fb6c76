"""Keys of this station, the stations it knows, and every signed object with every version of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class Trust(models.TextChoices):
    """What happens to what a station hands over."""

    FOLLOW = "follow", "跟随"
    QUEUE = "queue", "先由编辑看"
    BLOCK = "block", "不收"


class StationKey(models.Model):
    """A signing key of the community's. The private half is made from the station's secret and `salt`, never kept."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    salt = models.CharField(max_length=20, default=new_id)
    public = models.CharField(max_length=80)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()

    def __str__(self) -> str:
        return self.public


class Peer(models.Model):
    """Another station: its address, its keys as it publishes them, and how far its feed was read."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    station = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    trust = models.CharField(max_length=10, choices=Trust, default=Trust.QUEUE)
    keys = models.JSONField[list[dict[str, Any]]](default=list)
    feed = models.CharField(max_length=300)
    inbox = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    cursor = models.CharField(max_length=40, blank=True)
    met = models.DateTimeField(default=timezone.now)
    known_at = models.DateTimeField(default=timezone.now)
    pulled_at = models.DateTimeField(null=True, blank=True)
    resting_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "station"], name="peer_once")]

    def __str__(self) -> str:
        return self.name


class SignedObject(models.Model):
    """One version of one object, as its origin signed it. `peer`: who handed it over; none for our own."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    object_id = models.CharField(max_length=300)
    version = models.PositiveIntegerField()
    origin = models.CharField(max_length=200)
    peer = models.ForeignKey(Peer, models.PROTECT, null=True, blank=True, related_name="handed")
    document = models.JSONField[dict[str, Any]]()
    digest = models.CharField(max_length=64)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "object_id", "version"], name="object_version_once")
        ]
        indexes = [
            models.Index(fields=["community", "id"], name="object_order"),
            models.Index(fields=["peer", "created"], name="object_of_peer"),
        ]

    def __str__(self) -> str:
        return f"{self.object_id}@{self.version}"


class Refusal(models.Model):
    """Something from outside that was not taken, and why; kept for a month."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    peer = models.ForeignKey(Peer, models.CASCADE, null=True, blank=True, related_name="refusals")
    why = models.CharField(max_length=40)
    detail = models.CharField(max_length=200, blank=True)
    times = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "-id"], name="refusal_newest")]

    def __str__(self) -> str:
        return self.why


class Heard(models.Model):
    """A signed message that was taken: the same one again is a repeat. Forgotten after an hour."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    once = models.CharField(max_length=64)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "once"], name="heard_once")]

    def __str__(self) -> str:
        return self.once

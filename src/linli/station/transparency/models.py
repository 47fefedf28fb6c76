"""Signed checkpoints of the record, as they were published."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Checkpoint(models.Model):
    """What the record was at a moment: how many rows, the root over them, and the note that was signed."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    note = models.TextField()
    key = models.CharField(max_length=400)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "size"], name="checkpoint_once")]

    def __str__(self) -> str:
        return f"{self.size} {self.root[:8]}"


class Witness(models.Model):
    """Another station that is asked to sign what our record was: its key, and how far it signed."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    station = models.CharField(max_length=200)
    key = models.CharField(max_length=400, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    tried = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "station"], name="witness_once")]

    def __str__(self) -> str:
        return self.station


class Cosignature(models.Model):
    """That a witness signed one of our checkpoints, and when."""

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="cosignatures")
    witness = models.ForeignKey(Witness, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=400)
    line = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint", "witness"], name="cosignature_once")]

    def __str__(self) -> str:
        return self.name


class Seen(models.Model):
    """The record of another station as this one last saw and signed it; its keys as they were found first."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    station = models.CharField(max_length=200)
    origin = models.CharField(max_length=200, blank=True)
    keys = models.TextField(blank=True)
    size = models.PositiveBigIntegerField(default=0)
    root = models.CharField(max_length=64, blank=True)
    asked = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "station"], name="seen_once")]

    def __str__(self) -> str:
        return self.origin or self.station

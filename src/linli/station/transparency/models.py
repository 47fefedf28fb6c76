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

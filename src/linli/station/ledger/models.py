"""The append-only record: one chain a community."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from linli.station.ledger.chain import GENESIS
from linli.station.ledger.ids import new_id


class ChainHead(models.Model):
    """The end of a community's chain; its row is the lock that orders the community's writes."""

    community = models.OneToOneField("organisations.Community", models.PROTECT, primary_key=True, related_name="+")
    chain = models.CharField(max_length=20, unique=True, default=new_id)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.chain}@{self.sequence}"


class Row(models.Model):
    """One fact. It holds ids, HMACs and machine words: no text, no name, nothing that must ever be deleted."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    sequence = models.PositiveBigIntegerField()
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.JSONField[dict[str, Any]]()
    object_type = models.CharField(max_length=20)
    object_id = models.CharField(max_length=40)
    subject = models.CharField(max_length=64, blank=True)
    data = models.JSONField[dict[str, Any]]()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["community_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["community", "sequence"], name="ledger_row_place")]
        indexes = [
            models.Index(fields=["community", "object_type", "object_id"], name="ledger_row_object"),
            models.Index(fields=["kind", "at"], name="ledger_row_kind"),
            models.Index(fields=["subject"], condition=~models.Q(subject=""), name="ledger_row_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class SubjectKey(models.Model):
    """The key under which a person or a content appears in a community's chain; destroyed when they leave."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    key = models.BinaryField(max_length=32)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "subject"], name="ledger_subject_once")]
        indexes = [models.Index(fields=["subject"], name="ledger_subject")]

    def __str__(self) -> str:
        return f"key {self.pk}"


class Delivery(models.Model):
    """That a durable listener has heard a row, so that a repeated task changes nothing."""

    row = models.ForeignKey(Row, models.CASCADE, related_name="+")
    listener = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "listener"], name="ledger_delivery_once")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.listener}"

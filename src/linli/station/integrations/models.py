"""Programs that speak to the station: their keys, what they already asked, and where they want to be told."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class ClientKind(models.TextChoices):
    FORUM = "forum", "论坛"
    APP = "app", "应用"
    SITE = "site", "网站"
    SCRIPT = "script", "脚本"


class Client(models.Model):
    """A platform connected to one community."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=ClientKind, default=ClientKind.FORUM)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="client_name_once")]

    def __str__(self) -> str:
        return self.name


class ApiKey(models.Model):
    """A key of a client's. The key itself is shown once and kept nowhere: `digest` is its SHA-256."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="keys")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField[list[str]](default=list)
    rate = models.PositiveIntegerField(default=100)
    burst = models.PositiveIntegerField(default=1_000)
    created = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"


class Idempotency(models.Model):
    """One request that carried an `Idempotency-Key`, and the answer it got (`status` 0: still being worked on)."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField[dict[str, str]](default=dict)
    body = models.BinaryField(default=bytes)
    created = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="idempotency_once")]
        indexes = [models.Index(fields=["client", "created"], name="idempotency_age")]

    def __str__(self) -> str:
        return f"{self.key} {self.status}"


class WebhookEndpoint(models.Model):
    """Where a client wants to be told. The secret comes from the station's own and `salt`: it is kept nowhere."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="endpoints")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    url = models.CharField(max_length=500)
    events = models.JSONField[list[str]](default=list)
    salt = models.CharField(max_length=20, default=new_id)
    active = models.BooleanField(default=True)
    resting_until = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.url


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已送达"
    DEAD = "dead", "已放弃"


class WebhookDelivery(models.Model):
    """One event for one endpoint, its body frozen and sealed as it happened. `due` is also its sender's lease."""

    endpoint = models.ForeignKey(WebhookEndpoint, models.PROTECT, related_name="deliveries")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    type = models.CharField(max_length=40)
    body = models.BinaryField()
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField(default=timezone.now)
    last_status = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=40, blank=True)
    created = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due"], condition=models.Q(state="waiting"), name="webhook_due"),
            models.Index(fields=["endpoint", "-created"], name="webhook_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.state}"

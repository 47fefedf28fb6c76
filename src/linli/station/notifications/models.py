"""What a person was told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class Notice(models.Model):
    """One message to one person or account. Whoever holds its code reads it at `/n/<code>/`.

    `once` names the event it tells, so that an event is told once. `account` is the random id of an account of a
    client's; a notice to a person of this station has `user`.
    """

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    code_digest = models.CharField(max_length=64, unique=True)
    once = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    account = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    body = models.TextField()
    body_en = models.TextField()
    object_type = models.CharField(max_length=20)
    object_id = models.CharField(max_length=40)
    link = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "once"], name="notice_once")]
        indexes = [
            models.Index(fields=["community", "user", "-created"], name="notice_user"),
            models.Index(fields=["community", "account", "-created"], name="notice_account"),
            models.Index(fields=["community", "object_type", "object_id"], name="notice_object"),
        ]

    def __str__(self) -> str:
        return self.title

"""What a person was told, and where else than on a page they want to be told."""

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


class Way(models.TextChoices):
    """How news leaves the station."""

    EMAIL = "email", "电子邮件"
    PUSH = "push", "浏览器推送"


class Subscription(models.Model):
    """Where one person's notices (`user`), or the news of one submission, go besides the page.

    `sealed` is the address, encrypted; `digest` its HMAC, to find it again. An e-mail address counts once its owner
    opened the link sent there. `key` tells which of the station's keys a browser was given.
    """

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    code_digest = models.CharField(max_length=64, unique=True)
    way = models.CharField(max_length=10, choices=Way)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    submission = models.CharField(max_length=20, blank=True)
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=20, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user", "digest"], condition=models.Q(submission=""), name="subscription_person"
            ),
            models.UniqueConstraint(
                fields=["community", "submission", "digest"],
                condition=models.Q(user=None),
                name="subscription_sent_once",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "submission"], name="subscription_sent"),
            models.Index(fields=["community", "digest", "created"], name="subscription_address"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.uid}"

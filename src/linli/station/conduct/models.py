"""Agreements, their versions, and who agreed to which of them when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id

USER = settings.AUTH_USER_MODEL


class AgreementVersion(models.Model):
    """A version of an agreement (`name`: `rules` for the code), in force from a day on. `material`: ask anew."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    name = models.CharField(max_length=20)
    reference = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300)
    text = models.TextField()
    text_en = models.TextField()
    changed = models.TextField(blank=True)
    changed_en = models.TextField(blank=True)
    material = models.BooleanField(default=True)
    path = models.CharField(max_length=200)
    effective_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "name", "-id"], name="agreement_newest")]

    def __str__(self) -> str:
        return self.reference


class Consent(models.Model):
    """A consent of a person here (`user`) or a client's account (`account`, its random id); kept when withdrawn."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="consents")
    user = models.ForeignKey(USER, models.CASCADE, null=True, blank=True, related_name="+")
    account = models.CharField(max_length=20, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(account=""), name="consent_has_subject"
            )
        ]
        indexes = [
            models.Index(fields=["community", "user"], name="consent_of_user"),
            models.Index(fields=["community", "account"], name="consent_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.given_at:%Y-%m-%d}"

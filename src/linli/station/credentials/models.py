"""A credential as it was signed, until its owner or its issuer takes it back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class Credential(models.Model):
    """One signed document for one person. Taken back, its words go and only that it was taken back stays."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    code_digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    achievement = models.CharField(max_length=60)
    document = models.JSONField[dict[str, Any]]()
    issued = models.DateTimeField(default=timezone.now)
    revoked = models.DateTimeField(null=True, blank=True)
    revoked_by_owner = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["community", "user", "achievement"], name="credentials_of_user")]

    def __str__(self) -> str:
        return self.achievement

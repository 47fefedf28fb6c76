"""What cannot be worked out from the record: an account's class, whose standing it is, where counting began anew."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class Kind(models.TextChoices):
    PERSONAL = "personal", "个人账号"
    PUBLIC = "public", "公众账号"
    MEDIA = "media", "媒体"
    INSTITUTION = "institution", "机构与单位"
    MERCHANT = "merchant", "商家与带货"


class Profile(models.Model):
    """An account's class by its type. `audience` 0 to 3: to how many it publishes. Personal ones have no grade."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    account = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PERSONAL)
    audience = models.PositiveSmallIntegerField(default=0)
    basis = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "account"], name="profile_once")]

    def __str__(self) -> str:
        return f"{self.account}: {self.kind}"


class Holder(models.Model):
    """Whose standing it is, under a random name: an appeal about it does not tell the desk who they are."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    account = models.CharField(max_length=20, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "user", "account"], name="holder_once")]

    def __str__(self) -> str:
        return self.uid


class Renewal(models.Model):
    """From here on counting begins anew, since an appeal was right. `undone`: the appeal's answer was taken back."""

    uid = models.CharField(max_length=20, unique=True, default=new_id)
    holder = models.ForeignKey(Holder, models.CASCADE, related_name="renewals")
    at = models.DateTimeField(default=timezone.now)
    undone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.holder_id}@{self.at:%Y-%m-%d}"

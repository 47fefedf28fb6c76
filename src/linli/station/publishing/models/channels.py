"""A channel: works of one kind that one person answers for."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class Channel(models.Model):
    """It shows while it is open and somebody answers for it; without an owner it hides by itself."""

    class State(models.TextChoices):
        OPEN = "open", "开着"
        HIDDEN = "hidden", "不显示"
        MERGED = "merged", "已合并"
        ARCHIVED = "archived", "已归档"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    slug = models.CharField(max_length=30, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$")])
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    prompted_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "slug"], name="channel_slug_once")]

    def __str__(self) -> str:
        return self.name

"""Who a person is here: as little as a role needs."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Language(models.TextChoices):
    ZH = "zh-hans", "中文"
    EN = "en", "English"


class User(AbstractUser):
    """A member or a member of staff. `sample` accounts are refused on any host but this machine."""

    display_name = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, choices=Language, default=Language.ZH)
    elder = models.BooleanField(default=False)
    sample = models.BooleanField(default=False)

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.display_name or self.username

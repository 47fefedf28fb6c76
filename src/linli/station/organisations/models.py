"""Communities, who belongs to them, and the organisations that answer for them."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.station.people.roles import Role


class OrganisationKind(models.TextChoices):
    CENTRE = "centre", "中心"
    STATION = "station", "站所"
    MEDIA = "media", "融媒体中心"
    SCHOOL = "school", "学校"
    LIBRARY = "library", "图书馆"
    PLATFORM = "platform", "平台"
    PARTNER = "partner", "伙伴单位"


class Organisation(models.Model):
    """A body that answers for communities, in a tree of its likes."""

    uid = models.CharField(max_length=20, unique=True, default=new_id)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """A community with its own rules, people and record. Every row of a domain app belongs to one."""

    uid = models.CharField(max_length=20, unique=True, default=new_id)
    slug = models.CharField(max_length=40, unique=True, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$")])
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="communities")
    home = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["home"], condition=models.Q(home=True), name="community_one_home")
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in a community."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    community = models.ForeignKey(Community, models.PROTECT, related_name="memberships")
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.MEMBER)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "community"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.community_id}: {self.role}"


class Invitation(models.Model):
    """A link that gives one person a role, once, for a week. Only the digest of its code is kept."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    code_digest = models.CharField(max_length=64, unique=True)
    role = models.PositiveSmallIntegerField(choices=Role)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.uid}"

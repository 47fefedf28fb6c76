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
    BASE = "base", "素养教育基地"
    PLATFORM = "platform", "平台"
    ASSOCIATION = "association", "协会"
    SHOP = "shop", "店铺"
    ACCOUNT = "account", "公众账号"
    PARTNER = "partner", "伙伴单位"


class Organisation(models.Model):
    """A body in a tree of its likes. `community` keeps its entry; `contact` is public once it is verified there."""

    uid = models.CharField(max_length=20, unique=True, default=new_id)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    community = models.ForeignKey("Community", models.PROTECT, null=True, blank=True, related_name="registered")
    scope = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=500, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    contact_verified_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
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


class Audience(models.TextChoices):
    ALL = "all", "都可以"
    CHILD = "child", "孩子"
    PARENT = "parent", "家长"
    TEACHER = "teacher", "老师"
    ELDER = "elder", "长辈"


class Delegate(models.Model):
    """A person who speaks for an organisation in a community, until that ends."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="delegates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=models.Q(ended_at=None), name="delegate_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.organisation_id}"


class ContactAsk(models.Model):
    """A link sent to an organisation's contact, to be opened there once. Only the digest of its code is kept."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="asks")
    contact = models.CharField(max_length=120)
    code_digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"contact {self.uid}"


class Offer(models.Model):
    """What a literacy base offers, for whom, and how to book."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="offers")
    title = models.CharField(max_length=60)
    text = models.CharField(max_length=600)
    audience = models.CharField(max_length=10, choices=Audience)
    booking = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class OfferDate(models.Model):
    """When and where it is offered next."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="dates")
    starts = models.DateTimeField()
    place = models.CharField(max_length=80)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.offer_id} {self.starts:%Y-%m-%d}"

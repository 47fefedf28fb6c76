"""Claims, who asked how, checks with their versions and sources, and checks of other stations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id

USER = settings.AUTH_USER_MODEL


class Topic(models.TextChoices):
    """What a claim is about, for the map and the list: matters of fact alone."""

    FOOD = "food", "食物饮食"
    HEALTH = "health", "健康养生"
    NOTICE = "notice", "停水停电、生活通知"
    FRAUD = "fraud", "诈骗套路"
    WEATHER = "weather", "天气灾害"
    GOODS = "goods", "商品用品"
    OTHER = "other", "其他"


class Verdict(models.TextChoices):
    """How far a claim is from the facts."""

    FALSE = "false", "不实"
    MOSTLY_FALSE = "mostly-false", "大部分不实"
    MISLEADING = "misleading", "有误导"
    OUTDATED = "outdated", "已过时"
    UNPROVEN = "unproven", "证据不足"
    TRUE = "true", "属实"


class CheckState(models.TextChoices):
    DRAFT = "draft", "起草中"
    READY = "ready", "待第二位编辑"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


class Claim(models.Model):
    """One thing that is said, however it is worded. `merged_into`: it turned out to be the same as another."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    text = models.CharField(max_length=500)
    topic = models.CharField(max_length=10, choices=Topic, default=Topic.OTHER)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "-id"], name="claim_newest")]

    def __str__(self) -> str:
        return self.text


class Asked(models.Model):
    """One question about a claim: how it was worded, when. Who asked is for the desk alone (`submission`)."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="asked")
    submission = models.CharField(max_length=20, unique=True)
    text = models.CharField(max_length=2000)
    url = models.CharField(max_length=500, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "created"], name="asked_when")]

    def __str__(self) -> str:
        return self.text


class Check(models.Model):
    """A fact check as it is being written. What the public reads is its newest `CheckVersion`."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    claim = models.OneToOneField(Claim, models.PROTECT, related_name="check_of")
    state = models.CharField(max_length=10, choices=CheckState, default=CheckState.DRAFT)
    author = models.ForeignKey(USER, models.PROTECT, related_name="+")
    writers: models.ManyToManyField[Any, Any] = models.ManyToManyField(USER, related_name="+")
    version = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=12, choices=Verdict, blank=True)
    title = models.CharField(max_length=80, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    known = models.TextField(blank=True)
    unknown = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    interests = models.CharField(max_length=300, blank=True)
    wordings = models.TextField(blank=True)
    correction = models.CharField(max_length=500, blank=True)
    label = models.BooleanField(default=False)
    published = models.DateTimeField(null=True, blank=True)
    modified = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "state", "-modified"], name="check_newest")]

    def __str__(self) -> str:
        return self.title or self.uid


class Evidence(models.Model):
    """A source of a check, with the copy that was kept of it and the copy's SHA-256."""

    check_of = models.ForeignKey(Check, models.CASCADE, related_name="evidence")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=200)
    quote = models.CharField(max_length=1000, blank=True)
    copy = models.TextField()
    sha256 = models.CharField(max_length=64)
    by_hand = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class CheckVersion(models.Model):
    """What was published, as it was published. Nothing of it ever changes."""

    check_of = models.ForeignKey(Check, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField[dict[str, Any]]()
    second = models.ForeignKey(USER, models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_of", "version"], name="check_version_once")]

    def __str__(self) -> str:
        return f"{self.check_of_id}@{self.version}"


class ImportState(models.TextChoices):
    NEW = "new", "待编辑看"
    SHOWN = "shown", "展示"
    AGREED = "agreed", "本站编辑同意"
    DECLINED = "declined", "本站不采用"
    WITHDRAWN = "withdrawn", "原站已撤回"


class Imported(models.Model):
    """The newest version of another publisher's check. It never becomes ours; `agreed`: it may label here."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    object_id = models.CharField(max_length=300)
    version = models.PositiveIntegerField()
    origin = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.NEW)
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="imported")
    text = models.CharField(max_length=2000)
    wordings = models.JSONField[list[str]](default=list)
    verdict = models.CharField(max_length=20, blank=True)
    verdict_name = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    sources = models.JSONField[list[dict[str, str]]](default=list)
    disputes = models.CharField(max_length=300, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    checked = models.DateTimeField(null=True, blank=True)
    modified = models.DateTimeField(default=timezone.now)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "object_id"], name="imported_once")]
        indexes = [models.Index(fields=["community", "state", "-modified"], name="imported_newest")]

    def __str__(self) -> str:
        return self.title or self.object_id


class ImportMark(models.Model):
    """How far other stations' objects were looked at; `labels` is another word whenever what may label changes."""

    community = models.OneToOneField("organisations.Community", models.CASCADE, related_name="+")
    mark = models.BigIntegerField(default=0)
    labels = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"{self.community_id}: {self.mark}"


class Labelled(models.Model):
    """A decision that labelled an item because of a check (`check:…`) or import (`import:…`)."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    source = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    item = models.CharField(max_length=20)
    decision = models.CharField(max_length=20, unique=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "source"], name="labelled_source")]

    def __str__(self) -> str:
        return f"{self.source} → {self.item}"

"""A work on its way from a draft to its readers, and every version that readers saw."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.station.publishing.models.channels import Channel
from linli.station.publishing.models.pictures import Picture


class Machine(models.TextChoices):
    """What of it a machine made, as the measures on labelling generated content ask."""

    NONE = "none", "没有用人工智能"
    ASSISTED = "assisted", "人工智能辅助"
    GENERATED = "generated", "人工智能生成"


class Work(models.Model):
    """`body` holds typed parts in Wagtail's stream format (`parts.py`). Readers see the version `live`, not this."""

    class Kind(models.TextChoices):
        ARTICLE = "article", "文章"
        STORY = "story", "图片故事"
        LONG = "long", "长图"
        CARD = "card", "卡片"
        POLL = "poll", "听听大家"
        QUIZ = "quiz", "小测"
        TIMELINE = "timeline", "时间线"

    class Stage(models.TextChoices):
        DRAFT = "draft", "草稿"
        WAITING = "waiting", "等第二位读者"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤回"

    class Licence(models.TextChoices):
        BY = "CC-BY-4.0", "署名（CC BY 4.0）"
        BY_NC = "CC-BY-NC-4.0", "署名、非商业（CC BY-NC 4.0）"
        FREE = "CC0-1.0", "放弃权利（CC0）"
        PUBLIC = "PD", "公有领域"
        OWN = "ARR", "保留所有权利"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="works")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ARTICLE)
    stage = models.CharField(max_length=9, choices=Stage, default=Stage.DRAFT)
    title = models.CharField(max_length=60)
    summary = models.CharField(max_length=200, blank=True)
    body = models.JSONField(default=list)
    cover = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    byline = models.CharField(max_length=40)
    source = models.CharField(max_length=120, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=12, choices=Licence, default=Licence.BY)
    machine = models.CharField(max_length=9, choices=Machine, default=Machine.NONE)
    note = models.CharField(max_length=200, blank=True)
    returned = models.CharField(max_length=400, blank=True)
    live = models.PositiveSmallIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    changed = models.DateTimeField(default=timezone.now)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "stage", "-published_at"], name="work_stage")]

    def __str__(self) -> str:
        return self.title


class WorkVersion(models.Model):
    """What readers saw from `created` on. `content` never changes; `digest` is the SHA-256 of its canonical JSON."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    editor_name = models.CharField(max_length=40, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="work_version_once")]

    def __str__(self) -> str:
        return f"{self.work_id} v{self.number}"

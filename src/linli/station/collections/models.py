"""Collections, their items in Dublin Core with a transcription, and the items' pictures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.vocabulary import Text


class Collection(models.Model):
    """Items that belong together. Nobody but its keepers sees it before it is shown."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    about = models.TextField(max_length=2000)
    shown = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> Text:
        """Its title in both languages."""
        return Text(self.title, self.title_en or self.title)


class Item(models.Model):
    """One thing of a collection. `folded` is what the search looks into, `values` the local fields by name."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SHOWN = "shown", "公开"
        WITHDRAWN = "withdrawn", "已撤下"

    class Kind(models.TextChoices):
        TEXT = "Text", "文字"
        STILL = "StillImage", "图片"
        SOUND = "Sound", "声音"
        MOVING = "MovingImage", "影像"
        THING = "PhysicalObject", "实物"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    collection = models.ForeignKey(Collection, models.PROTECT, related_name="items")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.TEXT)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    creator = models.CharField(max_length=200, blank=True)
    contributor = models.CharField(max_length=200, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    description = models.TextField(max_length=4000, blank=True)
    plain = models.TextField(max_length=1000, blank=True)
    subjects = models.JSONField[list[str]](default=list)
    date = models.CharField(max_length=80, blank=True)
    year = models.IntegerField(null=True, blank=True)
    source = models.CharField(max_length=500, blank=True)
    identifier = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    licence = models.CharField(max_length=12)
    rights = models.CharField(max_length=500, blank=True)
    download = models.BooleanField(default=True)
    rooms = models.JSONField[list[str]](default=list)
    transcription = models.TextField(max_length=100_000, blank=True)
    transcript = models.TextField(max_length=100_000, blank=True)
    audio_description = models.TextField(max_length=20_000, blank=True)
    values = models.JSONField[dict[str, str]](default=dict)
    origin = models.CharField(max_length=500, blank=True)
    folded = models.TextField(blank=True, editable=False)
    order = models.PositiveIntegerField(default=0)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    updated = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "origin"], condition=~models.Q(origin=""), name="collections_item_origin"
            )
        ]
        indexes = [
            models.Index(fields=["community", "updated", "id"], name="collections_item_harvest"),
            models.Index(fields=["collection", "state", "order", "id"], name="collections_item_place"),
            models.Index(fields=["community", "state", "year"], name="collections_item_year"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> Text:
        """Its title in both languages."""
        return Text(self.title, self.title_en or self.title)


class Picture(models.Model):
    """A picture of an item. The file lies beside the database under the digest of its bytes."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, related_name="pictures")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    number = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64)
    type = models.CharField(max_length=10)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    alt = models.CharField(max_length=500)
    long = models.TextField(max_length=4000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="collections_picture_number")]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.number}"


class ReadingPath(models.Model):
    """History read from its sources: a question, and steps that each rest on two documents or more."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    question = models.CharField(max_length=200)
    about = models.TextField(max_length=2000, blank=True)
    shown = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> Text:
        """Its title in both languages."""
        return Text(self.title, self.title_en or self.title)


class Step(models.Model):
    """One thing claimed, when and where, and what to ask oneself about its sources."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    path = models.ForeignKey(ReadingPath, models.CASCADE, related_name="steps")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    number = models.PositiveIntegerField()
    claim = models.CharField(max_length=300)
    date = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=200, blank=True)
    question = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "number"], name="collections_step_number")]

    def __str__(self) -> str:
        return self.claim


class Quoted(models.Model):
    """The words of a document on which a step rests."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, models.CASCADE, related_name="sources")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    quote = models.TextField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "item"], name="collections_quoted_once")]

    def __str__(self) -> str:
        return self.quote[:40]

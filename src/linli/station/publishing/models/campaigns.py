"""A campaign: one theme with a goal, a beginning, an end, and an honest word when it is over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.station.publishing.models.works import Work


class Campaign(models.Model):
    """`aim` is how many works are wanted; `closing` is what came of it, written when it is over.

    `festival` is the slug of the day of the calendar that it is for, the same every year, or empty.
    """

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=40)
    festival = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=400)
    invitation = models.CharField(max_length=200)
    aim = models.PositiveSmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closing = models.CharField(max_length=1000, blank=True)
    lesson = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    works = models.ManyToManyField(Work, through="CampaignWork", related_name="campaigns")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "-ends"], name="campaign_ends")]

    def __str__(self) -> str:
        return self.title


class CampaignWork(models.Model):
    """A work within a campaign."""

    campaign = models.ForeignKey(Campaign, models.PROTECT)
    work = models.ForeignKey(Work, models.PROTECT)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "work"], name="work_in_campaign_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.work_id}"

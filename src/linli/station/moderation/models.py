"""Items, decisions about them, and the reasons given."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id
from linli.vocabulary import ACTION_NAMES, Action, ItemKind

USER = settings.AUTH_USER_MODEL
ACTIONS = [(action.value, ACTION_NAMES[action].zh) for action in Action]


class ItemState(models.TextChoices):
    VISIBLE = "visible", "可见"
    LABELLED = "labelled", "加注标签"
    LIMITED = "limited", "限制传播"
    HELD = "held", "暂缓展示"
    REMOVED = "removed", "已移除"
    WITHDRAWN = "withdrawn", "作者已撤回"


class Source(models.TextChoices):
    AUTOMATIC = "automatic", "规则自动"
    REVIEWER = "reviewer", "人工审核"
    APPEAL = "appeal", "申诉复核"


class Account(models.Model):
    """An author at a client (0 is this station), by the client's own id; `user` where it is a person here."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    client_id = models.BigIntegerField(default=0)
    external_id = models.CharField(max_length=100)
    name = models.CharField(max_length=60, blank=True)
    user = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    paused_until = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "client_id", "external_id"], name="account_once")]

    def __str__(self) -> str:
        return self.name or self.external_id


class PolicyVersion(models.Model):
    """A published policy document; one is live. Older ones stay, since decisions cite them."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    reference = models.CharField(max_length=80)
    document = models.TextField()
    live = models.BooleanField(default=False)
    published_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community"], condition=models.Q(live=True), name="policy_one_live"),
            models.UniqueConstraint(fields=["community", "reference"], name="policy_reference_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class Item(models.Model):
    """What somebody wrote at a client, as it stands now. `state` is that of the strongest decision in force."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    client_id = models.BigIntegerField(default=0)
    external_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ItemKind])
    text = models.TextField()
    author = models.ForeignKey(Account, models.PROTECT, related_name="items")
    context = models.JSONField[dict[str, Any]](default=dict)
    url = models.CharField(max_length=500, blank=True)
    submitted_by_party = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.VISIBLE)
    assessment = models.JSONField[dict[str, Any]](default=dict)
    version = models.PositiveIntegerField(default=1)
    reports = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now)
    edited = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "client_id", "external_id"], name="item_once")]
        indexes = [models.Index(fields=["community", "-id"], name="item_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"


class Decision(models.Model):
    """One limit on an item or an account, in force until it is reversed, replaced or over. Nothing is deleted."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="decisions")
    account = models.ForeignKey(Account, models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=10, choices=ACTIONS)
    categories = models.JSONField[list[str]](default=list)
    source = models.CharField(max_length=10, choices=Source)
    rules = models.JSONField[list[str]](default=list)
    reasons = models.JSONField[list[dict[str, Any]]](default=list)
    policy = models.CharField(max_length=80)
    snapshot = models.JSONField[dict[str, Any]](default=dict)
    case = models.ForeignKey("desk.Case", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    expired = models.BooleanField(default=False)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced")
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    reversed_how = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(item__isnull=False) | models.Q(action="pause"), name="decision_has_object"
            )
        ]
        indexes = [
            models.Index(fields=["community", "-id"], name="decision_newest"),
            models.Index(fields=["community", "created"], name="decision_when"),
            models.Index(fields=["expires_at"], condition=models.Q(expired=False), name="decision_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.uid}"


class StatementOfReasons(models.Model):
    """What the person is told, with the fields of the EU Digital Services Act; one a decision."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="statement")
    puid = models.UUIDField(unique=True, default=uuid.uuid4)
    decision_visibility = models.JSONField[list[str]](default=list)
    decision_account = models.CharField(max_length=60, blank=True)
    decision_ground = models.CharField(max_length=60)
    clause = models.CharField(max_length=30)
    clause_title = models.CharField(max_length=200)
    clause_title_en = models.CharField(max_length=300)
    decision_facts = models.TextField()
    decision_facts_en = models.TextField()
    spans = models.JSONField[list[list[int]]](default=list)
    source_type = models.CharField(max_length=60)
    automated_detection = models.BooleanField()
    automated_decision = models.CharField(max_length=60)
    content_type = models.CharField(max_length=60)
    content_language = models.CharField(max_length=10, default="ZH")
    content_date = models.DateTimeField(null=True, blank=True)
    application_date = models.DateTimeField()
    end_date = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.puid)

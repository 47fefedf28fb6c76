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
    """A signed policy document; one is live, one not yet in effect may wait. Older ones stay: decisions cite them."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    reference = models.CharField(max_length=80)
    document = models.TextField()
    live = models.BooleanField(default=False)
    published_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    author = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    before = models.CharField(max_length=80, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
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
    """One limit on an item or an account, in force until it is reversed, replaced, over or lifted; none is deleted.

    `lifted_at`: its author put the item right since; the decision was right, and counts as a strike.
    """

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
    lifted_at = models.DateTimeField(null=True, blank=True)
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


class DraftState(models.TextChoices):
    EDITING = "editing", "起草中"
    WATCHING = "watching", "后台观察"
    SIGNED = "signed", "已签发，待生效"
    LIVE = "live", "已生效"
    DROPPED = "dropped", "已作废"


class PolicyDraft(models.Model):
    """A policy document on its way: kept also while it has errors. `edition` counts its savings."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    document = models.TextField()
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.EDITING)
    edition = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.ForeignKey(PolicyVersion, models.SET_NULL, null=True, blank=True, related_name="drafts")
    watched_from = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "state"], name="draft_state")]

    def __str__(self) -> str:
        return f"draft {self.uid}"


class Watched(models.Model):
    """What a rule in the background, or a draft that is watched, would have done about an item. It did nothing."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=80, blank=True)
    draft = models.ForeignKey(PolicyDraft, models.CASCADE, null=True, blank=True, related_name="watched")
    policy = models.CharField(max_length=80)
    before = models.CharField(max_length=10, choices=ACTIONS)
    after = models.CharField(max_length=10, choices=ACTIONS)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "rule", "created"], name="watched_rule")]

    def __str__(self) -> str:
        return f"{self.rule or self.draft_id}: {self.before}>{self.after}"


class TrialState(models.TextChoices):
    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    STOPPED = "stopped", "已停"
    DONE = "done", "完成"
    FAILED = "failed", "出错"


class Trial(models.Model):
    """A draft (`policy`) or a pack of words (`lexicon`) tried on the last stored items; its tally so far is kept.

    `digest` is of the document tried, `against` the policy that was live; `position` is the item from which it goes
    on, downwards; `seconds` is the time worked.
    """

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    kind = models.CharField(max_length=10)
    target = models.CharField(max_length=20)
    document = models.TextField()
    digest = models.CharField(max_length=64)
    against = models.CharField(max_length=80)
    limit = models.PositiveIntegerField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    position = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=TrialState, default=TrialState.WAITING)
    tally = models.JSONField[dict[str, Any]](default=dict)
    problem = models.CharField(max_length=300, blank=True)
    seconds = models.FloatField(default=0.0)
    by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    beat = models.DateTimeField(default=timezone.now)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "target", "-id"], name="trial_of")]

    def __str__(self) -> str:
        return f"trial {self.uid}"


class PackState(models.TextChoices):
    DRAFT = "draft", "草案"
    LIVE = "live", "使用中"
    RETIRED = "retired", "已停用"


class LexiconPack(models.Model):
    """A version of a community's own words. `name` is the pack's id in its text; one version of a name is live."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    name = models.CharField(max_length=60, blank=True)
    version = models.CharField(max_length=20, blank=True)
    document = models.TextField()
    state = models.CharField(max_length=10, choices=PackState, default=PackState.DRAFT)
    edition = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    signed_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    live_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"], condition=models.Q(state="live"), name="lexicon_one_live"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


class OperationState(models.TextChoices):
    DRAFT = "draft", "草案"
    ANNOUNCED = "announced", "已公布"
    RUNNING = "running", "进行中"
    ENDED = "ended", "已结束"
    CANCELLED = "cancelled", "已取消"


class Operation(models.Model):
    """A special operation: published scope and rules, a beginning and an end by the clock, targets in harm prevented.

    `acting` names background rules of the live policy that act while it runs, in its scope; `targets` are
    `{measure, goal}`; `report` holds the figures of both times once it has ended.
    """

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=160, blank=True)
    aim = models.TextField()
    aim_en = models.TextField(blank=True)
    categories = models.JSONField[list[str]](default=list)
    kinds = models.JSONField[list[str]](default=list)
    acting = models.JSONField[list[str]](default=list)
    targets = models.JSONField[list[dict[str, Any]]](default=list)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OperationState, default=OperationState.DRAFT)
    report = models.JSONField[dict[str, Any]](default=dict)
    lessons = models.TextField(blank=True)
    author = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    signed_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    announced_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "state"], name="operation_state")]

    def __str__(self) -> str:
        return self.title


class Probe(models.TextChoices):
    GOLDEN = "golden", "标准题"
    SECOND = "second", "盲审"
    SAMPLE = "sample", "抽查"


class Check(models.Model):
    """One thing to judge blind: a golden text, an item decided before, or one that was allowed.

    `truth` is a golden text's verdict, `first` the one given before; a verdict is a harm category or `none`.
    """

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    source = models.CharField(max_length=10, choices=Probe)
    item = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    why = models.CharField(max_length=300, blank=True)
    truth = models.CharField(max_length=30, blank=True)
    first = models.CharField(max_length=30, blank=True)
    first_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    rules = models.JSONField[list[str]](default=list)
    wanted = models.PositiveSmallIntegerField(default=1)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "source", "-created"], name="probe_newest")]

    def __str__(self) -> str:
        return f"{self.source} {self.uid}"


class Verdict(models.Model):
    """What one reviewer said of a check, before they saw anybody else's."""

    check_of = models.ForeignKey(Check, models.CASCADE, related_name="verdicts")
    by = models.ForeignKey(USER, models.CASCADE, related_name="+")
    said = models.CharField(max_length=30)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_of", "by"], name="verdict_once")]

    def __str__(self) -> str:
        return f"{self.check_of_id}: {self.said}"

"""Six tables: neighbours, what they wrote, what they were told, what they asked, what waits to be sent, and a log."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone


class Kind(models.TextChoices):
    """The station's kinds of item."""

    POST = "post", "帖子"
    COMMENT = "comment", "评论"
    MESSAGE = "message", "私信"
    PROFILE = "profile", "个人简介"
    LIVE = "live", "直播留言"


class State(models.TextChoices):
    """`visible` to `removed` are the station's words; the others are our own."""

    PENDING = "pending", "正在送审"
    VISIBLE = "visible", "已发布"
    LABELLED = "labelled", "已加标签"
    LIMITED = "limited", "限制传播"
    HELD = "held", "待审核"
    REMOVED = "removed", "已移除"
    REFUSED = "refused", "未能送审"
    WITHDRAWN = "withdrawn", "作者已撤回"


class Neighbour(models.Model):
    """Somebody who lives here. `key` is all that the station knows of a person besides the nickname.

    `child`: the id of a child's plan at the station; `shielded`: the station said that a shield is on."""

    key = models.CharField(max_length=40, unique=True, default=uuid.uuid4)
    name = models.CharField(max_length=24, unique=True)
    about = models.CharField(max_length=60, blank=True)
    sample = models.BooleanField(default=False)
    shielded = models.BooleanField(default=False)
    child = models.CharField(max_length=20, blank=True)
    joined = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @property
    def hue(self) -> int:
        """One of eight colours for the round sign beside the name."""
        return sum(map(ord, self.name)) % 8


class Entry(models.Model):
    """One thing that somebody wrote. `key` is its id at the station; `verdict_at` orders what the station said."""

    key = models.CharField(max_length=64, unique=True, default=uuid.uuid4)
    kind = models.CharField(max_length=10, choices=Kind)
    author = models.ForeignKey(Neighbour, models.CASCADE, related_name="entries")
    board = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    thread = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="answers")
    recipient = models.ForeignKey(Neighbour, models.CASCADE, null=True, blank=True, related_name="inbox")
    created = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    action = models.CharField(max_length=10, blank=True)
    reasons = models.JSONField(default=list)
    verdict_at = models.DateTimeField(null=True, blank=True)
    restored = models.BooleanField(default=False)
    way: str = ""  # how a shielded reader is shown it

    class Meta:
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"

    @property
    def root(self) -> Entry:
        """The post whose page shows this."""
        return self.thread or self

    @property
    def words(self) -> str:
        """What the station assesses, and what its spans count in: a post's title stands on the first line."""
        return f"{self.title}\n{self.text}" if self.title else self.text

    @property
    def problem(self) -> dict[str, Any]:
        """Why the station did not accept it, in its own words."""
        last = self.sending_set.exclude(problem=None).last()
        return dict(last.problem or {}) if last else {}


class Notice(models.Model):
    """What the station told an author about one decision; `code` opens the full statement of reasons there."""

    neighbour = models.ForeignKey(Neighbour, models.CASCADE, related_name="notices")
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, blank=True, related_name="notices")
    code = models.CharField(max_length=64, unique=True)
    url = models.URLField()
    appeal_url = models.URLField(blank=True)
    action = models.CharField(max_length=10, blank=True)
    reasons = models.JSONField(default=list)
    words = models.JSONField(default=dict)
    created = models.DateTimeField(default=timezone.now)
    read = models.DateTimeField(null=True, blank=True)
    reversed_at = models.DateTimeField(null=True, blank=True)
    lifted = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.code


class Submission(models.Model):
    """A report or an appeal. The station's receipt, promised day and answer come back to whoever sent it."""

    kind = models.CharField(max_length=10, choices=[("report", "举报"), ("appeal", "申诉")])
    sender = models.ForeignKey(Neighbour, models.CASCADE, null=True, blank=True, related_name="submissions")
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, blank=True, related_name="reports")
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, blank=True, related_name="appeals")
    category = models.CharField(max_length=30, blank=True)
    text = models.TextField(blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True)
    receipt = models.CharField(max_length=40, blank=True)
    url = models.URLField(blank=True)
    promised_at = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=20, blank=True)
    answer = models.JSONField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.receipt or self.token}"


class Sending(models.Model):
    """The outbox: written in the transaction that writes the words, gone through until the station has answered.

    `subject` keeps the order: a later row waits for every earlier one of the same subject.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    method = models.CharField(max_length=6, default="POST")
    path = models.CharField(max_length=120)
    body = models.JSONField(default=dict)
    subject = models.CharField(max_length=64)
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, blank=True)
    submission = models.ForeignKey(Submission, models.CASCADE, null=True, blank=True)
    attempts = models.IntegerField(default=0)
    due = models.DateTimeField(default=timezone.now)
    done = models.DateTimeField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["done", "due"])]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"


class Event(models.Model):
    """A webhook that was applied. The unique id makes a second delivery harmless."""

    webhook_id = models.CharField(max_length=100, unique=True)
    type = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.type} {self.webhook_id}"


class Call(models.Model):
    """One exchange with the station, for the page that shows them. People's words are left out."""

    incoming = models.BooleanField(default=False)
    method = models.CharField(max_length=6)
    path = models.CharField(max_length=200)
    status = models.IntegerField(null=True, blank=True)
    milliseconds = models.FloatField(default=0)
    sent = models.JSONField(default=dict)
    received = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"

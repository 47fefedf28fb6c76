"""Proposals, plans and their tasks; calls for grants with what came of them; the youth council."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from linli.station.ledger.ids import new_id


class Proposal(models.Model):
    """What somebody would have the community do. It is public once it is answered, if who sent it wants that."""

    class State(models.TextChoices):
        WAITING = "waiting", "等答复"
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        DECLINED = "declined", "不采纳"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=60)
    text = models.TextField(max_length=2000)
    open = models.BooleanField(default=True)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["community", "state", "answered_at"], name="programme_proposal_state")]

    def __str__(self) -> str:
        return self.title


class Plan(models.Model):
    """An aim with its time, who answers for it, and an honest end."""

    class State(models.TextChoices):
        LIVE = "live", "进行中"
        DONE = "done", "已完成"
        DROPPED = "dropped", "已放下"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=60)
    aim = models.CharField(max_length=500)
    answers = models.CharField(max_length=60)
    helpers = models.CharField(max_length=200, blank=True)
    ends = models.DateField()
    proposal = models.ForeignKey(Proposal, models.SET_NULL, null=True, blank=True, related_name="plans")
    state = models.CharField(max_length=8, choices=State, default=State.LIVE)
    closing = models.TextField(max_length=2000, blank=True)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["ends", "pk"]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """One thing to do by a day, and what shows that it was done. `minutes`: the time it took whoever did it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=80)
    due = models.DateField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.title


class Call(models.Model):
    """An open call for small projects: for what, how much in all and at most for one, judged by which criteria."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=60)
    purpose = models.TextField(max_length=1000)
    pot = models.PositiveBigIntegerField()
    most = models.PositiveBigIntegerField()
    criteria = models.JSONField[list[str]]()
    closes = models.DateField()
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-closes", "-pk"]

    def __str__(self) -> str:
        return self.title


class Application(models.Model):
    """One applies for a grant, with one photo. `reason` is the award's or the refusal's, public with an award."""

    class State(models.TextChoices):
        WAITING = "waiting", "评审中"
        AWARDED = "awarded", "已资助"
        DECLINED = "declined", "未资助"
        REPORTED = "reported", "已结项"

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=60)
    text = models.TextField(max_length=2000)
    body = models.CharField(max_length=60)
    asked = models.PositiveBigIntegerField()
    photo = models.BinaryField(default=bytes)
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    award = models.PositiveBigIntegerField(default=0)
    reason = models.TextField(max_length=2000, blank=True)
    report = models.TextField(max_length=2000, blank=True)
    report_photo = models.BinaryField(default=bytes)
    report_by = models.DateField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "applicant"], name="programme_application_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Review(models.Model):
    """What one reviewer found by the call's criteria, 1 to 5 each; or that they have a part in it and keep out."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="reviews")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    conflict = models.BooleanField(default=False)
    scores = models.JSONField[dict[str, int]](default=dict)
    words = models.CharField(max_length=1000, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "reviewer"], name="programme_review_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.created:%Y-%m-%d}"


class Milestone(models.Model):
    """A step of a granted project by a day, and what shows that it was reached."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="milestones")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=80)
    due = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.title


class GrantSpending(models.Model):
    """Money of a grant spent, in cents."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="spendings")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    what = models.CharField(max_length=120)
    cents = models.PositiveBigIntegerField()
    day = models.DateField()
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return self.what


class Band(models.TextChoices):
    """How old a member of the youth council is, no more exactly than the rules need."""

    CHILD = "08-13", "8 到 13 岁"
    TEEN = "14-17", "14 到 17 岁"
    YOUNG = "18-35", "18 到 35 岁"


class Term(models.Model):
    """A youth council for a time. What it asks the station for is answered at the desk."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=40)
    starts = models.DateField()
    ends = models.DateField()
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-starts", "-pk"]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """One member of a council. `name` is what grown-up members want to be called; minors have none in public."""

    class State(models.TextChoices):
        ASKED = "asked", "等负责人"
        SEATED = "seated", "议事员"
        LEFT = "left", "已退出"

    term = models.ForeignKey(Term, models.CASCADE, related_name="seats")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    band = models.CharField(max_length=5, choices=Band)
    name = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    consent_digest = models.CharField(max_length=64, unique=True)
    guardian = models.CharField(max_length=40, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["band", "pk"]
        constraints = [models.UniqueConstraint(fields=["term", "user"], name="programme_seat_once")]

    def __str__(self) -> str:
        return f"{self.band} {self.state}"


class Question(models.Model):
    """Put to the council; its answer once most members agree, and what the station says to that."""

    class Reply(models.TextChoices):
        WAITING = "waiting", "等回复"
        DO = "do", "照做"
        PARTLY = "partly", "部分照做"
        NOT = "not", "没有照做"

    term = models.ForeignKey(Term, models.CASCADE, related_name="questions")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    text = models.CharField(max_length=300)
    draft = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    reply_state = models.CharField(max_length=8, choices=Reply, default=Reply.WAITING)
    reply = models.TextField(max_length=2000, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.text


class Voice(models.Model):
    """What one member says to a question, and whether they agree with the answer as it is drafted."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="voices")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="voices")
    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    agrees = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["seat__band", "pk"]
        constraints = [models.UniqueConstraint(fields=["question", "seat"], name="programme_voice_once")]

    def __str__(self) -> str:
        return self.text[:40]


class Target(models.Model):
    """What an indicator is to be in a time, told beforehand; whether it was reached is worked out, never typed."""

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    indicator = models.CharField(max_length=20)
    value = models.FloatField()
    starts = models.DateField()
    ends = models.DateField()
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.indicator} {self.value}"


class Experiment(models.Model):
    """A new way tried on a part and compared. What is measured is told before; the counts and words come after."""

    class Way(models.TextChoices):
        LOT = "lot", "抽签"
        TURN = "turn", "轮着来"
        PLACE = "place", "按地方分"

    community = models.ForeignKey("organisations.Community", models.PROTECT, related_name="+")
    uid = models.CharField(max_length=20, unique=True, default=new_id)
    title = models.CharField(max_length=60)
    before = models.CharField(max_length=500)
    new = models.CharField(max_length=500)
    measure = models.CharField(max_length=200)
    way = models.CharField(max_length=5, choices=Way)
    ends = models.DateField()
    new_part = models.PositiveIntegerField(null=True, blank=True)
    new_whole = models.PositiveIntegerField(null=True, blank=True)
    before_part = models.PositiveIntegerField(null=True, blank=True)
    before_whole = models.PositiveIntegerField(null=True, blank=True)
    written = models.TextField(max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.title

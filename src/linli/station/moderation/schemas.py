"""What the API takes and gives about items, decisions and notices."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from linli.station.integrations.rest.bodies import Body
from linli.station.integrations.rest.shapes import AssessmentShape, Both, ReasonShape

Kind = Literal["post", "comment", "message", "picture", "profile", "live"]
Harm = Literal[
    "abuse",
    "hate",
    "threat",
    "doxxing",
    "sexual",
    "minor-safety",
    "self-harm",
    "fraud",
    "gambling",
    "illicit-goods",
    "spam",
    "false-claim",
    "misleading-promotion",
    "manipulation",
]
Id = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S", description="The client's own id")]


class AuthorIn(Body):
    """The author's account at the client."""

    id: Id
    name: str = Field(default="", max_length=60)


class ContextIn(Body):
    """Where the item stands."""

    title: str = Field(default="", max_length=500)
    thread: list[Annotated[str, Field(max_length=5_000)]] = Field(default=[], max_length=50)
    target: str = Field(default="", max_length=200, description="The account it speaks to")
    minors: bool = Field(default=False, description="Minors are among its readers")
    tags: list[Annotated[str, Field(max_length=50)]] = Field(default=[], max_length=20)


class ItemIn(Body):
    """An item as the client knows it."""

    id: Id
    kind: Kind = "comment"
    text: str = Field(max_length=100_000)
    author: AuthorIn
    context: ContextIn = Field(default_factory=lambda: ContextIn())
    url: str = Field(default="", max_length=500)
    submitted_by_party: bool = Field(default=False, description="Needed for a private message: a party hands it in")


class ReportIn(Body):
    """A report of an item or an account of the client's, or of what stands at an address."""

    item: str = Field(default="", max_length=100)
    account: str = Field(default="", max_length=100)
    url: str = Field(default="", max_length=500)
    quote: str = Field(default="", max_length=2_000)
    category: Harm
    text: str = Field(default="", max_length=1_000)
    minors: bool = False
    reporter: AuthorIn | None = Field(default=None, description="Without one the report is anonymous")
    source: str = Field(
        default="", max_length=200, description="Where an anonymous one comes from, to slow floods; not kept"
    )


class AppealIn(Body):
    """An appeal from a notice."""

    notice: str = Field(min_length=1, max_length=100, description="The notice's code")
    text: str = Field(min_length=1, max_length=2_000)


class ItemOut(Schema):
    """An item as it stands."""

    id: str
    kind: str
    text: str
    state: Literal["visible", "labelled", "limited", "held", "removed", "withdrawn"]
    author: str
    url: str
    version: int
    created_at: datetime
    edited_at: datetime | None


class DecisionOut(Schema):
    """A decision in force on an item."""

    id: str
    action: str
    source: str
    reasons: list[ReasonShape]
    policy: str
    created_at: datetime
    expires_at: datetime | None


class NoticeRef(Schema):
    """Where the author reads a decision and appeals."""

    code: str
    url: str
    appeal_url: str


class SubmittedOut(Schema):
    """An item with what was found and decided."""

    item: ItemOut
    assessment: AssessmentShape | None
    decision: DecisionOut | None
    notice: NoticeRef | None


class ItemPage(Schema):
    results: list[ItemOut]
    next: str | None


class ReceiptOut(Schema):
    """The receipt of a report or an appeal; `promised_at` is the promise."""

    receipt: str
    promised_at: datetime
    url: str
    merged: bool
    slowed: bool


class NoticeOut(Schema):
    """A notice to an account."""

    code: str
    kind: str
    title: Both
    body: Both
    created_at: datetime
    url: str
    appeal_url: str | None
    item: str | None
    action: str | None
    reasons: list[ReasonShape]


class NoticePage(Schema):
    results: list[NoticeOut]
    next: str | None


class StatementOut(Schema):
    """A decision with its statement of reasons, in the fields of the EU Digital Services Act."""

    id: str
    item: str | None
    account: str
    action: str
    categories: list[str]
    source: str
    policy: str
    reasons: list[ReasonShape]
    created_at: datetime
    expires_at: datetime | None
    reversed_at: datetime | None
    statement: dict[str, Any]


class StatementPage(Schema):
    results: list[StatementOut]
    next: str | None


class ClauseOut(Schema):
    id: str
    title: Both
    text: Both


class RuleOut(Schema):
    id: str
    clause: str
    category: str
    status: str
    when: str
    action: str
    explain: Both


class PolicyOut(Schema):
    """The live policy: every clause and every rule."""

    policy: str
    title: Both
    effective: str
    clauses: list[ClauseOut]
    rules: list[RuleOut]
    thresholds: dict[str, float]
    document: str

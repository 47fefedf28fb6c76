"""Shapes that several end points give back."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import Field

from linli.problems import MEDIA_TYPE


class Both(Schema):
    """A text in both languages."""

    zh: str
    en: str


class ProblemShape(Schema):
    """RFC 9457, in Chinese (`title`, `detail`, `mend`) and English (`…_en`)."""

    type: str
    title: str
    title_en: str
    status: int
    detail: str
    detail_en: str
    field: str | None = None
    value: str | None = None
    mend: str | None = None
    mend_en: str | None = None
    errors: list[dict[str, Any]] | None = None


class SignalShape(Schema):
    """One detector's finding."""

    category: str
    score: float
    detector: str
    spans: list[list[int]] = Field(description="[start, end) in Unicode code points of the text")
    severity: int
    evidence: str
    source: str
    steps: list[str]


class ReasonShape(Schema):
    """Why a rule fired, or what a reviewer found."""

    rule: str
    clause: str
    clause_title: Both
    text: Both
    action: str
    category: str
    spans: list[list[int]]
    link: str = Field(default="", description="The published check that a label rests on")


class AssessmentShape(Schema):
    """The policy's verdict."""

    item: str
    action: str
    categories: list[str]
    policy: str
    signals: list[SignalShape]
    reasons: list[ReasonShape]
    background: list[ReasonShape]
    absent: list[str]


REFUSALS = {
    400: "The request cannot be read",
    401: "The key is missing, unknown or revoked",
    403: "The key may not do this",
    404: "It does not exist for this key",
    405: "The method is not allowed",
    409: "The same request is being worked on",
    413: "Larger than 1 MB",
    415: "Not JSON",
    422: "A field is wrong: it is named with its value and how to mend it",
    429: "Too fast: Retry-After says when to come back",
}


def documented(scope: str = "", *, repeatable: bool = False, body: tuple[str, ...] = ()) -> dict[str, Any]:
    """What OpenAPI says beside the shapes: the scope, the refusals, the `Idempotency-Key`, a body of bytes."""
    shape = {"schema": {"$ref": "#/components/schemas/ProblemShape"}}
    refusals = {
        str(status): {"description": text, "content": {MEDIA_TYPE: shape}} for status, text in REFUSALS.items()
    }
    extra: dict[str, Any] = {"responses": refusals}
    if scope:
        extra["x-scope"] = scope
    if body:
        file = {"schema": {"type": "string", "format": "binary"}}
        extra["requestBody"] = {"required": True, "content": dict.fromkeys(body, file)}
    if repeatable:
        form = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
        text = "The same key with the same request gives the same answer, for 24 hours."
        extra["parameters"] = [
            {"in": "header", "name": "Idempotency-Key", "required": False, "schema": form, "description": text}
        ]
    return extra

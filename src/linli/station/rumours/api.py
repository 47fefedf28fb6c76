"""`/rumours`: what was checked before, and asking, for platforms that pass their people's questions on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, UnreadablePostError
from ninja import Router, Schema, Status
from pydantic import Field

from linli.problems import Problem
from linli.reading.pictures import LARGEST
from linli.station.desk.services import Receipt
from linli.station.integrations.rest.bodies import Body
from linli.station.integrations.rest.keys import Key, actor_of
from linli.station.integrations.rest.shapes import Both, documented
from linli.station.organisations.selectors import address
from linli.station.rumours import matching, selectors, services
from linli.station.rumours.wording import DIFFERS, VERDICTS
from linli.vocabulary import Text

router = Router(tags=["rumours"])
PICTURES = ("image/png", "image/jpeg", "image/webp")


class QuestionIn(Body):
    """Words, or a link to them; with both, the words count and the link tells where they stood."""

    text: str = Field(default="", max_length=20_000)
    url: str = Field(default="", max_length=500)


class AskIn(QuestionIn):
    """`source` tells one asker from another, for the bound on floods; it is not shown to anyone."""

    source: str = Field(default="", max_length=40)


class CandidateOut(Schema):
    """`kind`: `check` ours, `import` another station's, `claim` being looked into. `sure`: above the threshold."""

    kind: str
    id: str
    title: str
    claim: str
    summary: str
    verdict: str
    verdict_name: Both | None
    confidence: float
    sure: bool
    differs: list[Both]
    checked: str
    publisher: str
    sources: int
    url: str


class CandidatesOut(Schema):
    """The likeliest first; nothing was stored."""

    text: str
    results: list[CandidateOut]


class AskedOut(Schema):
    """The receipt of a question: follow it with `/cases/{receipt}`. `place`: its place in the queue."""

    receipt: str
    promised_at: datetime
    url: str
    merged: bool
    slowed: bool
    place: int


@router.post("/rumours/match", response=CandidatesOut, auth=Key("rumours"), openapi_extra=documented("rumours"))
def rumour_match(request: HttpRequest, data: QuestionIn) -> dict[str, Any]:
    """What was checked that may answer it, with dates, verdicts and sources."""
    community_id = actor_of(request).community_id
    question = services.question_of(data.text, data.url)
    found = matching.candidates(community_id=community_id, text=question.text)
    return {"text": question.text, "results": [_candidate(community_id, one) for one in found]}


@router.post(
    "/rumours/match/picture",
    response=CandidatesOut,
    auth=Key("rumours"),
    openapi_extra=documented("rumours", body=PICTURES),
)
def rumour_match_picture(request: HttpRequest) -> dict[str, Any]:
    """The same for a screenshot: the body is the picture, 8 MB at most. `text` is what was read in it.

    The picture is not kept. To have it looked into, send `text` to `/rumours/questions` once a person agreed with it.
    """
    community_id = actor_of(request).community_id
    question = services.question_of_picture(_picture(request))
    found = matching.candidates(community_id=community_id, text=question.text)
    return {"text": question.text, "results": [_candidate(community_id, one) for one in found]}


@router.post(
    "/rumours/questions",
    response={201: AskedOut},
    auth=Key("rumours"),
    openapi_extra=documented("rumours", repeatable=True),
)
def rumour_ask(request: HttpRequest, data: AskIn) -> Status[dict[str, Any]]:
    """None of these: editors look into it. It joins the claim that is looked into already, where it is one."""
    actor = actor_of(request)
    source = f"client:{actor.client_id}:{data.source}" if data.source else ""
    question = services.question_of(data.text, data.url)
    receipt: Receipt = services.rumour_ask(actor=actor, question=question, source=source)
    claim = selectors.claim_asked(community_id=actor.community_id, submission=receipt.submission_uid)
    return Status(
        201,
        {
            "receipt": receipt.code,
            "promised_at": receipt.promised_at,
            "url": address(actor.community_id, f"/cases/{receipt.code}/"),
            "merged": receipt.merged,
            "slowed": receipt.slowed,
            "place": selectors.place(claim=claim) if claim else 0,
        },
    )


def _picture(request: HttpRequest) -> bytes:
    """The body, read no further than the bound. Raises `Problem` for another type and for what is too large."""
    if request.content_type not in PICTURES:
        raise Problem(
            415,
            Text("请求应是一张图片。", "The body must be a picture."),
            kind="content-type",
            field="Content-Type",
            value=request.content_type,
            mend=Text(f"可选：{', '.join(PICTURES)}", f"One of: {', '.join(PICTURES)}"),
        )
    try:
        picture = bytes(request.read(LARGEST + 1))
    except UnreadablePostError:
        picture = b""
    if len(picture) > LARGEST:
        raise Problem(
            413,
            Text("图片太大。", "The picture is too large."),
            kind="too-large",
            field="picture",
            mend=Text("最大 8 MB。", "At most 8 MB."),
        )
    return picture


def _candidate(community_id: int, one: matching.Candidate) -> dict[str, Any]:
    path = {"check": "checks", "import": "others"}.get(one.kind)
    claim, name = one.match.claim, VERDICTS.get(one.match.claim.verdict)
    row = one.content.get("row")
    return {
        "kind": one.kind,
        "id": one.uid,
        "title": claim.title or claim.text,
        "claim": claim.text,
        "summary": row.summary[:300] if row else one.content.get("summary", ""),
        "verdict": claim.verdict,
        "verdict_name": name._asdict() if name else None,
        "confidence": one.match.confidence,
        "sure": one.sure,
        "differs": [_named(what) for what in one.match.differs],
        "checked": _day(one, row),
        "publisher": selectors.origin_name(row) if row else "",
        "sources": len(row.sources if row else one.content.get("sources", ())),
        "url": address(community_id, f"/rumours/{path}/{one.uid}/") if path else "",
    }


def _day(one: matching.Candidate, row: Any) -> str:
    if row is not None:
        return row.checked.date().isoformat() if row.checked else ""
    return str(one.content.get("modified", ""))[:10]


def _named(what: str) -> dict[str, str]:
    words: Text = DIFFERS[what]
    return words._asdict()

"""`/rewrite`: kinder ways to put a draft. Nothing of it is stored, so it is not repeatable either: just ask again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from linli.station.codes.helper import Finding, rewrite_for
from linli.station.integrations.rest.bodies import Body
from linli.station.integrations.rest.keys import Key, actor_of
from linli.station.integrations.rest.shapes import Both, documented
from linli.station.organisations.selectors import address

router = Router(tags=["assess"])


class DraftIn(Body):
    """A draft, as its author is about to send it."""

    text: str = Field(min_length=1, max_length=2000)


class SuggestionOut(Schema):
    """One place of the draft."""

    span: list[int] = Field(description="[start, end) in Unicode code points of the text")
    words: str
    suggestions: list[str] = Field(description="Kinder words for this place; empty where `why` says what would help")
    why: Both
    clause: Both
    clause_url: str


class RewriteOut(Schema):
    """What was found, and the draft with the first suggestion of each in its place."""

    suggestions: list[SuggestionOut]
    revised: str
    needs_help: bool = Field(description="Its author may need help: show where help is, and suggest nothing")
    absent: list[str]


@router.post("/rewrite", response=RewriteOut, auth=Key("assess"), openapi_extra=documented("assess"))
def rewrite(request: HttpRequest, data: DraftIn) -> dict[str, Any]:
    """Reads a draft against the community's codes and rules. It is advice: nothing is stored or decided."""
    community_id = actor_of(request).community_id
    found = rewrite_for(community_id=community_id, text=data.text)
    return {
        "suggestions": [_out(community_id, one) for one in found.findings],
        "revised": found.revised,
        "needs_help": found.needs_help,
        "absent": [line.split(":", 1)[0].strip() for line in found.absent],
    }


def _out(community_id: int, one: Finding) -> dict[str, Any]:
    cited = one.cited
    return {
        "span": list(one.span),
        "words": one.words,
        "suggestions": list(one.suggestions),
        "why": {"zh": one.why.zh, "en": one.why.en},
        "clause": {"zh": cited.title.zh, "en": cited.title.en} if cited else {"zh": "", "en": ""},
        "clause_url": address(community_id, cited.path) if cited else "",
    }

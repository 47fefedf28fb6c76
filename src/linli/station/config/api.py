"""The public API, put together: every app's end points under one address, one way to refuse, one OpenAPI document."""

from __future__ import annotations

from typing import Any, Literal

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from linli import __version__
from linli.assess import to_dict
from linli.engines.http.application import Application
from linli.engines.http.grants import Grant
from linli.station.codes.api import router as codes
from linli.station.collections.api import router as library
from linli.station.config.advice import assess_by, look_up
from linli.station.desk.api import router as desk
from linli.station.desk.services import Conflict, TooMany
from linli.station.integrations.rest.bodies import Body, Renderer, StrictParser
from linli.station.integrations.rest.errors import Api, install, refuse_as
from linli.station.integrations.rest.keys import BUCKETS, Key
from linli.station.integrations.rest.repeating import repeatable
from linli.station.integrations.rest.shapes import AssessmentShape, ProblemShape, documented
from linli.station.integrations.selectors import key_digest
from linli.station.minors.api import router as minors
from linli.station.moderation.api import router as moderation
from linli.station.moderation.api_agreements import router as agreements
from linli.station.moderation.api_standing import router as standing
from linli.station.moderation.services import Paused
from linli.station.privacy.api import router as privacy
from linli.station.publishing.api import router as publishing
from linli.station.rumours.api import router as rumours
from linli.station.shield.api import router as shield
from linli.station.transparency.api import router as transparency

ABOUT = """邻里开放接口 v1。Linli's public API.

- 密钥：`Authorization: Bearer lk_…`。Keys with scopes; `x-scope` of each operation names the one it needs.
- 出错：`application/problem+json`，中英文，写明字段、值与改法。Every refusal names the field, the value and the mend.
- 重复：POST、DELETE 可带 `Idempotency-Key`，同键同请求得到同一答复（保存 24 小时）。
- 翻页：`next` 原样放进 `cursor`。Pass `next` back as `cursor`.
"""
WHOLE = 2**31 - 1


class AdviceAuthor(Body):
    """What a policy may know of an author."""

    id: str = Field(default="", max_length=200)
    age_days: int = Field(default=0, ge=0, le=WHOLE)
    strikes: int = Field(default=0, ge=0, le=WHOLE)
    grade: str = Field(default="", max_length=40)
    minor: bool = False
    organisation: bool = False


class AdviceContext(Body):
    """Where a text stands."""

    title: str = Field(default="", max_length=2_000)
    thread: list[str] = Field(default=[], max_length=50)
    target: str = Field(default="", max_length=200)
    reports: int = Field(default=0, ge=0, le=WHOLE)
    minors: bool = False
    tags: list[str] = Field(default=[], max_length=20)


class AdviceItem(Body):
    """One text to look at."""

    text: str
    kind: Literal["post", "comment", "message", "picture", "profile", "live"] = "comment"
    id: str = Field(default="", max_length=200)
    author: AdviceAuthor = Field(default_factory=lambda: AdviceAuthor())
    context: AdviceContext = Field(default_factory=lambda: AdviceContext())
    language: str = Field(default="zh", max_length=20)


class AdviceMany(Body):
    """Up to a hundred texts."""

    items: list[AdviceItem] = Field(min_length=1, max_length=100)


class AdviceList(Schema):
    """Assessments in the order of the items."""

    results: list[AssessmentShape]


def _advice_document() -> dict[str, Any]:
    extra = documented("assess")
    shapes = [{"$ref": "#/components/schemas/AdviceItem"}, {"$ref": "#/components/schemas/AdviceMany"}]
    extra["requestBody"] = {"required": True, "content": {"application/json": {"schema": {"anyOf": shapes}}}}
    return extra


advice = Router(tags=["advice"])


@advice.post(
    "/assess", response={200: AssessmentShape | AdviceList}, auth=Key("assess"), openapi_extra=_advice_document()
)
def assess(request: HttpRequest) -> HttpResponse:
    """Advice on one text or up to a hundred; nothing is stored. The running station answers here without Django."""
    token = request.headers.get("Authorization", "").partition(" ")[2].strip()
    grant = look_up(key_digest(token))
    if not isinstance(grant, Grant):
        raise grant
    lean = Application(_never, BUCKETS, assess_by, to_dict)
    return HttpResponse(async_to_sync(lean.advise)(grant, request.body), content_type="application/json")


async def _never(key: str) -> Grant:
    raise NotImplementedError(key)


class Documented(Api):
    """The API with the shape of its refusals, and of `assess`, in its document."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The OpenAPI document."""
        document = super().get_openapi_schema(**kwargs)
        for shape in (ProblemShape, AdviceItem, AdviceMany):
            made = shape.model_json_schema(ref_template="#/components/schemas/{model}")
            document["components"]["schemas"].update(made.pop("$defs", {}))
            document["components"]["schemas"][shape.__name__] = made
        return document


def build() -> Documented:
    """The API with every router on it."""
    made = Documented(
        title="邻里 Linli API",
        version=__version__,
        description=ABOUT,
        docs_url=None,
        openapi_url="/openapi.json",
        urls_namespace="api",
        parser=StrictParser(),
        renderer=Renderer(),
    )
    install(made)
    made.add_exception_handler(TooMany, refuse_as(429, "too-many"))
    made.add_exception_handler(Conflict, refuse_as(409, "conflict"))
    made.add_exception_handler(Paused, refuse_as(403, "paused"))
    lower = (advice, moderation, agreements, standing, desk, privacy, transparency, shield)
    for router in (*lower, minors, rumours, publishing):
        router.add_decorator(repeatable, mode="view")
        made.add_router("", router)
    made.add_router("", codes)
    made.add_router("", library)
    return made


api = build()

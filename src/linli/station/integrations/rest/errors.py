"""Every refusal of the API as a problem document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

import orjson
import structlog
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError, ValidationErrorContext

from linli import problems
from linli.problems import Problem
from linli.station.integrations.rest.keys import bad_key
from linli.station.people.actors import Forbidden, NotFound
from linli.vocabulary import LinliError, Text, shorten

log = structlog.get_logger(__name__)

SENTENCES: dict[str, Text] = {
    "missing": Text("缺少这个字段。", "This field is missing."),
    "extra_forbidden": Text("没有这个字段。", "There is no such field."),
    "string_type": Text("应是文字。", "It must be a string."),
    "string_too_short": Text("文字太短。", "The text is too short."),
    "string_too_long": Text("文字太长。", "The text is too long."),
    "string_pattern_mismatch": Text("写法不对。", "It is not in the right form."),
    "literal_error": Text("不是可用的值。", "It is not one of the values."),
    "enum": Text("不是可用的值。", "It is not one of the values."),
    "bool_type": Text("应是 true 或 false。", "It must be true or false."),
    "list_type": Text("应是列表。", "It must be a list."),
    "too_long": Text("太多了。", "There are too many."),
    "model_type": Text("应是 JSON 对象。", "It must be a JSON object."),
    "model_attributes_type": Text("应是 JSON 对象。", "It must be a JSON object."),
    "int_type": Text("应是整数。", "It must be a whole number."),
    "int_parsing": Text("应是整数。", "It must be a whole number."),
}
LIMITS: dict[str, Text] = {
    "max_length": Text("最多 {}。", "At most {}."),
    "min_length": Text("至少 {}。", "At least {}."),
    "expected": Text("可用：{}。", "Use one of {}."),
    "ge": Text("不小于 {}。", "At least {}."),
    "le": Text("不大于 {}。", "At most {}."),
}
STATUS: dict[type[LinliError], tuple[int, str]] = {Forbidden: (403, "forbidden"), NotFound: (404, "not-found")}
Handler = Callable[[HttpRequest, Exception | type[Exception]], HttpResponse]
NAMES = {"external_id": "id", "account_id": "author.id", "account_name": "author.name"}  # a service's, the API's
FAILED = Text("服务器出错了，已记录。", "The server failed; it was logged.")


class Api(NinjaAPI):
    """The API object; validation errors keep the value that was wrong."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """Every error with its place, in the words of the request."""
        found: list[dict[str, Any]] = []
        for context in error_contexts:
            flat = context.model.__ninja_flatten_map_reverse__
            for error in context.pydantic_validation_error.errors(include_url=False):
                found.append({**error, "loc": flat.get(error["loc"], error["loc"])})
        return ValidationError(found)


def install(api: NinjaAPI) -> None:
    """Puts the handlers on."""
    api.add_exception_handler(Exception, _failed)
    api.add_exception_handler(LinliError, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _bad_key)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, _missing)


def answer(error: LinliError, status: int = 422, kind: str = "invalid", **more: object) -> HttpResponse:
    """The response of an error."""
    body = problems.document(error, status, kind) | more
    return HttpResponse(orjson.dumps(body), status=int(str(body["status"])), headers=problems.headers(error, status))


def refuse_as(status: int, kind: str) -> Handler:
    """A handler that answers an app's own error with this status, and its `retry_after` in seconds if it has one."""

    def handler(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        told = answer(cast(LinliError, error), status, kind)
        wait = getattr(error, "retry_after", 0)
        if wait:
            told["Retry-After"] = str(wait)
        return told

    return handler


def plain(status: int) -> Problem:
    """A problem that says no more than its status."""
    return Problem(status, problems.TITLES.get(status, problems.TITLES[400]))


def _refused(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    refusal = cast(LinliError, error)
    refusal.field = NAMES.get(refusal.field, refusal.field)
    for known, (status, kind) in STATUS.items():
        if isinstance(refusal, known):
            return answer(refusal, status, kind)
    return answer(refusal)


def _http(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    cause = getattr(error, "__cause__", None)
    return answer(cause if isinstance(cause, LinliError) else plain(getattr(error, "status_code", 400)))


def _bad_key(_request: HttpRequest, _error: Exception | type[Exception]) -> HttpResponse:
    return answer(bad_key())


def _missing(_request: HttpRequest, _error: Exception | type[Exception]) -> HttpResponse:
    return answer(plain(404))


def _failed(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    log.exception("api failed", path=request.path_info, exc_info=error)
    return answer(Problem(500, FAILED, kind="failed"))


def _invalid(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    found = [_problem(each) for each in cast(ValidationError, error).errors[:20]]
    more = [problems.document(each) for each in found]
    listed = [{n: d[n] for n in ("field", "value", "detail", "detail_en", "mend", "mend_en") if n in d} for d in more]
    return answer(found[0], errors=listed)


def _problem(error: dict[str, Any]) -> Problem:
    sentence = SENTENCES.get(error["type"], Text("值不对。", "The value is wrong."))
    missing = error["type"] == "missing"
    given = (
        ""
        if missing
        else shorten(repr(error.get("input", "")) if not isinstance(error.get("input"), str) else error["input"])
    )
    return Problem(
        422, sentence, kind="invalid", field=_place(error["loc"]), value=given, mend=_mend(error.get("ctx", {}))
    )


def _place(parts: Iterable[str | int]) -> str:
    """`("data", "author", "id")` is `author.id`: the name of the function's own argument is left out."""
    names = list(parts)
    if names and names[0] == "data":
        names = names[1:]
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in names)
    return shorten(text.removeprefix(".") or "body", 200)


def _mend(context: dict[str, Any]) -> Text | None:
    for name, sentence in LIMITS.items():
        if name in context:
            return Text(sentence.zh.format(context[name]), sentence.en.format(context[name]))
    return None

"""What may come in: strict JSON, fields by name, text that a database can keep."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest
from ninja import Schema
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from pydantic import ConfigDict, model_validator

from linli.problems import Problem, json_object
from linli.vocabulary import Text

JSON_TYPES = {"", "application/json"}


class Body(Schema):
    """The base of every request body: an unknown field is refused by name."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="wrap")  # replaces ninja's own, which reads attributes of models
    @classmethod
    def _plain(cls, values: Any, handler: Any) -> Any:
        return handler(values)


class StrictParser(Parser):
    """JSON bodies through orjson, 1 MB at most, and no NUL in any text or parameter."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body's object. Raises `Problem`."""
        if (request.content_type or "") not in JSON_TYPES:
            raise Problem(
                415,
                Text("请求应是 JSON。", "The body must be JSON."),
                kind="content-type",
                field="Content-Type",
                value=request.content_type,
                mend=Text("请求头写 Content-Type: application/json。", "Send Content-Type: application/json."),
            )
        body = request.body
        data = json_object(body)
        if b"\\u0000" in body:
            _no_nul(data, "")
        return data

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        """The query's fields."""
        found = super().parse_querydict(data, list_fields, request)
        _no_nul(found, "")
        return found


class Renderer(BaseRenderer):
    """Answers through orjson."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002
        """The bytes of an answer."""
        return orjson.dumps(data, default=str)


def _no_nul(value: Any, where: str) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _no_nul(name, where)
            _no_nul(inner, f"{where}.{name}" if where else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _no_nul(inner, f"{where}[{number}]")
    elif isinstance(value, str) and "\0" in value:
        raise Problem(
            422,
            Text("文字里有空字符（U+0000）。", "The text holds a NUL (U+0000)."),
            kind="nul",
            field=where or "body",
            mend=Text("请去掉它再发送。", "Take it out and send again."),
        )

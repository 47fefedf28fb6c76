"""Refusals over HTTP as problem documents (RFC 9457) in both languages, naming field, value and mend."""

from __future__ import annotations

from typing import Any

import orjson

from linli.vocabulary import LinliError, Text

BODY_LIMIT = 1_000_000
MEDIA_TYPE = "application/problem+json"

TITLES: dict[int, Text] = {
    400: Text("请求的内容不对", "The request is wrong"),
    401: Text("需要有效的接口密钥", "A valid API key is needed"),
    403: Text("这个密钥无权这样做", "This key may not do that"),
    404: Text("没有找到", "Not found"),
    405: Text("不支持这个方法", "This method is not allowed"),
    409: Text("与现有内容冲突", "It conflicts with what is there"),
    413: Text("请求太大", "The request is too large"),
    415: Text("不支持这种内容类型", "This content type is not supported"),
    422: Text("请求不能处理", "The request cannot be processed"),
    429: Text("请求太频繁", "Too many requests"),
    500: Text("服务器出错了", "The server failed"),
    503: Text("暂时不能服务", "The service is not available just now"),
}


class Problem(LinliError):
    """A refusal with its HTTP status; `kind` ends the problem's type, `retry_after` is in seconds (0: not said)."""

    def __init__(
        self,
        status: int,
        problem: Text,
        *,
        kind: str = "",
        field: str = "",
        value: object = "",
        mend: Text | None = None,
        retry_after: float = 0.0,
    ) -> None:
        super().__init__(problem, field=field, value=value, mend=mend)
        self.status = status
        self.kind = kind or f"http-{status}"
        self.retry_after = retry_after


def document(error: LinliError, status: int = 422, kind: str = "invalid") -> dict[str, object]:
    """The problem document of an error; a `Problem` brings its own status and kind."""
    if isinstance(error, Problem):
        status, kind = error.status, error.kind
    title = TITLES.get(status, TITLES[400])
    body: dict[str, object] = {
        "type": f"urn:linli:problem:{kind}",
        "title": title.zh,
        "title_en": title.en,
        "status": status,
        "detail": error.problem.zh,
        "detail_en": error.problem.en,
    }
    if error.field:
        body |= {"field": error.field, "value": error.value}
    if error.mend.zh:
        body |= {"mend": error.mend.zh, "mend_en": error.mend.en}
    return body


def headers(error: LinliError, status: int = 422) -> dict[str, str]:
    """Header lines that belong to the answer: how to sign in, when to come back."""
    lines = {"Content-Type": MEDIA_TYPE, "Cache-Control": "no-store"}
    if getattr(error, "status", status) == 401:
        lines["WWW-Authenticate"] = 'Bearer realm="linli"'
    if isinstance(error, Problem) and error.retry_after > 0:
        lines["Retry-After"] = str(max(1, round(error.retry_after + 0.5)))
    return lines


def too_large() -> Problem:
    """The 413 of a body beyond the limit."""
    return Problem(
        413,
        Text("请求超过 1 MB。", "The request is larger than 1 MB."),
        kind="too-large",
        mend=Text("请分成几次发送。", "Send it in several requests."),
    )


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a request's body. Raises `Problem`: too large, not JSON (where it breaks), not an object.

    Stricter than the standard library: no NaN, no lone surrogates, no byte order mark, at most 1,024 levels.
    """
    if len(body) > BODY_LIMIT:
        raise too_large()
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Problem(
            400,
            Text(
                f"请求不是有效的 JSON（第 {error.pos} 个字符）。",
                f"The body is not valid JSON (character {error.pos}).",
            ),
            kind="not-json",
            field="body",
            value=str(error),
            mend=Text("请发送 UTF-8 编码的 JSON 对象。", "Send a JSON object in UTF-8."),
        ) from None
    if not isinstance(data, dict):
        raise Problem(
            400,
            Text("请求应是一个 JSON 对象。", "The body must be a JSON object."),
            kind="not-object",
            field="body",
            value=type(data).__name__,
            mend=Text('例如 {"text": "你好"}。', 'For example {"text": "你好"}.'),
        )
    return data


def too_fast(wait: float) -> Problem:
    """The 429 of a key that goes too fast."""
    seconds = max(1, round(wait + 0.5))
    return Problem(
        429,
        Text("请求太频繁。", "Too many requests."),
        kind="too-fast",
        mend=Text(f"请过 {seconds} 秒再试。", f"Try again in {seconds} s."),
        retry_after=wait,
    )

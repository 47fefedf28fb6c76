"""Who calls: the key in `Authorization: Bearer KEY`, its scope, its pace."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security.http import HttpAuthBase

from linli.problems import Problem, too_fast
from linli.station.integrations.limits import Buckets
from linli.station.integrations.selectors import Known, key_digest, key_known
from linli.station.people.actors import Actor
from linli.vocabulary import Text

BUCKETS = Buckets()
SCHEME = "bearer "


class Key(HttpAuthBase):
    """The check that an end point declares: `auth=Key("items:read")`."""

    openapi_scheme = "bearer"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Known:
        """The key's grant. Raises `Problem`: 401 for a bad key, 403 for a scope it lacks, 429 for its pace."""
        known = caller(request)
        if known is None:
            raise bad_key()
        if self.scope not in known.scopes:
            raise no_scope(self.scope)
        wait = BUCKETS.take(known.uid, 1, known.rate, known.burst)
        if wait > 0:
            raise too_fast(wait)
        return known


def caller(request: HttpRequest) -> Known | None:
    """The grant of the request's key, looked up once; None where there is no good key."""
    if not hasattr(request, "_linli_key"):
        given = request.headers.get("Authorization", "")
        good = given[: len(SCHEME)].lower() == SCHEME
        request._linli_key = key_known(key_digest(given[len(SCHEME) :].strip())) if good else None  # type: ignore[attr-defined]
    found: Known | None = request._linli_key  # type: ignore[attr-defined]
    return found


def actor_of(request: HttpRequest) -> Actor:
    """The client that calls, as an actor in its community. Only behind a `Key`."""
    found = caller(request)
    if found is None:
        raise bad_key()
    return found.actor


def bad_key() -> Problem:
    """401."""
    return Problem(
        401,
        Text("接口密钥缺失、无效或已停用。", "The API key is missing, unknown or revoked."),
        kind="key",
        field="Authorization",
        mend=Text("请求头写 Authorization: Bearer lk_…", "Send the header Authorization: Bearer lk_…"),
    )


def no_scope(scope: str) -> Problem:
    """403."""
    return Problem(
        403,
        Text("这个密钥没有所需的权限。", "This key lacks the scope."),
        kind="scope",
        field="scope",
        value=scope,
        mend=Text("请站务给密钥加上这项权限。", "Ask the keeper for a key with this scope."),
    )

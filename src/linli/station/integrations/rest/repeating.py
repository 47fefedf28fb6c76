"""`Idempotency-Key` on every end point that changes something."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from linli.problems import Problem
from linli.station.integrations.repeats import answer_once, digest_of
from linli.station.integrations.rest.errors import answer
from linli.station.integrations.rest.keys import caller

Run = Callable[..., HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS"}
PICTURE = "image/"  # only looked at: nothing is stored, and the body may be larger than what is kept in memory


def repeatable(run: Run) -> Run:
    """Wraps an operation as a whole, so that what is given again is the answer, status and all."""

    @wraps(run)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key, known = request.headers.get("Idempotency-Key"), caller(request)
        looks = request.method in SAFE or (request.content_type or "").startswith(PICTURE)
        if key is None or known is None or looks:
            return run(request, *args, **kwargs)
        digest = digest_of((request.method or "").encode(), request.get_full_path().encode(), request.body)
        try:
            return answer_once(
                client_id=known.client_id, key=key, digest=digest, work=lambda: run(request, *args, **kwargs)
            )
        except Problem as problem:
            return answer(problem)

    return wrapper

"""Keys of two communities, and a caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from linli.station.integrations.rest import keys
from linli.station.integrations.scopes import SCOPES
from linli.station.integrations.services import apikey_create, client_create
from linli.station.organisations.models import Community
from linli.station.people.actors import Actor, client, system
from tests.station import factories

PNG = b"\x89PNG"


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls the API with one key."""

    key: str
    actor: Actor
    key_uid: str

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        given: dict[str, Any] = {"headers": {"Authorization": f"Bearer {self.key}", **headers}}
        if body is not None:
            kind = "image/png" if isinstance(body, bytes) and body[:4] == PNG else "application/json"
            given |= {"data": body, "content_type": kind}
        return Browser().generic(method, f"/api/v1{path}", **_raw(given))


def _raw(given: dict[str, Any]) -> dict[str, Any]:
    if "data" in given and not isinstance(given["data"], bytes):
        import orjson

        given["data"] = orjson.dumps(given["data"])
    return given


def caller_make(community: Community, scopes: list[str] | None = None, name: str = "论坛", **more: Any) -> Caller:
    """A client with a key."""
    actor = system(community.pk, "test")
    made = client_create(actor=actor, name=name)
    row, key = apikey_create(actor=actor, client_uid=made.uid, name="k", scopes=scopes or list(SCOPES), **more)
    return Caller(key, client(community.pk, made.pk), row.uid)


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys.BUCKETS, "_levels", {})


@pytest.fixture
def forum(community: Community) -> Caller:
    """A client of the home community with every scope."""
    return caller_make(community)


@pytest.fixture
def stranger(community: Community) -> Caller:
    """A client of another community with every scope."""
    return caller_make(factories.community_make(slug="elsewhere"))


@pytest.fixture
def with_scopes(community: Community) -> Callable[[list[str]], Caller]:
    """A second client of the home community with some scopes."""
    return lambda scopes: caller_make(community, scopes, name="另一个")

"""Every end point of the OpenAPI document against every kind of caller."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from linli.station.config.api import api
from linli.station.integrations.models import ApiKey
from linli.station.integrations.scopes import SCOPES
from linli.station.integrations.services import apikey_revoke
from linli.station.minors.selectors import code_of
from linli.station.minors.services import mode_start
from linli.station.people.actors import system, visitor
from linli.station.rumours.services import asking
from tests.station.api.conftest import PNG, Caller, caller_make
from tests.station.api.test_road import ITEM

PUBLIC = {"/policy", "/transparency", "/prompts/effect", "/minors/key"}
PUBLIC |= {"/library", "/library/search", "/library/items/{item}"}
PUBLIC |= {"/works", "/works/{uid}"}


def _operations() -> list[tuple[str, str, str]]:
    found = []
    for path, methods in api.get_openapi_schema(path_prefix="").get("paths", {}).items():
        for method, operation in methods.items():
            found.append((method.upper(), path, operation.get("x-scope", "")))
    return found


OPERATIONS = _operations()
GUARDED = [o for o in OPERATIONS if o[2]]
IDS = [f"{m} {p}" for m, p, _ in GUARDED]


@pytest.fixture
def world(forum: Caller, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An item of the forum's with a notice and a receipt, and the version of the code in force."""
    monkeypatch.setattr(asking, "words_in", lambda _: "听说明天停水三天")
    code = forum("POST", "/items", ITEM).json()["notice"]["code"]
    forum("POST", "/shields", {"account": "u-1"})
    receipt = forum("POST", "/reports", {"item": "c-1", "category": "abuse"}).json()["receipt"]
    version = forum("GET", "/agreements/rules").json()["version"]
    child = mode_start(actor=visitor(forum.actor.community_id), band="16-18", name="豆豆")
    opened = code_of(child)
    linked = forum("POST", "/minors/links", {"code": opened}).json()["child"]
    return {"notice": code, "receipt": receipt, "version": version, "code": opened, "child": linked}


def _request(method: str, path: str, world: dict[str, str]) -> tuple[str, str, Any]:
    body: dict[str, Any] = {
        "/assess": {"text": "好"},
        "/rewrite": {"text": "好"},
        "/items": ITEM,
        "/reports": {"item": "c-1", "category": "abuse", "reporter": {"id": "u-9"}},
        "/agreements/{name}/consents": {"account": "u-1", "version": world["version"]},
        "/standing/appeals": {"account": "u-1", "text": "那一次已经改好了"},
        "/appeals": {"notice": world["notice"], "text": "这是朋友间的玩笑"},
    }
    child, lease = world["child"], {"device": "d", "minutes": 1}
    body |= {
        "/minors/links": {"code": world["code"]},
        "/minors/sessions": {"child": child, "device": "d"},
        "/minors/sessions/end": {"child": child, "device": "d"},
        "/minors/spend": {"child": child, "once": "1", "yuan": 1},
        "/minors/leases": {"child": child, **lease},
        "/minors/leases/settle": {"child": child, "lease": "x", "used": 0},
        "/rumours/match": {"text": "听说明天停水三天"},
        "/rumours/match/picture": PNG,
        "/rumours/questions": {"text": "听说明天停水三天"},
        "/shields": {"account": "u-1"},
        "/shields/end": {"account": "u-1"},
        "/shields/view": {"account": "u-1", "things": []},
        "/prompts": {"draft": "d", "text": "好"},
        "/prompts/outcome": {"draft": "d", "outcome": "dropped"},
    }
    filled = path.replace("{path:item_id}", "c-1").replace("{item_id}", "c-1").replace("{receipt}", world["receipt"])
    filled = filled.replace("{name}", "rules").replace("{path:account_id}", "u-1").replace("{account_id}", "u-1")
    filled += f"?child={child}" if path in {"/minors/allowed", "/minors/pool"} else ""
    filled += "?account=u-1" if path in {"/notices", "/shields", "/standing"} and method == "GET" else ""
    return method, filled, body.get(path) if method == "POST" else None


def test_the_document_names_a_scope_for_everything_but_what_is_public() -> None:
    assert {p for _, p, scope in OPERATIONS if not scope} == PUBLIC
    assert {scope for _, _, scope in GUARDED} == set(SCOPES)


@pytest.mark.parametrize(("method", "path", "scope"), GUARDED, ids=IDS)
def test_the_right_key_gets_in(forum: Caller, world: dict[str, str], method: str, path: str, scope: str) -> None:
    assert forum(*_request(method, path, world)).status_code in {200, 201}


@pytest.mark.parametrize(("method", "path", "scope"), GUARDED, ids=IDS)
def test_no_key_and_a_wrong_key_do_not(
    forum: Caller, world: dict[str, str], method: str, path: str, scope: str
) -> None:
    for key in ("", "lk_wrong", forum.key[:-1], forum.key + "x"):
        answer = Caller(key, forum.actor, "")(*_request(method, path, world))
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "path", "scope"), GUARDED, ids=IDS)
def test_a_key_without_the_scope_does_not(
    with_scopes: Callable[[list[str]], Caller], world: dict[str, str], method: str, path: str, scope: str
) -> None:
    others = [name for name in SCOPES if name != scope]
    answer = with_scopes(others)(*_request(method, path, world))
    assert (answer.status_code, answer.json()["value"]) == (403, scope)


@pytest.mark.parametrize(("method", "path", "scope"), GUARDED, ids=IDS)
@pytest.mark.parametrize("ended", ["revoked", "expired"])
def test_a_key_that_ended_does_not(
    forum: Caller, world: dict[str, str], method: str, path: str, scope: str, ended: str
) -> None:
    if ended == "revoked":
        apikey_revoke(actor=system(forum.actor.community_id, "test"), uid=forum.key_uid)
    else:
        ApiKey.objects.filter(uid=forum.key_uid).update(expires_at=timezone.now())
    assert forum(*_request(method, path, world)).status_code == 401


@pytest.mark.parametrize(("method", "path", "scope"), GUARDED, ids=IDS)
@pytest.mark.parametrize("whose", ["another community", "another client"])
def test_what_is_anothers_is_not_there(
    forum: Caller,
    stranger: Caller,
    world: dict[str, str],
    method: str,
    path: str,
    scope: str,
    whose: str,
) -> None:
    """Another client of the community may follow a receipt it holds: a receipt opens to whoever holds it."""
    other = stranger
    if whose == "another client":
        other = caller_make(forum_community(forum), name="邻居")
    before = forum("GET", "/items/c-1").json()
    answer = other(*_request(method, path, world))
    accounts = {"/notices", "/shields/end", "/standing", "/standing/appeals"}
    named = path in {"/reports", "/appeals", *accounts} or "{" in path or path.startswith("/minors/")
    open_to_holder = path.startswith(("/cases/", "/minors/links")) and whose == "another client"
    if path in {"/agreements/{name}", "/agreements/{name}/consents"}:  # each community's own, for its own accounts
        assert answer.status_code == (
            422 if method == "POST" and whose == "another community" else answer.status_code
        )
        assert answer.json().get("agreed_at") is None or whose == "another client"
    elif named and not open_to_holder:
        assert answer.status_code == 404
    elif answer.status_code == 200 and method == "GET" and path in {"/items", "/decisions"}:
        assert answer.json()["results"] == []
    else:
        assert answer.status_code in {200, 201}
    assert forum("GET", "/items/c-1").json() == before


def forum_community(forum: Caller) -> Any:
    from linli.station.organisations.selectors import community_by_id

    return community_by_id(forum.actor.community_id)


def test_a_key_that_goes_too_fast_is_slowed(community: Any) -> None:
    slow = caller_make(community, name="慢", rate=1, burst=2)
    answers = [slow("GET", "/items") for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 429, 429]
    assert int(answers[-1]["Retry-After"]) >= 1

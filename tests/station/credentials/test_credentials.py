"""Certificates as their owner, a stranger and a forger meet them."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from django.test import Client

from linli.station.credentials import selectors
from linli.station.credentials.models import Credential
from linli.station.exchange.services import key_rotate
from linli.station.learning import services as learning
from linli.station.learning.documents import shipped
from linli.station.learning.paths import PATHS
from linli.station.ledger.models import Row
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.pages import signed_in

PATH = PATHS[3]


def _finish(people: factories.People, *, right: int = 3) -> None:
    for lesson_id in PATH.lessons:
        answers = [n < right for n in range(3)]
        learning.lesson_finish(actor=people.member, lesson_id=lesson_id, before=1, answers=answers)


@pytest.fixture
def code(people: factories.People) -> str:
    _finish(people)
    page = signed_in(people.member).post("/learn/paths/", {"path": PATH.id, "name": "何 小满"})
    return page.headers["Location"].strip("/").rsplit("/", 1)[1]


def _document(code: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(Client().get(f"/credentials/{code}/credential.json").content)
    return document


def _verdict(document: object) -> str:
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return Client().post("/credentials/verify/", {"document": text}).content.decode()


def test_every_path_leads_through_lessons_that_are_there() -> None:
    assert all(one in shipped() for path in PATHS for one in path.lessons)


def test_a_path_ends_in_a_certificate_that_a_stranger_verifies(client: Client, code: str) -> None:
    shown = client.get(f"/credentials/{code}/").content.decode()
    assert PATH.name.zh in shown
    assert "何 小满" in shown
    assert "由本社区签发，一字未改" in _verdict(_document(code))


def test_it_is_an_open_badge(code: str) -> None:
    document = _document(code)
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert document["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert document["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert {"issuer", "validFrom", "credentialSubject", "credentialStatus"} <= set(document)


def test_nothing_in_it_names_the_account(people: factories.People, code: str) -> None:
    text = json.dumps(_document(code), ensure_ascii=False)
    assert code not in text
    assert f"user:{people.member.user_id}" not in text


@pytest.mark.parametrize(
    "path",
    [
        ("validFrom",),
        ("credentialSubject", "identifier", 0, "identityHash"),
        ("credentialSubject", "achievement", "name"),
        ("evidence", 0, "name"),
        ("proof", "created"),
        ("proof", "proofValue"),
    ],
)
def test_a_changed_word_is_found(code: str, path: tuple[Any, ...]) -> None:
    forged = copy.deepcopy(_document(code))
    place: Any = forged
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = str(place[path[-1]]) + "x"
    assert "无效" in _verdict(forged)


def test_a_foreign_document_is_told_from_a_forged_one(code: str) -> None:
    document = _document(code)
    assert "不是本社区签发" in _verdict({**document, "issuer": {"id": "https://elsewhere.example"}})
    assert "没有可核对的签名" in _verdict({name: value for name, value in document.items() if name != "proof"})


@pytest.mark.parametrize("text", ["", "x", "[]", "3", "[" * 3000, "{" * 3000])
def test_what_is_no_document_is_refused(client: Client, people: factories.People, text: str) -> None:
    assert client.post("/credentials/verify/", {"document": text}).status_code == 422


def test_it_is_good_after_the_key_has_changed(people: factories.People, code: str) -> None:
    document = _document(code)
    key_rotate(actor=people.keeper)
    assert "由本社区签发" in _verdict(document)


def test_its_owner_takes_it_back(client: Client, people: factories.People, code: str) -> None:
    document = _document(code)
    uid = Credential.objects.get().uid
    assert signed_in(people.other).post("/credentials/revoke/", {"uid": uid}).status_code == 404
    signed_in(people.member).post("/credentials/revoke/", {"uid": uid})
    assert client.get(f"/credentials/{code}/").status_code == 404
    assert "已经收回" in _verdict(document)
    assert document["id"] in client.get("/credentials/revocations.json").content.decode()
    assert "何" not in json.dumps(Credential.objects.get().document, ensure_ascii=False)
    assert Row.objects.filter(kind="credential.revoked").exists()


def test_a_path_that_is_not_finished_gives_none(people: factories.People) -> None:
    _finish(people, right=1)
    page = signed_in(people.member).post("/learn/paths/", {"path": PATH.id, "name": "何小满"})
    assert page.status_code == 422
    assert not Credential.objects.exists()
    with pytest.raises(LinliError):
        learning.certificate_issue(actor=people.visitor, path_id=PATH.id, name="谁")


def test_a_second_one_takes_the_place_of_the_first(people: factories.People, code: str) -> None:
    learning.certificate_issue(actor=people.member, path_id=PATH.id, name="何满")
    assert len(selectors.credentials_mine(actor=people.member)) == 1
    assert Client().get(f"/credentials/{code}/").status_code == 404


def test_a_code_of_another_community_opens_nothing(client: Client, people: factories.People, code: str) -> None:
    factories.community_make(slug="elsewhere")
    assert client.get(f"/c/elsewhere/credentials/{code}/").status_code == 404

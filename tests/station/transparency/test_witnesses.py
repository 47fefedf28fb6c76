"""Stations sign each other's records: whoever keeps a proof need not believe one station alone."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from linli.cli.ledger import app
from linli.station.exchange import services as exchange
from linli.station.exchange.fetching import Fetched, Unfetched
from linli.station.exchange.models import Refusal
from linli.station.exchange.selectors import station_id
from linli.station.ledger import cosignatures, merkle, notes
from linli.station.ledger import selectors as ledger
from linli.station.ledger.models import Row
from linli.station.moderation import services
from linli.station.organisations.models import Community
from linli.station.people.actors import Actor, system
from linli.station.people.roles import Role
from linli.station.transparency import checkpoints, witnesses, witnessing
from linli.station.transparency.models import Checkpoint, Cosignature, Seen, Witness
from linli.vocabulary import LinliError, Text
from tests.station.factories import People, actor_make, community_make, row_make

ADD = "/c/beside/transparency/witness/add-checkpoint"
RUN = CliRunner()


@pytest.fixture(autouse=True)
def _wire(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stations fetch of each other goes to this very station, as a request from outside."""

    def over_the_wire(
        url: str, *, method: str = "GET", content: bytes = b"", headers: object = None, **_: object
    ) -> Fetched:
        parts = urlsplit(url)
        asked = Client(headers=dict(headers or {}))  # type: ignore[call-overload]
        answer = (
            asked.get(parts.path) if method == "GET" else asked.post(parts.path, content, content_type="text/plain")
        )
        sort = answer["Content-Type"].partition(";")[0] if answer.has_header("Content-Type") else ""
        return Fetched(url, answer.status_code, sort, "utf-8", answer.content)

    for module in (exchange, witnesses, witnessing):
        monkeypatch.setattr(module, "fetch", over_the_wire)


@pytest.fixture
def beside(people: People) -> Community:
    """A second station; the two know each other."""
    made = community_make(slug="beside")
    keeper = actor_make(made, Role.KEEPER)
    exchange.peer_add(actor=people.keeper, station=station_id(made.pk))
    exchange.peer_add(actor=keeper, station=station_id(people.keeper.community_id))
    return made


@pytest.fixture
def clock(people: People) -> Actor:
    return system(people.lead.community_id, "clock")


def grown(clock: Actor, hours: int) -> Checkpoint:
    """The next checkpoint, some hours on."""
    for _ in range(3):
        row_make(clock.community_id)
    made = checkpoints.checkpoint_make(actor=clock, now=timezone.now() + timedelta(hours=hours))
    assert made is not None
    return made


def asked(clock: Actor, hours: int = 0) -> int:
    return witnesses.witness_tick(community_id=clock.community_id, now=timezone.now() + timedelta(hours=hours))


def posted(note: str, old: int, leaves: list[bytes]) -> tuple[int, str]:
    """An `add-checkpoint` request as any log may send it."""
    path = merkle.consistency(old, leaves) if leaves else []
    answer = Client().post(ADD, witnesses.request_text(old, path, note), content_type="text/plain")
    return answer.status_code, answer.content.decode()


def forged(clock: Actor, size: int, word: str) -> tuple[str, list[bytes]]:
    """A checkpoint over rows that never were, signed with the station's own key: the operator rewrote the past."""
    chain = ledger.chain_id(community_id=clock.community_id)
    leaves = [merkle.leaf(f"{number:02x}{word}".ljust(64, "0")) for number in range(size)]
    origin = f"127.0.0.1:8600/{chain}"
    said = notes.Checkpoint(origin, size, merkle.root(leaves), "0" * 64, "2026-11-24T00:00:00Z")
    return notes.sign(said, checkpoints._key(chain)), leaves


def test_a_witness_signs_what_grew_and_an_outsider_verifies_it_offline(
    people: People, clock: Actor, beside: Community, tmp_path: Path
) -> None:
    code = services.report_create(actor=people.member, category="abuse", url="https://a.example/").code
    first = grown(clock, 0)
    assert asked(clock) == 1
    second = grown(clock, 2)
    assert asked(clock, 2) == 1
    shown = Client().get(f"/transparency/record/{second.size}.txt").content.decode()
    keys = Client().get("/transparency/record/witnesses.txt").content.decode()
    assert keys == Client().get("/c/beside/transparency/witness/key.txt").content.decode()
    assert list(cosignatures.cosigned(shown, keys)) == [keys.partition("+")[0]]
    assert Cosignature.objects.filter(checkpoint=first).count() == 1
    assert "谁在见证" in Client().get("/transparency/record/").content.decode()
    proof = tmp_path / "proof.json"
    proof.write_bytes(Client().get(f"/transparency/record/proof.json?code={code}").content)
    key = Client().get("/transparency/record/key.txt").content.decode()
    command = ["verify", str(proof), "--key", key, "--witness", keys]
    assert RUN.invoke(app, command).exit_code == 0
    stranger = cosignatures.public_text("other/w", Ed25519PrivateKey.generate().public_key())
    assert RUN.invoke(app, [*command[:-1], stranger]).exit_code == 1
    unsigned = json.loads(proof.read_text())
    unsigned["checkpoint"] = second.note
    proof.write_text(json.dumps(unsigned))
    assert RUN.invoke(app, command).exit_code == 1
    assert RUN.invoke(app, command[:-2]).exit_code == 0


@pytest.mark.parametrize("more", [0, 3])
def test_a_record_rewritten_by_its_own_station_is_not_signed_and_told(
    clock: Actor, beside: Community, more: int
) -> None:
    last = grown(clock, 0)
    asked(clock)
    note, leaves = forged(clock, last.size + more, "aa")
    status, _ = posted(note, last.size, leaves)
    assert status == (422 if more else 409)
    assert Seen.objects.get().root == last.root
    assert Row.objects.filter(community_id=beside.pk, kind="witness.refused").count() == 1
    assert Refusal.objects.filter(community_id=beside.pk, why="record").exists()


def test_nobody_rolls_a_witness_back(clock: Actor, beside: Community) -> None:
    first, second = grown(clock, 0), grown(clock, 2)
    asked(clock)
    assert posted(first.note, 0, [])[0] == 409
    assert posted(first.note, 0, [])[1] == f"{second.size}\n"
    assert posted(first.note, second.size, [])[0] == 400
    assert posted(second.note, second.size, checkpoints.leaves_of(second))[0] == 200
    assert Seen.objects.get().size == second.size


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\xfe", 400),
        (b"old -1\n\nx", 400),
        (b"old 01\n\nx", 400),
        ("old ٣\n\nx".encode(), 400),
        (b"old 0\nnot base64\n\nx", 400),
        (b"old 0\n" + b"QUFB\n" * 64 + b"\nx", 400),
        (b"old 0\n\nno checkpoint\n\n", 400),
        (b"x" * 40_000, 413),
    ],
)
def test_what_is_no_request_is_refused(beside: Community, body: bytes, status: int) -> None:
    assert Client().post(ADD, body, content_type="text/plain").status_code == status


def test_a_stranger_and_a_wrong_signature_are_refused(clock: Actor, beside: Community) -> None:
    last = grown(clock, 0)
    other = notes.Checkpoint("elsewhere.example/x", 3, b"\0" * 32, "0" * 64, "2026-11-24T00:00:00Z")
    assert posted(notes.sign(other, Ed25519PrivateKey.generate()), 0, [])[0] == 404
    said = notes.opened(last.note)
    assert posted(notes.sign(said, Ed25519PrivateKey.generate()), 0, [])[0] == 403
    assert posted(last.note, 0, [])[0] == 200


def test_a_witness_that_is_away_or_lies_stops_nothing(
    clock: Actor, beside: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown(clock, 0)

    def away(url: str, **_: object) -> Fetched:
        raise Unfetched("unreachable", Text("打不开", "away"), url)

    monkeypatch.setattr(witnesses, "fetch", away)
    assert asked(clock) == 0
    assert Witness.objects.get().trouble == "unreachable"
    monkeypatch.setattr(
        witnesses, "fetch", lambda url, **_: Fetched(url, 200, "text/plain", "utf-8", "— w AAAA\n".encode())
    )
    assert asked(clock, 1) == 0
    assert not Cosignature.objects.exists()
    monkeypatch.undo()


def test_a_witness_that_saw_more_than_we_remember_is_asked_from_there(clock: Actor, beside: Community) -> None:
    grown(clock, 0)
    asked(clock)
    grown(clock, 2)
    Witness.objects.update(size=0)
    assert asked(clock, 2) == 1


def test_a_known_answer_of_the_format() -> None:
    """The signed text and the key's digest are those of C2SP tlog-cosignature, byte for byte."""
    key = Ed25519PrivateKey.from_private_bytes(b"\1" * 32)
    note = notes.sign(notes.Checkpoint("log/x", 1, b"\0" * 32, "0" * 64, "2026-11-24T00:00:00Z"), key)
    at = timezone.now().replace(microsecond=0)
    line = cosignatures.cosign(note, "w.example/1", key, at)
    raw = __import__("base64").b64decode(line.split(" ")[2])
    text = note.partition("\n\n")[0]
    key.public_key().verify(raw[12:], f"cosignature/v1\ntime {int(at.timestamp())}\n{text}\n".encode())
    assert raw[4:12] == int(at.timestamp()).to_bytes(8, "big")
    public = cosignatures.public_text("w.example/1", key.public_key())
    assert cosignatures.cosigned(note + line, public) == {"w.example/1": at}
    assert cosignatures.cosigned(note.replace("log/x", "log/y") + line, public) == {}
    with pytest.raises(LinliError):
        cosignatures.cosigned(note + line, notes.public_text("w.example/1", key.public_key()))

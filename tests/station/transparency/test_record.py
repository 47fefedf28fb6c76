"""Whoever saved a checkpoint, or holds a receipt, can tell that the record was not changed: offline, one command."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from linli.cli.ledger import app
from linli.station.ledger import chain, notes
from linli.station.ledger.models import ChainHead, Row
from linli.station.ledger.services import export_chain
from linli.station.moderation import services
from linli.station.people.actors import Actor, Forbidden, system
from linli.station.transparency import checkpoints
from linli.station.transparency.models import Checkpoint
from linli.vocabulary import LinliError
from tests.station.factories import People, community_make, people_make, submit

RUN = CliRunner()


@pytest.fixture
def clock(people: People) -> Actor:
    return system(people.lead.community_id, "clock")


@pytest.fixture
def receipt(people: People, clock: Actor) -> str:
    """A report that a checkpoint covers, and later rows that none does."""
    item = submit(people.forum, "你这个笨蛋").item
    code = services.report_create(actor=people.member, category="abuse", item=item).code
    assert checkpoints.checkpoint_make(actor=clock) is not None
    submit(people.forum, "后来的话")
    return code


def saved(tmp_path: Path, name: str, text: str) -> str:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def exported(tmp_path: Path, community_id: int, change: Callable[[list[dict[str, Any]]], None] | None = None) -> str:
    """The record as a file; `change` forges it and makes the chain good again from there, as a forger would."""
    file = tmp_path / "ledger.jsonl"
    with file.open("w", encoding="utf-8") as out:
        export_chain(community_id, out)
    if change is not None:
        rows = [json.loads(line) for line in file.read_text().splitlines()]
        head = rows.pop()
        change(rows)
        prev = chain.GENESIS
        for number, row in enumerate(rows, 1):
            row["sequence"], row["prev"] = number, prev
            row["hash"] = prev = chain.row_hash(row)
        head["head"] |= {"sequence": len(rows), "hash": prev}
        file.write_text("\n".join(json.dumps(row) for row in [*rows, head]) + "\n")
    return str(file)


def cli(*arguments: str) -> tuple[int, str]:
    done = RUN.invoke(app, list(arguments))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_the_holder_of_a_receipt_proves_that_it_is_in_the_record(receipt: str, tmp_path: Path) -> None:
    answer = Client().get("/transparency/record/proof.json", {"code": receipt})
    file = saved(tmp_path, "proof.json", answer.content.decode())
    key = saved(tmp_path, "key.txt", Client().get("/transparency/record/key.txt").content.decode())
    status, text = cli("verify", file, "--key", key)
    assert status == 0, text
    kinds = [entry["row"]["kind"] for entry in json.loads(answer.content)["rows"]]
    assert "submission.created" in kinds
    assert "笨蛋" not in answer.content.decode()


@pytest.mark.parametrize("forge", ["row", "place", "path", "root", "key"])
def test_a_forged_proof_is_found(receipt: str, tmp_path: Path, forge: str) -> None:
    document = json.loads(Client().get("/transparency/record/proof.json", {"code": receipt}).content)
    key = Client().get("/transparency/record/key.txt").content.decode()
    first = document["rows"][0]
    if forge == "row":
        first["row"]["kind"] = "submission.merged"
        first["row"]["hash"] = chain.row_hash(first["row"])
    elif forge == "place":
        first["index"] += 1
    elif forge == "path":
        first["path"][0] = "00" * 32
    elif forge == "root":
        lines = document["checkpoint"].split("\n")
        lines[2] = base64.b64encode(bytes(32)).decode()
        document["checkpoint"] = "\n".join(lines)
    else:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = notes.public_text(key.split("+")[0], Ed25519PrivateKey.generate().public_key())
    file, key_file = saved(tmp_path, "p.json", json.dumps(document)), saved(tmp_path, "key.txt", key)
    assert cli("verify", file, "--key", key_file)[0] == 1


def change_a_row(rows: list[dict[str, Any]]) -> None:
    rows[1]["data"] = {"action": "allow"}


def delete_a_row(rows: list[dict[str, Any]]) -> None:
    del rows[1]


def reorder_rows(rows: list[dict[str, Any]]) -> None:
    rows[1], rows[2] = rows[2], rows[1]


@pytest.mark.parametrize("forge", [change_a_row, delete_a_row, reorder_rows])
def test_a_record_rewritten_whole_passes_the_chain_and_fails_the_saved_checkpoint(
    people: People, receipt: str, tmp_path: Path, forge: Callable[[list[dict[str, Any]]], None]
) -> None:
    note = saved(tmp_path, "note.txt", Checkpoint.objects.get().note)
    key = Checkpoint.objects.get().key
    good = exported(tmp_path, people.lead.community_id)
    assert cli("verify", good, "--checkpoint", note, "--key", key)[0] == 0
    forged = exported(tmp_path, people.lead.community_id, forge)
    assert cli("verify", forged)[0] == 0
    status, text = cli("verify", forged, "--checkpoint", note, "--key", key)
    assert status == 1
    assert "检查点" in text


@pytest.mark.parametrize("forge", ["changed", "deleted", "reordered", "cut"])
def test_rows_forged_in_the_database_are_found_by_the_chain_alone(
    people: People, receipt: str, tmp_path: Path, forge: str
) -> None:
    rows = Row.objects.filter(community_id=people.lead.community_id)
    second, third = rows.get(sequence=2), rows.get(sequence=3)
    if forge == "changed":
        rows.filter(pk=second.pk).update(kind="item.nothing")
    elif forge == "deleted":
        second.delete()
    elif forge == "reordered":
        rows.filter(pk=second.pk).update(sequence=10_000)
        rows.filter(pk=third.pk).update(sequence=2)
        rows.filter(pk=second.pk).update(sequence=3)
    else:
        rows.order_by("-sequence").first().delete()
    assert cli("verify", exported(tmp_path, people.lead.community_id))[0] == 1


def test_a_record_that_only_grew_is_proved_without_the_record(people: People, receipt: str, tmp_path: Path) -> None:
    clock = system(people.lead.community_id, "clock")
    later = checkpoints.checkpoint_make(actor=clock, now=timezone.now() + timedelta(hours=2))
    first = Checkpoint.objects.order_by("size").first()
    assert first is not None
    assert later is not None
    answer = Client().get("/transparency/record/consistency.json", {"from": first.size, "to": later.size})
    file = saved(tmp_path, "c.json", answer.content.decode())
    assert cli("verify", file, "--key", later.key)[0] == 0
    forged = json.loads(answer.content)
    forged["path"][-1] = "11" * 32
    assert cli("verify", saved(tmp_path, "c.json", json.dumps(forged)), "--key", later.key)[0] == 1
    assert Client().get("/transparency/record/consistency.json", {"from": "1", "to": "x"}).status_code == 400


def test_an_export_and_a_checkpoint_make_a_proof_offline(people: People, receipt: str, tmp_path: Path) -> None:
    export = exported(tmp_path, people.lead.community_id)
    note = saved(tmp_path, "note.txt", Checkpoint.objects.get().note)
    status, text = cli("prove", export, "3", "--checkpoint", note)
    assert status == 0
    proof = saved(tmp_path, "proof.json", text)
    assert cli("verify", proof, "--key", Checkpoint.objects.get().key)[0] == 0
    with pytest.raises(LinliError, match="没有它"):
        cli("prove", export, "no-such-row", "--checkpoint", note)


def test_checkpoints_come_once_an_hour_and_only_after_something_happened(people: People, clock: Actor) -> None:
    submit(people.forum, "早")
    now = timezone.now()
    assert checkpoints.checkpoint_make(actor=clock, now=now) is not None
    assert checkpoints.checkpoint_make(actor=clock, now=now + timedelta(hours=5)) is None
    submit(people.forum, "好")
    assert checkpoints.checkpoint_make(actor=clock, now=now + timedelta(minutes=5)) is None
    second = checkpoints.checkpoint_make(actor=clock, now=now + timedelta(hours=5))
    assert second is not None
    page = Client().get("/transparency/record/").content.decode()
    assert second.root in page
    assert Client().get(f"/transparency/record/{second.size}.txt").content.decode() == second.note
    with pytest.raises(Forbidden):
        checkpoints.checkpoint_make(actor=people.reviewer)


def test_a_code_of_another_community_and_a_wrong_one_prove_nothing(receipt: str) -> None:
    people_make(community_make(slug="other"), client_id=9)
    assert Client().get("/c/other/transparency/record/proof.json", {"code": receipt}).status_code == 422
    assert Client().get("/transparency/record/proof.json", {"code": "ABCD"}).status_code == 422


def test_a_row_newer_than_the_last_checkpoint_waits_for_the_next(people: People, receipt: str) -> None:
    fresh = services.report_create(actor=people.visitor, category="spam", url="https://a.example/")
    answer = Client().get("/transparency/record/proof.json", {"code": fresh.code})
    assert answer.status_code == 422
    assert "每小时" in answer.content.decode()


@pytest.mark.parametrize(
    "note", ["", "x", "a\n1\nAAAA\n\n— a b\n", "a\n-1\n" + "A" * 43 + "=\nhead 0\nat 0\n\n— a b\n"]
)
def test_a_malformed_note_is_refused(note: str) -> None:
    with pytest.raises(LinliError):
        notes.opened(note, "")


def test_heads_of_the_chain_are_in_the_checkpoint(people: People, receipt: str) -> None:
    found = notes.opened(Checkpoint.objects.get().note, Checkpoint.objects.get().key)
    row = Row.objects.get(community_id=people.lead.community_id, sequence=found.size)
    assert (found.head, found.origin.rpartition("/")[2]) == (
        row.hash,
        ChainHead.objects.get(pk=row.community_id).chain,
    )

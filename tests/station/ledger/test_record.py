"""The record: it is written with the change or not at all, says no names, and every harm to it shows in an export."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.db import transaction

from linli.station.ledger import chain, selectors, services
from linli.station.ledger.models import ChainHead, Row, SubjectKey
from linli.station.organisations.models import Community
from linli.station.people.actors import Actor
from linli.station.people.roles import Role
from tests.station.factories import People, community_make, row_make


def export(community: Community, path: Path) -> Path:
    out = io.StringIO()
    services.export_chain(community.pk, out)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_an_export_is_sound(community: Community, tmp_path: Path) -> None:
    for number in range(20):
        row_make(community.pk, number=number)
    report = chain.verify_file(export(community, tmp_path / "a.jsonl"))
    assert report.sound, report.problems
    assert (report.rows, report.head) == selectors.head(community_id=community.pk)


def test_a_forged_row_a_deleted_row_and_rows_exchanged_are_found(community: Community, tmp_path: Path) -> None:
    made = [row_make(community.pk, number=number) for number in range(6)]
    Row.objects.filter(uid=made[1].uid).update(data={"number": 7})
    Row.objects.filter(uid=made[3].uid).delete()
    Row.objects.filter(uid=made[4].uid).update(sequence=10_000)
    Row.objects.filter(uid=made[5].uid).update(sequence=made[4].sequence)
    Row.objects.filter(uid=made[4].uid).update(sequence=made[5].sequence)
    report = chain.verify_file(export(community, tmp_path / "a.jsonl"))
    said = " ".join(p.reason.en for p in report.problems)
    assert f"row {made[1].sequence} has been changed" in said
    assert f"rows {made[3].sequence} to {made[3].sequence} are missing" in said
    assert f"row {made[4].sequence} has been changed" in said


def test_the_last_rows_cannot_be_cut_off(community: Community, tmp_path: Path) -> None:
    made = [row_make(community.pk, number=number) for number in range(3)]
    Row.objects.filter(uid=made[2].uid).delete()
    report = chain.verify_file(export(community, tmp_path / "a.jsonl"))
    assert not report.sound


def test_a_rollback_leaves_no_row(community: Community) -> None:
    before = selectors.head(community_id=community.pk)
    with transaction.atomic():
        row_make(community.pk)
        transaction.set_rollback(True)
    assert selectors.head(community_id=community.pk) == before
    assert not Row.objects.filter(kind="test.row").exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        row_make(1)


@pytest.mark.parametrize(
    "data", [{"a": "自由文字"}, {"a": ["two words"]}, {"名": 1}, {"a": 0.5}, {"a": 2**60}, {"a": "x" * 81}]
)
def test_it_takes_machine_words_only(community: Community, data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"test\.row"):
        row_make(community.pk, **data)


def test_an_export_names_nobody(people: People, tmp_path: Path) -> None:
    community_id = people.reviewer.community_id
    with services.writing(community_id):
        services.record(
            community_id=community_id,
            kind="case.taken",
            actor=people.reviewer,
            object_type="case",
            object_id="c1",
            subject="account:13800138000",
            data={"text": services.seal(community_id=community_id, subject="item:1", content="13800138000")},
        )
    line = json.loads(export_text(community_id).splitlines()[-2])
    assert "13800138000" not in json.dumps(line)
    assert len(line["actor"]["ref"]) == len(line["subject"]) == len(line["data"]["text"]) == 64
    assert line["data"]["text"] != line["subject"]


def test_a_forgotten_subject_leaves_a_sound_chain_and_no_link(people: People, tmp_path: Path) -> None:
    community_id = people.reviewer.community_id
    before = services.seal(community_id=community_id, subject="user:9", content="user:9")
    assert services.seal(community_id=community_id, subject="user:9", content="user:9") == before
    row_make(community_id)
    assert services.subject_forget(subject="user:9") == 1
    assert not SubjectKey.objects.filter(subject="user:9").exists()
    assert services.seal(community_id=community_id, subject="user:9", content="user:9") != before
    path = tmp_path / "a.jsonl"
    path.write_text(export_text(community_id), encoding="utf-8")
    assert chain.verify_file(path).sound


def test_one_person_is_another_in_each_community(community: Community) -> None:
    other = community_make(slug="other")
    here = services.seal(community_id=community.pk, subject="user:9", content="user:9")
    assert services.seal(community_id=other.pk, subject="user:9", content="user:9") != here


def test_each_community_has_its_own_chain(community: Community) -> None:
    other = community_make(slug="other")
    count = selectors.head(community_id=other.pk)[0]
    row_make(community.pk)
    assert selectors.head(community_id=other.pk)[0] == count
    assert ChainHead.objects.values("chain").distinct().count() == 2


@pytest.mark.parametrize(
    ("actor", "via"),
    [
        (Actor(Role.VISITOR, 1), "visitor"),
        (Actor(Role.MEMBER, 1, client_id=4), "client"),
        (Actor(Role.VISITOR, 1, system="clock"), "system"),
        (Actor(Role.LEAD, 1, user_id=3), "person"),
    ],
)
def test_who_acted_is_recorded(community: Community, actor: Actor, via: str) -> None:
    row = services.record(
        community_id=community.pk, kind="test.row", actor=actor, object_type="test", object_id="t", data=None
    )
    assert row.actor["via"] == via
    assert row.actor["role"] == actor.role


def export_text(community_id: int) -> str:
    out = io.StringIO()
    services.export_chain(community_id, out)
    return out.getvalue()

"""A person sees, takes, corrects, ends and erases; the record stays valid; nobody gets another's."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from linli.station.desk import selectors as desk_selectors
from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.ledger import chain
from linli.station.ledger.models import SubjectKey
from linli.station.ledger.services import export_chain
from linli.station.moderation.models import Item
from linli.station.organisations.models import Membership
from linli.station.people.actors import Forbidden
from linli.station.people.models import User
from linli.station.privacy import selectors, services
from linli.station.privacy.models import Right, RightsRequest
from linli.vocabulary import LinliError
from tests.station.factories import People, actor_make, community_make
from tests.station.pages import signed_in
from tests.station.privacy.conftest import NAME, WORDS, Busy, everything_stored


def record_is_sound(community_id: int, tmp_path: Path) -> bool:
    file = tmp_path / "ledger.jsonl"
    with file.open("w", encoding="utf-8") as out:
        export_chain(community_id, out)
    return chain.verify_file(file).sound


def zipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return {name: box.read(name) for name in box.namelist()}


def test_the_copy_has_everything_and_its_manifest_proves_it(busy: Busy) -> None:
    answer = signed_in(busy.actor).get("/me/data/copy.zip")
    files = zipped(answer.content)
    manifest = json.loads(files["manifest.json"])
    assert manifest["format"] == "linli-personal-data/1"
    for entry in manifest["files"]:
        assert hashlib.sha256(files[entry["name"]]).hexdigest() == entry["sha256"]
        assert len(json.loads(files[entry["name"]])["rows"]) == entry["rows"]
    rows = json.loads(files["data/moderation.Item.json"])["rows"]
    assert {row["text"] for row in rows} == {f"{WORDS}，笨蛋", WORDS}
    assert json.loads(files["data/people.User.json"])["rows"][0]["email"] == "axiu@example.org"
    assert f"{WORDS}补充" in files["data/desk.Message.json"].decode()
    assert "password" not in files["data/people.User.json"].decode()


def test_the_page_shows_what_is_held_and_nobody_else_s(busy: Busy) -> None:
    page = signed_in(busy.actor).get("/me/data/all/").content.decode()
    assert WORDS in page
    assert "这里有广告" not in page
    other = signed_in(busy.people.other).get("/me/data/all/").content.decode()
    assert WORDS not in other
    assert WORDS.encode() not in b"".join(
        zipped(signed_in(busy.people.other).get("/me/data/copy.zip").content).values()
    )


def test_a_deletion_leaves_not_a_word_and_the_record_valid(busy: Busy, tmp_path: Path) -> None:
    assert WORDS in everything_stored()
    client = signed_in(busy.actor)
    answer = client.post("/me/data/delete/", {"sure": "on"})
    assert "已全部删除" in answer.content.decode()
    left = everything_stored()
    for trace in (WORDS, NAME, "axiu", busy.user.username):
        assert trace not in left
    assert record_is_sound(busy.actor.community_id, tmp_path)
    assert not SubjectKey.objects.filter(subject=f"user:{busy.user.pk}").exists()
    assert client.get("/me/data/").status_code == 302
    assert not Client().login(username=f"gone-{busy.user.pk}", password="correct-horse-battery")
    done = RightsRequest.objects.get(right=Right.DELETE)
    assert (done.how, done.user_id, done.account) == ("machine", None, "")
    assert done.counts["moderation.Item"] == 2


def test_after_a_deletion_the_reported_are_still_answered_and_the_receipt_still_opens(busy: Busy) -> None:
    services.right_ask(actor=busy.actor, right=Right.DELETE)
    page = Client().get(f"/cases/{busy.receipt.code}/")
    assert page.status_code == 200
    assert WORDS not in page.content.decode()
    report = Case.objects.get(kind="report")
    assert report in desk_selectors.queue(actor=busy.people.reviewer)


def test_everybody_else_s_data_stays(busy: Busy) -> None:
    before = Item.objects.get(text="这里有广告")
    services.right_ask(actor=busy.actor, right=Right.DELETE)
    after = Item.objects.get(pk=before.pk)
    assert (after.text, after.state) == (before.text, before.state)
    assert User.objects.get(pk=busy.people.reviewer.user_id).is_active


def test_deleting_everywhere_covers_each_community(busy: Busy, tmp_path: Path) -> None:
    elsewhere = community_make(slug="elsewhere")
    Membership.objects.create(user=busy.user, community=elsewhere, role=1)
    services.right_ask(actor=busy.actor, right=Right.DELETE)
    assert not Membership.objects.filter(user=busy.user).exists()
    assert record_is_sound(elsewhere.pk, tmp_path)


def test_a_report_under_way_sends_the_deletion_to_a_person(busy: Busy) -> None:
    item = Item.objects.filter(author=busy.account).first()
    desk_actor = busy.people.other
    from linli.station.moderation.services import report_create

    report_create(actor=desk_actor, category="abuse", item=item)
    asked = services.right_ask(actor=busy.actor, right=Right.DELETE)
    assert not asked.done
    assert "正在处理" in asked.hindrances[0].zh
    assert WORDS in everything_stored()
    case = Case.objects.get(kind="privacy-delete")
    lead = signed_in(busy.people.lead)
    shown = lead.get(f"/desk/{case.number}/").content.decode()
    assert NAME not in shown
    desk.case_answer(
        actor=busy.people.lead,
        number=case.number,
        version=case.version,
        choice="done",
        reason="举报另行处理，同意删除",
    )
    assert WORDS not in everything_stored()
    with pytest.raises(LinliError, match="无法恢复"):
        desk.case_reverse(actor=busy.people.lead, number=case.number, reason="弄错了想恢复")


def test_a_declined_request_tells_the_reason_and_can_be_looked_at_again(busy: Busy) -> None:
    asked = services.right_ask(actor=busy.actor, right=Right.CORRECT, text="我的举报时间记错了")
    case = Case.objects.get(kind="privacy-correct")
    assert (asked.receipt.promised_at - case.created).days >= 15
    desk.case_answer(
        actor=busy.people.lead, number=case.number, version=case.version, choice="declined", reason="时间由系统生成"
    )
    page = signed_in(busy.actor).get(f"/cases/{asked.receipt.code}/").content.decode()
    assert "时间由系统生成" in page
    assert RightsRequest.objects.get(uid=asked.request.uid).outcome == "declined"


def test_staff_are_not_erased_by_machine(busy: Busy) -> None:
    asked = services.right_ask(actor=busy.people.reviewer, right=Right.DELETE)
    assert not asked.done
    assert User.objects.get(pk=busy.people.reviewer.user_id).is_active


def test_withdrawing_ends_the_membership_and_a_lead_sees_it(busy: Busy) -> None:
    signed_in(busy.actor).post("/me/data/ask/withdraw/")
    assert not Membership.objects.filter(user=busy.user).exists()
    assert User.objects.get(pk=busy.user.pk).is_active
    assert WORDS in everything_stored()


def test_a_name_is_corrected_at_once(busy: Busy) -> None:
    signed_in(busy.actor).post("/me/data/name/", {"name": "阿秀二号"})
    assert str(User.objects.get(pk=busy.user.pk)) == "阿秀二号"
    bad = signed_in(busy.actor).post("/me/data/name/", {"name": ""})
    assert bad.status_code == 422


def test_automated_decisions_are_explained_with_rule_and_clause(busy: Busy) -> None:
    page = signed_in(busy.actor).get("/me/data/decisions/").content.decode()
    assert "abuse-words" in page
    assert "不辱骂他人" in page
    assert WORDS in page
    assert WORDS not in signed_in(busy.people.other).get("/me/data/decisions/").content.decode()


def test_a_guardian_s_request_is_checked_by_a_person_and_reaches_the_child(busy: Busy) -> None:
    guardian = actor_make(busy_community(busy), 1)
    answer = signed_in(guardian).post(
        "/me/data/another/", {"right": "delete", "for_another": "child", "text": "孩子的用户名是阿秀，我是妈妈"}
    )
    assert answer.status_code == 302
    assert WORDS in everything_stored()
    case = Case.objects.get(kind="privacy-delete")
    answer_with = {"actor": busy.people.lead, "number": case.number, "version": case.version, "choice": "done"}
    with pytest.raises(LinliError, match="用户名"):
        desk.case_answer(**answer_with, reason="已核实监护关系", values={})
    desk.case_answer(**answer_with, reason="已核实监护关系", values={"username": busy.user.username})
    assert WORDS not in everything_stored()
    assert User.objects.get(pk=guardian.user_id).is_active


def test_a_guardian_cannot_have_staff_erased(busy: Busy) -> None:
    guardian = actor_make(busy_community(busy), 1)
    services.right_ask(actor=guardian, right=Right.DELETE, for_another="child")
    case = Case.objects.get(kind="privacy-delete")
    name = User.objects.get(pk=busy.people.reviewer.user_id).username
    with pytest.raises(Forbidden):
        desk.case_answer(
            actor=busy.people.lead,
            number=case.number,
            version=case.version,
            choice="done",
            reason="已核实监护关系",
            values={"username": name},
        )


def test_a_visitor_and_a_lead_cannot_ask_in_somebody_s_name(people: People) -> None:
    with pytest.raises(Forbidden):
        services.right_ask(actor=people.visitor, right=Right.COPY)
    for path in ("/me/data/", "/me/data/all/", "/me/data/copy.zip", "/me/data/delete/"):
        assert Client().get(path).status_code == 302


def test_asking_twice_joins_the_open_request(busy: Busy) -> None:
    first = services.right_ask(actor=busy.actor, right=Right.EXPLAIN, text="为什么")
    second = services.right_ask(actor=busy.actor, right=Right.EXPLAIN, text="还是不懂")
    assert first.receipt.code == second.receipt.code
    assert RightsRequest.objects.filter(right=Right.EXPLAIN).count() == 1


def test_figures_of_rights_count_what_happened(busy: Busy) -> None:
    from django.utils import timezone

    services.right_ask(actor=busy.actor, right=Right.COPY)
    services.right_ask(actor=busy.actor, right=Right.EXPLAIN, text="为什么")
    now = timezone.now()
    found = selectors.rights(community_id=busy.actor.community_id, since=busy.user.date_joined, until=now)
    assert dict(found.asked) == {"copy": 1, "explain": 1}
    assert (found.by_machine, found.by_person, found.open_now) == (1, 0, 1)


def busy_community(busy: Busy):  # type: ignore[no-untyped-def]
    from linli.station.organisations.models import Community

    return Community.objects.get(pk=busy.actor.community_id)


@pytest.mark.parametrize("second", [False, True])
def test_a_child_goes_with_their_only_guardian_and_stays_with_another(busy: Busy, second: bool) -> None:
    from linli.station.minors.models import Child, DayBook, Guardian

    child = Child.objects.create(community_id=busy.actor.community_id, name="小满", code_digest="c")
    DayBook.objects.create(child=child, day="2026-11-01")
    Guardian.objects.create(child=child, user=busy.user, pin="x")
    if second:
        Guardian.objects.create(child=child, user_id=busy.people.other.user_id, pin="x")
    services.right_ask(actor=busy.actor, right=Right.DELETE)
    assert Child.objects.exists() is second
    assert DayBook.objects.exists() is second
    assert not Guardian.objects.filter(user=busy.user).exists()

"""Charity projects as open records: the money, its receipts, its corrections, its progress and its end."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from linli.station.activities import pictures, selectors, services
from linli.station.activities.models import Progress, Project, Spending
from linli.station.notifications import selectors as notices
from linli.station.people.actors import Forbidden
from linli.vocabulary import LinliError
from tests.station import factories
from tests.station.pages import signed_in
from tests.station.test_page_matrix import project_make

TODAY = "day"


def picture(colour: str = "white", size: tuple[int, int] = (60, 40), kind: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **more)
    return out.getvalue()


def form(**other: object) -> dict[str, object]:
    today = timezone.localdate()
    ends = today + timedelta(days=200)
    given = {
        "title": "装扶手",
        "plan": "给老人装扶手。",
        "source": "社区经费",
        "answers": "林姐",
        "budget": "扶手 800\n工具 120.50",
    }
    return {**given, "starts": today.isoformat(), "ends": ends.isoformat(), **other}


@pytest.fixture
def project(people: factories.People) -> Project:
    return project_make(people)


def _spend(people: factories.People, project: Project, *, cents: int = 30_000, colour: str = "white") -> Spending:
    line = selectors.spent(project)[0]
    return services.spending_add(
        actor=people.lead,
        uid=project.uid,
        line_uid=line.uid,
        what="扶手 6 米",
        cents=cents,
        day=timezone.localdate(),
        receipt=picture(colour),
    )


def test_from_a_plan_to_a_closing_report(client: Client, people: factories.People) -> None:
    """A lead opens it, spends with a photo, reports, closes; a stranger reads every step."""
    lead = signed_in(people.lead)
    where = lead.post("/projects/new/", form()).headers["Location"]
    assert "装扶手" in client.get("/projects/").content.decode()
    project = Project.objects.get()
    spend = {
        "spend": "1",
        "line": selectors.spent(project)[0].uid,
        "what": "扶手 6 米",
        "amount": "300.00",
        "day": timezone.localdate().isoformat(),
        "receipt": SimpleUploadedFile("r.png", picture(), "image/png"),
    }
    assert lead.post(where, spend).status_code == 302
    shown = client.get(where).content.decode()
    assert "300.00 / 800.00" in shown
    receipt = client.get(f"{where}receipts/{Spending.objects.get().uid}.jpg")
    assert receipt.headers["Content-Type"] == "image/jpeg"
    lead.post(where, {"progress": "1", "text": "装好了两户。"})
    lead.post(where, {"close": "1", "closing": "装好八户，余款退回。"})
    shown = client.get(where).content.decode()
    assert "装好了两户。" in shown
    assert "余款退回" in shown
    assert lead.post(where, {"progress": "1", "text": "再说一句"}).status_code == 422


def test_a_correction_leaves_what_was_wrong_in_sight(
    client: Client, people: factories.People, project: Project
) -> None:
    wrong = _spend(people, project)
    page = signed_in(people.lead)
    page.post(f"/projects/{project.uid}/", {"correct": wrong.uid, "amount": "250", "reason": "多记了一米"})
    shown = client.get(f"/projects/{project.uid}/").content.decode()
    assert "<s>扶手 6 米</s>" in shown
    assert "原记 300.00 元，多记了一米" in shown
    assert selectors.spent(project)[0].spent == 25_000
    with pytest.raises(LinliError, match="更正过"):
        services.spending_correct(actor=people.lead, uid=project.uid, spending_uid=wrong.uid, cents=1, reason="再改")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("plan", "请大家扫码捐款，帮帮他们。"),
        ("plan", "爱心款打款到下面的账号。"),
        ("plan", "汇款至 6222 0212 3456 7890 123 即可"),
        ("source", "向街坊募捐"),
        ("title", "为小王筹医药钱"),
        ("plan", "我在水滴筹发起了求助，请转发。"),
        ("plan", "请好心人帮忙凑手术费"),
        ("title", "小区众筹修亭子"),
    ],
)
def test_an_appeal_for_money_is_refused_with_the_law(people: factories.People, field: str, words: str) -> None:
    answer = signed_in(people.lead).post("/projects/new/", form(**{field: words}))
    assert answer.status_code == 422
    assert "《慈善法》第" in answer.content.decode()
    assert words in answer.content.decode(), "nothing that was typed is lost"
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    "words",
    ["本项目不募捐，也不收捐款。", "没有众筹，用的是站里的经费。", "不接受扫码捐款。", "基金会资助 3000 元。"],
)
def test_saying_that_none_is_asked_is_no_appeal(people: factories.People, words: str) -> None:
    assert signed_in(people.lead).post("/projects/new/", form(plan=words)).status_code == 302


def test_no_appeal_by_way_of_progress_or_the_report(people: factories.People, project: Project) -> None:
    page = signed_in(people.lead)
    for body in (
        {"progress": "1", "text": "钱不够，请大家扫码捐"},
        {"close": "1", "closing": "还差三千，收款码见群"},
    ):
        assert page.post(f"/projects/{project.uid}/", body).status_code == 422
    assert not Progress.objects.exists()


def test_a_receipt_counts_once(people: factories.People, project: Project) -> None:
    _spend(people, project)
    with pytest.raises(LinliError, match="已经记过"):
        _spend(people, project, cents=1)
    _spend(people, project, colour="red")


def test_a_picture_keeps_nothing_hidden() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Phone", {1: "N", 2: (31.0, 2.0, 3.0)}
    made = Image.open(io.BytesIO(pictures.tidy(picture(kind="JPEG", size=(3000, 2000), exif=exif.tobytes()))))
    assert not made.getexif()
    assert max(made.size) == pictures.SIDE


@pytest.mark.parametrize(
    "raw",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n" + b"0" * 90, b"%PDF-1.7"],
)
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    with pytest.raises(LinliError, match="图片"):
        pictures.tidy(raw)


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    for size in ((9000, 5000), (11_000, 9000), (16_000, 12_000)):
        with pytest.raises(LinliError, match="尺寸"):
            pictures.tidy(picture(size=size))
    with pytest.raises(LinliError, match="10 MB"):
        pictures.tidy(b"0" * (pictures.LARGEST + 1))


@pytest.mark.parametrize("days", [1, -11])
def test_a_day_outside_the_project_is_refused(people: factories.People, project: Project, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    line = selectors.spent(project)[0].uid
    with pytest.raises(LinliError, match="日期"):
        services.spending_add(
            actor=people.lead, uid=project.uid, line_uid=line, what="x", cents=1, day=day, receipt=picture()
        )


@pytest.mark.parametrize("role", ["visitor", "member", "reviewer"])
def test_who_does_not_run_it_changes_nothing(people: factories.People, project: Project, role: str) -> None:
    with pytest.raises(Forbidden):
        services.progress_add(actor=getattr(people, role), uid=project.uid, text="x")
    assert (
        signed_in(getattr(people, role)).post(f"/projects/{project.uid}/", {"progress": "1", "text": "x"}).status_code
        == 403
    )


@pytest.mark.parametrize(
    "budget", ["", "扶手", "扶手 -3", "扶手 x", "扶手 1e5000", "扶手 NaN", "扶手 0", " 300", "扶手 1.005"]
)
def test_a_budget_that_cannot_be_read_is_named(people: factories.People, budget: str) -> None:
    assert signed_in(people.lead).post("/projects/new/", form(budget=budget)).status_code == 422


def test_progress_is_asked_for_every_three_months(people: factories.People, project: Project) -> None:
    def due(starts: date) -> list[str]:
        Project.objects.update(starts=starts)
        services.projects_tick(community_id=project.community_id)
        return [one.kind for one in notices.notices_mine(actor=people.lead)]

    today = timezone.localdate()
    assert due(today - timedelta(days=60)) == []
    assert due(today - timedelta(days=80)) == ["project.due"]
    assert "装扶手" in signed_in(people.lead).get("/me/").content.decode()
    assert due(today - timedelta(days=95))[0] == "project.late"
    services.progress_add(actor=people.lead, uid=project.uid, text="装好一户")
    assert selectors.word_due(project) >= today
    assert "公开进展" not in signed_in(people.lead).get("/me/").content.decode()

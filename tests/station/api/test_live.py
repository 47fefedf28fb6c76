"""Lines of a live sale come in by the API under the pack for live commerce: what is held, who sees it."""

from __future__ import annotations

import pytest

from linli.assess import assess
from linli.policy import pack_text
from linli.station.desk import services as desk
from linli.station.desk.models import Case
from linli.station.moderation import services
from linli.station.moderation.services import items
from linli.station.people.actors import system
from tests.station.api.conftest import Caller
from tests.station.factories import People
from tests.station.pages import signed_in

COUNTERFEIT = "原单尾货，和专柜一个厂出来的"
LINES = ["主播好，这件有蓝色的吗", "一米六穿什么码", COUNTERFEIT, "昨天买的收到了，谢谢"]


def test_a_line_of_a_live_sale_is_held_shown_to_a_reviewer_and_freed(
    people: People, forum: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "assess", assess)
    services.policy_publish(actor=system(people.lead.community_id, "set-up"), document=pack_text("commerce") or "")
    states = {}
    for number, text in enumerate(LINES):
        line = {"id": f"live-{number}", "kind": "live", "text": text, "author": {"id": f"viewer-{number}"}}
        states[text] = forum("POST", "/items", line).json()
    assert [text for text, sent in states.items() if sent["item"]["state"] == "held"] == [COUNTERFEIT]
    assert states[COUNTERFEIT]["decision"] is not None
    assert states[COUNTERFEIT]["notice"] is not None
    case = Case.objects.get(kind="review", is_open=1)
    page = signed_in(people.reviewer).get(f"/desk/{case.number}/")
    assert "原单尾货" in page.content.decode()
    desk.case_answer(
        actor=people.reviewer,
        number=case.number,
        version=case.version,
        choice="dismiss",
        reason="厂家的授权书在直播间里挂着",
        values={},
    )
    assert forum("GET", "/items/live-2").json()["item"]["state"] == "visible"

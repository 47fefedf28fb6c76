"""History from its sources: two documents for each claim, quoted as they stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from linli.station.collections import paths
from linli.station.collections.models import Item, ReadingPath, Step
from linli.station.ledger.models import Row
from tests.station.factories import People
from tests.station.pages import signed_in

PEN, FARM = "庆历中，有布衣毕昇，又为活板。", "以烧熟瓦字排于行内，作活字印板。"


def _step(first: Item, second: Item, **more: str) -> dict[str, str]:
    return {
        "claim": "活字是烧过的泥做的",
        "ask": "两处说的是不是一种做法？",
        "item1": f"http://testserver/library/items/{first.uid}/",
        "quote1": "慶曆中 有布衣毕昇",
        "item2": second.uid,
        "quote2": FARM,
        "add": "1",
        **more,
    }


def test_a_keeper_lays_a_path_and_a_visitor_reads_it(
    client: Client, people: People, add: Callable[..., Item]
) -> None:
    first, second = add("梦溪笔谈", transcription=PEN), add("农书", transcription=f"有人别生巧技，{FARM}")
    keeper = signed_in(people.lead)
    made = keeper.post("/library/paths/new/", {"title": "活字", "question": "活字从哪里来？"})
    edit = made.headers["Location"]
    path = edit.removesuffix("edit/")
    assert client.get(path).status_code == 404
    assert keeper.post(edit, {"show": "1"}).status_code == 422
    assert keeper.post(edit, _step(first, second)).status_code == 302
    assert keeper.post(edit, {"show": "1"}).status_code == 302
    shown = client.get(path).content.decode()
    assert "活字是烧过的泥做的" in shown
    assert FARM in shown
    assert "两处说的是不是一种做法" in shown
    assert f"/library/items/{first.uid}/" in shown
    assert "活字" in client.get("/library/paths/").content.decode()
    assert Row.objects.filter(kind="reading-path.shown").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"item2": "nothing"}, "item2"),
        ({"quote2": "书里没有的话"}, "quote2"),
        ({"claim": ""}, "claim"),
        ({"quote1": ""}, "quote1"),
    ],
)
def test_a_step_without_its_sources_is_refused(
    people: People, add: Callable[..., Item], changes: dict[str, str], field: str
) -> None:
    first, second = add("梦溪笔谈", transcription=PEN), add("农书", transcription=FARM)
    made = paths.path_save(actor=people.lead, title="活字", question="从哪里来？")
    answer = signed_in(people.lead).post(f"/library/paths/{made.uid}/edit/", _step(first, second, **changes))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode() or "errorlist" in answer.content.decode()
    assert not Step.objects.exists()


def test_one_document_twice_is_not_two(people: People, add: Callable[..., Item]) -> None:
    first = add("梦溪笔谈", transcription=PEN + FARM)
    made = paths.path_save(actor=people.lead, title="活字", question="从哪里来？")
    answer = signed_in(people.lead).post(f"/library/paths/{made.uid}/edit/", _step(first, first))
    assert answer.status_code == 422
    assert "不同的史料" in answer.content.decode()


def test_a_path_over_a_draft_is_not_shown(people: People, add: Callable[..., Item]) -> None:
    first, second = add("梦溪笔谈", transcription=PEN), add("农书", transcription=FARM, show=False)
    made = paths.path_save(actor=people.lead, title="活字", question="从哪里来？")
    keeper = signed_in(people.lead)
    keeper.post(f"/library/paths/{made.uid}/edit/", _step(first, second))
    answer = keeper.post(f"/library/paths/{made.uid}/edit/", {"show": "1"})
    assert answer.status_code == 422
    assert "农书" in answer.content.decode()
    assert not ReadingPath.objects.get().shown


@pytest.mark.parametrize("role", ["member", "reviewer"])
def test_only_keepers_lay_paths(people: People, role: str) -> None:
    client = signed_in(getattr(people, role))
    assert client.post("/library/paths/new/", {"title": "活字", "question": "？"}).status_code == 403

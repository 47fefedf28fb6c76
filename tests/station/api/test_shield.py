"""What a platform asks and is told; the experiment with reminders."""

from __future__ import annotations

from collections import Counter

import pytest

from linli.station.shield.models import PromptCount
from linli.station.shield.services import prompts
from tests.station.api.conftest import Caller

ALL = ("message", "comment", "repost", "mention")


def things() -> list[dict[str, object]]:
    return [{"id": f"t-{c}-{d}", "channel": c, "degree": d} for c in ALL for d in (1, 2, 3)]


def test_on_what_is_shown_off_as_before(forum: Caller) -> None:
    view = {"account": "u-1", "things": things()}
    before = forum("POST", "/shields/view", view).json()
    assert {one["how"] for one in before["things"]} == {"show"}
    on = forum("POST", "/shields", {"account": "u-1", "hours": 24}).json()
    assert on["on"]
    assert "/shield/" in on["url"]
    now = {one["id"]: one["how"] for one in forum("POST", "/shields/view", view).json()["things"]}
    assert {how for name, how in now.items() if name.endswith("3")} == {"keep-back"}
    assert {how for name, how in now.items() if not name.endswith("3")} == {"show"}
    forum("POST", "/shields/end", {"account": "u-1"})
    after = forum("POST", "/shields/view", view).json()
    assert after == before


def test_another_client_knows_nothing_of_it(forum: Caller, stranger: Caller) -> None:
    forum("POST", "/shields", {"account": "u-1"})
    assert stranger("GET", "/shields?account=u-1").json()["on"] is False
    assert stranger("POST", "/shields/end", {"account": "u-1"}).status_code == 404
    assert forum("GET", "/shields?account=u-1").json()["on"] is True


def test_hurtful_words_are_folded_while_it_is_on(forum: Caller) -> None:
    from linli.station.moderation.models import Item
    from linli.station.shield.services import item_reached

    forum("POST", "/shields", {"account": "u-1"})
    given = {
        "id": "c-1",
        "text": "你这个笨蛋",
        "kind": "comment",
        "author": {"id": "u-2"},
        "context": {"target": "u-1"},
    }
    forum("POST", "/items", given)
    item = Item.objects.get(external_id="c-1")
    item_reached(community_id=item.community_id, item_uid=item.uid)
    thing = {"id": "c-1", "channel": "comment", "degree": 1}
    assert forum("POST", "/shields/view", {"account": "u-1", "things": [thing]}).json()["things"][0]["how"] == "fold"


def test_the_platform_hears_when_it_starts_and_ends(forum: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    from linli.station.ledger.events import Event
    from linli.station.shield import listeners
    from linli.station.shield.models import Shield

    forum("POST", "/shields", {"account": "u-1"})
    told: list[tuple[str, object]] = []
    monkeypatch.setattr(listeners, "webhook_emit", lambda **given: told.append((given["type"], given["data"])))
    event = Event("r", "shield.started", forum.actor.community_id, "shield", Shield.objects.get().uid, {})
    listeners.shield_started(event)
    listeners.shield_ended(event)
    assert [kind for kind, _ in told] == ["shield.started", "shield.ended"]
    assert told[0][1]["account"] == "u-1"  # type: ignore[index]


def test_half_of_the_hurtful_drafts_see_the_reminder_and_only_counts_are_kept(forum: Caller) -> None:
    seen: Counter[bool] = Counter()
    for n in range(60):
        found = forum("POST", "/prompts", {"draft": f"d{n}", "text": "你怎么不去死"}).json()
        assert found["measured"]
        seen[found["show"]] += 1
        again = forum("POST", "/prompts", {"draft": f"d{n}", "text": "你怎么不去死"}).json()
        assert again["show"] == found["show"]
        kept = {"outcome": "changed", "text": "别这样说"} if found["show"] else {"outcome": "as-it-was"}
        forum("POST", "/prompts/outcome", {"draft": f"d{n}", "text": "你怎么不去死", **kept})
    assert min(seen.values()) > 15
    assert forum("POST", "/prompts", {"draft": "nice", "text": "今天天气真好"}).json() == {
        "show": False, "measured": False, "words": prompts.WORDS._asdict(), "spans": [],
    }  # fmt: skip
    effect = forum("GET", "/prompts/effect").json()
    assert effect["shown_hurtful"] == 0
    assert effect["unshown_hurtful"] == seen[False]
    assert effect["high"] < 0
    names = {field.name for field in PromptCount._meta.get_fields()}
    assert names == {
        "id", "community", "day", "shown", "drafts", "changed", "dropped", "as_it_was", "hurtful_sent",
    }  # fmt: skip


def test_wrong_fields_are_named(forum: Caller) -> None:
    for body, field in (
        ({"account": "u", "hours": 0}, "hours"),
        ({"account": "u", "channels": ["smoke"]}, "channels[0]"),
        ({"account": "u", "admits": 3}, "admits"),
        ({"hours": 3}, "account"),
    ):
        answer = forum("POST", "/shields", body)
        assert answer.status_code == 422
        assert answer.json()["field"] == field

"""Other stations' checks: shown with their origin, beside ours where they differ, labelling only once agreed to."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from django.test import Client

from linli.station.exchange import services as exchange
from linli.station.exchange.fetching import Fetched
from linli.station.rumours import matching, services
from linli.station.rumours.models import Claim, Imported
from linli.station.rumours.services import importing
from tests.station.factories import People, community_make, people_make
from tests.station.pages import signed_in
from tests.station.rumours.scene import RUMOUR, asks, publishes, rumour_made, work, writes

ABROAD = "https://checks.example/water"
REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": ABROAD,
    "claimReviewed": "隔夜茶喝了会中毒，千万不要喝",
    "datePublished": "2026-03-01",
    "author": {"@type": "Organization", "name": "某地辟谣平台"},
    "reviewRating": {"@type": "Rating", "ratingValue": "false", "alternateName": "谣言"},
}


@pytest.fixture(autouse=True)
def _wire(monkeypatch: pytest.MonkeyPatch) -> None:
    def over_the_wire(url: str, **_: object) -> Fetched:
        parts = urlsplit(url)
        answer = Client().get(f"{parts.path}?{parts.query}")
        return Fetched(url, answer.status_code, "application/json", "utf-8", answer.content)

    monkeypatch.setattr(exchange, "fetch", over_the_wire)


def labels(community_id: int) -> list[str]:
    """The claims that label in a community."""
    return [c.id for d in matching.detectors(community_id) for c in d.matcher.claims]  # type: ignore[attr-defined]


def exchanged(people: People, trust: str) -> tuple[People, Imported]:
    """Our check, taken over by another community."""
    rumour_made(people)
    others = people_make(community_make(slug="beside"), client_id=2)
    peer = exchange.peer_add(actor=others.keeper, station="http://127.0.0.1:8600", trust=trust)
    exchange.peer_pull(actor=others.keeper, peer=peer)
    services.imports_take(community_id=others.keeper.community_id)
    return others, Imported.objects.get()


def test_a_followed_station_is_shown_with_its_origin_and_labels_only_once_agreed(people: People) -> None:
    others, row = exchanged(people, "follow")
    there = others.keeper.community_id
    assert (row.state, row.version, row.text) == ("shown", 1, RUMOUR)
    found = Client().post("/c/beside/rumours/", {"text": RUMOUR}).content.decode()
    assert "来自 社区home" in found
    page = Client().get(f"/c/beside/rumours/others/{row.uid}/").content.decode()
    assert "不是本站的结论" in page
    assert "带原站签名" in page
    assert labels(there) == []
    decided = signed_in(others.reviewer).post(f"/c/beside/desk/rumours/others/{row.uid}/", {"how": "agree"})
    assert decided.status_code == 302
    assert labels(there) == [f"import:{row.uid}"]
    assert (
        signed_in(others.member).post(f"/c/beside/desk/rumours/others/{row.uid}/", {"how": "agree"}).status_code
        == 403
    )


def test_a_queued_station_waits_for_an_editor(people: People) -> None:
    others, row = exchanged(people, "queue")
    assert row.state == "new"
    assert Client().get(f"/c/beside/rumours/others/{row.uid}/").status_code == 404
    assert "就是这条" not in Client().post("/c/beside/rumours/", {"text": RUMOUR}).content.decode()
    signed_in(others.reviewer).post(f"/c/beside/desk/rumours/others/{row.uid}/", {"how": "show"})
    assert Client().get(f"/c/beside/rumours/others/{row.uid}/").status_code == 200
    assert labels(others.keeper.community_id) == []


def test_a_correction_there_ends_the_agreement_here_and_a_withdrawal_the_label(people: People) -> None:
    others, row = exchanged(people, "follow")
    there = others.keeper.community_id
    services.import_decide(actor=others.reviewer, uid=row.uid, how="agree")
    claim = Claim.objects.get(community=people.keeper.community_id)
    check = writes(people.other, claim, correction="补充说明。", verdict="misleading")
    publishes(people.reviewer, check)
    peer = exchange.peers_due(community_id=there)[0]
    exchange.peer_pull(actor=others.keeper, peer=peer)
    services.imports_take(community_id=there)
    row.refresh_from_db()
    assert (row.version, row.state, row.verdict) == (2, "shown", "misleading")
    assert labels(there) == []
    services.import_decide(actor=others.reviewer, uid=row.uid, how="agree")
    services.check_withdraw(actor=people.lead, check_uid=check.uid, why="来源出错，撤回重查。")
    peer.refresh_from_db()
    exchange.peer_pull(actor=others.keeper, peer=peer)
    services.imports_take(community_id=there)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert labels(there) == []
    assert "已经撤回" in Client().get(f"/c/beside/rumours/others/{row.uid}/").content.decode()


def test_disagreement_is_shown_side_by_side(people: People) -> None:
    others, row = exchanged(people, "follow")
    asks_there = Client().post("/c/beside/rumours/ask/", {"text": "螃蟹和番茄同吃到底会不会中毒，有人试过吗"})
    assert asks_there.status_code == 302
    claim = Claim.objects.get(community=others.keeper.community_id)
    services.claim_word(actor=others.reviewer, uid=claim.uid, text=RUMOUR, topic="food")
    check = services.draft_save(
        actor=others.reviewer,
        claim_uid=claim.uid,
        values={
            "verdict": "unproven",
            "title": "还没有定论",
            "summary": "证据不足。",
            "known": "有两种说法。",
            "interests": "无",
        },
    )
    copy = "这是打印件上的原文，一共三段，说得很清楚了。"
    services.evidence_add(actor=others.reviewer, check_uid=check.uid, url="https://a.example/", copy=copy)
    services.check_ready(actor=others.reviewer, check_uid=check.uid)
    services.check_publish(actor=others.other, check_uid=check.uid, label=False)
    services.import_decide(actor=others.reviewer, uid=row.uid, how="show")
    row.claim = claim
    row.save()
    page = Client().get(f"/c/beside/rumours/checks/{check.uid}/").content.decode()
    assert "别的站怎么说" in page
    assert "证据不足" in page
    assert "不实" in page
    assert "社区home" in page


def test_a_claim_review_of_any_site_is_taken_from_its_page(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {
        ABROAD: f'<script type="application/ld+json">{json.dumps(REVIEW, ensure_ascii=False)}</script>',
        "https://x.example/": "<p>无</p>",
    }
    monkeypatch.setattr(
        importing, "fetch", lambda url, **_: Fetched(url, 200, "text/html", "utf-8", pages[url].encode())
    )
    editor = signed_in(people.reviewer)
    assert "没有核查" in editor.post("/desk/rumours/others/", {"url": "https://x.example/"}).content.decode()
    assert editor.post("/desk/rumours/others/", {"url": ABROAD}).status_code == 302
    row = Imported.objects.get()
    assert (row.state, row.publisher, row.verdict_name) == ("new", "某地辟谣平台", "谣言")
    editor.post(f"/desk/rumours/others/{row.uid}/", {"how": "agree"})
    pages[ABROAD] = pages[ABROAD].replace("隔夜茶", "隔夜的茶")
    editor.post("/desk/rumours/others/", {"url": ABROAD})
    row.refresh_from_db()
    assert (row.state, row.text[:4]) == ("new", "隔夜的茶")  # changed in place: agreed to no more
    forged = {**REVIEW, "url": "https://elsewhere.example/x", "@id": "https://elsewhere.example/x"}
    pages[ABROAD] = f'<script type="application/ld+json">{json.dumps(forged)}</script>'
    assert editor.post("/desk/rumours/others/", {"url": ABROAD}).status_code == 422
    assert Imported.objects.count() == 1


def test_what_is_asked_here_and_checked_there_is_found_while_ours_is_written(people: People) -> None:
    exchanged(people, "follow")
    asks("有人说吃隔夜西瓜会得病", ip="10.4.4.4")
    work()
    assert Claim.objects.filter(text__startswith="有人说吃隔夜西瓜").exists()

"""A closed test: the notices of CHECKED, read in from pages of a site as ClaimReviews. Not shipped (`LINLI_SETS`)."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from django.test import Client

from linli.station.exchange.fetching import Fetched
from linli.station.rumours import services
from linli.station.rumours.models import Imported, ImportState
from linli.station.rumours.services import importing
from tests.library.evaluation.test_claims import QUOTED, SANCTION
from tests.station.factories import People

SITE, EACH = "https://notices.example", 20
CHECKED = Path(os.environ.get("LINLI_SETS", "nowhere")) / "checked" / "checked_posts.csv"
pytestmark = [
    pytest.mark.evaluation,
    pytest.mark.skipif(not CHECKED.exists(), reason="set LINLI_SETS to the folder of the sets"),
]


def notices() -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with CHECKED.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["label"] == "fake" and row["analysis"].strip()]


def review(number: int, row: dict[str, str]) -> dict[str, object]:
    quoted = QUOTED.search(row["analysis"])
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{SITE}/n/{number}/",
        "claimReviewed": (quoted[1] if quoted else row["text"])[:500].replace("<", "〈"),
        "datePublished": row["date"][:10],
        "author": {"@type": "Organization", "name": "Notices"},
        "reviewRating": {"@type": "Rating", "ratingValue": "false", "alternateName": "不实"},
        "text": SANCTION.sub("", row["analysis"])[:2_000].replace("<", "〈"),
    }


def test_every_notice_is_read_in_waits_for_an_editor_and_then_answers(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = notices()
    reviews = [review(number, row) for number, row in enumerate(rows)]

    def page(url: str, **_: object) -> Fetched:
        start = int(url.rsplit("/", 1)[1]) * EACH
        graph = json.dumps({"@graph": reviews[start : start + EACH]}, ensure_ascii=False).replace("</", "<\\/")
        return Fetched(
            url, 200, "text/html", "utf-8", f'<script type="application/ld+json">{graph}</script>'.encode()
        )

    monkeypatch.setattr(importing, "fetch", page)
    for number in range(0, len(reviews), EACH):
        services.page_import(actor=people.reviewer, url=f"{SITE}/page/{number // EACH}")
    assert len(rows) == Imported.objects.count() == 341
    assert set(Imported.objects.values_list("state", flat=True)) == {ImportState.NEW}
    assert "就是这条" not in Client().post("/rumours/", {"text": reviews[5]["claimReviewed"]}).content.decode()
    for one in Imported.objects.all():
        services.import_decide(actor=people.reviewer, uid=one.uid, how="show")
    found = 0
    asked = range(0, 341, 10)
    for number in asked:
        shown = Client().post("/rumours/", {"text": str(reviews[number]["claimReviewed"])}).content.decode()
        wanted = Imported.objects.get(object_id=reviews[number]["url"])
        same = Imported.objects.filter(text=wanted.text)
        found += any(f"/rumours/others/{one.uid}/" in shown for one in same)
    print(f"{found} of {len(asked)} found by their own claim")
    assert found >= 0.9 * len(asked)

"""The sample library is whole: every poem with its drawing, every quotation in its source."""

from __future__ import annotations

from django.test import Client

from linli.station.collections.models import Item, Picture, Step
from linli.station.config import sample_library
from tests.station.factories import People


def test_it_is_there_for_a_visitor(client: Client, people: People) -> None:
    sample_library.load(people.lead)
    assert Picture.objects.count() == 24
    assert all(len(one.alt) > 8 for one in Picture.objects.all())
    assert Item.objects.exclude(transcription="").exclude(plain="").count() == 33
    assert [step.sources.count() for step in Step.objects.all()] == [2, 2, 2]
    for asked, expected in {"杏花": "清明", "畢昇": "梦溪笔谈", "rangli": "玉不琢", "木活字": "农书"}.items():
        assert expected in client.get("/library/search/", {"q": asked}).content.decode(), asked
    assert client.get("/library/rooms/3-8/").content.decode().count('class="card holding"') == 24
    assert "旌德" in client.get("/library/map/").content.decode()

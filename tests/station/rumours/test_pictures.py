"""A screenshot is asked about: its words are looked for, the picture is not kept."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.reading import pictures
from linli.station.rumours import forms
from linli.station.rumours.models import Claim
from linli.station.rumours.services import asking
from linli.station.rumours.views import public
from linli.vocabulary import LinliError, Text
from tests.station.factories import People
from tests.station.rumours.scene import RUMOUR, asks, publishes, writes


@pytest.fixture
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def words_in(picture: bytes) -> str:
        if picture != b"shot":
            raise LinliError(Text("这不是能读的图片。", "This is no picture."), field="picture")
        return f"家人们注意\n{RUMOUR}"

    for module in (forms, public):
        monkeypatch.setattr(module, "can_read", lambda: True)
    monkeypatch.setattr(asking, "words_in", words_in)


def sends(content: bytes, text: str = "") -> tuple[int, str]:
    picture = SimpleUploadedFile("shot.png", content, content_type="image/png")
    answer = Client().post("/rumours/", {"text": text, "picture": picture})
    return answer.status_code, answer.content.decode()


@pytest.mark.usefixtures("_installed")
def test_a_screenshot_finds_its_check_and_is_asked_about(people: People) -> None:
    assert 'type="file"' in Client().get("/rumours/").content.decode()
    asks()
    publishes(people.other, writes(people.reviewer, Claim.objects.get()))
    status, page = sends(b"shot")
    assert status == 200
    assert "螃蟹和西红柿可以一起吃" in page
    assert "家人们注意" in page  # what was read is shown, to be checked by eye and asked about


@pytest.mark.usefixtures("_installed")
def test_a_bad_picture_is_refused_and_words_win_over_it(people: People) -> None:
    status, page = sends(b"none")
    assert status == 422
    assert "这不是能读的图片" in page
    assert sends(b"none", "听说明天要停水三天")[0] == 200
    assert Client().post("/rumours/", {"text": ""}).status_code == 422


def test_without_the_component_the_page_says_so(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "ENGINE", "no_such_engine")
    page = Client().get("/rumours/").content.decode()
    assert 'type="file"' not in page
    assert "识别截图" in page

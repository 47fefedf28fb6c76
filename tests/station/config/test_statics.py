"""Static files come whole, with their type and validators."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client


@pytest.mark.django_db
def test_a_static_file_is_not_streamed(client: Client) -> None:
    answer = client.get("/static/linli/linli.css")
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/css")
    assert b"--" in answer.content
    again = client.get("/static/linli/linli.css", headers={"If-Modified-Since": answer["Last-Modified"]})
    assert again.status_code == 304
    assert again.content == b""

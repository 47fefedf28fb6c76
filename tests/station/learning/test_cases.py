"""The bank of cases: every one has an article, and a reader meets it in full."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from linli.station.learning.documents import law_cases


def test_every_case_names_its_article_and_what_to_do() -> None:
    assert len(law_cases()) >= 12
    for one in law_cases().values():
        assert re.search("第.+条", one.question.source.article), one.id
        assert len(one.steps) >= 2
    assert len({one.question.right for one in law_cases().values()}) == 3


@pytest.mark.django_db
def test_a_reader_decides_and_reads_the_article(client: Client, people: object) -> None:
    assert "/learn/law/cases/lending-a-card/" in client.get("/learn/law/cases/").content.decode()
    page = "/learn/law/cases/lending-a-card/"
    assert "第三十一条" not in client.get(page).content.decode()
    told = client.post(page, {"q0": "0"}).content.decode()
    assert "第三十一条" in told
    assert "96110" in told
    assert client.post(page, {"q0": "99"}).status_code == 422
    assert client.get("/learn/law/cases/no-such/").status_code == 404

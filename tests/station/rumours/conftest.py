"""Editors, and pages that sources stand on."""

from __future__ import annotations

import pytest

from linli.station.exchange.fetching import Fetched, Unfetched
from linli.station.rumours.services import asking, checking, importing
from linli.vocabulary import Text

PAGES = {
    "https://health.example/crab": "<title>虾蟹与维生素</title><script>x()</script><p>虾蟹里的砷绝大部分是有机砷，"
    "毒性很低，一顿饭里的维生素C远不足以把它变成砒霜。</p>",
    "https://news.example/forward": "<p>快转！螃蟹和西红柿一起吃会产生砒霜，让人中毒，已经有人中毒了</p>",
}


@pytest.fixture(autouse=True)
def _outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outside world: a few pages, and nothing else."""

    def fetch(url: str, **_: object) -> Fetched:
        if url not in PAGES:
            raise Unfetched("unreachable", Text("这个网址打不开。", "This address cannot be reached."), url)
        return Fetched(url, 200, "text/html", "utf-8", PAGES[url].encode())

    for module in (asking, checking, importing):
        monkeypatch.setattr(module, "fetch", fetch)

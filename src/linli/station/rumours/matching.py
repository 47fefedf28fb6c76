"""From what the community has published to the library's matcher and detector; each made once a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.utils.dateparse import parse_datetime

from linli.detectors import Detector
from linli.detectors.claims import FALSE, Claims
from linli.detectors.claims_match import Claim, Level, Match, Matcher
from linli.station.rumours import selectors
from linli.station.rumours.models import Imported, ImportState

CHECK, IMPORT, OPEN = "check:", "import:", "claim:"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may answer a question: a check of ours, another station's, or a claim that is being looked into."""

    kind: str
    uid: str
    match: Match
    content: dict[str, Any]

    @property
    def sure(self) -> bool:
        """Whether it is the same claim as far as can be told without a person."""
        return self.match.level is Level.CONFIRM


@dataclass(slots=True)
class _Kept:
    stamp: object
    matcher: Matcher
    contents: dict[str, dict[str, Any]]


Rows = Iterator[tuple[Claim, dict[str, Any]]]

_kept: dict[tuple[str, int], _Kept] = {}
_detectors: dict[int, tuple[str, Claims]] = {}
_lock = Lock()


def candidates(*, community_id: int, text: str, limit: int = 5) -> list[Candidate]:
    """What may answer `text`, the likeliest first: ours, other stations', and what is being looked into."""
    found = [one for source in SOURCES for one in _match(source, community_id, text)]
    return sorted(found, key=lambda one: -one.match.confidence)[:limit]


def own_checks(*, community_id: int, text: str) -> list[Candidate]:
    """Our own published checks that `text` may be about."""
    return _match("own", community_id, text)


def open_claim(*, community_id: int, text: str) -> str:
    """The random id of a claim being looked into that `text` surely repeats; empty where there is none."""
    return next((one.uid for one in _match("open", community_id, text) if one.sure), "")


def detectors(community_id: int) -> Sequence[Detector]:
    """The detector of what may label here: checks whose second editor agreed to that, imports agreed to here.

    It is asked for with every post: one look at one row tells whether anything changed.
    """
    stamp = selectors.label_stamp(community_id=community_id)
    with _lock:
        kept = _detectors.get(community_id)
    if kept is None or kept[0] != stamp:
        kept = stamp, Claims(_labelling(community_id))
        with _lock:
            _detectors[community_id] = kept
    return (kept[1],) if kept[1].matcher.claims else ()


def library_claims(*, community_id: int) -> list[dict[str, Any]]:
    """Our published checks as the rows of `claims.jsonl`, which `linli.detectors.claims` loads."""
    return [_row(content) for content in selectors.published(community_id=community_id)]


def _match(source: str, community_id: int, text: str) -> list[Candidate]:
    kept = _fresh(source, community_id)
    found = []
    for match in kept.matcher.match(text):
        kind, _, uid = match.claim.id.partition(":")
        found.append(Candidate(kind, uid, match, kept.contents[match.claim.id]))
    return found


def _fresh(source: str, community_id: int) -> _Kept:
    """The matcher of one source, made again when its stamp changed. A question changes only the smallest of them."""
    stamp_of, rows_of = SOURCES[source]
    stamp = stamp_of(community_id=community_id)
    with _lock:
        kept = _kept.get((source, community_id))
    if kept is not None and kept.stamp == stamp:
        return kept
    rows = list(rows_of(community_id))
    made = _Kept(stamp, Matcher(claim for claim, _ in rows), {claim.id: content for claim, content in rows})
    with _lock:
        _kept[source, community_id] = made
    return made


def _own(community_id: int) -> Rows:
    for content in selectors.published(community_id=community_id):
        asked = selectors.wordings_by_uid(community_id=community_id, uid=content["claim_uid"])
        yield _claim(CHECK, content, asked), content


def _others(community_id: int) -> Rows:
    for row in selectors.imported(community_id=community_id):
        yield _import(row), {"row": row}


def _open(community_id: int) -> Rows:
    for one in selectors.open_claims(community_id=community_id):
        texts = tuple(selectors.wordings(one))
        yield Claim(OPEN + one.uid, one.text, texts), {"text": one.text, "since": one.created}


def _labelling(community_id: int) -> Iterator[Claim]:
    for content in selectors.published(community_id=community_id):
        if content["label"]:
            yield _claim(CHECK, content)  # by the editors' wordings alone: nobody's question decides about a post
    for row in selectors.imported(community_id=community_id):
        if row.state == ImportState.AGREED and row.verdict in FALSE - {""}:
            yield _import(row)


def _claim(kind: str, content: dict[str, Any], asked: Sequence[str] = ()) -> Claim:
    checked = parse_datetime(content["published"])
    return Claim(
        id=kind + content["uid"],
        text=content["claim"],
        wordings=(*content["wordings"], *asked),
        about=f"{content['title']}。{content['summary']}",
        url=content["url"],
        verdict=content["verdict"],
        title=content["title"],
        checked=checked.date() if checked else None,
    )


def _import(row: Imported) -> Claim:
    about = f"{row.title}。{row.summary[:500]}" if row.title or row.summary else ""
    return Claim(IMPORT + row.uid, row.text, tuple(row.wordings), about, row.url, row.verdict, row.title)


def _row(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": content["uid"],
        "text": content["claim"],
        "wordings": content["wordings"],
        "about": f"{content['title']}。{content['summary']}",
        "url": content["url"],
        "verdict": content["verdict"],
        "title": content["title"],
        "checked": content["published"],
    }


SOURCES: dict[str, tuple[Callable[..., object], Callable[[int], Rows]]] = {
    "own": (selectors.own_stamp, _own),
    "others": (selectors.others_stamp, _others),
    "open": (selectors.open_stamp, _open),
}

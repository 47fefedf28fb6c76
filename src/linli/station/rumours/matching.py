"""From what the community has published to the library's matcher and detector; each made once a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    stamp: tuple[object, ...]
    matcher: Matcher
    contents: dict[str, dict[str, Any]]
    detector: Claims | None = None


_kept: dict[int, _Kept] = {}
_own: dict[int, _Kept] = {}
_lock = Lock()


def candidates(*, community_id: int, text: str, limit: int = 5) -> list[Candidate]:
    """What may answer `text`, the likeliest first."""
    kept = _fresh(community_id)
    found = []
    for match in kept.matcher.match(text, limit):
        kind, _, uid = match.claim.id.partition(":")
        found.append(Candidate(kind, uid, match, kept.contents[match.claim.id]))
    return found


def own_checks(*, community_id: int, text: str) -> list[Candidate]:
    """Our own published checks that `text` may be about. Other stations' checks do not enter, so that taking many of
    them at a time costs one index."""
    stamp = selectors.own_stamp(community_id=community_id)
    with _lock:
        kept = _own.get(community_id)
    if kept is None or kept.stamp != stamp:
        contents = {CHECK + c["uid"]: c for c in selectors.published(community_id=community_id)}
        kept = _Kept(stamp, Matcher(_claim(CHECK, content) for content in contents.values()), contents)
        with _lock:
            _own[community_id] = kept
    found = kept.matcher.match(text)
    return [Candidate("check", m.claim.id.removeprefix(CHECK), m, kept.contents[m.claim.id]) for m in found]


def open_claim(*, community_id: int, text: str) -> str:
    """The random id of a claim being looked into that `text` surely repeats; empty where there is none."""
    for one in candidates(community_id=community_id, text=text):
        if one.kind == "claim" and one.sure:
            return one.uid
    return ""


def detectors(community_id: int) -> Sequence[Detector]:
    """The detector of what may label here: checks whose second editor agreed to that, imports agreed to here."""
    kept = _fresh(community_id)
    if kept.detector is None:
        kept.detector = Claims(_labelling(community_id))
    return (kept.detector,) if kept.detector.matcher.claims else ()


def library_claims(*, community_id: int) -> list[dict[str, Any]]:
    """Our published checks as the rows of `claims.jsonl`, which `linli.detectors.claims` loads."""
    return [_row(content) for content in selectors.published(community_id=community_id)]


def _fresh(community_id: int) -> _Kept:
    stamp = selectors.stamp(community_id=community_id)
    with _lock:
        kept = _kept.get(community_id)
    if kept is not None and kept.stamp == stamp:
        return kept
    contents, claims = {}, []
    for claim, content in _all(community_id):
        contents[claim.id] = content
        claims.append(claim)
    made = _Kept(stamp, Matcher(claims), contents)
    with _lock:
        _kept[community_id] = made
    return made


def _all(community_id: int) -> Iterator[tuple[Claim, dict[str, Any]]]:
    for content in selectors.published(community_id=community_id):
        asked = selectors.wordings_by_uid(community_id=community_id, uid=content["claim_uid"])
        yield _claim(CHECK, content, asked), content
    for row in selectors.imported(community_id=community_id):
        yield _import(row), {"row": row}
    for open_one in selectors.open_claims(community_id=community_id):
        texts = tuple(selectors.wordings(open_one))
        yield Claim(OPEN + open_one.uid, open_one.text, texts), {"text": open_one.text, "since": open_one.created}


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

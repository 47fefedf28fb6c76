"""Bare matchers from PyPI, each behind one small function: terms in, a search that tells which terms stand in a text.

None is needed to run Linli (the dependency group `bench` installs them); one that is not there is named as absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from linli.lazy import load
from linli.vocabulary import LinliError

Find = Callable[[str], Sequence[Any]]


class Peer(NamedTuple):
    """`find(text)` gives the matches with their places as the package hands them over; `terms_of` their numbers."""

    name: str
    find: Find
    terms_of: Callable[[Sequence[Any]], Iterable[int]]


def _third(found: Sequence[Any]) -> Iterable[int]:
    return (match[2] for match in found)


def _first(found: Sequence[Any]) -> Iterable[int]:
    return (match[0] for match in found)


def _daachorse(terms: Sequence[str]) -> Peer:
    made = load("daachorse").CharwiseDoubleArrayAhoCorasick(list(terms))
    return Peer("daachorse", made.find_overlapping, _third)


def _ahocorasick_rs(terms: Sequence[str]) -> Peer:
    search = load("ahocorasick_rs").AhoCorasick(list(terms)).find_matches_as_indexes
    return Peer("ahocorasick-rs", lambda text: search(text, True), _first)


def _pyahocorasick(terms: Sequence[str]) -> Peer:
    made = load("ahocorasick").Automaton()
    for number, term in enumerate(terms):
        made.add_word(term, (number, len(term)))
    made.make_automaton()
    return Peer(
        "pyahocorasick",
        lambda text: [(number, end - size + 1, end + 1) for end, (number, size) in made.iter(text)],
        _first,
    )


def _hyperscan(terms: Sequence[str]) -> Peer:
    package = load("hyperscan")
    encoded = [term.encode() for term in terms]
    base = package.Database()
    count = len(encoded)
    base.compile(expressions=encoded, ids=list(range(count)), elements=count, flags=[0] * count, literal=True)

    def find(text: str) -> list[tuple[int, int, int]]:
        out: list[tuple[int, int, int]] = []

        def note(number: int, _: int, end: int, *__: Any) -> None:
            out.append((number, end - len(encoded[number]), end))

        base.scan(text.encode(), match_event_handler=note)
        return out

    return Peer("hyperscan", find, _first)


def _flashtext2(terms: Sequence[str]) -> Peer:
    made = load("flashtext2").KeywordProcessor(case_sensitive=True)
    made.add_keywords_from_iter(list(terms))
    number = {term: k for k, term in enumerate(terms)}
    return Peer("flashtext2", made.extract_keywords_with_span, lambda found: (number[match[0]] for match in found))


MAKERS: dict[str, Callable[[Sequence[str]], Peer]] = {
    "daachorse": _daachorse,
    "ahocorasick-rs": _ahocorasick_rs,
    "hyperscan": _hyperscan,
    "flashtext2": _flashtext2,
    "pyahocorasick": _pyahocorasick,
}


def make(name: str, terms: Sequence[str]) -> Peer | None:
    """The peer over these terms; None where its package is not installed."""
    try:
        return MAKERS[name](terms)
    except LinliError:
        return None

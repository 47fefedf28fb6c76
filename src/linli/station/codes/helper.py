"""改一改: a draft read against the community's words and rules, with kinder ways to put it. Nothing is kept."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from linli.assess import Bench, assess
from linli.files import read_text
from linli.policy import Policy
from linli.reading import Reading, read
from linli.station.codes import selectors
from linli.station.moderation.services.policies import rulebook_current
from linli.vocabulary import Assessment, Category, Item, RuleStatus, Span, Text

BANK = "phrases/base.toml"
QUOTES = (("「", "」"), ("“", "”"), ("『", "』"), ("《", "》"))
STRETCH = 2


@dataclass(frozen=True, slots=True)
class Cited:
    """The clause that a suggestion rests on, and where it can be read."""

    title: Text
    path: str


@dataclass(frozen=True, slots=True)
class Known:
    """A phrase of a bank: kinder ways to put it, why, and its clause."""

    phrase: str
    suggestions: tuple[str, ...]
    why: Text
    cited: Cited | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One place of the draft. Where `suggestions` is empty, `why` says what would help."""

    span: Span
    words: str
    suggestions: tuple[str, ...]
    why: Text
    cited: Cited | None


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What was found, in order, and the draft with the first suggestion of each in its place."""

    text: str
    findings: tuple[Finding, ...]
    revised: str
    needs_help: bool = False
    absent: tuple[str, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The places found."""
        return tuple(one.span for one in self.findings)


@dataclass(frozen=True, slots=True)
class Bank:
    """The shipped phrases by harm, and a word of advice for each harm."""

    phrases: tuple[tuple[str, tuple[str, ...], Text, Category], ...]
    tips: dict[Category, Text]


def rewrite_for(*, community_id: int, text: str, found: Assessment | None = None) -> Rewrite:
    """A draft read by the community's own phrases first, then the shipped ones, then its rules."""
    book = rulebook_current(community_id=community_id)
    verdict = found or _assessed(text, book.policy, book.detectors)
    own = [
        Known(
            row.phrase,
            tuple(row.suggestions),
            Text(row.why, row.why),
            Cited(Text(clause.title, clause.title), f"/codes/{row.code.uid}/#c-{clause.id}"),
        )
        for row, clause in selectors.phrases(community_id=community_id)
        if clause is not None
    ]
    return rewrite(text, [*own, *shipped(book.policy)], verdict)


def rewrite(text: str, known: Sequence[Known], found: Assessment) -> Rewrite:
    """The findings of a draft: phrases, the longest first, then what the rules found beside them."""
    if Category.SELF_HARM in found.categories:
        return Rewrite(text, (), text, needs_help=True, absent=found.absent)
    phrases = _phrases(text, known)
    taken = [one.span for one in phrases]
    rest = [one for one in _ruled(text, found) if not any(_touch(one.span, span) for span in taken)]
    ordered = sorted([*phrases, *rest], key=lambda one: (one.span.start, one.span.end))
    return Rewrite(text, tuple(ordered), _revised(text, ordered), absent=found.absent)


def shipped(policy: Policy) -> list[Known]:
    """The shipped phrases, each resting on the policy's clause for its harm."""
    return [
        Known(phrase, kinder, why, _clause_for(policy, category)) for phrase, kinder, why, category in bank().phrases
    ]


@cache
def bank() -> Bank:
    """The shipped bank."""
    given = tomllib.loads(read_text(BANK))
    phrases = tuple(
        (str(row["phrase"]), tuple(row["kinder"]), Text(*row["why"]), Category(row["harm"]))
        for row in given["phrases"]
    )
    return Bank(phrases, {Category(name): Text(*words) for name, words in given["tips"].items()})


def _assessed(text: str, policy: Policy, detectors: Bench | None) -> Assessment:
    return assess(Item(text), policy, detectors=detectors)


def _phrases(text: str, known: Iterable[Known]) -> list[Finding]:
    reading, quoted = read(text), _quoted(text)
    out: list[Finding] = []
    spans: list[Span] = []
    for one in sorted(known, key=lambda k: -len(k.phrase)):
        for span in _places(reading, _folded(one.phrase)):
            if any(_touch(span, other) for other in (*spans, *quoted)):
                continue
            spans.append(span)
            out.append(Finding(span, text[span.start : span.end], one.suggestions, one.why, one.cited))
    return out


@cache
def _folded(phrase: str) -> str:
    return read(phrase).folded


def _places(reading: Reading, phrase: str) -> Iterable[Span]:
    at = reading.folded.find(phrase)
    while at >= 0:
        span = reading.span(at, at + len(phrase))
        if span.end - span.start <= STRETCH * len(phrase) + 2:
            yield span
        at = reading.folded.find(phrase, at + len(phrase))


def _quoted(text: str) -> list[Span]:
    """What stands in quotation marks: somebody else's words, which stay as they were said."""
    out = []
    for opening, closing in QUOTES:
        start = text.find(opening)
        while start >= 0:
            end = text.find(closing, start)
            if end < 0:
                break
            out.append(Span(start, end + 1))
            start = text.find(opening, end)
    return out


def _ruled(text: str, found: Assessment) -> Iterable[Finding]:
    """What the live rules found: their clause, and advice for the harm."""
    tips = bank().tips
    seen: list[Span] = []
    for reason in found.reasons:
        cited = Cited(reason.clause_title, f"/rules/#clause-{reason.clause}")
        for span in reason.spans or (Span(0, len(text)),):
            if any(_touch(span, other) for other in seen):
                continue
            seen.append(span)
            yield Finding(span, text[span.start : span.end], (), tips.get(reason.category, reason.text), cited)


def _clause_for(policy: Policy, category: Category) -> Cited | None:
    titles = {clause.id: clause.title for clause in policy.clauses}
    for rule in policy.rules:
        if rule.category == category and rule.status == RuleStatus.LIVE and rule.clause in titles:
            return Cited(titles[rule.clause], f"/rules/#clause-{rule.clause}")
    return None


def _revised(text: str, findings: Sequence[Finding]) -> str:
    out, done = [], 0
    for one in findings:
        if one.suggestions and one.span.start >= done:
            out += [text[done : one.span.start], one.suggestions[0]]
            done = one.span.end
    return "".join([*out, text[done:]])


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end

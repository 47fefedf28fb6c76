"""The one way through: items and a policy in, assessments out. Pure, typed, thread-safe."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from linli.lazy import load as module
from linli.policy import Policy, decide, load
from linli.vocabulary import Assessment, Item, LinliError, Reason, Signal, Text, shorten

if TYPE_CHECKING:
    from linli.detectors import Detector
    from linli.detectors.lexicon_entries import Entry

# Every detector that runs by default: its name, its module and the class whose `from_data()` makes it.
DETECTORS: tuple[tuple[str, str, str], ...] = (
    ("lexicon", "linli.detectors.lexicon", "Lexicon"),
    ("personal", "linli.detectors.personal", "Personal"),
    ("lures", "linli.detectors.lures", "Lures"),
    ("encoder", "linli.detectors.cascade", "Cascade"),
)
# What runs instead where one of them cannot be made (which is still named as absent).
STAND_INS: dict[str, tuple[str, str, str]] = {
    "encoder": ("classifier", "linli.detectors.classifier", "Classifier"),
}


class Bench(NamedTuple):
    """The detectors that could be made, and a line for each that could not."""

    detectors: tuple[Detector, ...]
    absent: tuple[str, ...]


_made = Lock()


def assess(
    item: Item | str,
    policy: Policy | None = None,
    *,
    detectors: Sequence[Detector] | Bench | None = None,
    more: Sequence[Detector] = (),
) -> Assessment:
    """The verdict of `policy` (default: the pack `base`) on one item or bare text; see `assess_many`."""
    return assess_many((item,), policy, detectors=detectors, more=more)[0]


def assess_many(
    items: Iterable[Item | str],
    policy: Policy | None = None,
    *,
    detectors: Sequence[Detector] | Bench | None = None,
    more: Sequence[Detector] = (),
) -> list[Assessment]:
    """The verdicts on many items, in their order.

    Reading and detecting are vectorised, so some hundreds of items at a time cost least each. `detectors` replaces
    the shipped ones (`with_entries` adds words to them); `more` stand beside them (published checks:
    `linli.detectors.claims`). A detector that cannot be made, or fails on an item, is named in that item's `absent`
    with its reason; the others go on. LinliError for an item that is no text.
    """
    read = tuple(_item(item) for item in items)
    if not read:
        return []
    bench = _bench_of(detectors)
    bench = bench._replace(detectors=(*bench.detectors, *more))
    signals, absent = _detect(read, bench)
    chosen = policy if policy is not None else load("base")
    return [decide(chosen, item, found, gone) for item, found, gone in zip(read, signals, absent, strict=True)]


def warm_up() -> tuple[str, ...]:
    """Make the shipped detectors and the default policy now; the detectors that are absent, with why.

    With LINLI_COMPILED=1 in the environment the compiled reading too: a second, and half a minute the first time.
    """
    if os.environ.get("LINLI_COMPILED") == "1":
        module("linli.reading.restore").ENGINES.prepare()
    return assess("邻里").absent


def with_entries(entries: Iterable[Entry]) -> Bench:
    """The shipped detectors with more words: an entry of yours takes the place of a shipped one with the same id.

    Keep what it returns: making it costs some tenths of a second.
    """
    shipped, more = _shipped(), tuple(entries)
    join = module("linli.detectors.lexicon_store").join
    made = [type(d)(join(d.entries, more)) if d.name == "lexicon" else d for d in shipped.detectors]  # type: ignore[attr-defined, call-arg]
    return Bench(tuple(made), shipped.absent)


def _bench_of(detectors: Sequence[Detector] | Bench | None) -> Bench:
    if detectors is None:
        return _shipped()
    return detectors if isinstance(detectors, Bench) else Bench(tuple(detectors), ())


def _item(item: Item | str) -> Item:
    if isinstance(item, Item) and isinstance(item.text, str):
        return item
    if isinstance(item, str):
        return Item(item)
    raise LinliError(
        Text("要评的内容应是文字。", "What is assessed must be text."),
        field="item",
        value=type(item).__name__,
        mend=Text("请传入 str 或 linli.Item。", "Pass a str or a linli.Item."),
    )


def _shipped() -> Bench:
    with _made:  # two threads must not load the same model twice
        return _bench()


@cache
def _bench() -> Bench:
    made: list[Detector] = []
    absent: list[str] = []
    for entry in DETECTORS:
        if not _make(entry, made, absent) and entry[0] in STAND_INS:
            _make(STAND_INS[entry[0]], made, absent)
    if folder := os.environ.get("LINLI_OWN_MODEL"):
        _adapt(Path(folder), made, absent)
    return Bench(tuple(made), tuple(absent))


def _make(entry: tuple[str, str, str], made: list[Detector], absent: list[str]) -> bool:
    """Whether the detector could be made; it or the reason is added to its list."""
    name, place, kind = entry
    try:
        made.append(getattr(module(place), kind).from_data())
    except Exception as refused:  # whatever keeps one detector from loading must not stop the others
        absent.append(_absence(name, refused))
        return False
    return True


def _adapt(folder: Path, made: list[Detector], absent: list[str]) -> None:
    """The classifier with what an operator's own decisions add; without it, and a line that says so, where bad."""
    try:
        own = module("linli.detectors.adapted").load(folder)
    except LinliError as refused:
        absent.append(_absence("own model", refused))
        return
    made[:] = [d.adapted(own) if hasattr(d, "adapted") else d for d in made]


def _absence(name: str, problem: Exception) -> str:
    said = str(problem) if isinstance(problem, LinliError) else f"{type(problem).__name__}: {problem}"
    return f"{name}: {shorten(said, 200)}"


def _detect(items: tuple[Item, ...], bench: Bench) -> tuple[list[list[Signal]], list[tuple[str, ...]]]:
    batch = module("linli.reading").read_many([item.text for item in items])
    signals: list[list[Signal]] = [[] for _ in items]
    absent = [bench.absent] * len(items)
    for detector in bench.detectors:
        try:
            found = _checked(detector.detect(items, batch), len(items))
        except Exception as failed:  # one bad detector or item must not cost the other verdicts
            found = _one_by_one(detector, items, absent, failed)
        for mine, new in zip(signals, found, strict=True):
            mine += new
    _reread(items, bench, batch, signals, absent)
    return signals, absent


def _reread(
    items: tuple[Item, ...], bench: Bench, batch: Any, signals: list[list[Signal]], absent: list[tuple[str, ...]]
) -> None:
    """Adds what is found once disguise by sound, shape and order is undone."""
    try:
        found = module("linli.detectors.reread").reread(bench.detectors, items, batch, signals)
    except Exception as failed:  # the plain findings stand whatever happens to the second reading
        for index, known in enumerate(absent):
            absent[index] = (*known, _absence("restored", failed))
        return
    for index, signal in found:
        signals[index].append(signal)


def _checked(found: list[list[Signal]], count: int) -> list[list[Signal]]:
    if len(found) != count:
        raise ValueError(f"{len(found)} lists of signals for {count} items")
    return found


def _one_by_one(
    detector: Detector, items: tuple[Item, ...], absent: list[tuple[str, ...]], failed: Exception
) -> list[list[Signal]]:
    """Detect again item by item after a batch failed, so that only the items that cause it go without."""
    found: list[list[Signal]] = []
    for i, item in enumerate(items):
        try:
            if len(items) == 1:
                raise failed
            found += _checked(detector.detect((item,), module("linli.reading").read_many([item.text])), 1)
        except Exception as again:
            found.append([])
            absent[i] = (*absent[i], _absence(detector.name, again))
    return found


def to_dict(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain dicts, lists, strings and numbers: the JSON of the command line and the API alike."""
    return {
        "item": assessment.item_id,
        "action": assessment.action.value,
        "categories": [c.value for c in assessment.categories],
        "policy": assessment.policy,
        "signals": [_signal(s) for s in assessment.signals],
        "reasons": [_reason(r) for r in assessment.reasons],
        "background": [_reason(r) for r in assessment.background],
        "absent": list(assessment.absent),
    }


def _signal(signal: Signal) -> dict[str, Any]:
    return {
        "category": signal.category.value,
        "score": signal.score,
        "detector": signal.detector,
        "spans": [list(s) for s in signal.spans],
        "severity": signal.severity,
        "evidence": signal.evidence,
        "source": signal.source,
        "steps": list(signal.steps),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "clause": reason.clause,
        "clause_title": reason.clause_title._asdict(),
        "text": reason.text._asdict(),
        "action": reason.action.value,
        "category": reason.category.value,
        "spans": [list(s) for s in reason.spans],
    }

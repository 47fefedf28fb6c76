"""Measures the whole road (`assess_many`, pack `base`) on every set at hand: `python -m training.measure --sets DIR`.

Prints Markdown for docs/explanation/quality.md. Sets that may only be measured are never trained on; see README.md.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from linli.assess import assess_many
from linli.evaluation import Labelled, Report, evaluate
from linli.evaluation.metrics import Confusion, figures, intervals
from training import corpora
from training.card import FINE

CNTP = {
    "toxic_base": "plain",
    "Emoji_toxic_transform": "emoji",
    "Swap_transform": "swapped",
    "Traditional_transform": "traditional",
    "chaizi_transform": "split characters",
    "homo_toxi_transform": "homophones",
    "pinyin_full_transform": "full pinyin",
    "pinyin_transform": "initials",
    "radical_transform": "radicals",
    "non_toxic_base": "clean",
}


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        yield from csv.DictReader(handle)


def _labelled(corpus: corpora.Corpus) -> Iterator[Labelled]:
    groups = corpus.details or ("",) * len(corpus)
    for text, label, group in zip(corpus.texts, corpus.labels, groups, strict=True):
        yield Labelled(text, bool(label), group)


def _cntp(sets: Path, name: str) -> Iterator[Labelled]:
    found = json.loads((sets / "cntp" / f"{name}.json").read_text(encoding="utf-8"))
    for row in found["results"] if isinstance(found, dict) else found:
        yield Labelled(row.get("perturbed_text") or row["original_text"], bool(row["is_toxic"]), CNTP[name])


def _lcqmc(sets: Path) -> Iterator[Labelled]:
    questions: dict[str, None] = {}
    for part in ("dev", "test"):
        for line in (sets / "lcqmc" / f"{part}.txt").read_text(encoding="utf-8").splitlines():
            questions.update(dict.fromkeys(line.split("\t")[:2]))
    return (Labelled(question, False) for question in questions)


def _shop(sets: Path) -> Iterator[Labelled]:
    for row in _csv(sets / "taobao_reviews" / "reviews.csv"):
        yield Labelled(row["text"], row["label"] != "ordinary", row["label"])


def _messages(sets: Path) -> Iterator[Labelled]:
    for row in _csv(sets / "fbs_sms" / "spam_sms.csv"):
        yield Labelled(row["text"], True, row["class"])


def measured(rows: Iterable[Labelled], most: int) -> Report:
    """One set through the whole road; of a larger one `most` rows, evenly taken (0: all)."""
    every = list(rows)
    some = every[:: -(-len(every) // most)] if most else every
    return evaluate(some, lambda items: assess_many(items))


def line(name: str, counts: Confusion) -> str:
    """A table row with 95% intervals."""
    found, spread = figures(counts), intervals(counts)
    keys = ("accuracy", "macro_f1", "recall", "false_alarm_rate")
    one_class = not (counts.tp + counts.fn and counts.fp + counts.tn)
    cells = [_cell(None if one_class and key == "macro_f1" else found[key], spread[key]) for key in keys]
    return f"| {name} | {counts.total} | " + " | ".join(cells) + " |"


def _cell(value: float | None, spread: list[float] | None) -> str:
    return "–" if value is None or spread is None else f"{value:.3f} [{spread[0]:.3f}, {spread[1]:.3f}]"


def tables(sets: Path, most: int) -> Iterator[str]:
    """The page's tables."""
    head = "| set | rows | accuracy | macro-F1 | recall | false alarms |\n|---|---|---|---|---|---|"
    cold = measured(_labelled(corpora.cold(sets, "test")), 0)
    yield f"{head}\n{line('COLD test', cold.counts)}"
    yield from (line(f"· {FINE[key]}", counts) for key, counts in sorted(cold.groups.items()))
    swsr = measured(_labelled(corpora.swsr(sets, "test")), 0)
    yield line("SWSR test (a fifth of the posts)", swsr.counts)
    cntp = {name: measured(_cntp(sets, name), most).counts for name in CNTP}
    yield f"\n{head}"
    yield from (line(f"CNTP, {CNTP[name]}", counts) for name, counts in cntp.items())
    shop = measured(_shop(sets), 3 * most)
    yield line("LCQMC questions", measured(_lcqmc(sets), 3 * most).counts)
    yield from (line(f"shop reviews, {name}", counts) for name, counts in shop.groups.items())
    messages = measured(_messages(sets), 3 * most)
    yield f"\n{head}\n{line('spam messages, any category', messages.counts)}"
    yield from (line(f"· {name}", counts) for name, counts in sorted(messages.groups.items()))
    yield f"\nFired on spam messages: {messages.fired}. Absent detectors: {messages.absent or 'none'}."


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="the folder of the data sets")
    parser.add_argument(
        "--most",
        type=int,
        default=0,
        help="rows of a CNTP file, three times as many of other sets but COLD and SWSR; 0: all",
    )
    given = parser.parse_args()
    for part in tables(given.sets, given.most):
        print(part, flush=True)


if __name__ == "__main__":
    main()

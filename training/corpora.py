"""The labelled texts, read from the sets as published and split so that nothing leaks."""

from __future__ import annotations

import csv
import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OWN = Path(__file__).parent / "data"
SENTENCE = re.compile(r"(?<=[。？！])\s*")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts with labels (1 an attack, 0 none), what each row weighs in training, and what is known of each row."""

    name: str
    texts: tuple[str, ...]
    labels: tuple[int, ...]
    weight: float = 1.0
    details: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    with path.open(encoding="utf-8-sig", newline="") as handle:
        yield from csv.DictReader(handle, delimiter=delimiter, quoting=quoting)


def cold(sets: Path, split: str) -> Corpus:
    """COLD; `train` without the texts that stand in test. `details` are the topic, or test's fine label."""
    rows = list(_rows(sets / "cold" / f"{split}.csv"))
    if split == "train":
        known = {row["TEXT"].strip() for row in _rows(sets / "cold" / "test.csv")}
        rows = [row for row in rows if row["TEXT"].strip() not in known]
    detail = "fine-grained-label" if split == "test" else "topic"
    labels = tuple(int(row["label"]) for row in rows)
    return Corpus(f"cold-{split}", tuple(r["TEXT"] for r in rows), labels, 1.0, tuple(r[detail] for r in rows))


def swsr(sets: Path, split: str, weight: float = 1.0) -> Corpus:
    """SWSR comments; all comments on one post are in one split: a fifth dev, a fifth test, the rest train."""
    rows = [row for row in _rows(sets / "swsr" / "SexComment.csv") if _fifth(row["weibo_id"]) == split]
    return Corpus(
        f"swsr-{split}", tuple(r["comment_text"] for r in rows), tuple(int(r["label"]) for r in rows), weight
    )


def _fifth(post: str) -> str:
    part = int(hashlib.sha256(post.encode()).hexdigest(), 16) % 5
    return {0: "dev", 1: "test"}.get(part, "train")


def ordinary(sets: Path, split: str, seed: int = 3) -> Corpus:
    """Sentences without an attack: what people say on the telephone, and encyclopaedic sentences."""
    rng = random.Random(seed)
    spoken: list[str] = []
    for row in _rows(sets / "teleantifraud" / "dialogues.csv"):
        sentences = [s for s in SENTENCE.split(row["text"]) if 4 < len(s) < 120]
        spoken += rng.sample(sentences, min(2, len(sentences)))
    spoken = list(dict.fromkeys(spoken))
    rng.shuffle(spoken)
    written = list(dict.fromkeys(row["sentence1"] for row in _rows(sets / "pawsx_zh" / "dev_2k.tsv", "\t")))
    texts = spoken[:3000] + written[:1500] if split == "train" else spoken[3000:4000] + written[1500:]
    return Corpus(f"ordinary-{split}", tuple(texts), (0,) * len(texts))


def _lines(name: str) -> list[str]:
    lines = (OWN / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def own(kind: str, split: str, count: int, weight: float = 1.0, seed: int = 2) -> Corpus:
    """`count` sentences about groups of our own writing: `defend`, `attack`, `plain`, `ask`, …."""
    rng = random.Random(seed)
    groups = [g.lstrip("=") for g in _lines("groups.txt") if g.startswith("=") == (split == "dev")]
    filled = [t.replace("{群}", g) for t in _lines(f"{kind}_{split}.txt") if t for g in groups]
    rng.shuffle(filled)
    texts = tuple(text + rng.choice(_lines("tails.txt")) for text in filled[:count])
    return Corpus(f"{kind}-{split}", texts, (int(kind == "attack"),) * len(texts), weight)


def everyday(split: str, count: int, seed: int = 2) -> Corpus:
    """`count` harmless sentences of daily life, of our own writing."""
    rng = random.Random(seed)
    lines = _lines(f"everyday_{split}.txt")
    things = next(line for line in lines if line.startswith("=物")).split()[1:]
    filled: list[str] = []
    for line in (t for t in lines if t and not t.startswith("=")):
        filled += [line.replace("{物}", thing) for thing in things] if "{物}" in line else [line] * 3
    rng.shuffle(filled)
    texts = tuple(filled[:count])
    return Corpus(f"everyday-{split}", texts, (0,) * len(texts))

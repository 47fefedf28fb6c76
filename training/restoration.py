"""How much disguise the reading undoes, and how much innocent text it alters: `python -m training.restoration`.

Key words (`data/key_words.txt`) in our own test lines are disguised in each of the ways of `disguise.py`. Of the
characters of these words: how many stand in the restored text where the word was; of all others: how many are
altered.
Innocent lines of ours, and of `--sets DIR` and `--lines FILE`, tell how much of ordinary text is altered.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

import jieba

from linli.reading import Batch, read_many
from linli.reading.restore import Restored, restored
from training import corpora
from training.disguise import WAYS

DATA = Path(__file__).parent / "data"
MOST_LINES, INNOCENT = 240, 1500


@dataclass(frozen=True, slots=True)
class Disguised:
    """A line with one word disguised: what it was, what it became, and where that stands."""

    text: str
    word: str
    start: int
    end: int


def lines(part: str) -> Iterator[tuple[str, bool]]:
    """Our own lines of one part, and whether each is harmful."""
    for file in sorted((DATA / "own").glob(f"*.{part}.jsonl")):
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            yield row["text"], bool(row["labels"])
    if part == "test":
        for name, harmful in (("attack", True), ("everyday", False), ("praise", False), ("ask", False)):
            for line in (DATA / f"{name}_dev.txt").read_text(encoding="utf-8").splitlines():
                if line and line[0] not in "#=":
                    yield line.replace("{群}", "外地人").replace("{物}", "雨伞"), harmful


def key_words() -> list[str]:
    """The words to disguise, longer ones first."""
    rows = (DATA / "key_words.txt").read_text(encoding="utf-8").splitlines()
    return sorted({w for row in rows if not row.startswith("#") for w in row.split()}, key=lambda w: (-len(w), w))


def spots(part: str, seed: int = 3) -> list[tuple[str, str, int]]:
    """Lines with a key word and where it stands, each word a few times at most."""
    found, used = [], Counter[str]()
    rows = [text for text, harmful in lines(part) if harmful]
    Random(seed).shuffle(rows)
    words = [w for w in key_words() if len(w) > 1]
    for text in rows:
        word = min((w for w in words if w in text and used[w] < 6), key=lambda w: used[w], default="")
        if word:
            used[word] += 1
            found.append((text, word, text.index(word)))
    return found[:MOST_LINES]


def forum_spots(sets: Path, seed: int = 3) -> list[tuple[str, str, int]]:
    """As `spots`, in the attacks of COLD's dev split, of words that are far commoner in attacks there."""
    found = corpora.cold(sets, "dev")
    harm, calm = Counter[str](), Counter[str]()
    rows = []
    for text, label in zip(found.texts, found.labels, strict=True):
        words = {w for w in jieba.lcut(text) if 1 < len(w) <= 4 and all("一" <= c <= "龥" for c in w)}
        (harm if label else calm).update(words)
        rows.append((text, words, label))
    usual = sum(found.labels) / len(found.labels)
    kept = {w for w, n in harm.items() if n >= 4 and n / (n + calm[w]) > 1 - (1 - usual) / 2}
    used, out = Counter[str](), []
    Random(seed).shuffle(rows)
    for text, words, label in rows:
        word = min(
            (w for w in words & kept if used[w] < 3 and text.count(w) == 1), key=lambda w: (used[w], w), default=""
        )
        if label and word and len(text) < 80:
            used[word] += 1
            out.append((text, word, text.index(word)))
    return out[:MOST_LINES]


def disguised(way: str, places: Iterable[tuple[str, str, int]], seed: int = 5) -> list[Disguised]:
    """Lines disguised in one way; those it cannot disguise are left out."""
    chance, out = Random(seed), []
    for text, word, at in places:
        shown = WAYS[way](word, chance)
        if shown and shown != word:
            out.append(Disguised(text[:at] + shown + text[at + len(word) :], word, at, at + len(shown)))
    return out


def same(a: str, b: str) -> int:
    """How many characters two short texts share, in order."""
    return sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())


def said(batch: Batch, index: int, view: Restored | None, start: int, end: int) -> tuple[str, int]:
    """What the reading says at `[start, end)` of a text, and how many characters elsewhere it altered."""
    reading = batch.reading(index)
    if view is None:
        where = [k for k, at in enumerate(reading.offsets.tolist()) if start <= at < end]
        return "".join(reading.folded[k] for k in where), 0
    inside = [k for k in range(len(view.text)) if view.starts[k] < end and view.ends[k] > start]
    before = read_many([reading.text[:start] + "\n" + reading.text[end:]]).reading(0).folded.replace("\n", "")
    rest = "".join(c for k, c in enumerate(view.text) if k not in set(inside) and c != "\n")
    return "".join(view.text[k] for k in inside), max(0, len(rest) - same(rest, before))


def score(rows: Sequence[Disguised]) -> tuple[float, float, float, float]:
    """Characters said before and after the reading undoes disguise, whole words restored, altered elsewhere."""
    batch = read_many([row.text for row in rows])
    views = {view.index: view for view in restored(batch)}
    total = sum(len(row.word) for row in rows)
    before = good = whole = altered = others = 0
    for k, row in enumerate(rows):
        before += same(row.word, said(batch, k, None, row.start, row.end)[0])
        now, wrong = said(batch, k, views.get(k), row.start, row.end)
        good += same(row.word, now)
        whole += row.word in now
        altered += wrong
        others += len(row.text) - (row.end - row.start)
    return before / total, good / total, whole / len(rows), altered / others


def touched(texts: Sequence[str]) -> tuple[float, float]:
    """Of innocent texts: the share that reads otherwise than folded, and the share of characters altered."""
    batch = read_many(list(texts))
    texts_, characters, all_of = 0, 0, len(batch.folded)
    for view in restored(batch):
        folded = batch.reading(view.index).folded
        if folded != view.text:
            texts_ += 1
            characters += len(folded) - same(folded, view.text)
    return texts_ / len(texts), characters / all_of


def table(places: Sequence[tuple[str, str, int]], ways: Iterable[str]) -> Iterator[str]:
    """Rows of Markdown, a way each."""
    yield "| disguise | lines | said when folded | said when restored | whole words | others altered |"
    yield "|---|---|---|---|---|---|"
    sums, count = [0.0] * 4, 0
    for way in ways:
        rows = disguised(way, places)
        if rows:
            found = score(rows)
            sums, count = [a + b for a, b in zip(sums, found, strict=True)], count + 1
            yield f"| {way} | {len(rows)} | {found[0]:.2f} | {found[1]:.2f} | {found[2]:.2f} | {found[3]:.3f} |"
    mean = [s / count for s in sums]
    yield f"| mean of ways | | {mean[0]:.2f} | {mean[1]:.2f} | {mean[2]:.2f} | {mean[3]:.3f} |"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("train", "test"), default="test")
    parser.add_argument("--sets", type=Path, help="the folder of data sets, for COLD's dev split")
    parser.add_argument("--ways", nargs="*", default=list(WAYS))
    parser.add_argument("--lines", type=Path, nargs="*", default=[], help="files of innocent text, a text a line")
    given = parser.parse_args()
    places = {"own test lines": spots(given.part)}
    if given.sets:
        places["attacks of COLD's dev split"] = forum_spots(given.sets)
    for name, found in places.items():
        print(f"\n{name}")
        for row in table(found, given.ways):
            print(row, flush=True)
    innocent = {"own lines": [text for text, harmful in lines(given.part) if not harmful]}
    for path in given.lines:
        rows = [row for row in path.read_text(encoding="utf-8", errors="replace").splitlines() if row.strip()]
        innocent[path.stem] = Random(7).sample(rows, min(INNOCENT, len(rows)))
    for name, texts in innocent.items():
        share, characters = touched(texts)
        print(f"{name}: {len(texts)} texts, {share:.3f} read otherwise, {characters:.4f} of the characters")


if __name__ == "__main__":
    main()

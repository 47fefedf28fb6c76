"""Compiles the reading tables in `src/linli/data/tables` from packages of the dependency group `tables`.

Run it after a change of the sources: `.venv/bin/python tools/build_tables.py`. The output is the same for the same
versions of the packages.
"""

from __future__ import annotations

import math
import unicodedata
from io import BytesIO
from pathlib import Path

import jieba
import numpy as np
import opencc

from linli.reading.words import LONGEST, word_hash

OUT = Path(__file__).resolve().parent.parent / "src" / "linli" / "data" / "tables"
CODE_POINTS = 0x110000
EXPANSION = CODE_POINTS
SEPARATOR = 1 << 31

# Marks that people put between characters. Sentence punctuation is left out: it stays a boundary.
INSERTED = set(" \t\u3000*._-~^|/\\+=`'\"·•・‧∙⋅‐‑‒–—―ˉ¯_＿﹏※§¤†‡°˙˚¨´¸¦¬")
# Letters of other scripts that look like Latin ones.
TWINS = dict(
    zip(
        "асеорухіјѕԁһԛԝӏкмтвніґ"
        + "αοεικνρτυγχβωδηѵпгэєьσπζ"
        + "ɑɡɩıʏᴀʙᴄᴅᴇɢʜᴊᴋʟᴍɴᴏᴘᴛᴜᴠᴡᴢոսօհցզաƀđǥħɨłøŧʉƶɓɗɠɦɱŋɲɳƥɽʂƭʋʐʑȥɕ",
        "aceopyxijsdhqwlkmtbhir"
        + "aoeikvptuyxbwdnvnreebonz"
        + "agiiyabcdeghjklmnoptuvwznuohgqwbdghilotuzbdghmnnnprstvzzzc",
        strict=True,
    )
)
DECORATION = (
    *range(0x2190, 0x2200),
    *(c for c in range(0x2300, 0x2400) if chr(c) not in "⌚⌛⌨⏏⏩⏪⏫⏬⏭⏮⏯⏰⏱⏲⏳⏸⏹⏺"),
    *range(0x2500, 0x2600),
    *(0x2605, 0x2606, 0x2660, 0x2661, 0x2662, 0x2663, 0x2664, 0x2665, 0x2666, 0x2667, 0x2669, 0x266A, 0x266B, 0x266C),
    *(c for c in range(0x2729, 0x2758) if chr(c) not in "❄❇❌❎❓❔❕❗✳✴"),
    *range(0x27C0, 0x27F0),
    *range(0x2900, 0x2B00),
)


def script_map() -> dict[str, str]:
    """Traditional characters whose simplified form is one other character."""
    convert = opencc.OpenCC("t2s").convert
    ranges = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x32000))
    return {c: s for r in ranges for c in map(chr, r) if len(s := convert(c)) == 1 and s != c}


def squared_letters() -> dict[str, str]:
    """Letters in circles and boxes that NFKC leaves alone."""
    return {
        chr(start + k): chr(97 + k)
        for start in (0x1F150, 0x1F170)
        for k in range(26)
        if chr(start + k) not in "🆎🆑🆒🆓"
    }


class Folder:
    """Folds one character to a string of characters that fold to themselves."""

    def __init__(self) -> None:
        self.script = script_map()
        self.boxes = squared_letters()

    def separator(self, c: str) -> bool:
        return c in INSERTED or ord(c) in DECORATION or (unicodedata.category(c) == "Zs")

    def dropped(self, c: str) -> bool:
        return unicodedata.category(c) in ("Cf", "Mn", "Me", "Cc") and c not in "\n\r\t"

    def step(self, c: str) -> str:
        """One round of folding; not yet a fixed point."""
        if self.dropped(c):
            return ""
        if c in "…⋯‥" or self.separator(c):
            return c
        c = self.boxes.get(c, c)
        wide = unicodedata.normalize("NFKC", c).casefold()
        bare = "".join(self.bare(x) for x in wide)
        return "".join(TWINS.get(x, self.script.get(x, x)) for x in bare)

    def bare(self, c: str) -> str:
        """A letter without its accents; Hangul and the rest stay composed."""
        if "가" <= c <= "힣":
            return c
        return "".join(x for x in unicodedata.normalize("NFD", c) if not self.dropped(x))

    def fold(self, c: str) -> str:
        """The fixed point of `step`, with the separators of a longer expansion left out."""
        before, now = "", c
        for _ in range(6):
            if now == before:
                break
            before, now = now, "".join(map(self.step, now))
        return now if len(now) < 2 else "".join(x for x in now if not self.separator(x))


def fold_arrays() -> dict[str, np.ndarray]:
    """Sparse arrays: the characters that do not fold to themselves."""
    folder, keys, values, expansions = Folder(), [], [], {}
    for point in (p for p in range(CODE_POINTS) if not 0xD800 <= p < 0xE000):
        c = chr(point)
        if unicodedata.category(c) in ("Cn", "Co"):
            continue
        value = encode(folder, c, expansions)
        if value != point:
            keys.append(point)
            values.append(value)
    return {
        "keys": np.array(keys, np.uint32),
        "values": np.array(values, np.uint32),
        "lengths": np.array([len(e) for e in expansions], np.uint32),
        "characters": np.array([ord(c) for e in expansions for c in e], np.uint32),
    }


def encode(folder: Folder, c: str, expansions: dict[str, int]) -> int:
    """The table's value for one character."""
    if c == "\r":
        return 0
    folded = folder.fold(c)
    if len(folded) == 1:
        return SEPARATOR | ord(folded) if folder.separator(folded) else ord(folded)
    if not folded:
        return 0
    return EXPANSION + expansions.setdefault(folded, len(expansions))


def write(name: str, arrays: dict[str, np.ndarray]) -> None:
    """One compressed file."""
    OUT.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    (OUT / f"{name}.npz").write_bytes(buffer.getvalue())
    print(name, {k: len(v) for k, v in arrays.items()}, len(buffer.getvalue()), "bytes")


def word_arrays() -> dict[str, np.ndarray]:
    """Words of two to four characters in simplified script, as hashes in order, with 20 log10(count) + 1."""
    source = Path(jieba.__file__).with_name("dict.txt")
    found: dict[int, int] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split(" ")
        if 2 <= len(word) <= LONGEST and int(count) >= 3 and all("\u4e00" <= c <= "\u9fff" for c in word):
            value = word_hash(word)
            found[value] = max(found.get(value, 0), min(255, round(20 * math.log10(int(count))) + 1))
    hashes = sorted(found)
    return {"hashes": np.array(hashes, np.uint32), "weights": np.array([found[h] for h in hashes], np.uint8)}


if __name__ == "__main__":
    write("fold", fold_arrays())
    write("words", word_arrays())

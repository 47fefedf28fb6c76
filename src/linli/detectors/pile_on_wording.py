"""How alike two texts are, and whether a text calls for a person's punishment: what a pile-on is recognised by.

SimHash (Charikar 2002) over the two-character shingles of the folded text: 64 bits, alike where few of them differ.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b

from linli.reading import read

ALIKE = 9
SHORTEST = 4
BITS = 64
# Calls for a person to vanish, to be punished or shamed: what a crowd says besides insults. None is an opinion on a
# matter. One alone proves nothing; it counts where many strangers say such things to one person at once.
CUES = re.compile(
    r"滚|不要脸|要点脸|脸皮|丢人现眼|丢死人|卖惨|戏精|戏真多|别演|别装|装什么|装可怜|报应|活该|退网|删号|销号|辞职吧|去死|"
    r"恶心|吐了|人渣|败类|骗子|缩头乌龟|可悲|小丑|废物|垃圾|贱|丑[成人]|没人[要爱欢]|还有脸|还敢|也配|就你[这也]|"
    r"大家.{0,4}骂|一起骂|骂[到死他她你]|(?:给我|赶紧|必须|快|不)道歉|等你道歉|踩一脚|爆料他|人肉|网暴|你[爸妈全].{0,3}[知怎家]"
)
_OPENING = re.compile(r"^.{1,3}[，,]\s*(?=.{4})")
_EMOTICON = re.compile(r"\[.{1,4}?\]")
_PARTICLES = "啊呀吧呢吗嘛了哦喔哟呗啦咯哈嘿诶哎唉呵"
_PLAIN = re.compile(r"[^\w]|_")


@cache
def _bits(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def folded(text: str) -> str:
    """The text as it is compared: folded by the reading, without signs and spaces; 500 characters at most."""
    return _PLAIN.sub("", read(text[:500]).text)


def core(text: str) -> str:
    """The text without an opening word before a comma, emoticon codes and closing particles: what copies share."""
    plain = folded(_EMOTICON.sub("", _OPENING.sub("", text[:500])))
    bare = plain.rstrip(_PARTICLES)
    return bare or plain


def simhash(plain: str) -> int:
    """64 bits of a folded text; 0 for one too short to compare (under four characters)."""
    if len(plain) < SHORTEST:
        return 0
    sums = [0] * BITS
    for shingle in {plain[i : i + 2] for i in range(len(plain) - 1)}:
        hashed = _bits(shingle)
        for bit in range(BITS):
            sums[bit] += 1 if hashed >> bit & 1 else -1
    return sum(1 << bit for bit, total in enumerate(sums) if total > 0)


def alike(one: int, other: int) -> bool:
    """Whether two texts are near-duplicates by their hashes."""
    return bool(one) and bool(other) and (one ^ other).bit_count() <= ALIKE


def calls(plain: str) -> bool:
    """Whether a folded text calls for a person's punishment or shame."""
    return CUES.search(plain) is not None

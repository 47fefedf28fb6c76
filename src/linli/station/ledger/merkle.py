"""The Merkle tree over a chain (RFC 6962, section 2.1), without a database: roots, proofs, and how they are checked.

A leaf is SHA-256(0x00 ‖ the row's 32-byte hash), a node SHA-256(0x01 ‖ left ‖ right). A proof of inclusion says that
a row stands at its place under a root; one of consistency says that a later tree begins with the whole earlier one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()
DEEPEST = 64


def leaf(row_hash: str) -> bytes:
    """The leaf of a row, from its hash in hexadecimal. `ValueError` for what is no hash."""
    raw = bytes.fromhex(row_hash)
    if len(raw) != 32:
        raise ValueError("a row's hash has 64 hexadecimal digits")
    return hashlib.sha256(b"\x00" + raw).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaves in their order, in memory that grows with the logarithm of their number."""
    peaks: list[tuple[int, bytes]] = []
    for one in leaves:
        size, node = 1, one
        while peaks and peaks[-1][0] == size:
            size, node = size * 2, _node(peaks.pop()[1], node)
        peaks.append((size, node))
    if not peaks:
        return EMPTY
    found = peaks.pop()[1]
    while peaks:
        found = _node(peaks.pop()[1], found)
    return found


def inclusion(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The proof that the leaf at `index` (from 0) is in the tree over `leaves`."""
    if not 0 <= index < len(leaves):
        raise ValueError("the tree has no such leaf")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion(index, leaves[:split]), root(leaves[split:])]
    return [*inclusion(index - split, leaves[split:]), root(leaves[:split])]


def included(one: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether a proof holds: `one` is the leaf at `index` of the tree of `size` leaves whose root is `expected`."""
    if not 0 <= index < size or len(proof) > DEEPEST:
        return False
    place, last, found = index, size - 1, one
    for other in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = _node(other, found)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            found = _node(found, other)
        place, last = place // 2, last // 2
    return last == 0 and found == expected


def consistency(first: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The proof that the tree over the first `first` leaves is the beginning of the tree over all of them."""
    if not 0 < first <= len(leaves):
        raise ValueError("the earlier tree is empty or larger than the later one")
    return _consistency(first, leaves, whole=True)


def consistent(first: int, second: int, earlier: bytes, later: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof holds that the tree of `second` leaves with root `later` begins with the earlier one."""
    if not 0 < first <= second or len(proof) > 2 * DEEPEST:
        return False
    if first == second:
        return not proof and earlier == later
    nodes = [earlier, *proof] if first & (first - 1) == 0 else list(proof)
    if not nodes:
        return False
    place, last = first - 1, second - 1
    while place % 2:
        place, last = place // 2, last // 2
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            old, new = _node(node, old), _node(node, new)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            new = _node(new, node)
        place, last = place // 2, last // 2
    return last == 0 and old == earlier and new == later


def _consistency(first: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [root(leaves)]
    split = _split(len(leaves))
    if first <= split:
        return [*_consistency(first, leaves[:split], whole=whole), root(leaves[split:])]
    return [*_consistency(first - split, leaves[split:], whole=False), root(leaves[:split])]


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()

"""The restored view in compiled code: the same search as `lattice.py` and `restore.py`, found text for text.

Only `engine.py` imports this module, and only late: numba takes half a second to import, and compiling takes longer
the first time. `tests/library/reading/test_engine.py` holds both ways to the same answers. Words are packed 16 bits a
character, the first on top (a character kept alone may be any code point); steps four bits each, the first lowest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])
Number = Any  # what NumPy and numba make of a whole or a real number, a truth value, or a few of them

FIRST, LAST = np.uint32(0x4E00), np.uint32(0x9FFF)
START, PRIME = np.uint32(0x811C9DC5), np.uint32(0x01000193)
SPREAD, CROSS = np.uint32(0x9E3779B1), np.uint32(40_503)
UNITS, COMMON, UNKNOWN = 32, 1024, np.int8(-128)
BEAM, WORDS, STACK, OPEN, CHOICES, KNOWN = 4, 6, 96, 27, 16, 2048
JOINED, PINYIN, EMOJI, SHAPE, SWAPPED, TURNED, OWED, NUMERAL, LOOK, NAME = range(1, 11)
STEPS = ("", "emoji", "initials", "join", "number", "pinyin", "shape", "sound", "swap")
S_EMOJI, S_INITIALS, S_JOIN, S_NUMBER, S_PINYIN, S_SHAPE, S_SOUND, S_SWAP = range(1, 9)
END, HAN, RARE, LETTER, SIGN = 2, 4, 8, 16, 32
FACE = np.uint32(1 << 31)


def compiled(function: F) -> F:
    """Compiled on first use, kept on disk, run without the interpreter's lock."""
    return cast("F", njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function))


def record(**fields: Any) -> Any:
    """One block of memory with these arrays and numbers; compiled code takes it by its address alone."""
    arrays = {name: np.asarray(value) for name, value in fields.items()}
    kinds = np.dtype([(name, array.dtype, array.shape) for name, array in arrays.items()], align=True)
    made = np.zeros(1, kinds)
    for name, array in arrays.items():
        made[name][0] = array
    return made[0]


def working_memory(size: int) -> Any:
    """The working memory of one search in clauses of up to `size` characters: up to four ways a node, sorted."""
    nodes = 4 * size + 4
    return record(
        amount=np.zeros(nodes, np.int32),
        bound=np.zeros(nodes),
        cost=np.zeros((nodes, BEAM)),
        last=np.zeros((nodes, BEAM), np.uint32),
        word=np.zeros((nodes, BEAM), np.uint64),
        size=np.zeros((nodes, BEAM), np.uint8),
        steps=np.zeros((nodes, BEAM), np.uint32),
        start=np.zeros((nodes, BEAM), np.int32),
        before=np.zeros((nodes, BEAM), np.int32),
        memo_node=np.zeros(64, np.int64),
        memo_first=np.zeros(64, np.uint32),
        memo_cost=np.zeros(64),
        memo_before=np.zeros(64, np.int64),
        undone=np.zeros(nodes, np.uint8),
        choices=np.zeros(nodes, np.int32),
        choice=np.zeros((nodes, CHOICES), np.uint32),
        known_units=np.zeros((KNOWN, 2), np.uint32),
        known_amount=np.zeros((KNOWN, 2), np.int32),
        known_cost=np.zeros((KNOWN, WORDS)),
        known_word=np.zeros((KNOWN, WORDS), np.uint64),
        known_steps=np.zeros((KNOWN, WORDS), np.uint32),
        known_further=np.zeros((KNOWN, 9), np.uint32),
        letters=np.zeros(size + 1, np.uint8),
        letter_cost=np.zeros(size + 1),
        stack=np.zeros((STACK, 8), np.int64),
        open=np.zeros((STACK, OPEN), np.uint32),
        path_cost=np.zeros(STACK),
        path_word=np.zeros(STACK, np.uint64),
        units=np.zeros(UNITS, np.uint32),
        ends=np.zeros(UNITS, np.int64),
        found_cost=np.zeros(WORDS),
        found_word=np.zeros(WORDS, np.uint64),
        found_steps=np.zeros(WORDS, np.uint32),
        further=np.zeros(OPEN, np.uint32),
        row=np.zeros(4, np.uint32),
        keys=np.zeros(OPEN, np.uint32),
        piece_start=np.zeros(size + 1, np.int64),
        piece_end=np.zeros(size + 1, np.int64),
        piece_till=np.zeros(size + 2, np.int64),
        piece_steps=np.zeros(size + 1, np.uint32),
        said=np.zeros(size + 8, np.uint32),
        cuts=np.zeros((48, 4), np.int64),
    )


@compiled
def probe(table: NDArray[np.uint32], key: Number) -> Number:
    """The value of a key; 0 for none."""
    mask = np.uint32(len(table) - 1)
    slot = ((np.uint32(key * SPREAD)) >> np.uint32(7)) & mask
    while table[slot, 1] != 0:
        if table[slot, 0] == key:
            return table[slot, 1]
        slot = (slot + np.uint32(1)) & mask
    return np.uint32(0)


@compiled
def blooms(bits: NDArray[np.uint8], key: Number) -> Number:
    """Whether a key may be known: one bit for each hash, so that most that are not cost no more than this."""
    at = np.uint32(key * SPREAD) >> np.uint32(11)
    return (bits[at >> np.uint32(3)] >> (at & np.uint32(7))) & np.uint8(1) != 0


@compiled
def fill(table: NDArray[np.uint32], keys: NDArray[np.uint32], values: NDArray[np.uint32]) -> None:
    """Puts keys that differ into an open hash; its length is a power of two, values are never 0."""
    mask = np.uint32(len(table) - 1)
    for k in range(len(keys)):
        slot = ((np.uint32(keys[k] * SPREAD)) >> np.uint32(7)) & mask
        while table[slot, 1] != 0:
            slot = (slot + np.uint32(1)) & mask
        table[slot, 0] = keys[k]
        table[slot, 1] = values[k]


@compiled
def sorted_at(row: NDArray[np.uint64], key: Number) -> Number:
    """The value behind a spelling (`row` holds key, value in turn, by rising key); 0 for none."""
    low, high = 0, len(row) // 2
    while low < high:
        middle = (low + high) // 2
        if row[2 * middle] < key:
            low = middle + 1
        else:
            high = middle
    return np.int64(row[2 * low + 1]) if low < len(row) // 2 and row[2 * low] == key else np.int64(0)


@compiled
def chained(key: Number, number: Number) -> Number:
    return np.uint32((key ^ number) * PRIME)


@compiled
def is_han(code: Number) -> Number:
    return FIRST <= code <= LAST


@compiled
def is_letter(code: Number) -> Number:
    return 97 <= code <= 122


@compiled
def with_step(steps: Number, step: Number) -> Number:
    """The steps with one more at the end, unless it is among them."""
    shift = np.uint32(0)
    while (steps >> shift) & np.uint32(15) != 0:
        if (steps >> shift) & np.uint32(15) == step:
            return steps
        shift += np.uint32(4)
    return np.uint32(steps | (np.uint32(step) << shift))


@compiled
def merged(first: Number, more: Number) -> Number:
    while more != 0:
        first = with_step(first, more & np.uint32(15))
        more = more >> np.uint32(4)
    return first


@compiled
def step_of(way: Number) -> Number:
    if way == JOINED:
        return S_JOIN
    if way == PINYIN:
        return S_PINYIN
    if way == EMOJI:
        return S_EMOJI
    if way == SHAPE:
        return S_SHAPE
    if way == LOOK:
        return S_SHAPE
    if way == NAME:
        return S_EMOJI
    return S_NUMBER if way == NUMERAL else S_SWAP


@compiled
def character(word: Number, size: Number, at: Number) -> Number:
    if size == 1:
        return np.uint32(word)
    return np.uint32((word >> np.uint64(16 * (size - 1 - at))) & np.uint64(0xFFFF))


@compiled
def context(look: Any, costs: Any, last: Number, first: Number) -> Number:
    if not (is_han(last) and is_han(first)):
        return 0.0
    row, column = look.rank[last - FIRST], look.rank[first - FIRST]
    if row < COMMON and column < COMMON:
        price = look.common[row, column]
        if price != UNKNOWN:
            return price / costs.scale
    elif blooms(look.context_bits, np.uint32(last * CROSS) ^ first):
        price = seen(look, last, first)
        if price != UNKNOWN:
            return price / costs.scale
    unseen = costs.never - look.single[last - FIRST] / costs.scale - look.single[first - FIRST] / costs.scale
    return min(costs.most_unseen, max(costs.least_unseen, unseen))


@compiled
def seen(look: Any, last: Number, first: Number) -> Number:
    """The price of a pair in the sorted row of its first character; `UNKNOWN` where it is not there."""
    low, high = look.context_begin[last - FIRST], look.context_begin[last - FIRST + 1]
    end = high
    while low < high:
        middle = (low + high) >> np.uint32(1)
        if look.context_second[middle] < first:
            low = middle + np.uint32(1)
        else:
            high = middle
    return look.context_cost[low] if low < end and look.context_second[low] == first else UNKNOWN


@compiled
def undone(steps: Number) -> Number:
    """Whether characters were changed for others by sound or shape."""
    while steps != 0:
        if steps & np.uint32(15) == S_SOUND or steps & np.uint32(15) == S_SHAPE:
            return True
        steps = steps >> np.uint32(4)
    return False


@compiled
def after(look: Any, costs: Any, s: Any, node: Number, ways: Number, first: Number, again: Number) -> Number:
    """The row of `s.memo…` that tells after which way to a node a word so begun comes cheapest, and the cost."""
    row = np.int64(np.uint32(first * SPREAD) >> np.uint32(27)) + (32 if again else 0)
    if s.memo_node[row] == node and s.memo_first[row] == first:
        return row
    before, best = 0, np.inf
    again = again and s.undone[node]
    most = costs.least_context - (costs.again if again else 0.0)
    for k in range(ways):
        if s.cost[node, k] + most >= best:
            break
        cost = s.cost[node, k] + context(look, costs, s.last[node, k], first)
        if again and undone(s.steps[node, k]):
            cost -= costs.again
        if cost < best:
            best, before = cost, k
    s.memo_node[row], s.memo_first[row], s.memo_cost[row], s.memo_before[row] = node, first, best, before
    return row


@compiled
def offer(
    look: Any,
    costs: Any,
    s: Any,
    node: Number,
    ways: Number,
    end: Number,
    price: Number,
    word: Number,
    size: Number,
    steps: Number,
) -> None:
    """A word from one node to another, after the best of the ways."""
    least = s.cost[node, 0] + price
    if least > s.bound[end]:
        return
    again = steps != 0 and undone(steps)
    least += costs.least_context - (costs.again if again and s.undone[node] else 0.0)
    if s.amount[end] == BEAM and least > s.cost[end, BEAM - 1]:
        return
    row = after(look, costs, s, node, ways, character(word, size, 0), again)
    keep(costs, s, node, s.memo_before[row], end, s.memo_cost[row] + price, word, size, steps)


@compiled
def sooner(cost: Number, which: Number, other_cost: Number, other: Number) -> Number:
    return cost < other_cost or (cost == other_cost and which < other)


@compiled
def keep(
    costs: Any,
    s: Any,
    node: Number,
    before: Number,
    end: Number,
    cost: Number,
    word: Number,
    size: Number,
    steps: Number,
) -> None:
    """A way among the best of its node, sorted by cost and last character; one way for each last character."""
    last, at = character(word, size, size - 1), -1
    for k in range(s.amount[end]):
        if s.last[end, k] == last:
            at = k
    if at >= 0 and cost >= s.cost[end, at]:
        return
    if at < 0:
        at = s.amount[end]
        if at == BEAM:
            at -= 1
            if sooner(s.cost[end, at], s.last[end, at], cost, last):
                return
        else:
            s.amount[end] += 1
    while at > 0 and sooner(cost, last, s.cost[end, at - 1], s.last[end, at - 1]):
        s.cost[end, at], s.last[end, at] = s.cost[end, at - 1], s.last[end, at - 1]
        s.word[end, at], s.size[end, at] = s.word[end, at - 1], s.size[end, at - 1]
        s.steps[end, at], s.start[end, at] = s.steps[end, at - 1], s.start[end, at - 1]
        s.before[end, at] = s.before[end, at - 1]
        at -= 1
    s.cost[end, at], s.last[end, at], s.word[end, at], s.size[end, at] = cost, last, word, size
    s.steps[end, at], s.start[end, at], s.before[end, at] = steps, node, before
    s.bound[end] = min(s.bound[end], cost + costs.hopeless)

"""The restored view of a whole batch in compiled code: what is odd, the stretches about it, and what they say.

The twin of `restore.py`, as `compiled.py` is of `lattice.py`; only `engine.py` imports it, late.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.reading.compiled import END, HAN, LETTER, RARE, S_SWAP, SIGN, Number, character, compiled, merged
from linli.reading.compiled_search import search

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]
Said = NDArray[np.int64]  # rows of: what is said, from where and to where in the original, packed steps
ODD = 1


@compiled
def flagged(kinds: NDArray[np.uint8], pairs: NDArray[np.uint8], codes: Codes, flags: NDArray[np.uint8]) -> Number:
    """Writes `ODD` where disguise may be, `END` where a clause ends, as `restore.py` says; how many are odd."""
    size, count = len(codes), 0
    before, kind, covered = np.uint8(0), kinds[codes[0]], False
    for k in range(size):
        after = kinds[codes[k + 1]] if k + 1 < size else np.uint8(0)
        covers = False
        if kind & after & HAN:
            at = (codes[k] * np.uint32(31_337) + codes[k + 1] * np.uint32(7)) & np.uint32(8 * len(pairs) - 1)
            covers = ((pairs[at >> np.uint32(3)] >> (np.uint32(7) - (at & np.uint32(7)))) & 1) == 1
        if kind & HAN:
            odd = not (covered or covers) and ((before | after) & HAN != 0 or kind & RARE != 0)
        else:
            odd = kind & after & LETTER != 0 or (kind & SIGN != 0 and kind & END == 0)
        flags[k] = (kind & END) | (ODD if odd else 0)
        count += odd
        before, kind, covered = kind, after, covers
    return count


@compiled
def stretches(costs: Any, s: Any, flags: NDArray[np.uint8]) -> Number:
    """The stretches about what is odd in one text, in rows of `s.cuts`: start, end, natural start, natural end."""
    size, count, groups, low, high = len(flags), 0, 0, -1, -1
    for at in range(size):
        if not flags[at] & ODD:
            continue
        first, last = at, at
        while first > 0 and at - first < costs.reach and not flags[first - 1] & END:
            first -= 1
        while last < size and last - at < costs.reach + 1 and not flags[last] & END:
            last += 1
        if low >= 0 and first <= high:
            high = last
            continue
        if low >= 0:
            count = divided(costs, s, flags, low, high, count)
            groups += 1
        if groups == costs.most_clauses:
            return min(count, costs.most_clauses)
        low, high = first, last
    if low >= 0:
        count = divided(costs, s, flags, low, high, count)
    return min(count, costs.most_clauses)


@compiled
def divided(costs: Any, s: Any, flags: NDArray[np.uint8], low: Number, high: Number, count: Number) -> Number:
    """Adds one stretch, in pieces that are not too long."""
    at, parts = low, 0
    while at < high and parts < costs.most_clauses and count < costs.most_clauses:
        end = min(at + costs.longest_clause, high)
        s.cuts[count, 0], s.cuts[count, 1] = at, end
        s.cuts[count, 2] = at == 0 or (flags[at - 1] & END) != 0
        s.cuts[count, 3] = end == len(flags) or (flags[end] & END) != 0
        count, parts, at = count + 1, parts + 1, end
    return count


@compiled
def way_back(s: Any, size: Number) -> Number:
    """The pieces of the cheapest way; words that meet inside a change of order are one piece. How many."""
    node, which, count, said, steps = 4 * size, 0, 0, len(s.said), np.uint32(0)
    while node > 0:
        if node & 3 == 0:
            steps = np.uint32(0)
            s.piece_end[count], s.piece_till[count] = node >> 2, said
        length, word = s.size[node, which], s.word[node, which]
        for k in range(length):
            said -= 1
            s.said[said] = character(word, length, length - 1 - k)
        steps = merged(s.steps[node, which], steps)
        node, which = s.start[node, which], s.before[node, which]
        if node & 3 == 0:
            s.piece_start[count], s.piece_steps[count] = node >> 2, steps
            count += 1
    s.piece_till[count] = said
    return count


@compiled
def write(view: Said, at: Number, code: Number, start: Number, end: Number, steps: Number) -> Number:
    view[at, 0], view[at, 1], view[at, 2], view[at, 3] = code, start, end, steps
    return at + 1


@compiled
def as_it_stands(view: Said, at: Number, line: Codes, places: Places, low: Number, high: Number) -> Number:
    for k in range(low, high):
        at = write(view, at, line[k], places[k], places[k] + 1, np.uint32(0))
    return at


@compiled
def swapped(steps: Number) -> Number:
    while steps != 0:
        if steps & np.uint32(15) == S_SWAP:
            return True
        steps = steps >> np.uint32(4)
    return False


@compiled
def settled(
    costs: Any, s: Any, view: Said, at: Number, count: Number, line: Codes, places: Places, cut: Number
) -> Number:
    """Writes the pieces of one stretch; near a cut inside a clause what is said stays as it stands."""
    base = s.cuts[cut, 0]
    low = 0 if s.cuts[cut, 2] else costs.edge
    high = s.cuts[cut, 1] - base - (0 if s.cuts[cut, 3] else costs.edge)
    for k in range(count - 1, -1, -1):
        start, end, steps = s.piece_start[k], s.piece_end[k], s.piece_steps[k]
        if steps != 0 and not low <= start < end <= high:
            at = as_it_stands(view, at, line, places, base + start, base + end)
            continue
        first, size = s.piece_till[k + 1], s.piece_till[k] - s.piece_till[k + 1]
        if size == end - start and not swapped(steps):
            for n in range(size):
                place = places[base + start + n]
                at = write(view, at, s.said[first + n], place, place + 1, steps)
        else:
            for n in range(size):
                said = s.said[first + n]
                at = write(view, at, said, places[base + start], places[base + end - 1] + 1, steps)
    return at


@compiled
def read_text(
    look: Any, costs: Any, s: Any, view: Said, at: Number, line: Codes, places: Places, cuts: Number
) -> Number:
    """Writes one text with its disguise undone; returns `at` again where nothing was."""
    begun, done, changed = at, 0, False
    for k in range(cuts):
        low, high = s.cuts[k, 0], s.cuts[k, 1]
        at = as_it_stands(view, at, line, places, done, low)
        search(look, costs, s, line[low:high])
        count = way_back(s, high - low)
        before = at
        at = settled(costs, s, view, at, count, line, places, k)
        for n in range(before, at):
            changed = changed or view[n, 3] != 0
        done = high
    if not changed:
        return begun
    return as_it_stands(view, at, line, places, done, len(line))


@compiled
def restore(
    look: Any,
    costs: Any,
    s: Any,
    view: Said,
    texts: Places,
    flags: NDArray[np.uint8],
    line: Codes,
    places: Places,
    starts: Places,
    origins: Places,
) -> Number:
    """Writes the texts of a batch that read otherwise once disguise is undone into `view`; how many.

    `line` is the folded form, in which texts begin at `starts`; `places` are its places in the joined original, in
    which they begin at `origins`.
    """
    count, at = 0, 0
    for text in range(len(starts)):
        low, high = starts[text], starts[text + 1] - 1 if text + 1 < len(starts) else len(line)
        found = stretches(costs, s, flags[low:high])
        if found == 0:
            continue
        begun = at
        at = read_text(look, costs, s, view, at, line[low:high], places[low:high], found)
        if at > begun:
            for k in range(begun, at):
                view[k, 1] -= origins[text]
                view[k, 2] -= origins[text]
            texts[count, 0], texts[count, 1] = text, at
            count += 1
    return count

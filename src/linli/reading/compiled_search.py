"""The lattice search in compiled code: the units of a place, the words they may be, and all ways through one clause.

The twin of `lattice.py`; `compiled.py` says how things are kept. `engine.py` imports it late, by way of the view.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.reading.compiled import (
    EMOJI,
    FACE,
    FIRST,
    JOINED,
    LOOK,
    NAME,
    NUMERAL,
    OWED,
    PINYIN,
    S_INITIALS,
    S_SOUND,
    SHAPE,
    SPREAD,
    START,
    SWAPPED,
    TURNED,
    WORDS,
    Number,
    blooms,
    chained,
    character,
    compiled,
    is_han,
    is_letter,
    offer,
    probe,
    sooner,
    sorted_at,
    step_of,
    undone,
    with_step,
)


@compiled
def kept(look: Any, costs: Any, s: Any, codes: NDArray[np.uint32], at: Number) -> Number:
    """What a character costs as it stands."""
    code = codes[at]
    if is_han(code):
        return look.single[code - FIRST] / costs.scale
    emoji = probe(look.emoji, code) if code >= 128 else np.uint32(0)
    if emoji != 0:
        sides = beside_said(look, codes, at)
        if emoji & FACE:
            return costs.face[sides]
        return costs.emoji_kept if sides else costs.other
    if 48 <= code <= 57:
        return costs.digit
    return s.letter_cost[at] if code < 128 else costs.other


@compiled
def said(look: Any, code: Number) -> Number:
    """Whether a character or an emoji that may be read."""
    if is_han(code):
        return True
    emoji = probe(look.emoji, code) if code >= 128 else np.uint32(0)
    return emoji != 0 and not emoji & FACE


@compiled
def beside_said(look: Any, codes: NDArray[np.uint32], at: Number) -> Number:
    sides = 0
    if at > 0 and said(look, codes[at - 1]):
        sides += 1
    if at + 1 < len(codes) and said(look, codes[at + 1]):
        sides += 1
    return sides


@compiled
def beside_han(codes: NDArray[np.uint32], start: Number, end: Number) -> Number:
    """On how many sides of a stretch a Chinese character stands."""
    sides = 0
    if start > 0 and is_han(codes[start - 1]):
        sides += 1
    if end < len(codes) and is_han(codes[end]):
        sides += 1
    return sides


@compiled
def units_at(look: Any, costs: Any, s: Any, codes: NDArray[np.uint32], at: Number, into: Number) -> Number:
    """The units that begin at a place, in rows `into` and on of `s.units` and `s.ends`; how many."""
    count, code = into, codes[at]
    if is_han(code):
        s.units[count], s.ends[count] = code, 4 * at + 4
        count += 1
    key = chained(START, code)
    for end in range(at + 2, min(at + costs.most_parts, len(codes)) + 1):
        key = chained(key, codes[end - 1])
        joined = probe(look.joins, key)
        if joined != 0 and probe(look.exacts, key) < np.uint32(256):
            s.units[count], s.ends[count] = np.uint32(joined | (JOINED << 24)), 4 * end
            count += 1
    if s.letters[at]:
        count = syllables(look, costs, s, codes, at, count)
    emoji = probe(look.emoji, code)
    if emoji != 0:
        way = NUMERAL if code < 128 else EMOJI
        begin = np.int64(emoji & np.uint32(0xFFFF)) - 1
        own = np.int64((emoji >> np.uint32(20)) & np.uint32(15))
        for k in range(np.int64(emoji >> np.uint32(24)) & 127):
            how = way if k < own else NAME
            s.units[count], s.ends[count] = np.uint32(look.emoji_read[begin + k]) | np.uint32(how << 24), 4 * at + 4
            count += 1
    return count - into


@compiled
def syllables(look: Any, costs: Any, s: Any, codes: NDArray[np.uint32], at: Number, count: Number) -> Number:
    """Adds the syllables that begin at a place."""
    spelled: Number = 0
    for end in range(at + 1, min(at + costs.longest_syllable, len(codes)) + 1):
        if not is_letter(codes[end - 1]):
            break
        spelled = spelled * 27 + np.int64(codes[end - 1]) - 96
        sound = sorted_at(look.spelled, spelled) & 0xFFFF
        if sound != 0 and (end >= len(codes) or s.letters[end] or not is_letter(codes[end])):
            s.units[count], s.ends[count] = np.uint32(sound | (PINYIN << 24)), 4 * end
            count += 1
    return count


@compiled
def recalled(look: Any, costs: Any, s: Any, size: Number, keys: Number) -> Number:
    """As `words_of`; what one unit or two may be is remembered, for people repeat themselves."""
    if size > 2:
        return words_of(look, costs, s, size, keys)
    first, second = s.row[0], s.row[1] if size == 2 else np.uint32(0)
    at = np.uint32(chained(chained(START, first), second) * SPREAD) >> np.uint32(21)
    if s.known_units[at, 0] != first or s.known_units[at, 1] != second:
        found, further = words_of(look, costs, s, size, keys)
        s.known_units[at, 0], s.known_units[at, 1] = first, second
        s.known_amount[at, 0], s.known_amount[at, 1] = found, further
        for k in range(found):
            s.known_cost[at, k], s.known_word[at, k] = s.found_cost[k], s.found_word[k]
            s.known_steps[at, k] = s.found_steps[k]
        for k in range(further):
            s.known_further[at, k] = s.further[k]
        return found, further
    found, further = s.known_amount[at, 0], s.known_amount[at, 1]
    for k in range(found):
        s.found_cost[k], s.found_word[k] = s.known_cost[at, k], s.known_word[at, k]
        s.found_steps[k] = s.known_steps[at, k]
    for k in range(further):
        s.further[k] = s.known_further[at, k]
    return found, further


@compiled
def words_of(look: Any, costs: Any, s: Any, size: Number, keys: Number) -> Number:
    """The words for the units in `s.row`, in `s.found_…` by cost; the longer sounds, in `s.further`. How many."""
    found = further = 0
    unit = s.row[size - 1]
    code, spoken = unit & np.uint32(0xFFFFFF), (unit >> np.uint32(24)) == PINYIN
    for k in range(keys):
        for n in range(look.readings.shape[1]):
            if spoken:
                sound = code if n == 0 else np.uint32(0)
            else:
                sound = np.uint32(look.readings[code - FIRST, n]) if is_han(code) else np.uint32(0)
            if sound == 0:
                continue
            longer = chained(s.keys[k], sound)
            value = probe(look.sounds, longer) if blooms(look.sound_bits, longer) else np.uint32(0)
            if value & np.uint32(1):
                found = gather(look, costs, s, size, value, found)
            if size < 4 and value & np.uint32(2):
                s.further[further] = longer
                further += 1
    while found > 1 and s.found_cost[found - 1] > s.found_cost[0] + costs.worse:
        found -= 1
    return found, further


@compiled
def gather(look: Any, costs: Any, s: Any, size: Number, value: Number, found: Number) -> Number:
    """Adds the words of one sound to those found, the best few by cost and characters."""
    first = np.int64(value >> np.uint32(9))
    for row in range(first, first + np.int64((value >> np.uint32(2)) & np.uint32(127))):
        if look.sizes[row] != size:
            continue
        word = look.words[row]
        cost, steps = priced(
            look, costs, s, size, look.prices[row] / costs.scale, look.extras[row] / costs.scale, word
        )
        at = found
        while at > 0 and sooner(cost, word, s.found_cost[at - 1], s.found_word[at - 1]):
            at -= 1
        if at == WORDS or (at > 0 and s.found_word[at - 1] == word):
            continue
        found = min(found + 1, WORDS)
        for k in range(found - 1, at, -1):
            s.found_cost[k], s.found_word[k] = s.found_cost[k - 1], s.found_word[k - 1]
            s.found_steps[k] = s.found_steps[k - 1]
        s.found_cost[at], s.found_word[at], s.found_steps[at] = cost, word, steps
    return found


@compiled
def cost_of(look: Any, costs: Any, code: Number) -> Number:
    return look.single[code - FIRST] / costs.scale if is_han(code) else 4.0


@compiled
def priced(look: Any, costs: Any, s: Any, size: Number, price: Number, extra: Number, word: Number) -> Number:
    """The units in `s.row` read as a word: the cost of the word and of the steps, and these."""
    steps, sounded, heard, guessed = np.uint32(0), costs.sound, False, False
    for k in range(size):
        way = np.int64(s.row[k] >> np.uint32(24))
        if way:
            price += costs.ways[way]
            steps = with_step(steps, step_of(way))
        if way != PINYIN and (s.row[k] & np.uint32(0xFFFFFF)) != character(word, size, k):
            guessed = True
            if way in (EMOJI, NAME, NUMERAL):
                price += costs.emoji_sound + (costs.lone if size == 1 else 0.0)
            else:
                rare = cost_of(look, costs, s.row[k] & np.uint32(0xFFFFFF)) > costs.rare
                price += sounded + (costs.rare_sound if rare else 0.0)
                sounded, heard = costs.sound_again, True
                steps = with_step(steps, S_SOUND)
    if size == 1 and heard:
        price += costs.lone
    return price + extra if guessed else price, steps


@compiled
def words(look: Any, costs: Any, s: Any, codes: NDArray[np.uint32], node: Number, ways: Number) -> None:
    """Every word that begins at a node, by sound: through units of up to four syllables."""
    last, top = 4 * len(codes), 1
    s.stack[0, 0], s.stack[0, 1], s.stack[0, 2], s.open[0, 0] = node, 0, 1, START
    while top:
        top -= 1
        place, size, keys = s.stack[top, 0], s.stack[top, 1], s.stack[top, 2]
        for k in range(size):
            s.row[k] = np.uint32(s.stack[top, 3 + k])
        for k in range(keys):
            s.keys[k] = s.open[top, k]
        for u in range(units_at(look, costs, s, codes, place >> 2, 0)):
            s.row[size] = s.units[u]
            found, further = recalled(look, costs, s, size + 1, keys)
            for k in range(found):
                word = s.found_word[k]
                offer(look, costs, s, node, ways, s.ends[u], s.found_cost[k], word, size + 1, s.found_steps[k])
            if further and s.ends[u] < last:
                s.stack[top, 0], s.stack[top, 1], s.stack[top, 2] = s.ends[u], size + 1, further
                for k in range(size + 1):
                    s.stack[top, 3 + k] = s.row[k]
                for k in range(further):
                    s.open[top, k] = s.further[k]
                top += 1


@compiled
def choices_at(look: Any, costs: Any, s: Any, codes: NDArray[np.uint32], node: Number) -> Number:
    """The characters that one may choose at a node, in row `node` of `s.choice`; how many."""
    if s.choices[node] >= 0:
        return s.choices[node]
    at, inside, count = node >> 2, node & 3, 1
    if inside:
        s.choice[node, 0] = codes[at + 1 if inside == 2 else at] | np.uint32(OWED << 24)
    elif is_han(codes[at]):
        count = shapes(look, costs, s, codes[at], node)
        count = turned(s, codes, at, count)
    else:
        count = 0
    s.choices[node] = count
    return count


@compiled
def shapes(look: Any, costs: Any, s: Any, code: Number, node: Number) -> Number:
    """A character itself, and those that it may stand for by its shape."""
    s.choice[node, 0] = code
    low, high, way = np.int64(look.look_begin[code - FIRST]), np.int64(look.look_begin[code - FIRST + 1]), SHAPE
    if look.single[code - FIRST] / costs.scale < costs.usual:
        high, way = min(high, low + costs.few_looks), LOOK
    for k in range(low, high):
        s.choice[node, 1 + k - low] = np.uint32(look.look[k]) | np.uint32(way << 24)
    return 1 + high - low


@compiled
def turned(s: Any, codes: NDArray[np.uint32], at: Number, count: Number) -> Number:
    """Adds the first of two characters that changed places, or of three that were turned about."""
    if at + 1 >= len(codes) or not is_han(codes[at + 1]) or codes[at] == codes[at + 1]:
        return count
    s.choice[4 * at, count] = codes[at + 1] | np.uint32(SWAPPED << 24)
    count += 1
    if at + 2 < len(codes) and is_han(codes[at + 2]) and codes[at + 2] != codes[at]:
        s.choice[4 * at, count] = codes[at + 2] | np.uint32(TURNED << 24)
        count += 1
    return count


@compiled
def end_of(node: Number, way: Number) -> Number:
    """The node where a choice made at a node ends."""
    at, inside = node & ~3, node & 3
    if inside:
        return at + (8, 3, 12)[inside - 1]
    if way == SWAPPED:
        return at + 1
    return at + 2 if way == TURNED else at + 4


@compiled
def chosen(look: Any, costs: Any, s: Any, codes: NDArray[np.uint32], node: Number, ways: Number) -> None:
    """Every word that begins at a node by choosing characters: by their shape, or in another order."""
    last, top = 4 * len(codes), 1
    s.stack[0, 0], s.stack[0, 1], s.stack[0, 2], s.stack[0, 3] = node, 0, START, 0
    s.path_cost[0], s.path_word[0] = 0.0, np.uint64(0)
    while top:
        top -= 1
        place, size, key = s.stack[top, 0], s.stack[top, 1], np.uint32(s.stack[top, 2])
        steps, cost, word = np.uint32(s.stack[top, 3]), s.path_cost[top], s.path_word[top]
        for u in range(choices_at(look, costs, s, codes, place)):
            way, code = np.int64(s.choice[place, u] >> np.uint32(24)), s.choice[place, u] & np.uint32(0xFFFFFF)
            longer = chained(key, code)
            value = probe(look.exacts, longer) if blooms(look.exact_bits, longer) else np.uint32(0)
            if value == 0:
                continue
            spent, taken, end = cost + costs.ways[way], steps, end_of(place, way)
            if way:
                taken = with_step(steps, step_of(way))
                if way in (SHAPE, LOOK) and taken == steps:
                    spent -= costs.shape_again
            spelled = (word << np.uint64(16)) | np.uint64(code)
            if taken != 0 and value >= np.uint32(256):
                guessed = np.int64((value >> np.uint32(8)) & np.uint32(255)) + np.int64(value >> np.uint32(16)) - 128
                price = guessed / costs.scale + (costs.lone if size == 0 else 0.0)
                offer(look, costs, s, node, ways, end, price + spent, spelled, size + 1, taken)
            if size + 1 < 4 and end < last and value & np.uint32(2):
                s.stack[top, 0], s.stack[top, 1] = end, size + 1
                s.stack[top, 2], s.stack[top, 3] = longer, taken
                s.path_cost[top], s.path_word[top] = spent, spelled
                top += 1


@compiled
def initials(look: Any, costs: Any, s: Any, codes: NDArray[np.uint32], at: Number, ways: Number) -> None:
    """Words by the first letters of their syllables, where a short run of letters stands among characters."""
    if not is_letter(codes[at]):
        return
    start, end = at, at
    while start > 0 and is_letter(codes[start - 1]):
        start -= 1
    while end < len(codes) and is_letter(codes[end]):
        end += 1
    if not are_initials(look, costs, codes, start, end):
        return
    key = START
    for stop in range(at + 1, min(at + 4, end) + 1):
        key = chained(key, codes[stop - 1])
        value = probe(look.initials, key)
        first = np.int64(value >> np.uint32(8))
        for k in range(first, first + np.int64((value >> np.uint32(1)) & np.uint32(127))):
            row = look.initial_rows[k]
            price = look.prices[row] / costs.scale + costs.initial * (stop - at)
            word, steps = look.words[row], np.uint32(S_INITIALS)
            offer(look, costs, s, 4 * at, ways, 4 * stop, price, word, look.sizes[row], steps)


@compiled
def are_initials(look: Any, costs: Any, codes: NDArray[np.uint32], start: Number, end: Number) -> Number:
    """A run of letters that may be initials: no known abbreviation, no letters that begin no syllable."""
    if not 2 <= end - start <= costs.longest_initials or beside_han(codes, start, end) == 0:
        return False
    if (start > 0 and 48 <= codes[start - 1] <= 57) or (end < len(codes) and 48 <= codes[end] <= 57):
        return False
    spelled: Number = 0
    vowels = 0
    for k in range(start, end):
        letter = np.int64(codes[k]) - 97
        spelled = spelled * 27 + letter + 1
        if (costs.no_initial >> letter) & 1:
            return False
        vowels |= (costs.vowels >> letter) & 1
    return not (vowels and end - start > 4) and sorted_at(look.spelled, spelled) < 0x10000


@compiled
def spell(look: Any, costs: Any, s: Any, codes: NDArray[np.uint32]) -> None:
    """Where a syllable may begin: only in runs of letters that are syllables from end to end."""
    at = 0
    for k in range(len(codes) + 1):
        s.letters[k], s.letter_cost[k] = 0, costs.letter
    while at < len(codes):
        end = at
        while end < len(codes) and is_letter(codes[end]):
            end += 1
        if 2 <= end - at <= costs.longest_run:
            cut(look, costs, s, codes, at, end)
            cost = letter_cost(look, costs, s, codes, at, end)
            for k in range(at, end):
                s.letter_cost[k] = cost
        at = max(end, at + 1)


@compiled
def letter_cost(look: Any, costs: Any, s: Any, codes: NDArray[np.uint32], start: Number, end: Number) -> Number:
    """A letter costs most in a run that no known abbreviation is, and that may be syllables or initials."""
    spelled: Number = 0
    for k in range(start, min(end, start + 12)):
        spelled = spelled * 27 + np.int64(codes[k]) - 96
    if end - start <= 12 and sorted_at(look.spelled, spelled) >= 0x10000:
        return costs.letter - 1.0
    return costs.strange_letter if (end - start >= 4) == (s.letters[start] != 0) else costs.letter


@compiled
def cut(look: Any, costs: Any, s: Any, codes: NDArray[np.uint32], start: Number, end: Number) -> None:
    s.letters[end] = 1
    for k in range(end - 1, start - 1, -1):
        spelled: Number = 0
        for stop in range(k + 1, min(end, k + costs.longest_syllable) + 1):
            spelled = spelled * 27 + np.int64(codes[stop - 1]) - 96
            if s.letters[stop] and sorted_at(look.spelled, spelled) & 0xFFFF:
                s.letters[k] = 1
                break
    s.letters[end] = 0
    if s.letters[start]:
        return
    for k in range(start, end):
        s.letters[k] = 0


@compiled
def search(look: Any, costs: Any, s: Any, codes: NDArray[np.uint32]) -> None:
    """Fills the nodes of one clause."""
    nodes = 4 * len(codes) + 4
    for k in range(nodes):
        s.amount[k], s.bound[k], s.choices[k] = 0, np.inf, -1
    for k in range(len(s.memo_node)):
        s.memo_node[k] = -1
    spell(look, costs, s, codes)
    s.amount[0], s.cost[0, 0], s.last[0, 0], s.steps[0, 0] = 1, 0.0, 0, 0
    for node in range(4 * len(codes)):
        ways = going_on(costs, s, node)
        if ways == 0:
            continue
        if node & 3 == 0:
            at = node >> 2
            price = kept(look, costs, s, codes, at)
            offer(look, costs, s, node, ways, node + 4, price, np.uint64(codes[at]), 1, np.uint32(0))
            initials(look, costs, s, codes, at, ways)
            words(look, costs, s, codes, node, ways)
        chosen(look, costs, s, codes, node, ways)


@compiled
def going_on(costs: Any, s: Any, node: Number) -> Number:
    """How many of the ways to a node are worth going on with."""
    count = s.amount[node]
    if count == 0:
        return 0
    plain = node & ~3
    limit = (s.cost[plain, 0] if s.amount[plain] else s.cost[node, 0]) + costs.hopeless
    while count and s.cost[node, count - 1] > limit:
        count -= 1
    s.undone[node] = 0
    for k in range(count):
        if undone(s.steps[node, k]):
            s.undone[node] = 1
    return count

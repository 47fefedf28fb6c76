"""Personal data of others: identity numbers, phones, bank cards, plates, WeChat and QQ numbers, addresses.

Numbers are read through folding: full width, inserted marks and Chinese numerals (一三八…, 幺, 〇). Runs of digits
are found with NumPy over the whole batch; only they are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from linli.detectors import personal_numbers as numbers
from linli.detectors.personal_context import judge, whose
from linli.reading import Batch
from linli.vocabulary import Category, Item, Signal, Span

_DIGIT_GROUPS = ("零〇", "一壹幺", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
CHINESE_DIGITS = {c: k for k, group in enumerate(_DIGIT_GROUPS) for c in group}
LEAST_RUN = 7
MOST_GROUPS = 19
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_PROVINCE = f"[{_PROVINCES}]"
_LETTER = "[a-hj-np-z]"
_PLATE = re.compile(
    f"{_PROVINCE}{_LETTER}(?:[0-9][a-hj-np-z0-9]{{4,5}}|{_LETTER}[0-9][a-hj-np-z0-9]{{3,4}})(?![a-z0-9])"
)
_ACCOUNT = re.compile(
    "(?P<wechat>(?:微信|薇信|威信|wechat|weixin|wx|vx)(?:号|id)?[是为:,]{0,3}(?P<w>[a-z][a-z0-9]{5,19})(?![a-z0-9]))"
    "|(?P<qq>(?:qq|扣扣|企鹅)(?:号码|号)?[是为:,]{0,3}(?P<q>[1-9][0-9]{4,10})(?![0-9]))"
)
_NUMERAL = "[0-9一二三四五六七八九十百]{1,5}"
_ADDRESS = re.compile(
    "[\u4e00-\u9fff]{1,10}(?:路|街|大道|巷|胡同|村|镇|乡|小区|花园|公寓|家园|新村|嘉园|苑|里弄|宿舍|家属院|社区)"
    f"[\u4e00-\u9fff]{{0,8}}{_NUMERAL}(?:号楼|号院|号|弄|栋|幢|座|单元|室|房)"
    f"(?:[0-9一二三四五六七八九十a-z]{{1,5}}(?:号楼|栋|幢|座|单元|层|楼|室|房|号|户)?){{0,4}}"
)
_LEAD = re.compile(".{0,8}(?:住在|家住|住|地址是|地址|位于|就在|在|是)(?=.{3})")
_ADDRESS_HINTS = re.compile("[0-9一二三四五六七八九十百](?:号|弄|栋|幢|座|单元|室|房)")

# What a code point may be to the patterns above, as bits; every match of theirs begins with such a pair or run.
_WORD, _PLATE_FIRST, _NUMBER, _UNIT = 1, 2, 4, 8
_BEARERS = (
    (_WORD, "abcdefghijklmnopqrstuvwxyz0123456789"),
    (_PLATE_FIRST, _PROVINCES),
    (_NUMBER, "0123456789一二三四五六七八九十百"),
    (_UNIT, "号弄栋幢座单室房"),
)
_LEAST_ACCOUNT = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of personal data at `[start, end)` of one folded text."""

    kind: str
    start: int
    end: int
    steps: tuple[str, ...] = ()


class Personal:
    """Finds personal data and weighs whose it is."""

    name = "personal"

    @classmethod
    def from_data(cls) -> Personal:
        """The detector; it needs no data file."""
        return cls()

    def detect(self, items: Sequence[Item], batch: Batch) -> list[list[Signal]]:
        """One list of signals for each item; category `doxxing`, `evidence` the kind of data."""
        found: list[list[Signal]] = [[] for _ in items]
        for index, finding in findings(batch):
            start, end = batch.bounds(index)
            text = batch.folded[start:end]
            verdict = judge(finding.kind, whose(text, finding.start, finding.end))
            if verdict.score:
                span = batch.span(index, start + finding.start, start + finding.end)
                found[index].append(_signal(finding, verdict.score, verdict.severity, span))
        return found


def _signal(finding: Finding, score: float, severity: int, span: Span) -> Signal:
    return Signal(
        category=Category.DOXXING,
        score=score,
        detector=Personal.name,
        spans=(span,),
        severity=severity,
        evidence=finding.kind,
        source="GB 11643, ISO/IEC 7812" if finding.kind in ("id-card", "bank-card") else "邻里编写",
        steps=finding.steps,
    )


def findings(batch: Batch) -> Iterator[tuple[int, Finding]]:
    """Every piece of personal data with the index of its text, whoever's it is."""
    digits = _digit_values()[batch.folded_codes]
    for start, end in _runs(digits >= 0, LEAST_RUN):
        index = batch.owner(start)
        yield from ((index, f) for f in _in_run(batch, index, start, end, digits))
    for index in _texts_with_hints(batch):
        start, end = batch.bounds(index)
        yield from ((index, f) for f in _patterns(batch.folded[start:end]))


@cache
def _digit_values() -> NDArray[np.int8]:
    """The digit that a code point stands for; -1 for none."""
    values = np.full(0x110000, -1, np.int8)
    values[48:58] = np.arange(10)
    for c, k in CHINESE_DIGITS.items():
        values[ord(c)] = k
    return values


def _runs(mask: NDArray[np.bool_], least: int) -> list[tuple[int, int]]:
    """`[start, end)` of the runs of true of at least `least`."""
    padded = np.zeros(len(mask) + 2, np.bool_)
    padded[1:-1] = mask
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    starts, ends = edges[::2], edges[1::2]
    long = ends - starts >= least
    return list(zip(starts[long].tolist(), ends[long].tolist(), strict=True))


def _in_run(batch: Batch, index: int, start: int, end: int, digits: NDArray[np.int8]) -> Iterator[Finding]:
    """The numbers in one run of digits, which marks may split into groups; leftmost and gravest first, no overlap."""
    text = "".join(map(str, digits[start:end].tolist()))
    cuts = (np.flatnonzero(np.diff(batch.offsets[start:end]) > 1) + 1).tolist()
    groups = [0, *cuts, len(text)]
    shift, done = start - int(batch.starts[index]), 0
    after = batch.folded[end : end + 1]
    for k, begin in enumerate(groups[:-1]):
        if begin < done:
            continue
        for stop in reversed(groups[k + 1 : k + 1 + MOST_GROUPS]):
            kind = number_kind(text[begin:stop], after if stop == len(text) else "")
            if kind:
                extra = 1 if kind == "id-card" and stop - begin == 17 else 0
                done = stop
                yield Finding(kind, shift + begin, shift + stop + extra, _steps(batch, start + begin, start + stop))
                break


def number_kind(digits: str, after: str) -> str:
    """What a whole group of digits is; "" for nothing personal. `after` is the character that follows."""
    size = len(digits)
    if size == 18 and numbers.is_identity_number(digits[:17], digits[17]):
        return "id-card"
    if size == 17 and after == "x" and numbers.is_identity_number(digits, "X"):
        return "id-card"
    if 16 <= size <= 19 and numbers.is_bank_card(digits):
        return "bank-card"
    if size == 11 and numbers.is_mobile(digits):
        return "phone"
    if size == 13 and digits.startswith("86") and numbers.is_mobile(digits[2:]):
        return "phone"
    return "landline" if 10 <= size <= 12 and numbers.is_landline(digits) else ""


def _steps(batch: Batch, start: int, end: int) -> tuple[str, ...]:
    """How a number was disguised."""
    places = batch.offsets[start:end]
    shown = batch.codes[places]
    steps = []
    if places[-1] - places[0] >= end - start:
        steps.append("inserted")
    if ((shown > 0x3000) & (shown < 0xA000)).any():
        steps.append("numerals")
    if (shown >= 0xA000).any():
        steps.append("width")
    return tuple(steps)


@cache
def _bearings() -> NDArray[np.uint8]:
    """By code point, what it may be to the patterns."""
    bits = np.zeros(0x110000, np.uint8)
    for bit, characters in _BEARERS:
        bits[[ord(c) for c in characters]] |= bit
    return bits


def _texts_with_hints(batch: Batch) -> list[int]:
    """The texts where a plate, an account or an address may stand: those where one could begin."""
    bits = _bearings()[batch.folded_codes]
    here, after = bits[:-1], bits[1:]
    hint = ((here & _NUMBER != 0) & (after & _UNIT != 0)) | ((here & _PLATE_FIRST != 0) & (after & _WORD != 0))
    places = np.flatnonzero(hint)
    runs = [start for start, _ in _runs(bits & _WORD != 0, _LEAST_ACCOUNT)]
    owners = np.searchsorted(batch.starts, np.concatenate((places, runs)).astype(np.int64), side="right") - 1
    return sorted(set(owners.tolist()))  # np.unique loads numpy.ma, a fortieth of a cold start


def _patterns(text: str) -> Iterator[Finding]:
    yield from (Finding("plate", m.start(), m.end()) for m in _PLATE.finditer(text))
    for m in _ACCOUNT.finditer(text):
        kind = "wechat" if m["wechat"] else "qq"
        yield Finding(kind, m.start("w" if m["wechat"] else "q"), m.end())
    if _ADDRESS_HINTS.search(text):
        yield from _addresses(text)


def _addresses(text: str) -> Iterator[Finding]:
    """Addresses near each hint; the pattern sees a short window alone, so that cost grows with the text only."""
    done = 0
    for hint in _ADDRESS_HINTS.finditer(text):
        if hint.start() < done:
            continue
        m = _ADDRESS.search(text, max(done, hint.start() - 26), hint.end() + 24)
        if m:
            done = m.end()
            lead = _LEAD.match(text, m.start(), m.end())
            yield Finding("address", lead.end() if lead else m.start(), m.end())

"""A fuzz target for atheris: any text is read, assessed and explained, and every place lies inside it.

Run it by hand for as long as you like: `python -m tests.faults.fuzz_reading -max_len=600 -max_total_time=600`.
`test_fuzz.py` runs it for a moment where atheris is installed.
"""

from __future__ import annotations

import sys
from types import ModuleType

PIECES = (
    "女口",
    "弓虽",
    "氵去",
    "犭句",
    "🐴",
    "🐶",
    "7️⃣",
    "👨‍👩‍👧",
    "nmsl",
    "shabi",
    "wei信",
    "加v",
    "+v",
    "13800138000",
    "一三八",
    "\u200b",
    "\u0301",
    "\ufe0f",
    "\n",
    "。",
    "*",
    ".",
    "。点",
    "Ａ",
    "①",
    "㈱",
    "﷽",
    "ﬃ",
    "傻",
    "煞笔",
    "体统成何",
    "的",
    "\x00",
    "\ud800",
    "\U0010ffff",
    "𠀀",
    "http://a.b",
    "京A12345",
    "王xiao明",
)


def text_of(data: bytes) -> str:
    """A text from a fuzzer's bytes: pieces that matter, and any code point."""
    out = []
    for at in range(0, len(data) - 2, 3):
        kind, high, low = data[at : at + 3]
        code = (kind & 31) << 16 | high << 8 | low
        out.append(PIECES[low % len(PIECES)] if kind < 160 or code > 0x10FFFF else chr(code))
    return "".join(out)


def check(text: str) -> None:
    """AssertionError where a promise of the reading does not hold for this text."""
    from linli.assess import assess_many
    from linli.reading import read_many
    from linli.reading.account import account
    from linli.reading.restore import restored

    batch = read_many((text, "隔开", text))
    for reading in batch:
        places = reading.offsets.tolist()
        assert len(places) == len(reading.folded)
        assert places == sorted(places)
        assert all(0 <= place < len(reading.text) for place in places)
    for view in restored(batch):
        size = len(batch.texts[view.index])
        assert len(view.text) == len(view.starts) == len(view.ends) == len(view.steps)
        assert all(0 <= a < b <= size for a, b in zip(view.starts, view.ends, strict=True))
    first, _, last = assess_many((text, "隔开", text))
    assert first.signals == last.signals
    assert not first.absent
    assert all(0 <= start <= end <= len(text) for s in first.signals for start, end in s.spans)
    for change in (told := account(text)).folding + told.restoring:
        assert text[change.span.start : change.span.end] == change.shown


def main(atheris: ModuleType) -> None:
    """Fuzz until told to stop."""
    check("先读一遍")
    atheris.Setup(sys.argv, lambda data: check(text_of(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    import atheris

    main(atheris)

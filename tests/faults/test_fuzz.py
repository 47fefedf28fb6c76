"""Hostile texts: any bytes a fuzzer thinks of, and a megabyte of one thing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.assess import assess
from linli.reading import read_many
from linli.reading.restore import restored
from tests.faults.fuzz_reading import check, text_of

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.faults

FLOODS = {
    "one character": "傻",
    "rare characters": "犭句",
    "letters": "gou",
    "one letter": "a",
    "digits": "13800138000",
    "emoji": "🐴",
    "combining marks": "e\u0301\u0302",
    "separators": "*.·",
    "joiners": "\u200d\u200b",
    "split characters": "女口",
    "line feeds": "\n",
    "expansions": "﷽",
    "dots between letters": "a.b",
    "look-alikes": "注难",
    "swapped": "么什",
}
SMALL, LARGE = 100_000, 1_000_000


def seconds(text: str) -> float:
    begun = time.process_time()
    assess(text)
    return time.process_time() - begun


@pytest.mark.parametrize("name", FLOODS)
def test_a_megabyte_takes_ten_times_a_tenth_of_it_and_no_more(name: str) -> None:
    piece = FLOODS[name]
    assess("热身")
    small = max(min(seconds(piece * (SMALL // len(piece))) for _ in range(2)), 0.01)
    large = min(seconds(piece * (LARGE // len(piece))) for _ in range(2))
    assert large < small * 25, f"{name}: {small:.3f} s, then {large:.3f} s"


@pytest.mark.parametrize("name", ["one character", "rare characters", "letters", "combining marks", "expansions"])
def test_memory_grows_with_the_text_alone(name: str) -> None:
    text = FLOODS[name] * (LARGE // 2 // len(FLOODS[name]))
    assess("热身")
    tracemalloc.start()
    restored(read_many([text]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(text) * 20 * 30  # one character may become 18, in arrays of eight bytes


@given(st.binary(max_size=180).map(text_of))
@settings(max_examples=150, deadline=None)
def test_pieces_that_matter_in_any_order_keep_every_promise(text: str) -> None:
    check(text)


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_keeps_every_promise(text: str) -> None:
    check(text)


def test_a_fuzzer_finds_nothing_in_a_moment() -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is not installed; it comes with no group, install it to fuzz")
    words = [sys.executable, "-m", "tests.faults.fuzz_reading", "-runs=2000", "-max_len=300", "-seed=7"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]

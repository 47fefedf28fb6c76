"""The compiled engine says exactly what the Python lattice says, text for text; without it Python goes on alone."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.evaluation.corpus import comments
from linli.evaluation.reading_corpus import make
from linli.files import ROOT
from linli.reading import read_many, restore
from linli.reading.engine import LONGEST_SPELLING, Engines
from linli.reading.restore import Restored, restored
from linli.reading.sounds import tables
from linli.reading.tables import packed
from tests.faults.fuzz_reading import PIECES

pytestmark = pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="numba is not installed")
INNOCENT = Path(__file__).parents[1] / "innocent.txt"


@pytest.fixture(scope="module", autouse=True)
def engines() -> Iterator[Engines]:
    """Engines of their own, so that this module alone runs compiled code."""
    before, restore.ENGINES = restore.ENGINES, Engines(restore._made)
    assert restore.ENGINES.prepare() is not None
    yield restore.ENGINES
    restore.ENGINES = before


def by_python(texts: list[str]) -> list[Restored]:
    """What the Python lattice says, whatever engine there is."""
    made, restore.ENGINES = restore.ENGINES, Engines(lambda: pytest.fail("asked for"))
    restore.ENGINES._tried = True
    try:
        return restored(read_many(texts))
    finally:
        restore.ENGINES = made


def same(texts: list[str]) -> None:
    assert restored(read_many(texts)) == by_python(texts)


def shipped(name: str) -> list[str]:
    lines = (ROOT / "sample" / f"{name}.jsonl").read_bytes().splitlines()
    return [row["text"] for row in map(orjson.loads, lines) if isinstance(row.get("text"), str)]


def test_on_the_sample_days_and_the_innocent_look_alikes() -> None:
    texts = shipped("day") + INNOCENT.read_text(encoding="utf-8").splitlines()
    assert len(texts) > 600
    same(texts)


def test_on_made_up_comments_and_every_disguise() -> None:
    same(comments(150))
    disguised = [comment.text for comment in make(200, 2000).comments if comment.kind != "clean"][:60]
    same(disguised)
    assert restored(read_many(disguised))


COMMON = "的一是不了人我在有他这中大来上国你妈马死傻逼煞笔女口弓虽草泥果加微信群滚去哈么什"


MIXED = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(COMMON)), max_size=14).map("".join)


@given(st.lists(MIXED, max_size=3))
@settings(max_examples=120, deadline=None)
def test_on_pieces_that_matter_in_any_order(texts: list[str]) -> None:
    same(texts)


@given(st.lists(st.text(max_size=30), max_size=3))
@settings(max_examples=60, deadline=None)
def test_on_any_text(texts: list[str]) -> None:
    same(texts)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=20))
@settings(max_examples=60, deadline=None)
def test_on_any_characters(text: str) -> None:
    same([text])


FLOODS = ["犭句" * 400, "gou" * 200, "🐴" * 300, "注难" * 700, "7️⃣" * 50, "", "a", "马", "\n\n", "wei信" * 90]


@pytest.mark.parametrize("text", FLOODS)
def test_on_floods_cuts_and_next_to_nothing(text: str) -> None:
    same([text, "隔开", text])


def test_the_tables_keep_what_the_engine_relies_on() -> None:
    data = packed("restore")
    prices: dict[bytes, int] = {}
    for word, price in zip(data["words"], data["costs"].tolist(), strict=True):
        assert prices.setdefault(word.tobytes(), price) == price  # a word costs the same under each of its sounds
    assert max(map(len, tables().latin)) <= LONGEST_SPELLING
    assert max(map(len, tables().emoji.values())) < 128
    assert np.diff(data["keys"].astype(np.int64)).min() >= 0


def test_a_small_batch_never_asks_for_compiled_code() -> None:
    asked = Engines(lambda: pytest.fail("asked for"))
    assert asked.ready(100_000, texts=1) is None
    assert asked.ready(1500, texts=1000) is None


def test_big_batches_ask_for_it_once_they_have_held_enough() -> None:
    asked: list[int] = []
    engines = Engines(lambda: asked.append(1))  # type: ignore[arg-type, return-value, func-returns-value]
    assert [engines.ready(900, texts=1000) for _ in range(4)] == [None] * 4
    assert len(asked) == 1


@pytest.mark.parametrize(
    "problem", [RuntimeError("cannot cache"), OSError("read-only"), ImportError("needs another NumPy")]
)
def test_where_nothing_can_be_compiled_python_goes_on_alone(problem: Exception) -> None:
    tries = []

    def fails() -> None:
        tries.append(1)
        raise problem

    lone = Engines(fails)  # type: ignore[arg-type]
    assert lone.ready(10_000, texts=1000) is None
    assert lone.ready(10_000, texts=1000) is None
    assert len(tries) == 1


def test_a_check_of_one_text_imports_no_compiler() -> None:
    code = "import sys; from linli import assess; assess('你这个犭句东西 gou'); sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

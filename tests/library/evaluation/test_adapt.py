"""An operator's own model: better where it is asked to be, never worse on the guards, and refused where it is bad."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from linli.detectors import adapted
from linli.evaluation.adapt import FEWEST, Set, learn, measured, split
from linli.reading import Batch, read_many
from linli.vocabulary import LinliError

CALM = tuple(f"第{i}号楼的邻居说今天买到了新鲜的菜" for i in range(300))
SLANG = tuple(f"第{i}号楼的你真是个咕噜精" for i in range(300))


def unsure(batch: Batch) -> np.ndarray:
    return np.full(len(batch), -1.0)


def known(batch: Batch) -> np.ndarray:
    return np.array([2.0 if "蠢货" in text else -2.0 for text in batch.folded.split("\n")])


OWN = measured((*CALM, *SLANG), (False,) * 300 + (True,) * 300, unsure)
GUARD = measured(("你这个蠢货", "今天天气很好"), (True, False), known)


def test_a_local_word_is_learnt_and_nothing_else_changes(tmp_path: Path) -> None:
    found = learn(OWN, {"guard": GUARD}, 0.5)
    assert found.strength is not None
    assert found.before["held"]["recall"] == 0.0
    assert found.after["held"]["recall"] == 1.0
    assert found.after["guard"]["accuracy"] == 1.0
    adapted.save(tmp_path, found.buckets, found.weights, {"rows": 600})
    model = adapted.load(tmp_path)
    odds = model.odds(read_many(["你就是咕噜精", "从没见过之物", ""]))
    assert odds[0] > 1
    assert abs(odds[1]) < 0.2
    assert odds[2] == 0


def test_what_hurts_a_guard_is_refused() -> None:
    def nearly(batch: Batch) -> np.ndarray:
        return np.full(len(batch), -0.01)

    innocent = measured(tuple(f"你真是个咕噜精{i}" for i in range(9)), (False,) * 9, nearly)
    assert learn(OWN, {"guard": innocent}, 0.5).strength is None


def test_random_decisions_teach_nothing() -> None:
    rng = np.random.default_rng(3)
    noise = Set(OWN.texts, rng.random(600) < 0.5, np.where(rng.random(600) < 0.5, 1.0, -1.0))
    half = measured(CALM, (False,) * 300, unsure)
    assert learn(noise, {"guard": half}, 0.5).strength is None


def test_the_held_out_fifth_depends_on_the_text_alone() -> None:
    part, held = split(OWN)
    assert 600 / 8 < len(held.texts) < 600 / 3
    assert set(part.texts).isdisjoint(held.texts)
    assert FEWEST > 1


@pytest.mark.parametrize("broken", ["none", "cut", "text"])
def test_a_broken_own_model_is_named(tmp_path: Path, broken: str) -> None:
    adapted.save(tmp_path, np.array([3], np.uint32), np.array([0.5], np.float32), {})
    file = tmp_path / "own-1.npy"
    data = {"cut": file.read_bytes()[:-4], "text": b"x"}
    file.unlink()
    if broken in data:
        file.write_bytes(data[broken])
    with pytest.raises(LinliError, match="own"):
        adapted.load(tmp_path)

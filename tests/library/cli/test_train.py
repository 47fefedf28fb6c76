"""`linli train` as an operator calls it: consent asked for, figures shown, the model used, a bad folder named."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

from linli.assess import Bench, assess
from linli.cli import main, train
from linli.detectors.cascade import Cascade
from linli.evaluation.adapt import Set, measured

HEADER = ("--text-column", "text", "--label-column", "label", "--positive", "1", "--consent-column", "consent")


def rows(consent: str = "是") -> str:
    bad = [f'{{"text": "第{i}回说，你就是个咕噜精，走开", "label": "1", "consent": "{consent}"}}' for i in range(60)]
    good = [f'{{"text": "第{i}回说，谢谢你帮我搬东西", "label": "0", "consent": "{consent}"}}' for i in range(60)]
    return "\n".join(bad + good)


def made() -> Bench:
    """The detectors as a new process would make them."""
    bench: Bench = import_module("linli.assess")._bench.__wrapped__()
    return bench


@pytest.fixture
def few_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    def few(shipped: Cascade) -> list[tuple[str, Set]]:
        return [("small", measured(["今天的饭很好吃", "你真是个蠢货"], [False, True], shipped.attack_odds))]

    monkeypatch.setattr(train, "guards", few)


@pytest.mark.usefixtures("few_guards")
def test_what_is_learnt_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "decisions.jsonl"
    source.write_text(rows(), encoding="utf-8")
    before = max((s.score for s in assess("你就是个咕噜精").signals), default=0.0)
    assert main(["train", str(source), "--out", str(tmp_path / "own"), *HEADER]) == 0
    assert "held" in capsys.readouterr().out
    assert json.loads((tmp_path / "own" / "own-1.json").read_text(encoding="utf-8"))["rows"] == 120
    monkeypatch.setenv("LINLI_OWN_MODEL", str(tmp_path / "own"))
    bench = made()
    assert bench.absent == ()
    after = max((s.score for s in assess("你就是个咕噜精", detectors=bench).signals), default=0.0)
    assert after > before
    monkeypatch.setenv("LINLI_OWN_MODEL", str(tmp_path / "nowhere"))
    bench = made()
    assert [line.partition(":")[0] for line in bench.absent] == ["own model"]
    assert len(bench.detectors) == 4


def test_without_consent_nothing_is_learnt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "decisions.jsonl"
    source.write_text(rows(consent="否"), encoding="utf-8")
    assert main(["train", str(source), "--out", str(tmp_path / "own"), *HEADER]) == 2
    assert "120 without consent" in capsys.readouterr().err
    assert not (tmp_path / "own").exists()

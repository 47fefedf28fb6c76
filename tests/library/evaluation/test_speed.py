"""The bench: every stage and every peer over the same text, and a corpus that is the same for everyone."""

from __future__ import annotations

import json
from importlib import import_module

import pytest

from linli.assess import DETECTORS
from linli.cli import main
from linli.evaluation import speed
from linli.evaluation.corpus import CONTACTS, RUDE, comments
from linli.policy import load


def test_the_corpus_is_repeatable_varied_and_mostly_harmless() -> None:
    made = comments(2000)
    assert made == comments(2000)
    assert made != comments(2000, seed=1)
    assert len(set(made)) > 1600
    rude = [text for text in made if any(word in text for word in RUDE)]
    contacts = [text for text in made if any(word in text for word in CONTACTS)]
    assert 10 < len(rude) < 80
    assert 10 < len(contacts) < 80


def test_every_stage_and_peer_is_measured_over_the_same_comments() -> None:
    found = speed.measure(comments(50), load(), batch=20, repeats=1)
    kinds = [getattr(import_module(place), kind) for _, place, kind in DETECTORS]
    names = ["read", *(kind.name for kind in kinds), "reread", "decide", "assess_many"]
    assert [stage.name for stage in found.stages] == names
    assert [peer.name for peer in found.peers] + list(found.missing) == ["daachorse", "ahocorasick-rs"]
    shown = found.to_dict()
    assert shown["comments"] == 50
    assert shown["ratio_to"]["daachorse"] == pytest.approx(found.stages[-1].rate / found.peers[0].rate, abs=1e-3)
    for stage in (*found.stages, *found.peers):
        assert stage.rate * stage.microseconds == pytest.approx(1e6, rel=0.01)


def test_the_command_prints_json_and_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--count", "30", "--repeats", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["stages"][-1]["name"] == "assess_many"
    assert main(["bench", "--count", "30", "--repeats", "1"]) == 0
    assert "assess_many ÷ daachorse" in capsys.readouterr().out

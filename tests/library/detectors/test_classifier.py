"""The classifier: what it says, where it points, and how it refuses a model that is not its own."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli import files
from linli.detectors import classifier, ngrams
from linli.detectors.classifier import FLOOR, Classifier, Weights, load_weights
from linli.reading import read_many
from linli.vocabulary import Category, Item, LinliError, Signal

SHIPPED = Classifier.from_data()
ATTACK = "你们这些外地人真恶心，滚回老家去，一群垃圾"


def signals(*texts: str, model: Classifier = SHIPPED) -> list[list[Signal]]:
    return model.detect([Item(text) for text in texts], read_many(texts))


def chance(text: str) -> float:
    return float(SHIPPED.probabilities(read_many([text]))[0])


def test_an_attack_on_a_group_is_hate_and_on_a_person_abuse() -> None:
    (group,), (person,) = signals(ATTACK, "你这种人真恶心，又蠢又坏，垃圾，给我滚")
    assert (group.category, person.category) == (Category.HATE, Category.ABUSE)
    assert group.detector == "classifier"
    assert min(group.score, person.score) > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "今天天气真不错，一起去公园吧",
        "请问身份证丢了在哪里补办",
        "衣服收到了，大小合适，很满意",
        "不要歧视黑人",
        "生日快乐",
    ],
)
def test_ordinary_words_and_plain_defence_are_left_alone(text: str) -> None:
    assert signals(text) == [[]]


def test_no_text_no_item_no_signal() -> None:
    assert signals("", " ", "\n\n", "\u200b") == [[], [], [], []]
    assert SHIPPED.detect([], read_many([])) == []
    assert SHIPPED.probabilities(read_many([])).tolist() == []


def test_the_span_speaks_for_the_finding() -> None:
    for text in (ATTACK, "哈哈哈哈，河南人都是骗子，没一个好东西，大家小心点", "女司机都是马路杀手，蠢死了"):
        ((signal,),) = signals(text)
        ((start, end),) = signal.spans
        assert 0 <= start < end <= len(text)
        assert chance(text[:start] + text[end:]) < signal.score - 0.2


def test_spans_are_places_of_the_original_under_disguise() -> None:
    plain, spread = "前面没事，他们都是垃圾，真恶心，滚出去", "前面没事，他们都是垃\u200b圾，真Ｅ恶心，滚\u200b出去"
    ((found,),) = signals(spread)
    ((start, end),) = found.spans
    assert "垃\u200b圾" in spread[start:end] or "恶心" in spread[start:end]
    assert signals(plain)[0]


def test_harmless_padding_does_not_hide_an_attack() -> None:
    padding = "今天天气很好，我们一起去公园散步，看看花，喝喝茶。" * 40
    assert signals(padding) == [[]]
    ((signal,),) = signals(padding + ATTACK * 3 + padding)
    ((start, end),) = signal.spans
    assert len(padding) <= start < end <= len(padding) + 3 * len(ATTACK)


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_text_is_scored_alike_alone_and_in_a_batch(texts: list[str]) -> None:
    texts = [*texts, ATTACK]
    together = signals(*texts)
    assert together == [signals(text)[0] for text in texts]
    for text, found in zip(texts, together, strict=True):
        for signal in found:
            assert FLOOR <= signal.score <= 1
            assert all(0 <= start < end <= len(text) for start, end in signal.spans)


def test_a_million_characters_are_scored() -> None:
    text = "好的。" * 300_000 + "\n" * 99_979 + ATTACK
    ((signal,),) = signals(text)
    assert signal.spans[0].start >= len(text) - len(ATTACK)


def test_threads_share_one_model() -> None:
    texts = [ATTACK, "好", "女人就是蠢，恶心"] * 20
    expected, results = signals(*texts), []

    def work() -> None:
        results.append(all(signals(*texts) == expected for _ in range(5)))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 4


def test_the_strongest_part_is_the_maximum_subarray_of_each_text() -> None:
    rng = np.random.default_rng(7)
    for _ in range(50):
        lengths = rng.integers(2, 9, 4)
        values, starts = rng.normal(size=lengths.sum()), np.cumsum(lengths) - lengths
        inside = np.ones(len(values), np.bool_)
        inside[starts + lengths - 1] = False
        begins, ends = classifier.strongest(values, inside, starts)
        for start, length, begin, end in zip(starts, lengths, begins, ends, strict=True):
            best = max(
                values[i:j].sum() for i in range(start, start + length - 1) for j in range(i + 1, start + length)
            )
            assert start <= begin < end < start + length
            assert values[begin:end].sum() == pytest.approx(best)


def test_a_span_stays_in_its_line() -> None:
    values, inside = np.array([1.0, 9.0, 2.0, 2.0]), np.array([True, False, True, True])
    begins, ends = classifier.strongest(values, inside, np.array([0]))
    assert (begins[0], ends[0]) == (2, 4)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of model files of our own, in the place of the shipped one."""
    monkeypatch.setattr(files, "ROOT", tmp_path)
    folder = tmp_path / "models"
    folder.mkdir()
    for name in ("linear-1.npy", "linear-1.json", "groups.txt"):
        (folder / name).write_bytes((Path(classifier.__file__).parents[1] / "data" / "models" / name).read_bytes())
    return folder


def test_folding_is_still_the_one_that_the_weights_were_trained_with() -> None:
    """If this fails, reading has changed: train again (training/README.md)."""
    assert json.loads(files.read_text("models/linear-1.json"))["probe"] == ngrams.probe()


def test_the_shipped_files_load_and_are_small(models: Path) -> None:
    assert isinstance(load_weights("linear-1"), Weights)
    assert (models / "linear-1.npy").stat().st_size < 8 << 20


@pytest.mark.parametrize("harm", ["missing", "cut", "changed", "foreign", "json", "key", "features", "number"])
def test_a_damaged_or_foreign_model_is_refused(models: Path, harm: str) -> None:
    weights, settings = models / "linear-1.npy", models / "linear-1.json"
    meta = json.loads(settings.read_text())
    if harm == "missing":
        weights.unlink()
    elif harm == "cut":
        weights.write_bytes(weights.read_bytes()[:1000])
    elif harm == "changed":
        weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    elif harm == "foreign":
        np.save(weights, np.zeros(1 << ngrams.BITS))
        meta["sha256"] = classifier.hashlib.sha256(weights.read_bytes()).hexdigest()
    elif harm == "key":
        del meta["slope"]
    elif harm == "features":
        meta["orders"] = 5
    elif harm == "number":
        meta["scale"] = "x"
    settings.write_text("{" if harm == "json" else json.dumps(meta))
    with pytest.raises(LinliError):
        Classifier.from_data()

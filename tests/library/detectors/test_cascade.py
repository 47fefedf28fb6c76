"""The cascade of cheap models and encoder: what it says, where it points, and what happens when a file is bad."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from linli import files
from linli.assess import _bench, assess
from linli.detectors import cascade
from linli.detectors.cascade import MOST, WINDOW, Cascade, cuts, strongest
from linli.detectors.classifier import FLOOR
from linli.detectors.encoder import Encoder
from linli.detectors.pieces import UNKNOWN, Pieces
from linli.reading import read_many
from linli.vocabulary import Category, Item, LinliError, Signal

SHIPPED = Cascade.from_data()
ATTACK = "你们这些外地人真恶心，滚回老家去，一群垃圾"
HARMS = {
    Category.ABUSE: "你这种人又蠢又坏，活着就是浪费粮食",
    Category.HATE: ATTACK,
    Category.THREAT: "你给我等着，明天放学我带人打断你的腿",
    Category.SEXUAL: "美女裙子这么短，今晚来我房间，让哥哥摸摸腿",
    Category.SELF_HARM: "我真的撑不下去了，想从这里跳下去",
    Category.GAMBLING: "真人百家乐，底注一百，进群跟着打，赢钱马上提",
    Category.ILLICIT_GOODS: "办理毕业证、驾驶证，高仿可查，先看样后付款",
    Category.MANIPULATION: "大家去她主页底下一起骂，刷到她关评论为止",
}


def signals(*texts: str) -> list[list[Signal]]:
    return SHIPPED.detect([Item(text) for text in texts], read_many(texts))


@pytest.mark.parametrize(("harm", "text"), HARMS.items())
def test_each_harm_is_told_by_its_own_name(harm: Category, text: str) -> None:
    (found,) = signals(text)
    assert harm in {signal.category for signal in found}
    assert all(signal.detector == "classifier" and FLOOR <= signal.score <= 1 for signal in found)


@pytest.mark.parametrize(
    "text",
    [
        "不要歧视黑人",
        "他骂我是傻子，我该怎么办",
        "今天天气真不错，一起去公园吧",
        "请问身份证丢了在哪里补办",
        "你这个小笨蛋，伞又忘在我家了",
        "这个boss要先杀小怪，不然打不过",
        "提醒大家：让你转账到安全账户的都是骗子",
        "生日快乐",
    ],
)
def test_defence_report_banter_and_games_are_no_attack(text: str) -> None:
    (found,) = signals(text)
    assert [
        s for s in found if s.score >= 0.4 and s.category in (Category.ABUSE, Category.HATE, Category.THREAT)
    ] == []


def test_no_text_no_item_no_signal() -> None:
    assert signals("", " ", "\n\n", "\u200b") == [[], [], [], []]
    assert SHIPPED.detect([], read_many([])) == []


def test_a_text_is_scored_alike_alone_in_a_batch_and_again() -> None:
    texts = [*HARMS.values(), "好", "", ATTACK * 9] * 3
    together = signals(*texts)
    assert together == signals(*texts)
    assert together == [signals(text)[0] for text in texts]


def test_without_the_span_the_score_falls() -> None:
    falls = []
    for text in HARMS.values():
        signal = max(signals(text)[0], key=lambda s: s.score)
        ((start, end),) = signal.spans
        assert 0 <= start < end <= len(text)
        (rest,) = signals(text[:start] + text[end:])
        falls.append(signal.score - max((s.score for s in rest if s.category is signal.category), default=0.0))
    assert min(falls) > -0.05
    assert sum(falls) / len(falls) > 0.2


def test_spans_are_places_of_the_original() -> None:
    text = "前面没事。" + "你这种人又蠢又\u200b坏，活着就是浪\u200b费粮食"
    signal = max(signals(text)[0], key=lambda s: s.score)
    assert all(5 <= start < end <= len(text) for start, end in signal.spans)


def test_padding_does_not_hide_and_a_million_characters_are_read() -> None:
    padding = "今天天气很好，我们一起去公园散步。" * 30_000
    (found,) = signals(padding + ATTACK + padding)
    attack = next(s for s in found if s.category is Category.HATE)
    assert len(padding) - WINDOW <= attack.spans[0].start < len(padding) + len(ATTACK)


def test_windows_cover_a_long_text_and_are_short() -> None:
    text = "一二三四五六七八九。" * 40
    found = list(cuts(text, 10, len(text)))
    assert [start for start, _ in found] == [10, *(end for _, end in found[:-1])]
    assert found[-1][1] == len(text)
    assert all(0 < end - start <= WINDOW + WINDOW // 8 for start, end in found)
    assert len(found) < MOST


def test_the_strongest_tokens_stand_together() -> None:
    assert strongest(np.array([-0.5, 0.0, 2.0, 2.0, 0.0, -1.0, 0.1], np.float32)) == (2, 4)
    assert strongest(np.array([-1.0, -0.5], np.float32))[0] in (0, 1)


def test_pieces_are_the_likeliest_cut_and_unknown_signs_are_one_piece() -> None:
    pieces = Pieces(
        ["<s>\t0", "<pad>\t0", "</s>\t0", "<unk>\t0", "\u2581\t-3", "你\t-4", "好\t-4", "你好\t-5", "\u2581你\t-5"]
    )
    assert pieces.cut("你好").ids == [4, 7]
    assert pieces.cut("你𠮷").ids == [8, UNKNOWN]
    assert pieces.cut("你好").begins == [0, 0]


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of model files of our own, in the place of the shipped one."""
    folder = tmp_path / "models"
    folder.mkdir()
    for path in (files.ROOT / "models").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(files, "ROOT", tmp_path)
    return folder


def damage(folder: Path, harm: str) -> None:
    model, settings = folder / "encoder-1.onnx", folder / "encoder-1.json"
    if harm == "missing":
        model.unlink()
    elif harm == "truncated":
        model.write_bytes(model.read_bytes()[:100_000])
    elif harm == "foreign":
        model.write_bytes(b"no model")
    elif harm == "pieces":
        (folder / "encoder-1.txt").write_text("a\t1\n", encoding="utf-8")
    elif harm == "settings":
        settings.write_text("{", encoding="utf-8")
    elif harm == "gate":
        (folder / "gate-1.npy").unlink()


@pytest.mark.parametrize("harm", ["missing", "truncated", "foreign", "pieces", "settings", "gate"])
def test_a_bad_file_is_refused(models: Path, harm: str) -> None:
    damage(models, harm)
    with pytest.raises(LinliError):
        Cascade.from_data()


def test_what_the_runtime_cannot_read_is_refused_too(models: Path) -> None:
    model, settings = models / "encoder-1.onnx", models / "encoder-1.json"
    model.write_bytes(b"no model")
    meta = json.loads(settings.read_text(encoding="utf-8"))
    meta["sha256"] = hashlib.sha256(b"no model").hexdigest()
    settings.write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(LinliError):
        Encoder.from_data().read(["你好"])


def test_the_linear_model_stands_in_and_the_encoder_is_named_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = files.read_bytes
    monkeypatch.setattr(files, "read_bytes", lambda name: whole(name)[: 1000 if name.endswith(".onnx") else None])
    _bench.cache_clear()
    try:
        verdict = assess(ATTACK)
    finally:
        _bench.cache_clear()
    assert any(line.startswith("encoder: ") for line in verdict.absent)
    assert any(s.detector == "classifier" and s.evidence == "linear-1" for s in verdict.signals)


def test_without_the_runtime_the_encoder_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.lazy.find_spec", lambda name: None)
    with pytest.raises(LinliError, match="onnxruntime"):
        Cascade.from_data()


def test_the_model_is_small() -> None:
    assert files.path("models/encoder-1.onnx").stat().st_size < 40 << 20
    assert cascade.GATE == "gate-1"

"""The encoder: a small transformer in eight bits, run by ONNX Runtime, one piece of text at a time.

A text alone and in a batch is computed alike, so a verdict never depends on its neighbours. The head is linear in the
mean and the maximum of the last states, so every token's share of a logit is exact: `parts` are these shares.
`training/encoder` makes the files; `linli/data/models/encoder-1.md` is the model card.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from linli import files, lazy
from linli.detectors.pieces import END, START, Pieces
from linli.vocabulary import LinliError, Text

MODEL = "encoder-1"
LONGEST = 96
WORKERS = 2
_FEW = 8

Floats = NDArray[np.float32]


class Heard(NamedTuple):
    """What the encoder makes of a text: a logit a head, each token's share of it, where the tokens begin."""

    logits: Floats
    parts: Floats
    begins: tuple[int, ...]


class Encoder:
    """Reads folded texts of at most some ninety characters. Threads may share it."""

    def __init__(self, meta: dict[str, Any], model: bytes, pieces: Pieces) -> None:
        self.meta, self._model, self._pieces = meta, model, pieces
        self.heads: tuple[str, ...] = tuple(meta["heads"])
        self.stances: tuple[str, ...] = tuple(meta["stances"])

    @classmethod
    def from_data(cls) -> Encoder:
        """The shipped model; LinliError where its files or ONNX Runtime are missing, cut short or of another make."""
        lazy.expect("onnxruntime")
        model = files.read_bytes(f"models/{MODEL}.onnx")
        lines = files.read_text(f"models/{MODEL}.txt").splitlines()
        try:
            meta = json.loads(files.read_text(f"models/{MODEL}.json"))
            if hashlib.sha256(model).hexdigest() != meta["sha256"] or len(lines) != meta["pieces"]:
                raise ValueError("digest")
            return cls(meta, model, Pieces(lines))
        except (ValueError, KeyError, TypeError) as problem:
            raise _foreign() from problem

    def read(self, texts: Sequence[str]) -> list[Heard]:
        """What each text says, in order."""
        if len(texts) < _FEW:
            return [self._heard(text) for text in texts]
        with ThreadPoolExecutor(min(WORKERS, os.cpu_count() or 1)) as pool:
            return list(pool.map(self._heard, texts, chunksize=_FEW))

    def _heard(self, text: str) -> Heard:
        ids, begins = self._pieces.cut(text)
        row = np.array([[START, *ids[:LONGEST], END]], dtype=np.int64)
        logits, parts = self._run(None, {"ids": row})
        return Heard(logits[0], parts[0][1:-1], tuple(begins[:LONGEST]))

    @cached_property
    def _run(self) -> Callable[[None, dict[str, Any]], tuple[Floats, Floats]]:
        runtime = lazy.load("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            session = runtime.InferenceSession(self._model, options, providers=["CPUExecutionProvider"])
        except Exception as problem:  # whatever the runtime cannot read is a file that this version cannot use
            raise _foreign() from problem
        run: Callable[[None, dict[str, Any]], tuple[Floats, Floats]] = session.run
        return run


def _foreign() -> LinliError:
    return LinliError(
        Text("模型文件损坏，或不是这个版本的。", "The model file is damaged or of another make."),
        field="model",
        value=MODEL,
        mend=Text("请重新安装 linli；较小的模型先代替它。", "Reinstall linli; the smaller model stands in for it."),
    )

"""Reads the shipped model back as a checkpoint to go on from: `python -m training.encoder.shipped OUT.pt`.

`--mix SHARE:A.pt SHARE:B.pt … OUT.pt` averages the weights of checkpoints of one descent instead.

The eight-bit weights are multiplied out; embeddings and the first layers, which no run has changed, come from the
source. A run that starts here needs a few hundred steps to make up for the rounding.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.encoder import vocabulary
from training.encoder.export import MODELS, NAME
from training.encoder.network import Network, from_source
from training.encoder.source import Source

Arrays = dict[str, NDArray[np.generic]]


def _tensors(model: onnx.ModelProto) -> Arrays:
    """Everything that is stored, and under a layer's name the matrix that its node multiplies with."""
    found: Arrays = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    for node in model.graph.node:
        stored = node.input[1].removesuffix("_quantized") if node.op_type == "MatMulInteger" else ""
        if stored and node.name.startswith("/layers."):
            layer, part = node.name.removeprefix("/layers.").split("/")[:2]
            scale, weights = found[f"{stored}_scale"], found[f"{stored}_quantized"]
            found[f"layers.{layer}.{part}.weight"] = (weights.astype(np.float32) * scale).T
    return found


def network(path: Path = MODELS / f"{NAME}.onnx", changed_from: int = 2) -> Network:
    """The shipped network in float32; the layers before `changed_from` are the source's."""
    source = Source()
    ids = vocabulary.rows(vocabulary.kept(source))
    found = _tensors(onnx.load(path))
    layers = 1 + max(int(name.split(".")[1]) for name in found if name.startswith("layers."))
    net = from_source(source, ids, layers)
    state = net.state_dict()
    for name, value in found.items():
        inner = name.removeprefix("net.")
        first = inner.split(".")
        if first[0] in ("layers", "head") and (first[0] == "head" or int(first[1]) >= changed_from):
            state[inner] = torch.from_numpy(np.array(value, np.float32))
    net.load_state_dict(state)
    return net


def mixed(parts: list[tuple[float, Path]]) -> dict[str, torch.Tensor]:
    """The weighed mean of checkpoints."""
    states = [(share, torch.load(path)) for share, path in parts]
    return {name: sum(share * state[name] for share, state in states) for name in states[0][1]}  # type: ignore[misc]


def main() -> None:
    *given, out = sys.argv[1:]
    pairs = [part.split(":", 1) for part in given if part != "--mix"]
    made = mixed([(float(share), Path(path)) for share, path in pairs]) if pairs else network().state_dict()
    torch.save(made, out)


if __name__ == "__main__":
    main()

"""Writes the network as int8 ONNX: `python -m training.encoder.export CHECKPOINT`. Makes `models/encoder-1.*`.

Outputs: `logits` (batch, heads and stances), and `parts` (batch, tokens, heads and stances): each token's own share,
exact since the head is linear in the mean and the maximum of the last states. Shares sum to the logit less bias.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.encoder import vocabulary
from training.encoder.network import Network, from_source
from training.encoder.rows import HEADS, STANCES
from training.encoder.source import Source

MODELS = Path(__file__).parents[2] / "src" / "linli" / "data" / "models"
NAME = "encoder-1"


class Exported(nn.Module):
    """One text without padding at a time; see the module."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        net = self.net
        mask = torch.ones_like(ids, dtype=torch.float32)
        x = net.norm(net.words(ids) + net.places.weight[: ids.shape[1]])
        for layer in net.layers:
            x = layer(x, mask[:, None, None, :])
        width = x.shape[-1]
        mean, most = net.head.weight[:, :width], net.head.weight[:, width:]
        highest = x.amax(1, keepdim=True)
        holds = (x == highest).to(x.dtype) * x
        parts = x @ mean.T / ids.shape[1] + holds @ most.T
        logits = torch.cat([x.mean(1), highest[:, 0]], -1) @ net.head.weight.T + net.head.bias
        return logits, parts


def export(net: Network, folder: Path) -> Path:
    """The int8 file; the one in float32 is not kept."""
    with TemporaryDirectory() as other:
        return _export(net, Path(other) / f"{NAME}.onnx", folder / f"{NAME}.onnx")


def _export(net: Network, plain: Path, small: Path) -> Path:
    net.eval()
    axes = {"ids": {0: "batch", 1: "tokens"}, "logits": {0: "batch"}, "parts": {0: "batch", 1: "tokens"}}
    torch.onnx.export(
        Exported(net), (torch.randint(4, 1000, (1, 17)),), str(plain), input_names=["ids"],
        output_names=["logits", "parts"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True,
                     extra_options={"MatMulConstBOnly": True})  # fmt: skip
    return small


def described(model: Path, layers: int, pieces: int) -> dict[str, object]:
    """What the product checks and needs to know of the file; calibration adds its numbers later."""
    return {
        "name": NAME,
        "layers": layers,
        "heads": list(HEADS),
        "stances": list(STANCES),
        "pieces": pieces,
        "bytes": model.stat().st_size,
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
    }


def main() -> None:
    checkpoint, folder = Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else MODELS
    source = Source()
    ids = vocabulary.kept(source)
    state = torch.load(checkpoint)
    layers = 1 + max(int(k.split(".")[1]) for k in state if k.startswith("layers."))
    net = from_source(source, vocabulary.rows(ids), layers)
    net.load_state_dict(state)
    small = export(net, folder)
    (folder / f"{NAME}.txt").write_text("\n".join(vocabulary.lines(source, ids)) + "\n", encoding="utf-8")
    (folder / f"{NAME}.json").write_text(
        json.dumps(described(small, layers, len(ids)), indent=2) + "\n", encoding="utf-8"
    )
    print(small.stat().st_size / 1e6, "MB")


if __name__ == "__main__":
    main()

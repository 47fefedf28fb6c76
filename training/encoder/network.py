"""The network: the first layers of the source encoder, mean pooling, one linear head for harms and one for stance."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.encoder.rows import HEADS, STANCES
from training.encoder.source import Source

LAYERS = 6


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, width: int, heads: int, inner: int, epsilon: float, drop: float) -> None:
        super().__init__()
        self.heads, self.drop = heads, drop
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        count, length, width = x.shape
        q, k, v = self.qkv(x).view(count, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        if self.training:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.bool(), dropout_p=self.drop)
        else:  # written out, for the export
            bias = (1.0 - mask) * -1e4
            mixed = torch.softmax(q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5 + bias, -1) @ v
        x = self.norm1(
            x + F.dropout(self.out(mixed.transpose(1, 2).reshape(count, length, width)), self.drop, self.training)
        )
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), self.drop, self.training))


class Network(nn.Module):
    """Ids and mask in, logits out: `len(HEADS)` for harms, then `len(STANCES)`."""

    def __init__(self, size: int, source: Source, layers: int = LAYERS, drop: float = 0.1) -> None:
        super().__init__()
        width = source.width
        self.words, self.places = nn.Embedding(size, width), nn.Embedding(source.places, width)
        self.norm = nn.LayerNorm(width, source.epsilon)
        self.layers = nn.ModuleList(
            Layer(width, source.heads, source.inner, source.epsilon, drop) for _ in range(layers)
        )
        self.head = nn.Linear(2 * width, len(HEADS) + len(STANCES))
        nn.init.normal_(self.head.weight, 0, 0.02)
        nn.init.zeros_(self.head.bias)
        self.drop, self.frozen = drop, 0

    def freeze(self, count: int) -> None:
        """Leave the embeddings and the first `count` layers as they are."""
        self.frozen = count
        for part in (self.words, self.places, self.norm, *self.layers[:count]):
            part.requires_grad_(count == 0)
        for layer in self.layers[:count]:
            layer.drop = 0.0
        self.words.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        seen = mask[:, None, None, :]
        with torch.set_grad_enabled(self.frozen == 0 and torch.is_grad_enabled()):
            x = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]])
            for layer in self.layers[: self.frozen]:
                x = layer(x, seen)
        x = F.dropout(x, self.drop, self.training)
        for layer in self.layers[self.frozen :]:
            x = layer(x, seen)
        weight = mask[:, :, None]
        mean = (x * weight).sum(1) / weight.sum(1)
        most = (x - (1.0 - weight) * 1e4).amax(1)
        return self.head(F.dropout(torch.cat([mean, most], -1), self.drop, self.training))


def from_source(source: Source, pick: np.ndarray, layers: int = LAYERS) -> Network:
    """The network with the source's weights and fresh heads; word embeddings stay as they are in training."""
    net, t, width, inner = Network(len(pick), source, layers), torch.from_numpy, source.width, source.inner
    with torch.no_grad():
        net.words.weight.copy_(t(source.packed("emb.word", source.size, width, pick)))
        places = source.plain("emb.pos").reshape(source.places, width) + source.plain("emb.type")[:width]
        net.places.weight.copy_(t(places))
        _norm(net.norm, source, "emb.ln")
        for i, layer in enumerate(net.layers):
            layer.qkv.weight.copy_(t(np.vstack([source.packed(f"l{i}.{c}.w", width, width) for c in "qkv"])))
            layer.qkv.bias.copy_(t(np.hstack([source.plain(f"l{i}.{c}.b") for c in "qkv"])))
            for part, name, rows, columns in (
                (layer.out, "ao", width, width), (layer.up, "fi", inner, width), (layer.down, "fo", width, inner),
            ):  # fmt: skip
                part.weight.copy_(t(source.packed(f"l{i}.{name}.w", rows, columns)))
                part.bias.copy_(t(source.plain(f"l{i}.{name}.b")))
            _norm(layer.norm1, source, f"l{i}.aln")
            _norm(layer.norm2, source, f"l{i}.oln")
    net.words.weight.requires_grad_(False)
    return net


def _norm(norm: nn.LayerNorm, source: Source, name: str) -> None:
    norm.weight.copy_(torch.from_numpy(source.plain(f"{name}.w")))
    norm.bias.copy_(torch.from_numpy(source.plain(f"{name}.b")))

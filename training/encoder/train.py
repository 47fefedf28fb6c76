"""Fine-tunes the encoder: `python -m training.encoder.train --sets DIR --out DIR --minutes M [--start CHECKPOINT]`.

One pass of a schedule bounded by minutes; a checkpoint every two hundred steps. Figures on dev only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as processes
import torch.nn.functional as F
from torch import Tensor
from torch.nn.parallel import DistributedDataParallel
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from linli.detectors.pieces import END, PADDING, START, Pieces
from linli.reading import read_many
from training.encoder import dev, rows, vocabulary
from training.encoder.disguise import disguised
from training.encoder.network import Network, from_source
from training.encoder.rows import HEADS, STANCES, Row
from training.encoder.source import Source

LENGTH, BATCH, CHUNK = 56, 24, 40
SEED = 20_260_101
WEIGHTS = torch.tensor([0.5] * (len(HEADS) - 1) + [1.5])


def folded(texts: Sequence[str]) -> list[str]:
    """The folded form of each text on one line."""
    return [text.replace("\n", " ") for text in _folded([t.replace("\n", " ") for t in texts])]


def _folded(texts: list[str]) -> list[str]:
    return read_many(texts).folded.split("\n")


def encoded(pieces: Pieces, texts: Sequence[str]) -> list[list[int]]:
    """Ids of folded texts, cut to `LENGTH`."""
    return [[START, *pieces.cut(text[:200]).ids[: LENGTH - 2], END] for text in texts]


def padded(ids: Sequence[list[int]]) -> tuple[Tensor, Tensor]:
    """Ids and mask of one batch."""
    size = max(map(len, ids))
    out, mask = torch.full((len(ids), size), PADDING), torch.zeros(len(ids), size)
    for i, some in enumerate(ids):
        out[i, : len(some)], mask[i, : len(some)] = torch.tensor(some), 1.0
    return out, mask


def targets(some: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Targets and whether each is known, stance (-1 unknown), weights."""
    want = torch.tensor([[row.harms.get(h, -1.0) for h in HEADS] for row in some])
    stance = torch.tensor([STANCES.index(row.stance) if row.stance else -1 for row in some])
    return want.clamp(min=0), (want >= 0).float(), stance, torch.tensor([row.weight for row in some])


def loss(logits: Tensor, some: Sequence[Row], smooth: float) -> Tensor:
    """Binary cross-entropy over the known heads, and a little of the stance's."""
    want, known, stance, weight = targets(some)
    want = want * (1 - smooth) + smooth / 2 * (known * 1.0)
    each = F.binary_cross_entropy_with_logits(logits[:, : len(HEADS)], want, reduction="none")
    harm = (each * known * WEIGHTS).sum(1)
    side = F.cross_entropy(logits[:, len(HEADS) :], stance.clamp(min=0), reduction="none", label_smoothing=0.05)
    return ((harm + 0.5 * side * (stance >= 0)) * weight).mean()


def mixture(sets: Path, stage: int, second: dict[str, dict[int, str]]) -> list[tuple[list[Row], float]]:
    """The parts of a stage, and how often an epoch shows each."""
    cold = [r for r in rows.cold(sets, "train", second.get("train")) if r.weight]
    again = [r for r in cold if r.origin.endswith("second")]
    own, swsr = list(rows.own("train", held=False)), list(rows.swsr(sets, "train"))
    shares = {1: (1.0, 3.0, 0.6, 1.0), 2: (0.7, 3.0, 0.4, 0.6), 3: (0.25, 3.0, 0.5, 0.2)}
    shares |= {4: (1.0, 1.5, 0.3, 0.8)}
    parts = [(_without(cold, again), shares[stage][0])]
    parts += [(again, 3.0 if stage < 4 else 2.0)] if again else []
    parts += [(own, shares[stage][1]), (list(rows.templates("train")), shares[stage][2]), (swsr, shares[stage][3])]
    return [*parts, (list(rows.spoken(sets, "train")), 0.7)]


def _without(some: list[Row], gone: list[Row]) -> list[Row]:
    known = {id(row) for row in gone}
    return [row for row in some if id(row) not in known]


def epoch(parts: list[tuple[list[Row], float]], rng: random.Random) -> list[Row]:
    """The rows of one epoch, shuffled."""
    out: list[Row] = []
    for some, times in parts:
        whole = int(times)
        out += some * whole + rng.sample(some, int((times - whole) * len(some)))
    rng.shuffle(out)
    return out


def batches(
    some: list[Row], pieces: Pieces, rng: random.Random, share: float
) -> Iterator[tuple[list[Row], list[list[int]]]]:
    """Batches of texts of like length; `share` of the texts disguised."""
    for start in range(0, len(some), BATCH * CHUNK):
        part = some[start : start + BATCH * CHUNK]
        texts = folded([disguised(r.text, rng) if rng.random() < share else r.text for r in part])
        ids = encoded(pieces, texts)
        order = sorted(range(len(part)), key=lambda i: len(ids[i]))
        cuts = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        rng.shuffle(cuts)
        for cut in cuts:
            yield [part[i] for i in cut], [ids[i] for i in cut]


def optimiser(net: Network, rate: float) -> torch.optim.AdamW:
    head = list(net.head.parameters())
    known = {id(p) for p in head}
    body = [p for p in net.parameters() if p.requires_grad and id(p) not in known]
    groups = [
        {"params": [p for p in body if p.ndim > 1], "weight_decay": 0.01, "lr": rate},
        {"params": [p for p in body if p.ndim == 1], "weight_decay": 0.0, "lr": rate},
        {"params": head, "weight_decay": 0.0, "lr": rate * 5},
    ]
    return torch.optim.AdamW(groups, fused=True)


def train(
    net: Network, pieces: Pieces, parts: list[tuple[list[Row], float]], given: argparse.Namespace, rank: int
) -> Network:
    """Until the minutes are over; the rate rises, then falls with the time to `given.last` of itself.

    What is kept is a running average of the weights, where `given.average` is not 0.
    """
    rng, mine, begun = random.Random(given.seed), random.Random(given.seed + rank), time.time()
    made, shared, step, mean = optimiser(net, given.rate), DistributedDataParallel(net), 0, 0.0
    rates = [group["lr"] for group in made.param_groups]
    kept = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(given.average)) if given.average else None
    while True:
        every = epoch(parts, rng)
        every = every[: len(every) // given.workers * given.workers][rank :: given.workers]
        for some, ids in batches(every, pieces, mine, given.disguise):
            gone = _agreed((time.time() - begun) / (given.minutes * 60))
            if gone >= 1:
                return net if kept is None else kept.module
            factor = min(1.0, (step + 1) / 120) * (1 - (1 - given.last) * gone)
            for group, rate in zip(made.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            value = loss(shared(*padded(ids)), some, given.smooth)
            value.backward()
            torch.nn.utils.clip_grad_norm_([p for p in net.parameters() if p.requires_grad], 1.0)
            made.step()
            made.zero_grad(set_to_none=True)
            if kept is not None:
                kept.update_parameters(net)
            step, mean = step + 1, 0.98 * mean + 0.02 * value.item()
            if rank == 0 and step % 50 == 0:
                speed = step * BATCH * given.workers / (time.time() - begun)
                print(f"{step} loss {mean / (1 - 0.98**step):.4f} {speed:.1f}/s {gone:.2f}", flush=True)
                torch.save((net if kept is None else kept.module).state_dict(), given.out / "last.pt")


def _agreed(gone: float) -> float:
    """The same share of the time for all workers."""
    value = torch.tensor([gone])
    dist.broadcast(value, 0)
    return float(value)


def second_labels(folder: Path) -> dict[str, dict[int, str]]:
    """Our own second labels of COLD rows, by split."""
    return {
        split: {int(k): v for k, v in json.loads((folder / f"cold_{split}_second.json").read_text()).items()}
        for split in ("train", "dev")
        if (folder / f"cold_{split}_second.json").is_file()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--stage", type=int, default=1)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--frozen", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--last", type=float, default=0.0)
    parser.add_argument("--smooth", type=float, default=0.06)
    parser.add_argument("--disguise", type=float, default=0.15)
    parser.add_argument("--average", type=float, default=0.0, help="decay of the running average, 0 for none")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29517"}
    given.out.mkdir(parents=True, exist_ok=True)
    processes.spawn(work, (given,), given.workers)


def work(rank: int, given: argparse.Namespace) -> None:
    """One of the workers, with one thread; the first also measures."""
    dist.init_process_group("gloo", rank=rank, world_size=given.workers)
    torch.manual_seed(given.seed + rank)
    torch.set_num_threads(1)
    source = Source()
    ids = vocabulary.kept(source)
    pieces = Pieces(vocabulary.lines(source, ids))
    net = from_source(source, vocabulary.rows(ids), given.layers)
    if given.start:
        net.load_state_dict(torch.load(given.start))
    net.freeze(given.frozen)
    parts = mixture(given.sets, given.stage, second_labels(rows.OWN.parent))
    net.train()
    net = train(net, pieces, parts, given, rank)
    dist.destroy_process_group()
    if rank == 0:
        torch.save(net.state_dict(), given.out / "last.pt")
        net.eval()
        dev.report(net, pieces, given.sets, given.out)


if __name__ == "__main__":
    main()

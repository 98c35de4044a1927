"""Training of the target network: seeded, resumable, on two CPU cores or a GPU.

``python -m models.sentiment.train --data PUBLIC_SETS`` runs every stage of :mod:`models.sentiment.recipe`. Rule: a step
depends on the seed and its number alone, so a run that was stopped goes on as if it had not been.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import torch
from tokenizers import Tokenizer

from models.sentiment import data
from models.sentiment.encoding import Encoded, batches_by_length, collate, encode
from models.sentiment.labels import DIMENSIONS, POLARITIES, VOICES
from models.sentiment.markup import Example, Target
from models.sentiment.metrics import macro_f1
from models.sentiment.names import Pool, pool_of, renamed
from models.sentiment.network import Shape, TargetNetwork
from models.sentiment.prepare import prepare
from models.sentiment.recipe import SCHEDULE, STAGES, Stage

IGNORED: Final = -100
Labelled = tuple[Encoded, list[tuple[int, int, int]]]


def family(example: Example) -> str:
    """Name of the source without language and split."""
    return example.source.split("_")[0]


def epoch_examples(examples: Sequence[Example], stage: Stage, pool: Pool, random: Random) -> list[Example]:
    """The sentences of one epoch: each source repeated as the stage says, part of them renamed."""
    chosen: list[Example] = []
    for example in examples:
        repeats = stage.repeats.get(family(example), 0)
        for _ in range(int(repeats) + (random.random() < repeats % 1)):
            rename = random.random() < stage.renamed.get(family(example), 0)
            chosen.append(renamed(example, pool, random) if rename else example)
    return chosen


def labelled(tokenizer: Tokenizer, example: Example) -> Labelled:
    """One encoded sentence and (polarity, dimension, voice) of each target, :data:`IGNORED` where not annotated."""
    spans = [(target.start, target.end) for target in example.targets]
    return encode(tokenizer, example.text, spans, example.context), [_ids(target) for target in example.targets]


def _ids(target: Target) -> tuple[int, int, int]:
    dimension = IGNORED if target.dimension is None else DIMENSIONS.index(target.dimension)
    voice = IGNORED if target.voice is None else VOICES.index(target.voice)
    return POLARITIES.index(target.polarity), dimension, voice


def batches(items: Sequence[Labelled], tokens: int, random: Random) -> list[list[Labelled]]:
    """Shuffled batches of sentences of like length."""
    jitter = [len(item[0].ids) + random.randrange(6) for item in items]
    grouped = [[items[i] for i in group] for group in batches_by_length(jitter, tokens)]
    random.shuffle(grouped)
    return grouped


def tensors(batch: Sequence[Labelled], device: torch.device) -> tuple[dict[str, Any], Any]:
    """Network inputs, and labels (B, K, 3) padded with :data:`IGNORED`."""
    arrays = collate([encoded for encoded, _ in batch])
    labels = np.full((len(batch), arrays["target_weights"].shape[1], 3), IGNORED)
    for row, (_, targets) in enumerate(batch):
        labels[row, : len(targets)] = targets
    return {k: torch.from_numpy(v).to(device) for k, v in arrays.items()}, torch.from_numpy(labels).to(device)


def loss_of(logits: Any, labels: Any, stage: Stage) -> Any:
    """Weighted sum of the three heads' cross entropies over the annotated targets."""
    parts = torch.split(logits, [len(POLARITIES), len(DIMENSIONS), len(VOICES)], dim=-1)
    total = logits.sum() * 0
    for head, weight in enumerate((1.0, stage.dimension_weight, stage.voice_weight)):
        wanted = labels[..., head]
        if (wanted != IGNORED).any():
            entropy = torch.nn.functional.cross_entropy(
                parts[head].flatten(0, 1), wanted.flatten(), ignore_index=IGNORED, label_smoothing=stage.smoothing
            )
            total = total + weight * entropy
    return total


def optimizer_of(network: TargetNetwork, stage: Stage) -> Any:
    """AdamW with a rate per layer; word embeddings are frozen, as their Chinese must survive English labels."""
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    if stage.frozen_layers:
        network.encoder.embeddings.requires_grad_(False)
        network.encoder.encoder.layer[: stage.frozen_layers].requires_grad_(False)
    layers = len(network.encoder.encoder.layer)
    groups: dict[tuple[float, float], list[Any]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            decay = 0.0 if parameter.ndim < 2 else 0.01
            groups.setdefault((_rate(name, layers, stage), decay), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": params, "lr": rate, "weight_decay": decay} for (rate, decay), params in groups.items()]
    )


def _rate(name: str, layers: int, stage: Stage) -> float:
    if not name.startswith("encoder."):
        return stage.head_rate
    depth = int(name.split(".")[3]) + 1 if ".layer." in name else 0
    return stage.rate * stage.layer_decay ** (layers - depth)


def new_network(base: Path, layers: int) -> TargetNetwork:
    """The network on the first ``layers`` layers of the prepared encoder, heads at random."""
    state = np.load(base / "base.npz")
    vocabulary = state["embeddings.word_embeddings.weight"].shape[0]
    network = TargetNetwork(Shape(vocabulary=vocabulary, layers=layers))
    wanted = network.encoder.state_dict()
    network.encoder.load_state_dict({k: torch.from_numpy(state[k]) if k in state else v for k, v in wanted.items()})
    return network


def load_network(checkpoint: Path) -> TargetNetwork:
    """The network of a checkpoint."""
    saved = torch.load(checkpoint, map_location="cpu", weights_only=True)
    network = TargetNetwork(Shape(**saved["shape"]))
    network.load_state_dict(saved["network"])
    return network


@torch.no_grad()  # type: ignore[untyped-decorator, unused-ignore]
def predict(network: TargetNetwork, tokenizer: Tokenizer, examples: Sequence[Example]) -> list[Any]:
    """Logits (K, 19) for each example, in order."""
    network.eval()
    device = next(network.parameters()).device
    items = [labelled(tokenizer, example) for example in examples]
    logits: list[Any] = [None] * len(items)
    for group in batches_by_length([len(item[0].ids) for item in items], 2_048):
        inputs, _ = tensors([items[i] for i in group], device)
        output = network(**inputs).cpu()
        for row, index in enumerate(group):
            logits[index] = output[row, : len(examples[index].targets)].numpy()
    return logits


def polarity_f1(network: TargetNetwork, tokenizer: Tokenizer, examples: Sequence[Example]) -> float:
    """Macro-F1 of the polarity head."""
    logits = predict(network, tokenizer, examples)
    answers = [POLARITIES[int(row[:3].argmax())] for rows in logits for row in rows]
    return macro_f1([target.polarity for example in examples for target in example.targets], answers)


def dev_sets(folder: Path) -> dict[str, list[Example]]:
    """The sets looked at while training; never a test set."""
    return {
        "own_en_dev": data.own("en", "dev"),
        "own_zh_dev": data.own("zh", "dev"),
        "rw_dev": data.newsmtsc(folder, "rw_dev"),
        "sentfin_dev": data.sentfin(folder)[1][:400],
        "finentity_dev": data.finentity(folder)[1],
    }


@dataclass
class Run:
    """One training run: where it writes, what it has done."""

    out: Path
    network: TargetNetwork
    stage: Stage
    shape: Shape
    seed: int
    step: int = 0

    def log(self, **values: object) -> None:
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": self.step, **values}) + "\n")

    def save(self, optimizer: Any) -> None:
        saved = {
            "shape": asdict(self.shape),
            "network": self.network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "step": self.step,
        }
        torch.save(saved, self.out / "last.tmp")
        (self.out / "last.tmp").replace(self.out / "last.pt")


def epochs_of(run: Run, tokenizer: Tokenizer, examples: Sequence[Example]) -> Iterator[list[Labelled]]:
    """All batches of the run in order, the same for the same seed."""
    pool = pool_of(examples)
    for epoch in range(run.stage.epochs):
        random = Random(f"{run.seed}-{epoch}")
        chosen = epoch_examples(examples, run.stage, pool, random)
        yield from batches([labelled(tokenizer, example) for example in chosen], run.stage.tokens_per_batch, random)


def train(
    run: Run,
    tokenizer: Tokenizer,
    examples: Sequence[Example],
    watched: Mapping[str, Sequence[Example]],
    save_every: int = 100,
) -> None:
    """Takes ``run`` to the end of its stage, from its last checkpoint if there is one; logs ``watched`` on the way."""
    device = next(run.network.parameters()).device
    optimizer = optimizer_of(run.network, run.stage)
    if (run.out / "last.pt").exists():
        saved = torch.load(run.out / "last.pt", map_location=device, weights_only=True)
        run.network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        run.step = saved["step"]
    todo = list(epochs_of(run, tokenizer, examples))
    rates = [group["lr"] for group in optimizer_of(run.network, run.stage).param_groups]
    run.log(steps=len(todo), sentences=sum(map(len, todo)), layers=run.shape.layers)
    started, losses = time.monotonic(), []
    for batch in todo[run.step :]:
        losses.append(_step(run, optimizer, rates, batch, len(todo), device))
        if run.step % 20 == 0:
            run.log(loss=round(sum(losses) / len(losses), 4), seconds=round(time.monotonic() - started, 1))
            losses = []
        if run.step % save_every == 0:
            run.save(optimizer)
            for name, dev in watched.items():
                run.log(dev=name, macro_f1=round(polarity_f1(run.network, tokenizer, dev), 4))
    run.save(optimizer)


def _step(run: Run, optimizer: Any, rates: Sequence[float], batch: list[Labelled], total: int, device: Any) -> float:
    torch.manual_seed(run.seed * 1_000_003 + run.step)
    warm = max(1.0, run.stage.warm_up * total)
    share = min((run.step + 1) / warm, (total - run.step) / (total - warm + 1))
    for group, rate in zip(optimizer.param_groups, rates, strict=True):
        group["lr"] = rate * share
    run.network.train()
    inputs, labels = tensors(batch, device)
    loss = loss_of(run.network(**inputs), labels, run.stage)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), 1.0)
    optimizer.step()
    run.step += 1
    return float(loss.detach())


def train_all(folder: Path, out: Path, layers: int) -> Path:
    """The whole schedule, each stage from the end of the one before; returns the last checkpoint.

    A stage that is finished is not run again: its last checkpoint says so.
    """
    base, checkpoint = out / "base", None
    if not (base / "base.npz").exists():
        prepare(folder, base)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    examples = [*data.public_train(folder), *data.own("en", "train"), *data.own("zh", "train")]
    sets = dev_sets(folder)
    for number, (name, seed) in enumerate(SCHEDULE, start=1):
        torch.manual_seed(seed)
        network = load_network(checkpoint) if checkpoint else new_network(base, layers)
        network.to("cuda" if torch.cuda.is_available() else "cpu")
        shape = Shape(network.encoder.config.vocab_size, len(network.encoder.encoder.layer))
        run = Run(out / f"{number}-{name}", network, STAGES[name], shape, seed)
        run.out.mkdir(parents=True, exist_ok=True)
        train(run, tokenizer, examples, {key: dev for key, dev in sets.items() if key.startswith("own")})
        checkpoint = run.out / "last.pt"
    for key, dev in sets.items():
        run.log(dev=key, macro_f1=round(polarity_f1(network, tokenizer, dev), 4))
    return run.out / "last.pt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument(
        "--out", type=Path, default=Path("build/train"), help="checkpoints and logs; run again to resume"
    )
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    checkpoint = train_all(arguments.data, arguments.out, arguments.layers)
    sys.stdout.write(f"{checkpoint}\n")


if __name__ == "__main__":
    main()

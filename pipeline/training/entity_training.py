"""The training loop of the entity model."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from pipeline.training.e5 import Encoder, mean_pool
from pipeline.training.entity_model import EntityModel, Item, batches, collate, loss, prepare, word_scores
from pipeline.training.mentions import Example

Log = Callable[[str], None]
Step = Callable[[list[int], list[Item]], Tensor]
Change = Callable[[Example, Random], Example]


@dataclass(frozen=True, slots=True)
class Options:
    """How to train. `lower` and `upper` are the shares of sentences shown in that case; `keep` weighs the loss that
    holds sentence vectors near those of the encoder before training; `average` is the decay a step of the averaged
    weights that are kept in the end."""

    epochs: int = 8
    batch: int = 16
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06
    lower: float = 0.12
    upper: float = 0.12
    keep: float = 0.3
    average: float = 0.998
    seed: int = 1
    threads: int = 1


def fit(
    encoder: Encoder,
    tokenizer: Tokenizer,
    examples: Sequence[Example],
    options: Options,
    *,
    change: Change | None = None,
    log: Log = print,
) -> EntityModel:
    """Train on the examples; the model returned carries the averaged weights.

    `change` makes each example anew in every epoch (see `mention_swap`).
    """
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    random = Random(options.seed)
    vectors = _vectors(encoder, [prepare(example, tokenizer) for example in examples]) if options.keep else None
    model = EntityModel(encoder)

    def step(rows: list[int], items: list[Item]) -> Tensor:
        return _step(model, items, vectors[rows] if vectors is not None else None, options)

    return loop(
        model,
        tokenizer,
        examples,
        options,
        step,
        random=random,
        names=("loss", "vectors"),
        change=change,
        log=log,
    )


def loop(
    model: EntityModel,
    tokenizer: Tokenizer,
    examples: Sequence[Example],
    options: Options,
    step: Step,
    *,
    random: Random,
    names: tuple[str, str],
    also: nn.Module | None = None,
    change: Change | None = None,
    log: Log = print,
) -> EntityModel:
    """Go through the examples `options.epochs` times; returns the averaged weights as a model.

    `step` gets the rows and items of a batch, back-propagates it and returns its two losses, which the log calls `names`.
    `also` is a further head that is trained along.
    """
    averaged = copy_of(model)
    steps = options.epochs * -(-len(examples) // options.batch)
    optimizer, schedule = optimizer_for(model, options, steps=steps, also=also)
    began, done = time.monotonic(), 0
    for epoch in range(1, options.epochs + 1):
        shown = [change(example, random) for example in examples] if change else examples
        items = [prepare(case_noise(example, options, random), tokenizer) for example in shown]
        model.train()
        total = torch.zeros(2)
        for rows in batches(items, size=options.batch, random=random):
            total += step(rows, [items[row] for row in rows])
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            done += 1
            average(averaged, model, step=done, decay=options.average)
        first, second = (total / (len(items) / options.batch)).tolist()
        seconds = time.monotonic() - began
        log(f"epoch {epoch} of {options.epochs}: {names[0]} {first:.4f}, {names[1]} {second:.4f}, {seconds:.0f} s")
    return averaged.eval()


_AVERAGE_EVERY = 10


def _step(model: EntityModel, items: list[Item], vectors: Tensor | None, options: Options) -> Tensor:
    """Back-propagate one batch; returns its two losses."""
    batch = collate(items)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        _, scores, pooled = model(batch.ids, batch.mask)
    tag_loss = loss(word_scores(scores, batch), batch.targets)
    kept = torch.zeros(())
    if vectors is not None:
        kept = (1 - functional.cosine_similarity(pooled.float(), vectors)).mean()
    (tag_loss + options.keep * kept).backward()  # type: ignore[no-untyped-call]
    return torch.stack([tag_loss.detach(), kept.detach()])


def copy_of(model: EntityModel) -> EntityModel:
    """A model with the same weights and its own memory."""
    copy = EntityModel(Encoder(model.encoder.config, dropout=model.encoder.dropout))
    copy.load_state_dict(model.state_dict())
    return copy


def optimizer_for(
    model: EntityModel, options: Options, *, steps: int, also: nn.Module | None = None
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    """AdamW with linear warm-up and decay over `steps`; `also` is a further head at the head's rate."""
    heads = list(model.head.parameters()) + (list(also.parameters()) if also is not None else [])
    groups = [
        {"params": list(model.encoder.parameters()), "lr": options.encoder_rate},
        {"params": heads, "lr": options.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    warm = max(1, int(options.warm_up * steps))
    return optimizer, torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )


@torch.no_grad()
def average(averaged: EntityModel, model: EntityModel, *, step: int, decay: float) -> None:
    """Move the averaged weights towards the model's, every few steps; early steps count for less."""
    if step % _AVERAGE_EVERY:
        return
    kept = min(decay, step / (step + 100)) ** _AVERAGE_EVERY
    for mean, now in zip(averaged.parameters(), model.parameters(), strict=True):
        mean.lerp_(now, 1 - kept)


@torch.no_grad()
def _vectors(encoder: Encoder, items: Sequence[Item]) -> Tensor:
    """Sentence vectors (sentences, hidden) of the encoder as it is now."""
    encoder.eval()
    out = torch.zeros(len(items), encoder.config.hidden)
    order = sorted(range(len(items)), key=lambda index: len(items[index].ids))
    for at in range(0, len(order), 32):
        rows = order[at : at + 32]
        batch = collate([items[row] for row in rows])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out[rows] = mean_pool(encoder(batch.ids, batch.mask), batch.mask).float()
    return out


def case_noise(example: Example, options: Options, random: Random) -> Example:
    """The example as written, or in lower case or capitals where that keeps its length."""
    draw = random.random()
    if draw < options.lower:
        changed = example.text.lower()
    elif draw < options.lower + options.upper:
        changed = example.text.upper()
    else:
        return example
    return replace(example, text=changed) if len(changed) == len(example.text) else example

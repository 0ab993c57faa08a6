"""The tagging teacher: multilingual-e5-small fine-tuned to tag words with UPOS and features. It is not shipped.

Every sentence is read behind the name of the treebank whose style it follows ("gsd: …"), so one encoder learns several
annotation styles and is then asked for the one wanted. The old GSD train file takes part as a style of its own, which
brings the teacher the domain without teaching it the old tags.
"""

from __future__ import annotations

import logging
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from pipeline.training.conll import NOTHING, Sentence
from pipeline.training.e5 import PAD, load_encoder, load_tokenizer

logger = logging.getLogger(__name__)
IGNORE = -100
UNTAGGED = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in a style; a tag or feature string of UNTAGGED is not learned."""

    style: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    upos: tuple[str, ...] = ()
    feats: tuple[str, ...] = ()


def example(sentence: Sentence, *, style: str, with_feats: bool = True) -> Example:
    """The words of a sentence, those of a multiword token set apart by a space so that no piece spans two words."""
    words, spaces = [], []
    for token in sentence.tokens:
        for number, word in enumerate(token.words, start=1):
            words.append(word)
            spaces.append(token.space_after if number == len(token.words) else True)
    upos = tuple(UNTAGGED if word.upos == NOTHING else word.upos for word in words)
    feats = tuple(word.feats if with_feats else UNTAGGED for word in words)
    return Example(style, tuple(word.form for word in words), tuple(spaces), upos, feats)


class Teacher(nn.Module):
    """Encoder, word vectors as the mean of their pieces, one linear head a column."""

    def __init__(self, upos: Sequence[str], feats: Sequence[str]) -> None:
        super().__init__()
        self.upos, self.feats = list(upos), list(feats)
        self.encoder = load_encoder()
        self.encoder.words.weight.requires_grad_(False)
        self.tokenizer = load_tokenizer()
        hidden = self.encoder.config.hidden
        self.dropout = nn.Dropout(0.2)
        self.upos_head = nn.Linear(hidden, len(self.upos))
        self.feats_head = nn.Linear(hidden, len(self.feats))

    def forward(self, batch: Sequence[Example]) -> tuple[Tensor, Tensor]:
        """Scores (words of the whole batch, classes) for UPOS and for features."""
        vectors = self.dropout(self.vectors(batch))
        return self.upos_head(vectors), self.feats_head(vectors)

    def vectors(self, batch: Sequence[Example]) -> Tensor:
        """Vectors (words of the whole batch, hidden), the means of the words' pieces."""
        ids, mask, owner, total = self.pieces(batch)
        hidden = self.encoder(ids, mask).flatten(0, 1)
        owner = owner.flatten()
        kept = owner >= 0
        sums = torch.zeros(total, hidden.shape[1], dtype=hidden.dtype).index_add(0, owner[kept], hidden[kept])
        counts = torch.zeros(total, dtype=hidden.dtype).index_add(0, owner[kept], torch.ones_like(hidden[kept, 0]))
        return sums / counts.clamp(min=1).unsqueeze(1)

    def pieces(self, batch: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor, int]:
        """Piece ids, their mask and the word each belongs to (−1 for none), all (batch, length); the number of words."""
        texts, starts = zip(*(_text(item) for item in batch), strict=True)
        encoded = self.tokenizer.encode_batch(list(texts))
        length = min(self.encoder.config.positions, max(len(one.ids) for one in encoded))
        ids = torch.full((len(batch), length), PAD)
        owner = torch.full((len(batch), length), -1)
        first = 0
        for row, (one, begins) in enumerate(zip(encoded, starts, strict=True)):
            ids[row, : len(one.ids)] = torch.tensor(one.ids[:length])
            ends = np.array([end for _, end in one.offsets[:length]])
            words = np.searchsorted(begins, ends - 1, side="right") - 1
            words = np.where((ends > 0) & (words >= 0), words + first, -1)
            owner[row, : len(words)] = torch.from_numpy(words)
            first += len(begins)
        return ids, ids != PAD, owner, first


def train_teacher(
    examples: Sequence[Example],
    dev: Sequence[Example],
    output: Path,
    *,
    epochs: int = 7,
    batch_size: int = 16,
    encoder_rate: float = 1e-4,
    head_rate: float = 1e-3,
    seed: int = 1,
) -> Teacher:
    """Fine-tune on `examples`, write the weights of the last epoch to `output`, and log the scores on `dev`."""
    torch.manual_seed(seed)
    shuffler = random.Random(seed)
    teacher = Teacher(*_classes(examples))
    heads = [*teacher.upos_head.parameters(), *teacher.feats_head.parameters()]
    encoder = [weight for weight in teacher.encoder.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": encoder_rate}, {"params": heads, "lr": head_rate}], weight_decay=0.01
    )
    steps = epochs * math.ceil(len(examples) / batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    loss_function = nn.CrossEntropyLoss(ignore_index=IGNORE)
    for epoch in range(1, epochs + 1):
        teacher.train()
        total = 0.0
        for batch in _batches(examples, batch_size, shuffler):
            upos_gold, feats_gold = _gold(batch, teacher)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                upos, feats = teacher(batch)
            loss = loss_function(upos.float(), upos_gold)
            if bool((feats_gold != IGNORE).any()):
                loss = loss + loss_function(feats.float(), feats_gold)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*encoder, *heads], 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        logger.info("teacher epoch %d: loss %.3f, dev UPOS %.4f, feats %.4f", epoch, total, *accuracy(teacher, dev))
    save(teacher, output)
    return teacher


def save(teacher: Teacher, path: Path) -> None:
    """Everything but the frozen piece embeddings."""
    state = {name: tensor for name, tensor in teacher.state_dict().items() if name != "encoder.words.weight"}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"upos": teacher.upos, "feats": teacher.feats, "state": state}, path)


def load(path: Path) -> Teacher:
    """A trained teacher in evaluation mode."""
    saved: dict[str, Any] = torch.load(path, weights_only=True)
    teacher = Teacher(saved["upos"], saved["feats"])
    teacher.load_state_dict(saved["state"], strict=False)
    return teacher.eval()


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the teacher thinks of a sentence: UPOS probabilities (words, classes) and the best feature string a word."""

    upos: np.ndarray
    feats: tuple[str, ...]


@torch.inference_mode()
def opinions(teacher: Teacher, examples: Sequence[Example], *, batch_size: int = 64) -> list[Opinion]:
    """One opinion an example, in the given order."""
    teacher.eval()
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].words))
    out: dict[int, Opinion] = {}
    for at in range(0, len(order), batch_size):
        batch = [examples[i] for i in order[at : at + batch_size]]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            upos, feats = teacher(batch)
        upos, best = upos.float().softmax(-1), feats.argmax(-1).tolist()
        first = 0
        for i, item in zip(order[at : at + batch_size], batch, strict=True):
            last = first + len(item.words)
            out[i] = Opinion(upos[first:last].numpy(), tuple(teacher.feats[b] for b in best[first:last]))
            first = last
    return [out[i] for i in range(len(examples))]


def accuracy(teacher: Teacher, examples: Sequence[Example]) -> tuple[float, float]:
    """The share of words with the right UPOS and with the right feature string."""
    words = right_upos = right_feats = 0
    for item, opinion in zip(examples, opinions(teacher, examples), strict=True):
        words += len(item.words)
        best = opinion.upos.argmax(-1)
        right_upos += sum(teacher.upos[b] == gold for b, gold in zip(best, item.upos, strict=True))
        right_feats += sum(a == b for a, b in zip(opinion.feats, item.feats, strict=True))
    return right_upos / max(words, 1), right_feats / max(words, 1)


def _text(item: Example) -> tuple[str, np.ndarray]:
    """The text behind its style, and where each word starts."""
    text, starts = f"{item.style}:", []
    for word, space in zip(item.words, (True, *item.spaces), strict=False):
        text += " " * space
        starts.append(len(text))
        text += word
    return text, np.array(starts)


def _classes(examples: Sequence[Example]) -> tuple[list[str], list[str]]:
    upos = {tag for item in examples for tag in item.upos}
    feats = {tag for item in examples for tag in item.feats}
    return sorted(upos - {UNTAGGED}), sorted(feats - {UNTAGGED})


def _gold(batch: Sequence[Example], teacher: Teacher) -> tuple[Tensor, Tensor]:
    upos = {tag: number for number, tag in enumerate(teacher.upos)}
    feats = {tag: number for number, tag in enumerate(teacher.feats)}
    return (
        torch.tensor([upos.get(tag, IGNORE) for item in batch for tag in item.upos]),
        torch.tensor([feats.get(tag, IGNORE) for item in batch for tag in item.feats]),
    )


def _batches(examples: Sequence[Example], size: int, shuffler: random.Random) -> Iterator[list[Example]]:
    """Batches of sentences of like length, in random order."""
    order = sorted(examples, key=lambda item: len(item.words) + shuffler.uniform(-3, 3))
    batches = [order[at : at + size] for at in range(0, len(order), size)]
    shuffler.shuffle(batches)
    yield from batches


def _rate(step: int, steps: int) -> float:
    warmup = max(1, steps // 10)
    return min(1.0, (step + 1) / warmup) * max(0.0, 1 - step / steps)

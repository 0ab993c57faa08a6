"""The entity model in torch: an encoder, one linear head, targets that know what a set leaves open, and the loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from pipeline.annotate import pieces
from pipeline.annotate.decode import B_TAG, E_TAG, I_TAG, S_TAG, TAGS
from pipeline.training.e5 import BOS, EOS, MAX_PIECES, PAD, Encoder, mean_pool
from pipeline.training.markup import LABELS, Mention
from pipeline.training.mentions import Example

OPEN = -100


class EntityModel(nn.Module):
    """ids and mask (batch, length) → hidden (batch, length, hidden), tag scores a piece (batch, length, labels × 5) and
    sentence vectors (batch, hidden). The head is linear, so the mean over a word's pieces is the word's score."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.config.hidden, len(LABELS) * len(TAGS))

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.encoder(ids, mask)
        dropped = functional.dropout(hidden, self.encoder.dropout, self.training)
        return hidden, self.head(dropped), mean_pool(hidden, mask)


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence ready for the model: piece ids with `<s>` and `</s>`, the word of each inner piece, word offsets,
    and targets (words, labels), OPEN where the set says nothing."""

    ids: NDArray[np.int64]
    owners: NDArray[np.int64]
    words: NDArray[np.int64]
    targets: NDArray[np.int64]
    text: str


def prepare(example: Example, tokenizer: Tokenizer) -> Item:
    """Sentences longer than the model are cut here (training only; at run time they are windowed)."""
    found = pieces.of(example.text, tokenizer.encode(example.text, add_special_tokens=False))
    size = min(len(found.ids), MAX_PIECES - 2)
    owners = np.searchsorted(found.firsts, np.arange(size), side="right") - 1
    words = found.words[: owners[-1] + 1] if size else found.words
    ids = np.concatenate([[BOS], found.ids[:size], [EOS]])
    return Item(ids, owners, words, targets(example, words), example.text)


def targets(example: Example, words: NDArray[np.int64]) -> NDArray[np.int64]:
    """Tags (words, labels) with OPEN where the example leaves a label open.

    A set is silent about labels it does not have, save inside a PER, where nothing nests. Inside a flat ORG or LOC of
    several words a nested LOC or ORG may be unmarked, so there these two are open.
    """
    tags = np.zeros((len(words), len(LABELS)), dtype=np.int64)
    for column, label in enumerate(LABELS):
        if label not in example.labels:
            tags[:, column] = OPEN
    covers = [(mention, _covered(mention, words)) for mention in example.mentions]
    if example.flat:
        for mention, covered in covers:
            if mention.label == "PER":
                tags[covered] = 0
            elif len(covered) > 1:
                for label in {"ORG", "LOC"} - {mention.label}:
                    tags[covered, LABELS.index(label)] = OPEN
    for mention, covered in sorted(covers, key=lambda pair: len(pair[1])):
        _mark(tags, covered, LABELS.index(mention.label))
    return tags


def loss(scores: Tensor, expected: Tensor) -> Tensor:
    """Cross entropy of word scores (words, labels × 5) against targets (words, labels), summed over labels, a word."""
    flat = scores.float().view(-1, len(TAGS))
    total = functional.cross_entropy(flat, expected.reshape(-1), ignore_index=OPEN, reduction="sum")
    return total / max(1, expected.shape[0])


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded sentences; `places` (pieces,) are the flat places of inner pieces, `owners` their words in the batch."""

    ids: Tensor
    mask: Tensor
    places: Tensor
    owners: Tensor
    targets: Tensor


def collate(items: Sequence[Item]) -> Batch:
    length = max(len(item.ids) for item in items)
    ids = torch.full((len(items), length), PAD)
    places, owners, offset = [], [], 0
    for row, item in enumerate(items):
        ids[row, : len(item.ids)] = torch.from_numpy(item.ids)
        places.append(torch.arange(len(item.owners)) + row * length + 1)
        owners.append(torch.from_numpy(item.owners) + offset)
        offset += len(item.words)
    expected = torch.from_numpy(np.concatenate([item.targets for item in items]))
    return Batch(ids, ids != PAD, torch.cat(places), torch.cat(owners), expected)


def word_scores(piece_scores: Tensor, batch: Batch) -> Tensor:
    """(batch, length, scores) a piece → (words of the batch, scores), the mean over each word's pieces."""
    flat = piece_scores.flatten(0, 1)[batch.places].float()
    words = batch.targets.shape[0]
    sums = torch.zeros(words, flat.shape[1]).index_add(0, batch.owners, flat)
    counts = torch.zeros(words).index_add(0, batch.owners, torch.ones(len(batch.owners)))
    return sums / counts.clamp(min=1).unsqueeze(1)


def batches(items: Sequence[Item], *, size: int, random: Random) -> Iterator[list[int]]:
    """Indices of the items in batches of like length, in random order."""
    order = list(range(len(items)))
    random.shuffle(order)
    pools = [order[at : at + size * 40] for at in range(0, len(order), size * 40)]
    rows: list[list[int]] = []
    for pool in pools:
        pool.sort(key=lambda index: len(items[index].ids))
        rows.extend(pool[at : at + size] for at in range(0, len(pool), size))
    random.shuffle(rows)
    yield from rows


def _covered(mention: Mention, words: NDArray[np.int64]) -> NDArray[np.intp]:
    return np.flatnonzero((words[:, 0] < mention.end) & (words[:, 1] > mention.start))


def _mark(tags: NDArray[np.int64], covered: NDArray[np.intp], column: int) -> None:
    if not len(covered):
        return
    tags[covered, column] = I_TAG
    tags[covered[0], column] = B_TAG
    tags[covered[-1], column] = E_TAG if len(covered) > 1 else S_TAG

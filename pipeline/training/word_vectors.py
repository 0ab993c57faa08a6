"""Word vectors for the tagger: the mean of what the teacher makes of a word in all its sentences, in few dimensions.

The tagger sees no more of the teacher's 118 million weights than this table, which stanza takes as a pretrain file.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.training.conll import Sentence
from pipeline.training.teacher import Teacher, example

logger = logging.getLogger(__name__)
DIMENSIONS = 64
FEWEST = 3
SPECIAL = 4
BATCH = 48
LONGEST = 60


def write(teacher: Teacher, sentences: Sequence[Sentence], path: Path, *, style: str) -> None:
    """Write a pretrain file of stanza with the lower-cased words seen FEWEST times or more, frequent ones first."""
    from stanza.models.common.pretrain import PretrainedWordVocab

    words, means = word_means(teacher, [one for one in sentences if 1 < len(one.words) <= LONGEST], style=style)
    small = reduced(means, DIMENSIONS)
    table = np.concatenate([np.zeros((SPECIAL, small.shape[1]), np.float32), small])
    vocab = PretrainedWordVocab(words, lower=True)
    torch.save({"vocab": vocab.state_dict(), "emb": torch.from_numpy(table)}, path)
    logger.info("%d words of %d dimensions", *small.shape)


@torch.inference_mode()
def word_means(teacher: Teacher, sentences: Sequence[Sentence], *, style: str) -> tuple[list[str], NDArray[np.float32]]:
    """The words and their mean vectors (words, hidden)."""
    examples = sorted((example(sentence, style=style) for sentence in sentences), key=lambda one: len(one.words))
    counts = Counter(word.lower() for one in examples for word in one.words)
    words = [word for word, count in counts.most_common() if count >= FEWEST]
    row = {word: number for number, word in enumerate(words)}
    sums = np.zeros((len(words), teacher.encoder.config.hidden))
    teacher.eval()
    for at in range(0, len(examples), BATCH):
        batch = examples[at : at + BATCH]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = teacher.vectors(batch)
        rows = np.array([row.get(word.lower(), -1) for one in batch for word in one.words])
        np.add.at(sums, rows[rows >= 0], vectors.float().numpy()[rows >= 0])
    return words, (sums / np.array([counts[word] for word in words])[:, None]).astype(np.float32)


def reduced(vectors: NDArray[np.float32], dimensions: int) -> NDArray[np.float32]:
    """Principal components (words, dimensions), scaled to a mean square of one."""
    centred = vectors - vectors.mean(0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    kept = centred @ axes[:, ::-1][:, :dimensions]
    scaled: NDArray[np.float32] = (kept / np.sqrt((kept**2).mean() + 1e-12)).astype(np.float32)
    return scaled

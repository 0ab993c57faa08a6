"""From tag scores to nested entity spans.

Each label has its own row of tags over the words of a sentence, so that spans of different labels may nest. A row is
legal when B and I go on to I or E, and O, E, S go on to O, B or S, with O before the first word and after the last.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TAGS = "OBIES"
O_TAG, B_TAG, I_TAG, E_TAG, S_TAG = range(5)

MINIMUM = 0.6  # chosen on the validation sets, where it is worth 0.3 F1 over 0.3

Floats = NDArray[np.float32]

_ALLOWED = np.array(
    [[previous in "BI" if following in "IE" else previous in "OES" for following in TAGS] for previous in TAGS]
)
_PENALTY = np.where(_ALLOWED, 0.0, -1e9).astype(np.float32)


class WordSpan(NamedTuple):
    """Words start to end (exclusive), the index of the label, and the mean probability of the span's tags."""

    start: int
    end: int
    label: int
    score: float


def spans(logits: Floats, *, minimum: float = MINIMUM) -> list[WordSpan]:
    """Tag scores (words, labels, 5) → spans of at least the score `minimum`, outer before inner, that nest or lie apart."""
    if not len(logits):
        return []
    log_probabilities = logits - _log_sum(logits)
    tags = best_tags(log_probabilities)
    chosen = np.exp(np.take_along_axis(log_probabilities, tags[:, :, None], axis=2)[:, :, 0])
    found: list[WordSpan] = []
    for label in np.flatnonzero(tags.any(axis=0)).tolist():
        start = 0
        for word in np.flatnonzero(tags[:, label]).tolist():
            tag = tags[word, label]
            if tag in (B_TAG, S_TAG):
                start = word
            if tag in (E_TAG, S_TAG):
                score = float(chosen[start : word + 1, label].mean())
                if score >= minimum:
                    found.append(WordSpan(start, word + 1, label, score))
    return without_conflicts(found)


def best_tags(log_probabilities: Floats) -> NDArray[np.intp]:
    """The likeliest legal tags (words, labels) for scores (words, labels, 5).

    Where the likeliest tag of every word makes a legal row, that row is the answer; only the others are searched.
    """
    tags: NDArray[np.intp] = log_probabilities.argmax(axis=2)
    edge = np.zeros((1, tags.shape[1]), dtype=tags.dtype)
    padded = np.concatenate([edge, tags, edge])
    broken = np.flatnonzero(~_ALLOWED[padded[:-1], padded[1:]].all(axis=0))
    if len(broken):
        tags[:, broken] = _viterbi(log_probabilities[:, broken])
    return tags


def without_conflicts(found: Iterable[WordSpan]) -> list[WordSpan]:
    """Of spans that cross, or cover the same words, the one with the lower score goes."""
    kept: list[WordSpan] = []
    for span in sorted(found, key=lambda s: (-s.score, s.start, -s.end, s.label)):
        if not any(_conflict(span, other) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: (s.start, -s.end))


def _conflict(a: WordSpan, b: WordSpan) -> bool:
    same = a.start == b.start and a.end == b.end
    apart = a.end <= b.start or b.end <= a.start
    nested = (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
    return same or not (apart or nested)


def _log_sum(logits: Floats) -> Floats:
    top = logits.max(axis=2, keepdims=True)
    result: Floats = top + np.log(np.exp(logits - top).sum(axis=2, keepdims=True))
    return result


def _viterbi(scores: Floats) -> NDArray[np.intp]:
    """scores (words, labels, 5) → tags (words, labels) of the best legal path."""
    words, labels, _ = scores.shape
    best = scores[0] + _PENALTY[O_TAG]
    came_from = np.zeros((words, labels, len(TAGS)), dtype=np.intp)
    for word in range(1, words):
        reached = best[:, :, None] + _PENALTY
        came_from[word] = reached.argmax(axis=1)
        best = reached.max(axis=1) + scores[word]
    tags = np.zeros((words, labels), dtype=np.intp)
    tags[-1] = (best + _PENALTY[:, O_TAG]).argmax(axis=1)
    rows = np.arange(labels)
    for word in range(words - 1, 0, -1):
        tags[word - 1] = came_from[word, rows, tags[word]]
    return tags

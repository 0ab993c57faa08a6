"""Exact-match precision, recall and F1 of labelled spans, with bootstrap intervals over sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

Labelled = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Per cent, and the number of gold spans; `low` and `high` bound the middle 95 % of bootstrap F1s (else null)."""

    precision: float
    recall: float
    f1: float
    gold: int
    low: float | None = None
    high: float | None = None

    def as_dict(self) -> dict[str, float | int | None]:
        return asdict(self)


def score(gold: Sequence[Iterable[Labelled]], found: Sequence[Iterable[Labelled]], *, samples: int = 0) -> Score:
    """Spans a sentence against spans a sentence; with `samples` bootstrap rounds over the sentences (seed 0)."""
    counts = np.array([_counts(set(g), set(f)) for g, f in zip(gold, found, strict=True)], dtype=np.int64).reshape(
        -1, 3
    )
    right, wanted, given = counts.sum(axis=0).tolist()
    low = high = None
    if samples and len(counts):
        rows = np.random.default_rng(0).integers(0, len(counts), (samples, len(counts)))
        sums = counts[rows].sum(axis=1)
        rounds = 200.0 * sums[:, 0] / np.maximum(1, sums[:, 1] + sums[:, 2])
        low, high = (round(float(x), 2) for x in np.percentile(rounds, [2.5, 97.5]))
    return Score(
        _percent(right, given), _percent(right, wanted), _percent(2 * right, wanted + given), wanted, low, high
    )


def by_label(gold: Sequence[Iterable[Labelled]], found: Sequence[Iterable[Labelled]]) -> dict[str, Score]:
    """One score a label that occurs in the gold spans."""
    labels = sorted(Counter(span[2] for spans in gold for span in spans))
    return {
        label: score([[s for s in g if s[2] == label] for g in gold], [[s for s in f if s[2] == label] for f in found])
        for label in labels
    }


def _counts(gold: set[Labelled], found: set[Labelled]) -> tuple[int, int, int]:
    return len(gold & found), len(gold), len(found)


def _percent(part: int, whole: int) -> float:
    return round(100.0 * part / whole, 2) if whole else 0.0

"""Scores of a category classifier: F1 by label with bootstrap intervals over articles, calibration, coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SAMPLES = 1000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with the interval of its bootstrap distribution."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


@dataclass(frozen=True, slots=True)
class LabelScore:
    """One label: F1 with its interval, precision, recall, and sentences that have it."""

    label: str
    f1: Measured
    precision: float
    recall: float
    count: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores on one set. confusion: (truth, guess) counts in the order of labels; ece: 10 bins of the best score."""

    sentences: int
    articles: int
    accuracy: Measured
    macro_f1: Measured
    labels: tuple[LabelScore, ...]
    ece: float
    confusion: tuple[tuple[int, ...], ...]


def score(
    probabilities: Floats, truth: Sequence[str], articles: Sequence[str], labels: Sequence[str], *, fewest: int = 1
) -> Scores:
    """Score probabilities (n, labels) against the labels.

    The macro-F1 is the mean over labels with at least ``fewest`` sentences. Truth outside ``labels`` counts as missed.
    """
    tables, counts = confusions(probabilities, truth, articles, labels)
    whole = tables.sum(axis=0)
    drawn = resampled(tables, np.random.default_rng(0))
    kept = [place for place, count in enumerate(counts) if count >= fewest]
    f1, f1_drawn = f1_scores(whole[None])[0], f1_scores(drawn)
    per_label = tuple(
        LabelScore(
            label, _measured(f1[place], f1_drawn[:, place]),
            _ratio(whole[place, place], whole[:, place].sum()), _ratio(whole[place, place], counts[place]),
            int(counts[place]),
        )
        for place, label in enumerate(labels)
    )  # fmt: skip
    right = np.trace(drawn, axis1=1, axis2=2) / drawn.sum(axis=(1, 2))
    return Scores(
        sentences=len(truth),
        articles=len(set(articles)),
        accuracy=_measured(np.trace(whole) / max(1, whole.sum()), right),
        macro_f1=_measured(f1[kept].mean(), f1_drawn[:, kept].mean(axis=1)),
        labels=per_label,
        ece=calibration_error(probabilities, truth, labels),
        confusion=tuple(tuple(int(n) for n in row) for row in whole),
    )


def confusions(
    probabilities: Floats, truth: Sequence[str], articles: Sequence[str], labels: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return a table (articles, labels, labels) of truth by guess, and how often each label is true."""
    place = {label: number for number, label in enumerate(labels)}
    row = {article: number for number, article in enumerate(dict.fromkeys(articles))}
    tables = np.zeros((len(row), len(place), len(place)), dtype=np.int64)
    for true, guess, article in zip(truth, probabilities.argmax(axis=1), articles, strict=True):
        tables[row[article], place[true], guess] += 1
    return tables, tables.sum(axis=(0, 2))


def resampled(tables: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """Return (samples, labels, labels): the tables of articles drawn with replacement, summed."""
    draws = random.multinomial(len(tables), np.full(len(tables), 1 / len(tables)), size=SAMPLES)
    return np.asarray(np.tensordot(draws, tables, axes=1))


def f1_scores(tables: NDArray[np.int64]) -> Floats:
    """Return F1 (samples, labels) of confusion tables (samples, labels, labels); 0 where a label never occurs."""
    hits = np.diagonal(tables, axis1=1, axis2=2).astype(float)
    total = tables.sum(axis=1) + tables.sum(axis=2)
    return np.asarray(np.divide(2 * hits, total, out=np.zeros_like(hits), where=total > 0))


def calibration(probabilities: Floats, truth: Sequence[str], labels: Sequence[str], *, bins: int = 10) -> Floats:
    """Return (bins, 3): sentences, mean best score and share of right ones, in equal bins of the best score."""
    best = probabilities.max(axis=1)
    right = np.array(labels)[probabilities.argmax(axis=1)] == np.array(truth, dtype=str)
    places = np.minimum((best * bins).astype(int), bins - 1)
    table = np.zeros((bins, 3))
    for place in range(bins):
        inside = places == place
        if inside.any():
            table[place] = inside.sum(), best[inside].mean(), right[inside].mean()
    return table


def calibration_error(probabilities: Floats, truth: Sequence[str], labels: Sequence[str]) -> float:
    """Return the expected calibration error in 10 bins."""
    table = calibration(probabilities, truth, labels)
    return float((table[:, 0] * np.abs(table[:, 1] - table[:, 2])).sum() / max(1.0, table[:, 0].sum()))


def coverage(
    probabilities: Floats, truth: Sequence[str], labels: Sequence[str], thresholds: Sequence[float]
) -> list[tuple[float, float, float]]:
    """Return (threshold, share of sentences that get a label, accuracy among them)."""
    best = probabilities.max(axis=1)
    right = np.array(labels)[probabilities.argmax(axis=1)] == np.array(truth, dtype=str)
    return [
        (t, float((best >= t).mean()), float(right[best >= t].mean()) if (best >= t).any() else float("nan"))
        for t in thresholds
    ]


def agreement(first: Sequence[str], second: Sequence[str]) -> float:
    """Return Cohen's kappa of two labellers; 1 where both give one and the same label throughout."""
    one, two = np.array(first, dtype=str), np.array(second, dtype=str)
    chance = sum(float(np.mean(one == label)) * float(np.mean(two == label)) for label in set(one) | set(two))
    return 1.0 if chance == 1 else float((np.mean(one == two) - chance) / (1 - chance))


def _measured(value: Any, drawn: Floats) -> Measured:
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Measured(float(value), float(low), float(high))


def _ratio(part: Any, whole: Any) -> float:
    return float(part / whole) if whole else 0.0

"""Measure category models on the frozen test part of a corpus, one alone or a candidate against the champion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.annotate import category_model
from pipeline.training.category_docs import Examples, examples
from pipeline.training.category_examples import Article, Corpus, CorpusError, read
from pipeline.training.category_scores import Measured, Scores, confusions, f1_scores, resampled, score

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Change:
    """Candidate minus champion with a 95 % interval of the paired bootstrap; ``worse`` when all of it is below zero."""

    name: str
    champion: float
    candidate: float
    difference: Measured

    @property
    def worse(self) -> bool:
        return self.difference.high < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same test set: macro-F1 and F1 by label. ``passed``: macro-F1 not lower, no label worse."""

    sentences: int
    articles: int
    macro_f1: Change
    labels: tuple[Change, ...]

    @property
    def passed(self) -> bool:
        return self.macro_f1.difference.value >= 0 and not any(change.worse for change in self.labels)


def evaluate(
    corpus: Path,
    *,
    model: Path,
    encoder: Path | None = None,
    split: str | None = "test",
    fewest: int = 1,
    threads: int = 1,
) -> Scores:
    """Score a model folder on a part of a corpus, all of it where ``split`` is None or the corpus has no parts."""
    given, found, labels = _predicted(corpus, model=model, encoder=encoder, split=split, threads=threads)
    return score(found, list(given.labels), list(given.articles), labels, fewest=fewest)


def compare(
    corpus: Path,
    *,
    candidate: Path,
    champion: Path,
    encoder: Path | None = None,
    split: str | None = "test",
    threads: int = 1,
) -> Comparison:
    """Score two model folders on the same sentences. Raises CorpusError where they do not have the same labels."""
    given, new, labels = _predicted(corpus, model=candidate, encoder=encoder, split=split, threads=threads)
    _, old, old_labels = _predicted(corpus, model=champion, encoder=encoder, split=split, threads=threads)
    if labels != old_labels:
        raise CorpusError(
            f"{candidate} has the labels {', '.join(labels)} and {champion} {', '.join(old_labels)}; "
            "models with different labels cannot be compared: train the candidate on the champion's labels, or "
            "put its folder into [paths] categories yourself"
        )
    return paired(old, new, list(given.labels), list(given.articles), labels)


def paired(
    champion: Floats, candidate: Floats, truth: Sequence[str], articles: Sequence[str], labels: Sequence[str]
) -> Comparison:
    """Compare two tables of probabilities (n, labels) by the paired bootstrap over articles."""
    old, _ = confusions(champion, truth, articles, labels)
    new, _ = confusions(candidate, truth, articles, labels)
    whole = f1_scores(np.stack([old.sum(axis=0), new.sum(axis=0)]))
    drawn = [f1_scores(resampled(tables, np.random.default_rng(0))) for tables in (old, new)]
    moved = drawn[1] - drawn[0]
    changes = tuple(
        _change(label, whole[0, place], whole[1, place], moved[:, place]) for place, label in enumerate(labels)
    )
    macro = _change("macro-F1", whole[0].mean(), whole[1].mean(), moved.mean(axis=1))
    return Comparison(len(truth), len(set(articles)), macro, changes)


def _change(name: str, champion: float, candidate: float, moved: Floats) -> Change:
    low, high = np.quantile(moved, [0.025, 0.975])
    difference = Measured(float(candidate - champion), float(low), float(high))
    return Change(name, float(champion), float(candidate), difference)


def _predicted(
    corpus: Path, *, model: Path, encoder: Path | None, split: str | None, threads: int
) -> tuple[Examples, Floats, tuple[str, ...]]:
    meta = category_model.read_meta(model)
    if not meta.vectors:
        encoder = None
    category_model.check(model, meta, encoder=category_model.encoder_digest(encoder))
    data = read(corpus, labels=meta.labels, fewest=0)
    given = examples(_part(data, split), encoder=encoder, threads=threads)
    found = category_model.scores(category_model.load(model), given.features, labels=len(meta.labels))
    return given, found, meta.labels


def _part(data: Corpus, split: str | None) -> tuple[Article, ...]:
    chosen = data.part(split) if split else data.articles
    if not chosen:
        raise CorpusError(f"{data.source}: no article has the split {split!r}; give another split")
    return chosen

"""Fit the category classifier: one multinomial logistic regression over TF-IDF, vectors and hints.

The strength of regularisation is chosen by cross-validation over whole articles; a temperature fitted on the
out-of-fold predictions, and a correction of the class priors, are folded into the coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from pipeline.annotate.category_features import COLUMNS, CUES, TEXT
from pipeline.training.category_docs import Examples
from pipeline.training.category_examples import CorpusError

Floats = NDArray[np.float64]
CHOICES = (0.3, 1.0)
FOLDS = 5
SMALL = 200


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is chosen about the model.

    parts: the feature groups used, of ``words``, ``characters``, ``hints``, ``vector``.
    strengths: values of C to choose from. prior: share of every label among real sentences, None for the corpus's own.
    alone: weight of each training sentence as a document of its own, 0 for none. weights: scale the feature groups.
    """

    parts: tuple[str, ...] = ("words", "characters", "hints", "vector")
    strengths: tuple[float, ...] = CHOICES
    folds: int = FOLDS
    prior: Mapping[str, float] | None = None
    alone: float = 0.0
    weights: Mapping[str, float] = field(
        default_factory=lambda: {"words": 1.5, "characters": 1.5, "hints": 0.3, "vector": 4.0}
    )
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted pipeline, its labels, the chosen C and temperature, and the calibrated out-of-fold probabilities
    (judged, labels) of the training examples at the places ``judged``."""

    pipeline: Pipeline
    labels: tuple[str, ...]
    strength: float
    temperature: float
    judged: NDArray[np.int64]
    out_of_fold: Floats
    scores: dict[float, float]


def transformer(recipe: Recipe, *, columns: int, sentences: int) -> ColumnTransformer:
    """Return the feature part for tables of ``columns`` columns; sparse, so that each row is worked through by itself.

    Words and character grams of a single sentence are left out where there are enough sentences to tell.
    """
    texts: dict[str, Any] = {"sublinear_tf": True, "min_df": 1 if sentences < SMALL else 2}
    letters: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (3, 4), "max_features": 10_000}
    tokens: dict[str, Any] = {"token_pattern": r"\S+", "lowercase": False}
    groups = {
        "words": (TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", **texts), TEXT),
        "characters": (TfidfVectorizer(**texts, **letters), TEXT),
        "hints": (TfidfVectorizer(binary=True, use_idf=False, norm=None, **tokens), CUES),
        "vector": (FunctionTransformer(), slice(COLUMNS, columns)),
    }
    chosen = [(part, *groups[part]) for part in recipe.parts if part != "vector" or columns > COLUMNS]
    return ColumnTransformer(chosen, transformer_weights=dict(recipe.weights), sparse_threshold=1.0)


def fit(
    given: Examples, recipe: Recipe, *, extra: Examples | None = None, seen: frozenset[str] = frozenset()
) -> Fitted:
    """Choose C over whole articles, calibrate, and fit on all examples.

    ``extra`` holds the same sentences as documents of their own, trained on with the weight ``recipe.alone`` and left
    out with their article. Articles in ``seen``, which the encoder was tuned on, are never judged and are trained on
    without their vectors, which know their labels too well.
    """
    labels = tuple(sorted(set(given.labels)))
    if recipe.prior is not None and set(recipe.prior) != set(labels):
        raise CorpusError(f"the prior names {', '.join(recipe.prior)}; it must name the labels {', '.join(labels)}")
    tuned = np.isin(given.articles.astype(str), sorted(seen))
    given = given.without_vectors(tuned)
    extra = extra.without_vectors(tuned) if extra is not None else None
    features = transformer(recipe, columns=given.features.shape[1], sentences=len(given))
    matrix = csr_matrix(features.fit_transform(given.features), dtype=np.float64)
    _plain_vocabularies(features)
    data = Data(matrix, given.labels, np.ones(len(given)))
    if extra is not None and recipe.alone:
        data = data.doubled(csr_matrix(features.transform(extra.features), dtype=np.float64), recipe.alone)
    judged = np.flatnonzero(~tuned)
    truth = given.labels[judged]
    folds = splits(given.articles, judged, recipe.folds)
    by_strength = _out_of_fold(data, folds, recipe, labels, examples=len(given))
    scores = {strength: _macro_f1(truth, logits[judged], labels) for strength, logits in by_strength.items()}
    best = max(scores, key=lambda strength: (scores[strength], -strength))
    logits = by_strength[best][judged]
    temperature = fit_temperature(logits, truth, labels)
    model = data.fit(_regression(best), np.ones(len(given), dtype=bool))
    shift = prior_shift(given.labels, labels, recipe.prior)
    fold_in(model, temperature=temperature, shift=shift)
    return Fitted(
        Pipeline([("features", features), ("model", model)]),
        labels,
        best,
        temperature,
        judged,
        softmax(logits / temperature + shift),
        scores,
    )


def _plain_vocabularies(features: ColumnTransformer) -> None:
    """Turn the numbers of the vocabularies into Python's: each of numpy's is a file of its own in the saved archive."""
    for step in features.named_transformers_.values():
        if isinstance(step, TfidfVectorizer):
            step.vocabulary_ = {term: int(place) for term, place in step.vocabulary_.items()}


@dataclass(frozen=True, slots=True)
class Data:
    """A matrix (n, features), or its rows twice over with a second look at each, and labels and weights of its rows."""

    matrix: Any
    labels: NDArray[Any]
    weights: Floats

    def doubled(self, second: Any, weight: float) -> Data:
        both = vstack([self.matrix, second]).tocsr()
        weights = np.concatenate([self.weights, self.weights * weight])
        return Data(both, np.concatenate([self.labels] * 2), weights)

    def fit(self, model: LogisticRegression, kept: NDArray[np.bool_]) -> LogisticRegression:
        """Fit on the rows where ``kept`` (n,) is true, both looks at each, without those of no weight."""
        rows = np.tile(kept, len(self.labels) // len(kept)) & (self.weights > 0)
        return model.fit(self.matrix[rows], self.labels[rows], sample_weight=self.weights[rows])


def splits(articles: NDArray[Any], judged: NDArray[np.int64], folds: int) -> list[NDArray[np.int64]]:
    """Return the places held out in each fold: all of ``judged`` once, whole articles at a time."""
    groups = articles[judged]
    count = min(folds, len(set(groups)))
    return [judged[held_out] for _, held_out in GroupKFold(count).split(judged, groups=groups)]


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=500, tol=1e-3, warm_start=True)


def _out_of_fold(
    data: Data, folds: Sequence[NDArray[np.int64]], recipe: Recipe, labels: tuple[str, ...], *, examples: int
) -> dict[float, Floats]:
    """Return for each C the logits (n, labels) of the held-out examples from a model that has not seen their article."""
    found = {strength: np.full((examples, len(labels)), -20.0) for strength in recipe.strengths}
    place = {label: number for number, label in enumerate(labels)}
    for held_out in folds:
        kept = np.ones(examples, dtype=bool)
        kept[held_out] = False
        model = _regression(recipe.strengths[0])
        for strength in sorted(recipe.strengths):
            logits = data.fit(model.set_params(C=strength), kept).decision_function(data.matrix[held_out])
            if logits.ndim == 1:
                logits = np.stack([-logits, logits], axis=1) / 2
            columns = np.array([place[label] for label in model.classes_])
            found[strength][np.ix_(held_out, columns)] = logits
    return found


def _macro_f1(truth: NDArray[Any], logits: Floats, labels: tuple[str, ...]) -> float:
    guesses = np.array(labels)[logits.argmax(axis=1)]
    return float(f1_score(truth.astype(str), guesses, average="macro"))


def softmax(logits: Floats) -> Floats:
    """Return probabilities (n, labels)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


def fit_temperature(logits: Floats, truth: NDArray[Any], labels: Sequence[str]) -> float:
    """Return the T that gives ``softmax(logits / T)`` the lowest log loss, searched over 0.2 to 5."""
    places = [list(labels).index(label) for label in truth]
    grid = np.exp(np.linspace(np.log(0.2), np.log(5), 200))
    losses = [log_loss(places, softmax(logits / t), labels=range(len(labels))) for t in grid]
    return float(grid[int(np.argmin(losses))])


def prior_shift(truth: NDArray[Any], labels: Sequence[str], prior: Mapping[str, float] | None) -> Floats:
    """Return (labels,): what to add to the logits for texts whose labels are as frequent as ``prior``; zeros for None."""
    if prior is None:
        return np.zeros(len(labels))
    return np.array([np.log(prior[label] / np.mean(truth == label)) for label in labels])


def fold_in(model: LogisticRegression, *, temperature: float, shift: Floats) -> None:
    """Change the model's coefficients so that it gives the probabilities of ``softmax(logits / temperature + shift)``."""
    model.coef_ = model.coef_ / temperature
    moved = shift if len(shift) > 2 else shift[1:] - shift[:1]
    model.intercept_ = model.intercept_ / temperature + moved

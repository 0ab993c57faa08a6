"""Train the category classifier and write its model folder: model, meta, card, metrics, plots, checksums."""

from __future__ import annotations

import json
import platform
import time
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.annotate.category_features import COLUMNS, VERSION
from pipeline.annotate.category_model import CARD, META, METRICS, MODEL, encoder_digest, scores
from pipeline.annotate.model_folder import write_checksums
from pipeline.training import category_plots
from pipeline.training.category_card import card
from pipeline.training.category_corpus import refuse_leaks
from pipeline.training.category_docs import Examples, alone, examples
from pipeline.training.category_examples import FEWEST, Corpus, merged, read
from pipeline.training.category_fit import Fitted, Recipe, fit
from pipeline.training.category_scores import Scores, calibration, calibration_error, coverage, score

THRESHOLDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
ABLATIONS = {
    "TF-IDF only": ("words", "characters"),
    "hints only": ("hints",),
    "vector only": ("vector",),
    "TF-IDF and hints": ("words", "characters", "hints"),
    "hints and vector": ("hints", "vector"),
}
PACKAGES = ("scikit-learn", "skops", "numpy", "scipy", "spacy")


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training gave: the fitted model, its out-of-fold scores, and those on the test part where there is one."""

    folder: Path
    fitted: Fitted
    out_of_fold: Scores
    test: Scores | None
    real: Scores | None
    ablation: dict[str, float]
    seconds: float


def train(
    corpus: Path,
    output: Path,
    *,
    also: Sequence[Path] = (),
    data: Path | None = None,
    encoder: Path | None = None,
    labels: Sequence[str] | None = None,
    recipe: Recipe | None = None,
    cache: Path | None = None,
    threads: int = 1,
    real: Path | None = None,
    ablation: bool = False,
    notes: Path | None = None,
    command: str = "",
) -> Trained:
    """Train on the train and dev parts of a corpus (all of it where it has no parts) and write the folder ``output``.

    ``also`` are further corpora, such as corrected files of ``review``, trained on too; ``data`` is the folder of those
    whose texts are kept apart. ``encoder`` is the folder of the
    entities model, None for a model without sentence vectors; ``labels`` the only
    labels the corpus may hold. ``real`` is a set of sentences that is measured on and nothing else; ``ablation`` tries
    groups of features too; ``notes`` is Markdown for the end of the card. Raises CorpusError for a corpus that cannot be trained on.
    """
    began = time.perf_counter()
    recipe = recipe or Recipe()
    others = [read(other, labels=labels, fewest=0, data=data) for other in also]
    whole = merged(read(corpus, labels=labels, data=data), others)
    if any(article.split is not None for article in whole.articles):
        refuse_leaks(whole)
    look = partial(examples, encoder=encoder, threads=threads, cache=cache)
    given, seen = look(whole.part("train", "dev")), tuned_articles(encoder)
    extra = alone(given) if recipe.alone else None
    fitted = fit(given, recipe, extra=extra, seen=seen)
    judged = given.take(fitted.judged)
    trained = Trained(
        output,
        fitted,
        score(fitted.out_of_fold, list(judged.labels), list(judged.articles), fitted.labels),
        _measured(fitted, look(whole.part("test"))) if has_test(whole) else None,
        _measured(fitted, look(read(real, labels=fitted.labels, fewest=0).articles), fewest=FEWEST) if real else None,
        ablated(given, extra, recipe, seen) if ablation else {},
        time.perf_counter() - began,
    )
    write(output, whole, judged, trained, recipe, encoder=encoder, notes=notes, command=command)
    return trained


def has_test(data: Corpus) -> bool:
    """Tell whether the corpus has a test part."""
    return any(article.split == "test" for article in data.articles)


def ablated(given: Examples, extra: Examples | None, recipe: Recipe, seen: frozenset[str]) -> dict[str, float]:
    """Return the out-of-fold macro-F1 of models on some of the feature groups alone."""
    found = {}
    for name, parts in ABLATIONS.items():
        fitted = fit(given, replace(recipe, parts=parts), extra=extra, seen=seen)
        found[name] = max(fitted.scores.values())
    return found


def _measured(fitted: Fitted, given: Examples, *, fewest: int = 1) -> Scores:
    found = scores(fitted.pipeline, given.features, labels=len(fitted.labels))
    return score(found, list(given.labels), list(given.articles), fitted.labels, fewest=fewest)


def tuned_articles(encoder: Path | None) -> frozenset[str]:
    """Return the ids of the articles that the encoder's sentence vector was tuned on; no figure may be measured on them."""
    if encoder is None:
        return frozenset()
    return frozenset(json.loads((encoder / "config.json").read_text(encoding="utf-8")).get("category_articles", ()))


def write(
    output: Path,
    data: Corpus,
    judged: Examples,
    trained: Trained,
    recipe: Recipe,
    *,
    encoder: Path | None,
    notes: Path | None,
    command: str,
) -> None:
    """Write the model folder; what stood in it under the same names is replaced."""
    from skops import io

    fitted = trained.fitted
    output.mkdir(parents=True, exist_ok=True)
    io.dump(fitted.pipeline, output / MODEL, compression=zipfile.ZIP_DEFLATED, compresslevel=9)
    _json(output / META, meta(fitted, encoder))
    metrics = report(data, judged, trained, recipe, command=command)
    _json(output / METRICS, metrics)
    shown = trained.test or trained.out_of_fold
    which = "test" if trained.test else "out of fold"
    category_plots.confusion(
        output / "confusion.png", shown.confusion, fitted.labels, title=f"Truth and guess, {which}"
    )
    bins = calibration(fitted.out_of_fold, list(judged.labels), fitted.labels)
    category_plots.calibration(
        output / "calibration.png", bins, title=f"Calibration out of fold, ECE {metrics['ece']:.3f}"
    )
    (output / CARD).write_text(card(metrics, notes=notes.read_text("utf-8") if notes else ""), encoding="utf-8")
    write_checksums(output)


def meta(fitted: Fitted, encoder: Path | None) -> dict[str, Any]:
    """Return what the run-time component asks of the model; see ``category_model.Meta``."""
    return {
        "labels": list(fitted.labels),
        "vectors": encoder is not None,
        "encoder": encoder_digest(encoder),
        "scikit_learn": version("scikit-learn"),
        "features": VERSION,
    }


def report(data: Corpus, judged: Examples, trained: Trained, recipe: Recipe, *, command: str) -> dict[str, Any]:
    """Return the metrics as JSON types."""
    fitted, truth = trained.fitted, list(judged.labels)
    given = data.part("train", "dev")
    return {
        "command": command,
        "corpus": str(data.source),
        "digest": data.digest,
        "articles": len(data.articles),
        "counts": dict(sorted(data.counts.items())),
        "trained_on": {
            "sentences": sum(s.label is not None for article in given for s in article.sentences),
            "articles": len(given),
        },
        "judged": trained.out_of_fold.sentences,
        "labels": list(fitted.labels),
        "vectors": judged.features.shape[1] > COLUMNS,
        "recipe": asdict(replace(recipe, prior=dict(recipe.prior) if recipe.prior else None)),
        "strength": fitted.strength,
        "strength_scores": {str(strength): value for strength, value in fitted.scores.items()},
        "temperature": fitted.temperature,
        "ece": calibration_error(fitted.out_of_fold, truth, fitted.labels),
        "out_of_fold": asdict(trained.out_of_fold),
        "test": asdict(trained.test) if trained.test else None,
        "real": asdict(trained.real) if trained.real else None,
        "ablation": trained.ablation,
        "coverage": coverage(fitted.out_of_fold, truth, fitted.labels, THRESHOLDS),
        "seconds": round(trained.seconds, 1),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
    }


def _json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

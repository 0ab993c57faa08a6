"""Scores of a shipped entity model on the public tests and on the held-out part of our own corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.annotate import decode
from pipeline.annotate.encoder import Encoder
from pipeline.training import predict, span_scores
from pipeline.training.markup import Mention
from pipeline.training.mentions import Example, read_columns, read_corpus
from pipeline.training.predict import Predictor

CASES = ("", "lower", "upper")


def by_encoder(encoder: Encoder) -> Predictor:
    """texts → mentions a text by the run-time encoder, outer before inner."""

    def predict_all(texts: Sequence[str]) -> list[list[Mention]]:
        found = []
        for encoded in encoder.encode(texts):
            words = encoded.pieces.words
            found.append(
                [
                    Mention(int(words[span.start, 0]), int(words[span.end - 1, 1]), encoder.labels[span.label])
                    for span in decode.spans(encoded.tags)
                ]
            )
        return found

    return predict_all


def test_sets(data: Path, corpus: Path) -> dict[str, list[Example]]:
    """The sets that are measured on and never trained or chosen on, as far as they are there.

    `data` holds `ner/idner-news-2k/test.txt` and `ner/nergrit/test.txt`, `corpus` our own marked-up articles.
    """
    readers: dict[str, tuple[Path, Callable[[Path], list[Example]]]] = {
        "idner": (data / "ner/idner-news-2k/test.txt", lambda p: read_columns(p, source="idner")),
        "nergrit": (data / "ner/nergrit/test.txt", lambda p: read_columns(p, source="nergrit", joins=True)),
        "own": (corpus, lambda p: read_corpus(p, split="test")),
    }
    sets = {name: reader(path) for name, (path, reader) in readers.items() if path.exists()}
    if not sets:
        places = ", ".join(str(path) for path, _ in readers.values())
        raise FileNotFoundError(f"no evaluation set found; looked for {places}")
    return sets


def evaluate(data: Path, *, model: Path, corpus: Path, samples: int = 1000, threads: int = 1) -> dict[str, Any]:
    """F1 of exact spans and labels, JSON types only: set → case ("as written", "lower", "upper") and, by label."""
    return scores(test_sets(data, corpus), by_encoder(Encoder(model, threads=threads)), samples=samples)


def scores(sets: dict[str, list[Example]], predictor: Predictor, *, samples: int = 1000) -> dict[str, Any]:
    results: dict[str, Any] = {}
    for name, examples in sets.items():
        results[name] = {"sentences": len(examples)}
        for case in CASES:
            gold, found = predict.compare(examples, predictor, case=case)
            results[name][case or "as written"] = span_scores.score(gold, found, samples=samples).as_dict()
            if not case:
                labels = span_scores.by_label(gold, found)
                results[name]["labels"] = {label: score.as_dict() for label, score in labels.items()}
    return results

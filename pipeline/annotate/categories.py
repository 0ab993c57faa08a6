"""The categories component: what each title and body sentence is for, with a probability for every label.

``doc._.categories`` holds one dict a sentence of ``sentence_spans(doc)``: category (None outside the story or when
abstained), scores (three decimals) and abstained. The measured quality stands in the card of the model folder.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import category_model, state
from pipeline.annotate.category_features import Story, rows, story
from pipeline.annotate.category_model import META, MODEL, Meta
from pipeline.annotate.model_folder import CHECKSUMS, ModelComponent
from pipeline.annotate.pooled import PooledComponent
from pipeline.record.doc import sentence_spans


def verdict(probabilities: NDArray[np.float64], labels: tuple[str, ...], *, threshold: float) -> dict[str, Any]:
    """Return the dict of one sentence: its label, or None with abstained where the best score is under ``threshold``."""
    best = int(np.argmax(probabilities))
    abstained = bool(probabilities[best] < threshold)
    shown = {label: round(float(score), 3) for label, score in zip(labels, probabilities, strict=True)}
    return {"category": None if abstained else labels[best], "scores": shown, "abstained": abstained}


def encoder_digest(nlp: Language) -> str | None:
    """Return "sha256:…" of the model file of the entities component in ``nlp``, None where there is none."""
    components: list[tuple[str, object]] = list(nlp.pipeline)
    for name, component in components:
        if nlp.get_pipe_meta(name).factory == "entities" and isinstance(component, ModelComponent):
            return category_model.encoder_digest(component.path)
    return None


class CategoriesComponent(PooledComponent):
    """The classifier on a model folder. Raises ModelMismatchError where the model does not fit the pipeline."""

    cure = "train it with `python -m pipeline train categories --corpus FILE`, or set [paths] to where it is"
    files = (MODEL, META, CHECKSUMS)

    def __init__(self, nlp: Language, name: str, *, path: str, threshold: float, batch: int) -> None:
        super().__init__(name, path)
        self.threshold, self.batch = threshold, batch
        self._nlp: Any = weakref.ref(nlp)

    def check(self) -> None:
        """Raise MissingModelError where the model is not there or does not fit."""
        super().check()
        meta = category_model.read_meta(self.path)
        nlp = self._nlp() if self._nlp is not None else None
        encoder = encoder_digest(nlp) if nlp is not None and meta.vectors else meta.encoder
        category_model.check(self.path, meta, encoder=encoder)

    def _load(self) -> tuple[Any, Meta]:
        return category_model.load(self.path), category_model.read_meta(self.path)

    def __getstate__(self) -> dict[str, Any]:
        return super().__getstate__() | {"_nlp": None}

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Yield annotated Docs in order, ``batch`` of them in a call of the model."""
        yield from super().pipe(stream, batch_size=self.batch)

    def annotate(self, docs: list[Doc]) -> list[Doc]:
        """Annotate the Docs with one call of the model."""
        model, meta = self.loaded
        stories = [story(doc) for doc in docs]
        tables = [
            rows(doc, found, vectors=meta.vectors) for doc, found in zip(docs, stories, strict=True) if found.spans
        ]
        scores = (
            category_model.scores(model, np.vstack(tables), labels=len(meta.labels)) if tables else np.zeros((0, 0))
        )
        at = 0
        for doc, found in zip(docs, stories, strict=True):
            self._set(doc, found, scores[at : at + len(found.spans)], meta.labels)
            at += len(found.spans)
        return docs

    def _set(self, doc: Doc, found: Story, scores: NDArray[np.float64], labels: tuple[str, ...]) -> None:
        result: list[dict[str, Any]] = [
            {"category": None, "scores": {}, "abstained": False} for _ in sentence_spans(doc)
        ]
        for place, probabilities in zip(found.places, scores, strict=True):
            result[place] = verdict(probabilities, labels, threshold=self.threshold)
        doc._.categories = result


@Language.factory(
    "categories",
    requires=["token.is_sent_start"],
    assigns=["doc._.categories"],
    default_config={"threshold": 0.0, "batch": 64},
)
def create(nlp: Language, name: str, path: str, threshold: float, batch: int) -> CategoriesComponent:
    """Make the component. ``path`` is the model folder; under ``threshold`` (0 to 1) it abstains."""
    if not 0 <= threshold <= 1:
        raise ValueError(f"component {name!r}: threshold is {threshold}; it may be 0 to 1")
    if batch < 1:
        raise ValueError(f"component {name!r}: batch is {batch}; it must be at least 1")
    state.register()
    return CategoriesComponent(nlp, name, path=str(Path(path)), threshold=threshold, batch=batch)

"""The token_classifier component: the entities of a Hugging Face token classifier, in place of our own.

Reads a folder that ``save_pretrained`` of a model and its tokenizer wrote, or a download of one. Needs the extra ``hf``,
which is imported at first use. A sentence is cut into words, the first piece of each gives its tag, and each document is
worked through by itself, so that what it gets does not depend on its neighbours. A score is the mean probability of the
tags of the span's words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.annotate import state
from pipeline.annotate.entities import entity_span, outermost
from pipeline.annotate.model_folder import MissingModelError
from pipeline.annotate.pooled import PooledComponent
from pipeline.annotate.token_scores import Classifier, Floats
from pipeline.annotate.tokenizer import PIECE

STARTS, ENDS = frozenset("BSU"), frozenset("ESLU")
PREFIXES = STARTS | ENDS | {"I"}
LABELS = {
    "PER": "PER", "PERSON": "PER", "PPL": "PER",
    "LOC": "LOC", "GPE": "LOC", "PLC": "LOC", "PLACE": "LOC",
    "ORG": "ORG", "ORGANISATION": "ORG", "ORGANIZATION": "ORG", "IND": "ORG",
    "EVT": "EVENT", "EVENT": "EVENT", "LAW": "LAW",
}  # fmt: skip


class TaggedSpan(NamedTuple):
    """Words start to end (exclusive) and the model's own label of them."""

    start: int
    end: int
    label: str


def split_tag(tag: str) -> tuple[str, str]:
    """Return the prefix and label of a tag; the prefix is "I" where it has none, and "O" is outside.

    >>> split_tag("B-PER"), split_tag("PER"), split_tag("O")
    (('B', 'PER'), ('I', 'PER'), ('O', ''))
    """
    if tag == "O":
        return "O", ""
    if len(tag) > 2 and tag[0] in PREFIXES and tag[1] in "-_":
        return tag[0], tag[2:]
    return "I", tag


def tagged_spans(tags: Sequence[str]) -> list[TaggedSpan]:
    """Return the spans of a row of BIO, BIOES, BILOU or IO tags; an I after another label begins a span."""
    found: list[TaggedSpan] = []
    start, label = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        prefix, here = split_tag(tag)
        if label and (here != label or prefix in STARTS):
            found.append(TaggedSpan(start, place, label))
            label = ""
        if here and not label:
            start, label = place, here
        if prefix in ENDS:
            found.append(TaggedSpan(start, place + 1, label))
            label = ""
    return found


class TokenClassifierComponent(PooledComponent):
    """Sets ``doc.spans["sc"]`` with scores, and ``doc.ents``. Raises MissingModelError where the folder holds no model."""

    cure = "save a model and its fast tokenizer there with save_pretrained, or set [paths] to where they are"
    files = ("config.json",)

    def __init__(self, name: str, *, path: str, labels: Mapping[str, str], batch_size: int, threads: int) -> None:
        super().__init__(name, path)
        self.labels, self.batch_size, self.threads = dict(labels), batch_size, threads

    def check(self) -> None:
        """Raise MissingModelError where model or packages are missing, ValueError where no label of the model is known."""
        super().check()
        if find_spec("transformers") is None:
            raise MissingModelError(
                f"component {self.name!r} needs the package 'transformers': pip install 'warta[hf]'"
            )
        config = json.loads((self.path / self.files[0]).read_text(encoding="utf-8"))
        own = sorted({split_tag(tag)[1] for tag in config.get("id2label", {}).values()} - {""})
        if not any(self.labels.get(label) for label in own):
            raise ValueError(
                f"component {self.name!r}: none of the labels of {self.path} is in the setting labels; "
                f"map some of {', '.join(own) or 'its labels (it names none)'}"
            )

    def _load(self) -> Classifier:
        return Classifier(self.path, batch_size=self.batch_size, threads=self.threads)

    def annotate(self, docs: list[Doc]) -> list[Doc]:
        """Annotate the Docs, one after the other."""
        for doc in docs:
            self._set(doc)
        return docs

    def _set(self, doc: Doc) -> None:
        classifier: Classifier = self.loaded
        sentences = list(doc.sents) if len(doc) else []
        words = [
            [(match.start(), match.end()) for match in PIECE.finditer(sentence.text) if not match[0].isspace()]
            for sentence in sentences
        ]
        texts = [
            [sentence.text[start:end] for start, end in places]
            for sentence, places in zip(sentences, words, strict=True)
        ]
        found: dict[Span, float] = {}
        for sentence, places, scores in zip(sentences, words, classifier(texts), strict=True):
            found |= self._spans(sentence, places, scores, classifier.tags)
        kept = outermost(found)
        doc.spans[state.ENTITIES] = kept
        doc.spans[state.ENTITIES].attrs["scores"] = [round(found[span], 3) for span in kept]
        doc.ents = tuple(kept)

    def _spans(
        self, sentence: Span, places: Sequence[tuple[int, int]], scores: Floats, tags: Sequence[str]
    ) -> dict[Span, float]:
        """Return the spans of a sentence and their scores; words at ``places``, with scores (words, tags)."""
        best = scores.argmax(axis=1)
        chosen = np.where(scores.any(axis=1), scores.max(axis=1), 0.0)
        row = [tags[tag] if score else "O" for tag, score in zip(best, chosen, strict=True)]
        found = {}
        for start, end, own in tagged_spans(row):
            if label := self.labels.get(own):
                first, last = sentence.start_char + places[start][0], sentence.start_char + places[end - 1][1]
                span = entity_span(sentence.doc, first, last, label)
                if span is not None:
                    found[span] = float(chosen[start:end].mean())
        return found


@Language.factory(
    "token_classifier",
    requires=["token.is_sent_start"],
    assigns=["doc.ents", "doc.spans"],
    default_config={"labels": LABELS, "batch_size": 16, "threads": 1},
)
def create(
    nlp: Language, name: str, path: str, labels: dict[str, str], batch_size: int, threads: int
) -> TokenClassifierComponent:
    """Make the component. ``path`` is the model folder. ``labels`` adds to the map of the model's labels onto those of the
    record, or changes it: those not in it, and those mapped to "", are left out. ``batch_size`` is in sentences."""
    state.register()
    return TokenClassifierComponent(name, path=str(Path(path)), labels=labels, batch_size=batch_size, threads=threads)

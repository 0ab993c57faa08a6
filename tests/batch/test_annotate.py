"""One document's failure is its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.batch import annotate
from pipeline.batch.documents import Document, Reject


@Language.component("fails_on_bad")
def fails_on_bad(doc: Doc) -> Doc:
    if "buruk" in doc.text:
        raise ValueError("tidak bisa")
    return doc


class FailsWhole:
    def __call__(self, doc: Doc) -> Doc:
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 1) -> Iterator[Doc]:
        docs = list(stream)
        if any("buruk" in doc.text for doc in docs):
            raise ValueError("tidak bisa")
        yield from docs


@Language.factory("fails_whole")
def create(nlp: Language, name: str) -> FailsWhole:
    return FailsWhole()


@pytest.mark.parametrize("component", ["fails_on_bad", "fails_whole"])
def test_a_document_that_fails_is_set_aside_alone(component: str) -> None:
    nlp = spacy.blank("id")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe(component)
    texts = ["satu", "ini buruk", "tiga"]
    documents = [Document(text, text, {"n": n}, "f", n + 1, 0) for n, text in enumerate(texts)]
    first, bad, last = annotate.batch(nlp, documents)
    assert isinstance(first, annotate.Annotated)
    assert b'"id":"satu"' in first.line
    assert b'"meta":{"n":0}' in first.line
    assert isinstance(last, annotate.Annotated)
    assert isinstance(bad, Reject)
    assert (bad.id, bad.line, bad.reason) == ("ini buruk", 2, "component_error")
    assert "tidak bisa" in bad.detail

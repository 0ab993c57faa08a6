"""Annotate one batch of documents: every document gives a line or a reject, whatever its neighbours do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import state
from pipeline.batch.documents import Document, Reject
from pipeline.record import encode
from pipeline.record.doc import record_from_doc

state.register()
Outcome = bytes | Reject


def batch(nlp: Language, documents: Sequence[Document], *, omit: Sequence[str] = ()) -> list[Outcome]:
    """Return one outcome a document, in order: the record's JSON line, or the reject of the one that failed.

    A component that fails on a whole batch costs nobody but the document at fault: the batch is gone through one by one.
    """
    try:
        outcomes = _attempt(nlp, documents, omit)
    except Exception:  # a component of anybody's making
        outcomes = {}
        for number, document in enumerate(documents):
            try:
                outcomes[number] = _attempt(nlp, [document], omit)[0]
            except Exception as error:
                outcomes[number] = failed(document, error)
    return [outcomes.get(number, failed(document, None)) for number, document in enumerate(documents)]


def failed(document: Document, error: Exception | None) -> Reject:
    """Return the reject of a document on which a component failed."""
    detail = f"{type(error).__name__}: {error}" if error is not None else "a component dropped the document"
    return Reject(document.file, document.line, document.offset, document.id, "component_error", detail)


def _attempt(nlp: Language, documents: Sequence[Document], omit: Sequence[str]) -> dict[int, Outcome]:
    outcomes: dict[int, Outcome] = {}

    def set_aside(name: str, _component: Any, docs: list[Doc], error: Exception) -> None:
        for doc in docs:
            number = doc._context
            reject = failed(documents[number], error)
            outcomes[number] = Reject(
                reject.file, reject.line, reject.offset, reject.id, reject.reason, f"{name}: {reject.detail}"
            )

    nlp.set_error_handler(set_aside)  # type: ignore[arg-type]
    with nlp.memory_zone():
        stream = ((_doc(nlp, document), number) for number, document in enumerate(documents))
        for doc, number in nlp.pipe(stream, as_tuples=True, batch_size=max(len(documents), 1)):
            outcomes[number] = encode(record_from_doc(doc), omit=omit)
    return outcomes


def _doc(nlp: Language, document: Document) -> Doc:
    doc = nlp.make_doc(document.text)
    doc._.id = document.id
    doc._.meta = document.meta
    return doc

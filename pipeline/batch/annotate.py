"""Annotate one batch of documents: every document gives a record or a reject, whatever its neighbours do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import state
from pipeline.batch.clock import Clock
from pipeline.batch.documents import Document, Reject
from pipeline.record import Record, encode
from pipeline.record.doc import record_from_doc

state.register()


@dataclass(frozen=True, slots=True)
class Annotated:
    """A record and its JSON line, without the fields that are left out."""

    line: bytes
    record: Record


Outcome = Annotated | Reject


def batch(
    nlp: Language, documents: Sequence[Document], *, omit: Sequence[str] = (), clock: Clock | None = None
) -> list[Outcome]:
    """Return one outcome a document, in order: the record's JSON line, or the reject of the one that failed.

    A component that fails on a whole batch costs nobody but the document at fault: the batch is halved until it is found.
    """
    try:
        found = _attempt(nlp, documents, omit, clock or Clock())
    except Exception as error:  # a component of anybody's making
        if len(documents) == 1:
            return [failed(documents[0], error)]
        middle = len(documents) // 2
        return [
            outcome
            for half in (documents[:middle], documents[middle:])
            for outcome in batch(nlp, half, omit=omit, clock=clock)
        ]
    return [found.get(number, failed(document, None)) for number, document in enumerate(documents)]


def failed(document: Document, error: Exception | None, *, component: str = "") -> Reject:
    """Return the reject of a document on which a component failed."""
    detail = f"{type(error).__name__}: {error}" if error is not None else "a component dropped the document"
    reason = "out_of_memory" if isinstance(error, MemoryError) else "component_error"
    told = f"{component}: {detail}" if component else detail
    return Reject(document.file, document.line, document.offset, document.id, reason, told)


def _attempt(nlp: Language, documents: Sequence[Document], omit: Sequence[str], clock: Clock) -> dict[int, Outcome]:
    outcomes: dict[int, Outcome] = {}

    def set_aside(name: str, _component: Any, docs: list[Doc], error: Exception) -> None:
        for doc in docs:
            outcomes[doc._context] = failed(documents[doc._context], error, component=name)

    for _, component in nlp.pipeline:
        if hasattr(component, "set_error_handler"):
            with suppress(
                AttributeError
            ):  # spaCy's ner and parser cannot hold one; they raise, and the batch is halved
                component.set_error_handler(set_aside)
    with nlp.memory_zone():
        last, stream = _chain(nlp, documents, set_aside, clock)
        for number, outcome in clock.stage("record", _records(stream, omit), before=last):
            outcomes[number] = outcome
    return outcomes


def _chain(nlp: Language, documents: Sequence[Document], set_aside: Any, clock: Clock) -> tuple[str, Iterator[Doc]]:
    """Return the last stage's name and its Docs: ``nlp.pipe`` with a clock between the components."""
    last, stream = "tokenizer", clock.stage("tokenizer", _docs(nlp, documents))
    for name, component in nlp.pipeline:
        through = _through(component, name, stream, max(len(documents), 1), set_aside)
        stream = clock.stage(name, through, before=last)
        last = name
    return last, stream


def _through(component: Any, name: str, stream: Iterator[Doc], size: int, set_aside: Any) -> Iterator[Doc]:
    if hasattr(component, "pipe"):
        yield from component.pipe(stream, batch_size=size)
        return
    for doc in stream:
        try:
            done = component(doc)
        except Exception as error:  # a component of anybody's making
            set_aside(name, component, [doc], error)
            continue
        yield done


def _docs(nlp: Language, documents: Sequence[Document]) -> Iterator[Doc]:
    for number, document in enumerate(documents):
        doc = nlp.make_doc(document.text)
        doc._.id = document.id
        doc._.meta = document.meta
        doc._context = number
        yield doc


def _records(docs: Iterable[Doc], omit: Sequence[str]) -> Iterator[tuple[int, Annotated]]:
    for doc in docs:
        record = record_from_doc(doc)
        yield doc._context, Annotated(encode(record, omit=omit), record)

"""Annotate to an open stream instead of a run folder: records out as they are ready, nothing kept, nothing to resume."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import IO, TYPE_CHECKING

from pipeline.batch import inputs, read
from pipeline.batch.documents import Document, InputError, Reading, Reject
from pipeline.batch.inputs import InputFile
from pipeline.batch.shards import Part
from pipeline.batch.work import has_unreadable_date

if TYPE_CHECKING:
    from spacy.language import Language

FIRST_BATCH = 1


class Counts:
    """Documents read, annotated and rejected so far, and ids given more than once."""

    def __init__(self) -> None:
        self.ok = self.rejected = self.unreadable_published = 0
        self.duplicates: dict[str, int] = {}
        self._seen: set[str] = set()

    def see(self, document: Document) -> None:
        self.unreadable_published += has_unreadable_date(document)
        if document.given_id:
            if document.id in self._seen:
                self.duplicates[document.id] = self.duplicates.get(document.id, 1) + 1
            self._seen.add(document.id)


def stream(
    nlp: Language,
    arguments: Sequence[str],
    out: IO[bytes],
    *,
    reading: Reading,
    stdin: IO[bytes],
    batch_size: int,
    omit: Sequence[str] = (),
    on_reject: Callable[[Reject], None],
) -> Counts:
    """Write one JSON line a document to ``out``, flushed batch by batch; the first batch is one document."""
    from pipeline.batch import annotate

    counts = Counts()
    for group in _growing_batches(_items(arguments, reading, stdin), batch_size):
        documents = [item for item in group if isinstance(item, Document)]
        outcomes = iter(annotate.batch(nlp, documents, omit=omit))
        for item in group:
            outcome = item if isinstance(item, Reject) else next(outcomes)
            if isinstance(item, Document):
                counts.see(item)
            if isinstance(outcome, Reject):
                counts.rejected += 1
                on_reject(outcome)
            else:
                counts.ok += 1
                out.write(outcome + b"\n")
        out.flush()
    return counts


def _items(arguments: Sequence[str], reading: Reading, stdin: IO[bytes]) -> Iterator[read.Item]:
    if "-" not in arguments:
        files = inputs.find(arguments, format=reading.format)
        for number, file in enumerate(files):
            yield from read.part(files, Part(number, 0, file.size), reading)
        return
    if len(arguments) > 1:
        raise InputError("standard input (-) cannot be mixed with other inputs")
    if reading.format in ("txt", "csv"):
        yield from read.items(stdin.read(), InputFile("-", "stdin", reading.format, 0, 0), reading)
        return
    offset = 0
    for line, raw in enumerate(stdin, 1):
        if (item := read.json_line(raw.rstrip(b"\n"), "stdin", reading, line=line, offset=offset)) is not None:
            yield item
        offset += len(raw)


def _growing_batches(items: Iterator[read.Item], size: int) -> Iterator[list[read.Item]]:
    """Yield batches that begin with one item and double up to ``size``, so that the first record comes soon."""
    limit = FIRST_BATCH
    batch: list[read.Item] = []
    for item in items:
        batch.append(item)
        if len(batch) >= limit:
            yield batch
            batch, limit = [], min(limit * 2, size)
    if batch:
        yield batch

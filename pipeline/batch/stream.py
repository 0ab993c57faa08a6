"""Annotate to an open stream instead of a run folder: records out as they are ready, nothing kept, nothing to resume."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from pipeline.batch import inputs, read, standard_input
from pipeline.batch.clock import Clock
from pipeline.batch.documents import Document, InputError, Reading, Reject
from pipeline.batch.inputs import InputFile
from pipeline.batch.shards import Part
from pipeline.batch.tally import has_unreadable_date

if TYPE_CHECKING:
    from spacy.language import Language

FIRST_BATCH = 1
BATCHES_BETWEEN_TIDYING = 64


@dataclass(slots=True)
class Counts:
    """Documents read, annotated and rejected so far, ids given more than once, and seconds a stage."""

    ok: int = 0
    rejected: int = 0
    unreadable_published: int = 0
    duplicates: dict[str, int] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)
    seen: set[str] = field(default_factory=set)

    def record(self, document: Document) -> None:
        """Count a document that became a record."""
        self.ok += 1
        self.unreadable_published += has_unreadable_date(document)
        if document.given_id:
            if document.id in self.seen:
                self.duplicates[document.id] = self.duplicates.get(document.id, 1) + 1
            self.seen.add(document.id)


def stream(
    nlp: Language,
    arguments: Sequence[str],
    out: IO[bytes],
    *,
    reading: Reading,
    stdin: IO[bytes] | None,
    batch_size: int,
    batch_chars: int = 200_000,
    max_rejects: int | None = None,
    omit: Sequence[str] = (),
    on_reject: Callable[[Reject], None],
) -> Counts:
    """Write one JSON line a document to ``out``, flushed batch by batch; the first batch is one document.

    ``stdin`` is standard input, for the argument "-".

    Raises InputError for input that cannot be read, and behind the batch in which more than ``max_rejects`` are passed.
    """
    from pipeline.batch import annotate, vocabulary

    counts = Counts()
    items = counts.clock.stage("read", _items(arguments, reading, stdin))
    for number, group in enumerate(_growing_batches(items, size=batch_size, chars=batch_chars), 1):
        documents = [item for item in group if isinstance(item, Document)]
        outcomes = iter(annotate.batch(nlp, documents, omit=omit, clock=counts.clock))
        for item in group:
            outcome = item if isinstance(item, Reject) else next(outcomes)
            if isinstance(outcome, Reject):
                counts.rejected += 1
                on_reject(outcome)
            elif isinstance(item, Document):
                counts.record(item)
                out.write(outcome.line + b"\n")
        out.flush()
        if max_rejects is not None and counts.rejected > max_rejects:
            raise InputError(f"{counts.rejected} documents rejected, more than max_rejects = {max_rejects}")
        if number % BATCHES_BETWEEN_TIDYING == 0:
            vocabulary.compact(nlp.vocab)
    return counts


def _items(arguments: Sequence[str], reading: Reading, stdin: IO[bytes] | None) -> Iterator[read.Item]:
    if standard_input.NAME not in arguments:
        files = inputs.find(arguments, format=reading.format)
        read.check(files, reading)
        for number, file in enumerate(files):
            yield from read.part(files, _whole(number, file), reading)
        return
    source = standard_input.checked(arguments, stdin)
    yield from read.items(source, InputFile("-", "stdin", reading.format or "jsonl", 0, 0), reading)


def _whole(number: int, file: InputFile) -> Part:
    if file.format == "parquet":
        from pipeline.batch import parquet

        return Part(number, 0, parquet.count(file))
    return Part(number, 0, file.size)


def _growing_batches(items: Iterator[read.Item], *, size: int, chars: int) -> Iterator[list[read.Item]]:
    """Yield batches that begin with one item and double up to ``size``, so that the first record comes soon."""
    limit, total = FIRST_BATCH, 0
    batch: list[read.Item] = []
    for item in items:
        batch.append(item)
        total += len(item.text) if isinstance(item, Document) else 0
        if len(batch) >= limit or total >= chars:
            yield batch
            batch, limit, total = [], min(limit * 2, size), 0
    if batch:
        yield batch

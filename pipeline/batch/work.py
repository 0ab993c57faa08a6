"""Work through one shard and commit it: temporary file, sync, rename, then the marker. A shard cut off is redone whole."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from pipeline.batch import read
from pipeline.batch.documents import Document, Reading, Reject
from pipeline.batch.inputs import InputFile
from pipeline.batch.shards import Shard
from pipeline.values import parse_date

if TYPE_CHECKING:
    from spacy.language import Language

T = TypeVar("T")


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """What a finished shard leaves beside it: shards/00000.done.

    ``documents`` = ``ok`` + ``rejected``. ``ids`` lists [id, file, line] of the ids that the input gave.
    """

    documents: int
    ok: int
    rejected: int
    reasons: dict[str, int]
    unreadable_published: int
    input_sha256: str
    output_sha256: str
    ids: list[tuple[str, str, int]]
    characters: int
    seconds: float


def shard(
    nlp: Language,
    place: Shard,
    files: list[InputFile],
    reading: Reading,
    folder: Path,
    *,
    batch_size: int,
    omit: Sequence[str],
) -> Marker:
    """Annotate a shard into ``folder`` and return its marker, written last."""
    from pipeline.batch import annotate

    began = time.monotonic()
    tally = _Tally()
    lines: list[bytes] = []
    items = (item for part in place.parts for item in read.part(files, part, reading))
    for group in _batches(tally.counted(items), batch_size):
        documents = [item for item in group if isinstance(item, Document)]
        outcomes = iter(annotate.batch(nlp, documents, omit=omit))
        for item in group:
            outcome = item if isinstance(item, Reject) else next(outcomes)
            if isinstance(outcome, Reject):
                tally.rejects.append(outcome)
            else:
                lines.append(outcome + b"\n")
    output = b"".join(lines)
    if tally.rejects:
        encoded = b"".join(msgspec.json.encode(reject) + b"\n" for reject in tally.rejects)
        write(folder / "rejects" / f"{place.name}.jsonl", encoded)
    write(folder / "shards" / f"{place.name}.jsonl", output)
    marker = Marker(
        documents=tally.documents,
        ok=len(lines),
        rejected=len(tally.rejects),
        reasons=dict(sorted(Counter(reject.reason for reject in tally.rejects).items())),
        unreadable_published=tally.unreadable_published,
        input_sha256=_input_digest(place, files),
        output_sha256=hashlib.sha256(output).hexdigest(),
        ids=tally.ids,
        characters=tally.characters,
        seconds=round(time.monotonic() - began, 3),
    )
    write(folder / "shards" / f"{place.name}.done", msgspec.json.encode(marker))
    return marker


def write(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class _Tally:
    """Counts over one shard."""

    def __init__(self) -> None:
        self.documents = self.characters = self.unreadable_published = 0
        self.ids: list[tuple[str, str, int]] = []
        self.rejects: list[Reject] = []

    def counted(self, items: Iterable[read.Item]) -> Iterator[read.Item]:
        for item in items:
            self.documents += 1
            if isinstance(item, Document):
                self.characters += len(item.text)
                if item.given_id:
                    self.ids.append((item.id, item.file, item.line))
                self.unreadable_published += has_unreadable_date(item)
            yield item


def has_unreadable_date(document: Document) -> bool:
    """Tell whether the document names a date of publication that our reader cannot read."""
    published = document.meta.get("published")
    return published not in (None, "") and parse_date(str(published)) is None


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _input_digest(place: Shard, files: list[InputFile]) -> str:
    whole = hashlib.sha256()
    for part in place.parts:
        with Path(files[part.file].path).open("rb") as stream:
            stream.seek(part.start)
            whole.update(stream.read(part.end - part.start))
    return whole.hexdigest()

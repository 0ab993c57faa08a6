"""Cut the files of a run into shards: the same files and size give the same shards everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pipeline.batch.documents import InputError
from pipeline.batch.inputs import InputFile

CHUNK = 1 << 20
LEAST = 48_000  # a few seconds of work, and a few dozen articles: smaller batches take notably longer
AHEAD = 8


class Part(msgspec.Struct, frozen=True):
    """Bytes ``start`` to ``end`` of input file number ``file``; ``line`` is the number of the first line.

    Of a Parquet file: rows ``start`` to ``end``, which hold about ``bytes`` bytes.
    """

    file: int
    start: int
    end: int
    line: int = 1
    bytes: int | None = None

    @property
    def size(self) -> int:
        return self.end - self.start if self.bytes is None else self.bytes


class Shard(msgspec.Struct, frozen=True):
    """A numbered list of parts, worked through in order and committed as one."""

    number: int
    parts: list[Part]

    @property
    def name(self) -> str:
        return f"{self.number:05d}"

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)


def plan(files: list[InputFile], *, size: int) -> list[Shard]:
    """Return shards of at most about ``size`` bytes; .csv, compressed and whole-text files are never cut.

    Towards the end they get smaller, an ``AHEAD``-th of what is left down to ``LEAST`` bytes, so that no worker waits long
    for the last one, and few documents keep several workers busy.
    """
    shards: list[Shard] = []
    open_parts: list[Part] = []
    weight, piece = 0, min(size, LEAST)
    parts = list(_parts(files, piece))
    left = sum(part.size for part in parts)
    for part in parts:
        if open_parts and weight + part.size > min(size, max(piece, left // AHEAD)):
            shards.append(Shard(len(shards), open_parts))
            left -= weight
            open_parts, weight = [], 0
        joined = _joined(open_parts[-1], part) if open_parts else None
        open_parts[-1:] = [joined] if joined else [*open_parts[-1:], part]
        weight += part.size
    if open_parts:
        shards.append(Shard(len(shards), open_parts))
    return shards


def _joined(first: Part, second: Part) -> Part | None:
    """Return both as one where they are neighbours in a file."""
    if (first.file, first.end) != (second.file, second.start):
        return None
    rows = None if first.bytes is None or second.bytes is None else first.bytes + second.bytes
    return Part(first.file, first.start, second.end, first.line, rows)


def _parts(files: list[InputFile], size: int) -> Iterator[Part]:
    for number, file in enumerate(files):
        if file.format == "parquet":
            from pipeline.batch import parquet

            for start, end, weight in parquet.stretches(file, size=size):
                yield Part(number, start, end, bytes=weight)
        elif file.format == "jsonl" and not file.compression and file.size > size:
            yield from _lines_of(number, file, size)
        else:
            yield Part(number, 0, file.size)


def _lines_of(number: int, file: InputFile, size: int) -> Iterable[Part]:
    """Yield parts that end at line ends, each at least ``size`` bytes but the last."""
    start = at = 0
    first_line = lines = 1
    try:
        with Path(file.path).open("rb") as stream:
            while chunk := stream.read(CHUNK):
                begin = 0
                while begin < len(chunk) and start + size - at <= len(chunk):
                    cut = chunk.find(b"\n", max(begin, start + size - at - 1)) + 1
                    if not cut:
                        break
                    lines += chunk.count(b"\n", begin, cut)
                    yield Part(number, start, at + cut, first_line)
                    start, first_line, begin = at + cut, lines, cut
                lines += chunk.count(b"\n", begin)
                at += len(chunk)
    except OSError as error:
        raise InputError(f"{file.path}: cannot read: {error.strerror}") from error
    if start < at:
        yield Part(number, start, at, first_line)

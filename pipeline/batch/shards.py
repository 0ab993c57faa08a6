"""Cut the files of a run into shards: the same files and size give the same shards everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pipeline.batch.documents import InputError
from pipeline.batch.inputs import InputFile

CHUNK = 1 << 20


class Part(msgspec.Struct, frozen=True):
    """Bytes ``start`` to ``end`` of input file number ``file``; ``line`` is the number of the first line."""

    file: int
    start: int
    end: int
    line: int = 1


class Shard(msgspec.Struct, frozen=True):
    """A numbered list of parts, worked through in order and committed as one."""

    number: int
    parts: list[Part]

    @property
    def name(self) -> str:
        return f"{self.number:05d}"

    @property
    def size(self) -> int:
        return sum(part.end - part.start for part in self.parts)


def plan(files: list[InputFile], *, size: int) -> list[Shard]:
    """Return shards of about ``size`` bytes each; .csv and compressed files are never cut."""
    shards: list[Shard] = []
    open_parts: list[Part] = []
    for part in _parts(files, size):
        if open_parts and sum(p.end - p.start for p in open_parts) + (part.end - part.start) > size:
            shards.append(Shard(len(shards), open_parts))
            open_parts = []
        open_parts.append(part)
    if open_parts:
        shards.append(Shard(len(shards), open_parts))
    return shards


def _parts(files: list[InputFile], size: int) -> Iterator[Part]:
    for number, file in enumerate(files):
        if file.format == "jsonl" and not file.compressed and file.size > size:
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
                while begin < len(chunk):
                    cut = (
                        chunk.find(b"\n", max(begin, start + size - at - 1)) + 1
                        if start + size - at <= len(chunk)
                        else 0
                    )
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

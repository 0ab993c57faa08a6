"""A shard under construction: lines in, compressed bytes out, and the digest of what lies on disk."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

import msgspec

from pipeline.batch import extras
from pipeline.batch.store import Store

ENDINGS = {"none": ".jsonl", "gz": ".jsonl.gz", "zst": ".jsonl.zst"}


class Written(msgspec.Struct, frozen=True):
    """A committed file: its name within the run, its size and digest on disk, and how many records it holds."""

    name: str
    bytes: int
    sha256: str
    records: int


class Sink:
    """Takes records; ``written`` tells what has become of them once the block of ``opened`` is left."""

    def __init__(self, name: str, raw: IO[bytes]) -> None:
        self.name = name
        self.records = 0
        self._raw = raw
        self._digest = hashlib.sha256()
        self._bytes = 0
        self.lines: IO[bytes] = cast("IO[bytes]", self)

    def add(self, line: bytes) -> None:
        """Append one record."""
        self.lines.write(line + b"\n")
        self.records += 1

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self._bytes += len(data)
        self._raw.write(data)
        return len(data)

    def flush(self) -> None:
        """Asked for by the compressors; the store flushes at its end."""

    @property
    def written(self) -> Written:
        return Written(self.name, self._bytes, self._digest.hexdigest(), self.records)


@contextmanager
def opened(store: Store, folder: str, stem: str, *, compression: str) -> Iterator[Sink]:
    """Yield the sink of a shard; leaving the block without an error puts the file in its place.

    The same records give the same bytes: gzip without time and name, Zstandard in one frame at a fixed level.
    """
    name = f"{folder}/{store.unique(stem + ENDINGS[compression])}"
    with store.writing(name) as raw:
        sink = Sink(name, raw)
        if compression == "none":
            yield sink
        else:
            with _compressor(sink, compression) as sink.lines:
                yield sink


def _compressor(sink: Sink, compression: str) -> Any:
    if compression == "gz":
        return gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=cast("IO[bytes]", sink), mtime=0)
    zstandard = extras.require("zstandard", extra="zstd", what='[output] compression = "zst"')
    return zstandard.ZstdCompressor(level=3).stream_writer(sink, closefd=False)

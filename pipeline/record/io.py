"""Records to and from JSON lines."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from pipeline.record.types import SCHEMA_VERSION, Record

OMITTABLE = (
    "meta", "blocks", "sentences", "tokens", "scores", "entities", "clusters", "quantities", "dates", "acronyms",
    "quotes", "checks", "provenance",
)  # fmt: skip
SHARD_SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst")

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record)


class RecordError(ValueError):
    """A line that is no record of a version this reader knows; the message names file, line and reason."""


class _Version(msgspec.Struct):
    schema_version: str


class _File(msgspec.Struct):
    name: str


class _Marker(msgspec.Struct):
    outputs: list[_File]


def encode(record: Record, *, omit: Iterable[str] = ()) -> bytes:
    """Return the record as one JSON line without its line end; ``omit`` names fields to leave out (see OMITTABLE)."""
    left_out = set(omit)
    if not left_out:
        return _encoder.encode(record)
    data = msgspec.to_builtins(record)
    for name in left_out - {"tokens", "scores"}:
        data.pop(name, None)
    for sentence in data.get("sentences", ()):
        for name in left_out & {"tokens", "scores"}:
            sentence.pop(name, None)
    return _encoder.encode(data)


def decode(line: bytes | str, *, source: str = "<bytes>", number: int = 1) -> Record:
    """Return the record of one JSON line; raise RecordError naming ``source`` and line ``number``."""
    try:
        record = _decoder.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise RecordError(f"{source}:{number}: {_version_complaint(line) or error}") from error
    if record.schema_version != SCHEMA_VERSION:
        raise RecordError(f"{source}:{number}: {_version_complaint(line)}")
    return record


def _version_complaint(line: bytes | str) -> str | None:
    try:
        version = msgspec.json.decode(line, type=_Version).schema_version
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    if version == SCHEMA_VERSION:
        return None
    return f"schema_version {version!r} is not known to this reader (it reads {SCHEMA_VERSION!r}); upgrade the package"


def read(path: str | Path) -> Iterator[Record]:
    """Yield the records of a run folder, a shards folder or one .jsonl, .jsonl.gz or .jsonl.zst file, in order.

    Of a run folder only what is committed is read, retried records behind those of their shard. Raises
    FileNotFoundError where there is nothing to read and RecordError at the first line that is no record.
    """
    for shard in shard_files(Path(path)):
        for number, line in numbered_lines(shard):
            yield decode(line, source=str(shard), number=number)


def shard_files(path: Path) -> list[Path]:
    """Return the record files under ``path`` in order: of a run folder, those that its markers name."""
    if path.is_file():
        return [path]
    if (path / "manifest.json").is_file():
        markers = sorted((path / "shards").glob("*.done"), key=lambda file: (len(file.name), file.name))
        found = [msgspec.json.decode(file.read_bytes(), type=_Marker) for file in markers]
        return [path / file.name for one in found for file in one.outputs]
    folder = path / "shards" if (path / "shards").is_dir() else path
    files = sorted(file for file in folder.glob("*.jsonl*") if file.name.endswith(SHARD_SUFFIXES))
    if not files:
        raise FileNotFoundError(f"{path} holds no records: expected a run folder, a folder of .jsonl shards or a file")
    return files


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield (number from 1, line) of a record file without its blank lines; raise RecordError where it breaks off."""
    number = 0
    with open_lines(path) as lines:
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise RecordError(f"{path}:{number + 1}: cannot be decompressed: {error}") from error


def open_lines(path: Path) -> BinaryIO:
    """Open a shard for reading lines of bytes, decompressing by its ending."""
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(path, "rb"))
    if path.suffix == ".zst":
        try:
            import zstandard
        except ImportError as error:
            raise RecordError(
                f"{path}: reading .zst needs the package 'zstandard': pip install 'warta[zstd]'"
            ) from error
        return cast(BinaryIO, io.BufferedReader(zstandard.open(path, "rb")))
    return path.open("rb")

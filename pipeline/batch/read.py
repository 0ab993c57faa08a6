"""Read documents: every piece of input becomes a Document or a Reject with its reason, and nothing stops the good ones."""

from __future__ import annotations

import csv
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline.batch.documents import Document, InputError, Reading, Reject
from pipeline.batch.inputs import InputFile
from pipeline.batch.shards import Part

BOM = b"\xef\xbb\xbf"
Item = Document | Reject

_decoder = msgspec.json.Decoder()


def part(files: list[InputFile], place: Part, reading: Reading) -> Iterator[Item]:
    """Yield the documents and rejects of one part, in order."""
    file = files[place.file]
    with Path(file.path).open("rb") as stream:
        stream.seek(place.start)
        if file.compressed:
            yield from _compressed(file, stream, reading)
        else:
            yield from items(stream.read(place.end - place.start), file, reading, line=place.line, offset=place.start)


def items(data: bytes, file: InputFile, reading: Reading, *, line: int = 1, offset: int = 0) -> Iterator[Item]:
    """Yield what the bytes of a file, or of a stretch of it that begins at ``line`` and ``offset``, hold."""
    if file.format == "txt":
        yield _text(data, file, reading)
    elif file.format == "csv":
        yield from _rows(data, file, reading)
    else:
        for raw in data.split(b"\n"):
            if (item := json_line(raw, file.name, reading, line=line, offset=offset)) is not None:
                yield item
            line, offset = line + 1, offset + len(raw) + 1


def json_line(raw: bytes, name: str, reading: Reading, *, line: int, offset: int) -> Item | None:
    """Return the document or reject of one JSON line; None for a blank one."""
    if offset == 0:
        raw = raw.removeprefix(BOM)
    if not raw.strip():
        return None

    def reject(reason: str, detail: str = "", id: str | None = None) -> Reject:
        return Reject(name, line, offset, id, reason, detail)

    try:
        value = _decoder.decode(raw)
    except RecursionError:
        return reject("invalid_json", "nested too deeply")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return reject("invalid_utf8" if _is_broken(raw) else "invalid_json", str(error))
    if not isinstance(value, dict):
        return reject("invalid_json", f"expected an object, not {type(value).__name__}")
    return _document(value, name, reading, line=line, offset=offset)


def _is_broken(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _document(value: dict[str, Any], name: str, reading: Reading, *, line: int, offset: int) -> Item:
    given = value.pop(reading.id_field, None)
    id = str(given) if given is not None else f"{name}:{line}"
    if isinstance(given, (dict, list, bool)):
        return Reject(name, line, offset, None, "bad_id", f"field {reading.id_field!r} holds {type(given).__name__}")
    if reading.text_field not in value:
        return Reject(name, line, offset, id, "missing_text", f"no field {reading.text_field!r}")
    text = value.pop(reading.text_field)
    if not isinstance(text, str):
        return Reject(
            name, line, offset, id, "text_not_string", f"field {reading.text_field!r} holds {type(text).__name__}"
        )
    inner = value.pop("meta", {})
    if not isinstance(inner, dict):
        inner = {"meta": inner}
    return _checked(text, id, inner | value, name, reading, line=line, offset=offset, given=given is not None)


def _checked(
    text: str, id: str, meta: dict[str, Any], name: str, reading: Reading, *, line: int, offset: int, given: bool
) -> Item:
    if not text.strip():
        return Reject(name, line, offset, id, "empty", "the text is empty or white space")
    if len(text) > reading.max_chars:
        return Reject(
            name, line, offset, id, "too_long", f"{len(text)} characters, [run] max_chars is {reading.max_chars}"
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return Reject(
            name, line, offset, id, "unpaired_surrogate", f"character {error.start} is half of a surrogate pair"
        )
    meta = reading.meta | meta
    if reading.published_field in meta:
        meta.setdefault("published", meta[reading.published_field])
    return Document(text, id, meta, name, line, offset, given)


def _text(data: bytes, file: InputFile, reading: Reading) -> Item:
    try:
        text = data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        return Reject(
            file.name, data.count(b"\n", 0, error.start) + 1, error.start, file.name, "invalid_utf8", str(error)
        )
    return _checked(text, file.name, {}, file.name, reading, line=1, offset=0, given=False)


def _rows(data: bytes, file: InputFile, reading: Reading) -> Iterator[Item]:
    csv.field_size_limit(sys.maxsize)
    lines = _Lines(data.removeprefix(BOM))
    rows = csv.reader(lines)
    try:
        header = next(rows, [])
    except csv.Error as error:
        raise InputError(f"{file.path}:1: not readable as CSV: {error}") from error
    if reading.text_field not in header:
        raise InputError(
            f"{file.path}: no column {reading.text_field!r}; it has {', '.join(header)} (see --text-field)"
        )
    while True:
        line, offset = lines.number + 1, lines.offset
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Reject(file.name, line, offset, None, "invalid_csv", str(error))
            continue
        if not row:
            continue
        if len(row) != len(header):
            detail = f"{len(row)} cells under {len(header)} columns"
            yield Reject(file.name, line, offset, None, "invalid_csv", detail)
        elif any("\ufffd" in cell for cell in row) and lines.broken:
            yield Reject(file.name, line, offset, None, "invalid_utf8", "the row holds bytes that are not UTF-8")
        else:
            yield _document(dict(zip(header, row, strict=True)), file.name, reading, line=line, offset=offset)
        lines.broken = False


class _Lines:
    """Decoded lines that remember how far they have come."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)
        self.number = 0
        self.offset = 0
        self.broken = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline()
        if not raw:
            raise StopIteration
        self.number += 1
        self.offset += len(raw)
        self.broken = self.broken or _is_broken(raw)
        return raw.decode("utf-8", errors="replace")


def _compressed(file: InputFile, stream: Any, reading: Reading) -> Iterator[Item]:
    """Yield a compressed file's lines up to where it can be read; a broken end is one reject. Offsets are decompressed."""
    line, offset = 1, 0
    lines = gzip.GzipFile(fileobj=stream)
    while True:
        try:
            raw = lines.readline()
        except (EOFError, OSError, zlib.error) as error:
            yield Reject(file.name, line, offset, None, "broken_gzip", str(error))
            return
        if not raw:
            return
        if (item := json_line(raw.rstrip(b"\n"), file.name, reading, line=line, offset=offset)) is not None:
            yield item
        line, offset = line + 1, offset + len(raw)

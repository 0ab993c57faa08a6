"""Documents of JSON lines, one line at a time: a line that is too long to be read is skipped, not held."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO

import msgspec

from pipeline.batch.decompress import BROKEN, BrokenZstdError
from pipeline.batch.documents import Document, Reading, Reject
from pipeline.batch.encoding import BOM, is_broken, told
from pipeline.batch.fields import document, half_pair
from pipeline.batch.inputs import InputFile

BYTES_A_CHARACTER = 12  # a character outside the BMP written as two \u escapes
ROOM_FOR_META = 16 << 20
CHUNK = 1 << 20

NOT_A_NUMBER = re.compile(rb"(?<=[:,\[\s])(NaN|-?Infinity)(?=[,\]}\s])")

_decoder = msgspec.json.Decoder()


def items(
    stream: IO[bytes], file: InputFile, reading: Reading, *, line: int = 1, offset: int = 0, end: int | None = None
) -> Iterator[Document | Reject]:
    """Yield what the lines of a stream hold, up to offset ``end``; a broken compressed end is one reject.

    Offsets are into the decompressed bytes.
    """
    limit = reading.max_chars * BYTES_A_CHARACTER + ROOM_FOR_META
    while end is None or offset < end:
        try:
            raw = stream.readline(limit)
            skipped = _skip(stream) if len(raw) == limit and not raw.endswith(b"\n") else 0
        except BROKEN as error:
            reason = "broken_zstd" if isinstance(error, BrokenZstdError) else "broken_gzip"
            yield Reject(file.name, line, offset, None, reason, str(error))
            return
        if not raw:
            return
        if skipped:
            yield Reject(file.name, line, offset, None, "too_long", f"a line of {len(raw) + skipped} bytes")
        elif (item := json_line(raw, file.name, reading, line=line, offset=offset)) is not None:
            yield item
        line, offset = line + 1, offset + len(raw) + skipped


def _skip(stream: IO[bytes]) -> int:
    """Read to the end of the line and return how many bytes that were."""
    skipped = 0
    while chunk := stream.readline(CHUNK):
        skipped += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return skipped


def json_line(raw: bytes, name: str, reading: Reading, *, line: int, offset: int) -> Document | Reject | None:
    """Return the document or reject of one JSON line; None for a blank one."""
    if offset == 0:
        raw = raw.removeprefix(BOM)
    if not raw.strip():
        return None

    def reject(reason: str, detail: str) -> Reject:
        return Reject(name, line, offset, None, reason, detail)

    try:
        value = _decoder.decode(raw)
    except RecursionError:
        return reject("invalid_json", "nested too deeply")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if is_broken(raw):
            return reject("invalid_utf8", told(raw))
        if holds_half_pair(raw):
            return reject("unpaired_surrogate", "the line holds half of a surrogate pair")
        return reject("invalid_json", _malformed(raw, error))
    if not isinstance(value, dict):
        return reject("invalid_json", f"expected an object, not {type(value).__name__}")
    return document(value, name, reading, line=line, offset=offset)


def _malformed(raw: bytes, error: Exception) -> str:
    """Return what is wrong with a line that is no JSON, with the cure for the two mistakes that are often made."""
    if not raw.lstrip().startswith((b"{", b"[")):
        return f"{error}; is it plain text? then give --format txt"
    found = NOT_A_NUMBER.search(raw)
    return f"{error}; JSON has no {found[0].decode()}, write null" if found else str(error)


def holds_half_pair(raw: bytes) -> bool:
    """Tell whether the line is JSON but for half of a surrogate pair, which our decoder refuses."""
    if b"\\ud" not in raw.lower():
        return False
    try:
        return half_pair(json.dumps(json.loads(raw), ensure_ascii=False)) is not None
    except (ValueError, RecursionError):
        return False

"""Documents of CSV rows."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from typing import IO

from pipeline.batch.documents import Document, InputError, Reading, Reject
from pipeline.batch.fields import document
from pipeline.batch.inputs import InputFile
from pipeline.batch.lines import BOM, is_broken


def csv_rows(stream: IO[bytes], file: InputFile, reading: Reading) -> Iterator[Document | Reject]:
    """Yield the documents and rejects of a CSV with a header. Raises InputError where the header names no text."""
    csv.field_size_limit(sys.maxsize)
    lines = _Lines(stream)
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
        line, offset, lines.broken = lines.number + 1, lines.offset, False
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Reject(file.name, line, offset, None, "invalid_csv", str(error))
            continue
        if not row:
            continue
        if lines.broken:
            yield Reject(file.name, line, offset, None, "invalid_utf8", "the row holds bytes that are not UTF-8")
        elif len(row) != len(header):
            detail = f"{len(row)} cells under {len(header)} columns"
            yield Reject(file.name, line, offset, None, "invalid_csv", detail)
        else:
            yield document(dict(zip(header, row, strict=True)), file.name, reading, line=line, offset=offset)


class _Lines:
    """Decoded lines that remember how far they have come, and whether bytes since were no UTF-8."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.number = 0
        self.offset = 0
        self.broken = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline()
        if not raw:
            raise StopIteration
        if not self.number:
            self.offset += len(raw) - len(raw.removeprefix(BOM))
            raw = raw.removeprefix(BOM)
        self.number += 1
        self.offset += len(raw)
        self.broken = self.broken or is_broken(raw)
        return raw.decode("utf-8", errors="replace")

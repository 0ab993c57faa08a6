"""Documents of rows with a header: .csv and .tsv, parted by whatever of comma, semicolon, tab and bar names the columns."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from pipeline.batch.documents import Document, InputError, Reading, Reject
from pipeline.batch.encoding import BOM, is_broken, told
from pipeline.batch.fields import document
from pipeline.batch.inputs import InputFile

SEPARATORS = ",;\t|"


def csv_rows(stream: IO[bytes], file: InputFile, reading: Reading) -> Iterator[Document | Reject]:
    """Yield the documents and rejects of rows under a header; a file without any line holds none.

    Raises InputError where the header names no text or is not UTF-8.
    """
    lines = _Lines(stream)
    found = _header(lines, file, reading)
    if found is None:
        return
    header, rows = found
    while True:
        line, offset, lines.broken = lines.number + 1, lines.offset, ""
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
            yield Reject(file.name, line, offset, None, "invalid_utf8", lines.broken)
        elif len(row) != len(header):
            detail = f"{len(row)} cells under {len(header)} columns"
            yield Reject(file.name, line, offset, None, "invalid_csv", detail)
        else:
            yield document(dict(zip(header, row, strict=True)), file.name, reading, line=line, offset=offset)


def check_header(file: InputFile, reading: Reading) -> None:
    """Raise InputError where a file's header names no text or is not UTF-8."""
    with Path(file.path).open("rb") as stream:
        _header(_Lines(stream), file, reading)


def _header(lines: _Lines, file: InputFile, reading: Reading) -> tuple[list[str], Iterator[list[str]]] | None:
    """Return the columns, and the rows behind them; None where there is not even a header."""
    csv.field_size_limit(sys.maxsize)
    first = lines.peek()
    if is_broken(first):
        raise InputError(f"{file.path}:1: not readable as CSV: {told(first)}")
    rows = csv.reader(lines, delimiter=_separator(first.decode(), reading), strict=True)
    try:
        header = next(rows, None)
    except csv.Error as error:
        raise InputError(f"{file.path}:1: not readable as CSV: {error}") from error
    if header is None:
        return None
    if reading.text_field not in header:
        names = ", ".join(header)
        raise InputError(f"{file.path}: no column {reading.text_field!r}; it has {names} (see --text-field)")
    return header, rows


def _separator(line: str, reading: Reading) -> str:
    """Return the first separator by which the header's line has a column of the text's name, else the comma."""
    for separator in SEPARATORS:
        if reading.text_field in next(csv.reader([line], delimiter=separator), []):
            return separator
    return SEPARATORS[0]


class _Lines:
    """Decoded lines that remember how far they have come, and what is wrong with bytes since that were no UTF-8."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._ahead: bytes | None = None
        self.number = 0
        self.offset = 0
        self.broken = ""

    def __iter__(self) -> _Lines:
        return self

    def peek(self) -> bytes:
        """Return the bytes of the first line, without a byte order mark, and leave it to be read."""
        raw = self._stream.readline()
        self.offset = len(raw) - len(raw.removeprefix(BOM))
        self._ahead = raw.removeprefix(BOM)
        return self._ahead

    def __next__(self) -> str:
        raw = self._ahead if self._ahead is not None else self._stream.readline()
        self._ahead = None
        if not raw:
            raise StopIteration
        self.number += 1
        self.offset += len(raw)
        self.broken = self.broken or (told(raw) if is_broken(raw) else "")
        return raw.decode("utf-8", errors="replace")

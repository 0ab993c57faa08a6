"""Rows of Parquet files (extra ``parquet``)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline.batch import extras
from pipeline.batch.documents import InputError, Reading
from pipeline.batch.inputs import InputFile

ROWS = 256


def stretches(file: InputFile, *, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield (first row, row behind the last, bytes about) of stretches of about ``size`` uncompressed bytes."""
    metadata = _open(file).metadata
    weight = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    rows = metadata.num_rows
    step = max(1, rows * size // max(weight, 1))
    for start in range(0, rows, step):
        end = min(start + step, rows)
        yield start, end, weight * (end - start) // rows


def count(file: InputFile) -> int:
    """Return how many rows the file holds."""
    return int(_open(file).metadata.num_rows)


def check_columns(file: InputFile, reading: Reading) -> None:
    """Raise InputError where the text column is missing."""
    names = _open(file).schema_arrow.names
    if reading.text_field not in names:
        raise InputError(f"{file.path}: no column {reading.text_field!r}; it has {', '.join(names)} (see --text-field)")


def rows(file: InputFile, start: int, end: int, reading: Reading) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield (number, row) of rows ``start`` to ``end``; cells are JSON types, dates are ISO strings.

    In place of a row that cannot be read stands the reason. Raises InputError where the text column is missing.
    """
    check_columns(file, reading)
    table = _open(file)
    groups, at = _groups(table.metadata, start, end)
    for group in groups:
        behind = at + table.metadata.row_group(group).num_rows
        number = max(start, at) - 1
        try:
            for number, row in _rows_of(table, group, at, start, end):
                yield number, row
        except OSError as error:
            for lost in range(number + 1, min(end, behind)):
                yield lost, str(error).splitlines()[0]
        at = behind


def _rows_of(table: Any, group: int, at: int, start: int, end: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows between ``start`` and ``end`` of one row group, which begins at row ``at``."""
    for batch in table.iter_batches(batch_size=ROWS, row_groups=[group], use_threads=False):
        first, last = max(start - at, 0), min(end - at, batch.num_rows)
        for number, row in enumerate(
            _in_microseconds(batch.slice(first, max(last - first, 0))).to_pylist(), at + first
        ):
            yield number, {name: plain(cell) for name, cell in row.items() if cell is not None}
        at += batch.num_rows
        if at >= end:
            return


def plain(cell: Any) -> Any:
    """Return a cell as JSON types; bytes, as some writers store texts, as the string that they encode, where they do."""
    if isinstance(cell, bytes):
        try:
            return cell.decode("utf-8")
        except UnicodeDecodeError:
            return cell
    return msgspec.to_builtins(cell, enc_hook=str)


def _in_microseconds(batch: Any) -> Any:
    """Return a record batch with its columns of nanoseconds, for which Python has no type, cast to microseconds."""
    arrow = extras.require("pyarrow", extra="parquet", what="reading Parquet")
    for index, field in enumerate(batch.schema):
        if arrow.types.is_timestamp(field.type) and field.type.unit == "ns":
            whole = batch.column(index).cast(arrow.timestamp("us", field.type.tz), safe=False)
            batch = batch.set_column(index, field.name, whole)
    return batch


def digest_into(whole: Any, file: InputFile, start: int, end: int) -> None:
    """Feed a digest with the stored bytes of the row groups that hold rows ``start`` to ``end``."""
    metadata = _open(file).metadata
    whole.update(f"{start}-{end}".encode())
    with Path(file.path).open("rb") as stream:
        for number in _groups(metadata, start, end)[0]:
            for index in range(metadata.num_columns):
                column = metadata.row_group(number).column(index)
                stream.seek(column.dictionary_page_offset or column.data_page_offset)
                whole.update(hashlib.sha256(stream.read(column.total_compressed_size)).digest())


def _groups(metadata: Any, start: int, end: int) -> tuple[list[int], int]:
    """Return the row groups that hold rows ``start`` to ``end``, and the number of the first row in them."""
    groups: list[int] = []
    first = at = 0
    for number in range(metadata.num_row_groups):
        count = metadata.row_group(number).num_rows
        if at < end and at + count > start:
            first = first if groups else at
            groups.append(number)
        at += count
    return groups, first


def _open(file: InputFile) -> Any:
    parquet = extras.require("pyarrow.parquet", extra="parquet", what=f"reading {file.path}")
    arrow = extras.require("pyarrow", extra="parquet", what=f"reading {file.path}")
    try:
        return parquet.ParquetFile(file.path)
    except (arrow.ArrowException, OSError) as error:
        raise InputError(f"{file.path}: not readable as Parquet: {error}") from error

"""Read documents: every piece of input becomes a Document or a Reject with its reason, and nothing stops the good ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from pipeline.batch import decompress, lines
from pipeline.batch.documents import Document, InputError, Reading, Reject
from pipeline.batch.encoding import BOM, broken_at, told
from pipeline.batch.fields import checked, document
from pipeline.batch.inputs import InputFile
from pipeline.batch.rows import check_header, csv_rows
from pipeline.batch.shards import Part

CHUNK = 1 << 20
BYTES_A_CHARACTER = 4  # at most, in UTF-8
BROKEN = {"gz": "broken_gzip", "zst": "broken_zstd"}
Item = Document | Reject


def check(files: list[InputFile], reading: Reading) -> None:
    """Raise InputError where a table among the files has no column for the text: before the first document of a run."""
    for file in files:
        try:
            if file.format == "csv":
                check_header(file, reading)
            elif file.format == "parquet":
                from pipeline.batch import parquet

                parquet.check_columns(file, reading)
        except OSError as error:
            raise InputError(f"{file.path}: cannot read: {error.strerror or error}") from error


def part(files: list[InputFile], place: Part, reading: Reading) -> Iterator[Item]:
    """Yield the documents and rejects of one part, in order. Raises InputError where the file cannot be read."""
    file = files[place.file]
    try:
        if file.format == "parquet":
            yield from _parquet(file, place, reading)
            return
        if file.compression and not file.size:
            yield Reject(file.name, 1, 0, None, BROKEN[file.compression], "the file holds no byte")
            return
        with decompress.open_file(file) as stream:
            if file.compression:
                yield from lines.items(stream, file, reading)
            else:
                stream.seek(place.start)
                yield from items(stream, file, reading, line=place.line, offset=place.start, end=place.end)
    except OSError as error:
        raise InputError(f"{file.path}: cannot read: {error.strerror or error}") from error


def items(
    stream: IO[bytes], file: InputFile, reading: Reading, *, line: int = 1, offset: int = 0, end: int | None = None
) -> Iterator[Item]:
    """Yield what a stream holds that begins at ``line`` and ``offset`` of a file, up to offset ``end``."""
    if file.format == "jsonl":
        yield from lines.items(stream, file, reading, line=line, offset=offset, end=end)
    elif file.format == "csv":
        yield from csv_rows(stream, file, reading)
    elif file.format == "parquet":
        raise InputError(f"{file.path}: Parquet needs a file that can be sought in, not a stream")
    elif file.format == "html":
        yield _page(stream.read(), file, reading)
    else:
        yield _text(stream.read(reading.max_chars * BYTES_A_CHARACTER + len(BOM) + 1), file, reading)


def digest(files: list[InputFile], parts: list[Part]) -> str:
    """Return the sha256 of the bytes of all parts; of Parquet rows, of what is stored of their row groups."""
    whole = hashlib.sha256()
    for place in parts:
        file = files[place.file]
        if file.format == "parquet":
            from pipeline.batch import parquet

            parquet.digest_into(whole, file, place.start, place.end)
            continue
        with Path(file.path).open("rb") as stream:
            stream.seek(place.start)
            left = place.end - place.start
            while left and (chunk := stream.read(min(CHUNK, left))):
                whole.update(chunk)
                left -= len(chunk)
    return whole.hexdigest()


def _page(data: bytes, file: InputFile, reading: Reading) -> Item:
    """Return the article of an .html file, or its reject."""
    from pipeline.batch import html

    try:
        page = html.page(data)
    except InputError:
        raise
    except Exception as error:  # foreign code on whatever bytes
        detail = f"trafilatura: {type(error).__name__}: {error}"
        return Reject(file.name, 1, 0, file.name, "component_error", detail)
    if page is None:
        detail = "no article was found on the page"
        return Reject(file.name, 1, 0, file.name, "no_main_text" if data.strip() else "empty", detail)
    return checked(page.text, file.name, page.meta, file.name, reading, line=1, offset=0, given=False)


def _text(data: bytes, file: InputFile, reading: Reading) -> Item:
    """Return the one document of a .txt file, or its reject; of one too long only the beginning need be there."""
    if len(data) > reading.max_chars * BYTES_A_CHARACTER + len(BOM):
        detail = f"over {len(data) - 1} bytes, [run] max_chars is {reading.max_chars}"
        return Reject(file.name, 1, 0, file.name, "too_long", detail)
    if (at := broken_at(data)) is not None:
        return Reject(file.name, data.count(b"\n", 0, at) + 1, at, file.name, "invalid_utf8", told(data))
    text = data.removeprefix(BOM).decode("utf-8")
    return checked(text, file.name, {}, file.name, reading, line=1, offset=0, given=False)


def _parquet(file: InputFile, place: Part, reading: Reading) -> Iterator[Item]:
    from pipeline.batch import parquet

    for number, row in parquet.rows(file, place.start, place.end, reading):
        if isinstance(row, str):
            yield Reject(file.name, number + 1, number, None, "broken_parquet", row)
        else:
            yield document(row, file.name, reading, line=number + 1, offset=number)

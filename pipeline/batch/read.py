"""Read documents: every piece of input becomes a Document or a Reject with its reason, and nothing stops the good ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from pipeline.batch import decompress, lines
from pipeline.batch.documents import Document, InputError, Reading, Reject
from pipeline.batch.fields import checked, document
from pipeline.batch.inputs import InputFile
from pipeline.batch.rows import csv_rows
from pipeline.batch.shards import Part

BOM = b"\xef\xbb\xbf"
CHUNK = 1 << 20
Item = Document | Reject


def part(files: list[InputFile], place: Part, reading: Reading) -> Iterator[Item]:
    """Yield the documents and rejects of one part, in order. Raises InputError where the file cannot be read."""
    file = files[place.file]
    try:
        if file.format == "parquet":
            yield from _parquet(file, place, reading)
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
    else:
        yield _whole(stream.read(), file, reading)


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


def _whole(data: bytes, file: InputFile, reading: Reading) -> Item:
    """Return the one document of a .txt or .html file, or its reject."""
    if file.format == "html":
        from pipeline.batch import html

        page = html.page(data)
        if page is None:
            detail = "no article was found on the page"
            return Reject(file.name, 1, 0, file.name, "no_main_text" if data.strip() else "empty", detail)
        return checked(page.text, file.name, page.meta, file.name, reading, line=1, offset=0, given=False)
    try:
        text = data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + len(data) - len(data.removeprefix(BOM))
        return Reject(file.name, data.count(b"\n", 0, at) + 1, at, file.name, "invalid_utf8", str(error))
    return checked(text, file.name, {}, file.name, reading, line=1, offset=0, given=False)


def _parquet(file: InputFile, place: Part, reading: Reading) -> Iterator[Item]:
    from pipeline.batch import parquet

    for number, row in parquet.rows(file, place.start, place.end, reading):
        if isinstance(row, str):
            yield Reject(file.name, number + 1, number, None, "broken_parquet", row)
        else:
            yield document(row, file.name, reading, line=number + 1, offset=number)

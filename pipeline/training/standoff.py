"""Labels and mentions of sentences that are not ours to print, kept apart from their text.

`corpus/categories/real.tsv` and `corpus/entities/real.tsv` name a sentence by file and line of the data folder's `text/`
(`kumparan-news:123`), with the first eight hexadecimal digits of the SHA-256 of its text, so that a changed file is noticed.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

from pipeline.training.markup import LABELS, Mention
from pipeline.training.mentions import Example

DIGITS = 8


class StandoffError(ValueError):
    """A label without its sentence; the message names file, line and reason."""


def digest(text: str) -> str:
    """The digits that tell whether a text is still the one that was labelled."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def read_labels(path: Path, data: Path) -> list[tuple[str, str, str]]:
    """Sentence name, text and label of every row. Raises StandoffError."""
    return [(row["sentence"], text, row["label"]) for row, text in _rows(path, data)]


def read_mentions(path: Path, data: Path) -> list[Example]:
    """Sentences with all eight labels; `mentions` is a row of `start-end LABEL`, apart by semicolons. Raises StandoffError."""
    found = []
    for number, (row, text) in enumerate(_rows(path, data), 2):
        try:
            mentions = tuple(_mention(part) for part in row["mentions"].split(";") if part)
        except ValueError as error:
            raise StandoffError(f"{path}:{number}: mentions {row['mentions']!r}: {error}") from None
        found.append(Example(text, mentions, source=f"own/{row['sentence']}"))
    return found


def _mention(part: str) -> Mention:
    span, label = part.split(" ")
    start, end = (int(offset) for offset in span.split("-"))
    if label not in LABELS:
        raise ValueError(f"no label {label!r}")
    return Mention(start, end, label)


def _rows(path: Path, data: Path) -> Iterator[tuple[dict[str, str], str]]:
    files: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
            name, _, line = row["sentence"].partition(":")
            if name not in files:
                files[name] = _lines(data / "text" / f"{name}.txt", path, number)
            text = files[name][int(line) - 1] if 0 < int(line) <= len(files[name]) else ""
            if digest(text) != row["digest"]:
                raise StandoffError(f"{path}:{number}: {name}.txt line {line} is not the text that was labelled")
            yield row, text


def _lines(file: Path, path: Path, number: int) -> list[str]:
    if not file.is_file():
        raise StandoffError(f"{path}:{number}: {file} is not there; give the data folder whose text/ holds it")
    return file.read_text("utf-8").splitlines()

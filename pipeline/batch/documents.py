"""What is read: a document, or the reason why a piece of input is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class InputError(ValueError):
    """Input that stops the run before its first document; the message names the path and the cure."""


class OutputError(InputError):
    """Output that cannot be written; what is committed stays, and the same command goes on from there."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text to annotate. ``line`` counts from 1 and ``offset`` is in bytes into ``file``; both name where it began.

    In Parquet files ``line`` is the row, counted from 1, and ``offset`` the row counted from 0.
    """

    text: str
    id: str
    meta: dict[str, Any]
    file: str
    line: int
    offset: int
    given_id: bool = False


@dataclass(frozen=True, slots=True)
class Reject:
    """A piece of input that became no record. ``reason`` is one word of ``REASONS``, ``detail`` says more."""

    file: str
    line: int
    offset: int
    id: str | None
    reason: str
    detail: str = ""


REASONS = {
    "empty": "the text is empty or white space",
    "too_long": "the text is longer than [run] max_chars, or its line than any such text could make it",
    "invalid_json": "the line is no JSON object, or nested too deeply",
    "invalid_utf8": "the bytes are not UTF-8",
    "invalid_csv": "the row cannot be read or has another number of cells than the header",
    "missing_text": "there is no text field",
    "text_not_string": "the text field holds something else",
    "bad_id": "the id field holds a list, an object or a truth value",
    "unpaired_surrogate": "the text, or its line, holds half of a surrogate pair",
    "broken_gzip": "the compressed file ends early or is damaged; the lines before are read",
    "broken_zstd": "the compressed file ends early or is damaged; the lines before are read",
    "broken_parquet": "the row stands in a part of the file that cannot be read",
    "no_main_text": "the page holds no article",
    "component_error": "a component failed on the document",
    "timeout": "the document alone took longer than [run] time_limit",
    "out_of_memory": "the document alone took more than [run] memory_limit, or all there was",
    "worker_died": "the document, alone, ended its worker process twice",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How input is read: which fields hold text, id and date of publication, and meta added to every document.

    ``format`` is one of ``inputs.FORMATS``, or None to go by the file's ending.
    """

    text_field: str = "text"
    id_field: str = "id"
    published_field: str = "published"
    meta: dict[str, str] = field(default_factory=dict)
    format: str | None = None
    max_chars: int = 10_000_000

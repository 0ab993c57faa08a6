"""What is read: a document, or the reason why a piece of input is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class InputError(ValueError):
    """Input that stops the run before its first document; the message names the path and the cure."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text to annotate. ``line`` counts from 1 and ``offset`` is in bytes into ``file``; both name where it began."""

    text: str
    id: str
    meta: dict[str, Any]
    file: str
    line: int
    offset: int
    given_id: bool = False


@dataclass(frozen=True, slots=True)
class Reject:
    """A piece of input that became no record. ``reason`` is one word of a fixed list, ``detail`` says more."""

    file: str
    line: int
    offset: int
    id: str | None
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How input is read: which fields hold text, id and date of publication, and meta added to every document.

    ``format`` is txt, jsonl, csv, or None to go by the file's ending.
    """

    text_field: str = "text"
    id_field: str = "id"
    published_field: str = "published"
    meta: dict[str, str] = field(default_factory=dict)
    format: str | None = None
    max_chars: int = 10_000_000

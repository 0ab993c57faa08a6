"""Text cut into words, numerals and signs, with offsets: one linear pass of one expression."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate

_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_PIECE = re.compile(
    rf"[^\W\d_]+|[0-9]+(?:[.,][0-9]+)*|[^\S{_BREAKS}]+|[{_BREAKS}]+|\.{{2,}}|[-_=*]{{3,}}|.",
    re.DOTALL,
)
_PAD = 8


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists; `low` is lower-cased. Both ends are padded with line breaks, so small steps outside are safe.

    `raw[i]` is `text[start[i]:end[i]]` for every token that is no padding. A run of line breaks is one token "\\n",
    figures other than 0 to 9 are a replacement sign. `taken` marks the tokens that a reader has used up.
    """

    text: str
    raw: list[str]
    low: list[str]
    start: list[int]
    end: list[int]
    taken: bytearray = field(default_factory=bytearray)

    def glued(self, i: int) -> bool:
        """Whether token i touches the one before it."""
        return self.start[i] == self.end[i - 1] and self.raw[i - 1] != "\n"

    def span(self, first: int, last: int) -> str:
        """The text of tokens first up to, not including, last."""
        return self.text[self.start[first] : self.end[last - 1]]


def tokenize(text: str) -> Tokens:
    """Cut a text; blanks are dropped, line breaks stay as tokens of their own."""
    pieces = _PIECE.findall(text)
    ends = list(accumulate(map(len, pieces)))
    kept = [(piece, end) for piece, end in zip(pieces, ends, strict=True) if piece != " " and not _blank(piece)]
    raw = ["\n"] * _PAD + [piece if "\x20" < piece[0] < "\x80" else _other(piece) for piece, _ in kept] + ["\n"] * _PAD
    end = [0] * _PAD + [end for _, end in kept] + [len(text)] * _PAD
    start = [0] * _PAD + [end - len(piece) for piece, end in kept] + [len(text)] * _PAD
    return Tokens(text, raw, [word.lower() for word in raw], start, end, bytearray(len(raw) + 1))


def cut(phrase: str) -> tuple[str, ...]:
    """A phrase of a fact file as lower-cased tokens."""
    return tuple(piece.lower() for piece in _PIECE.findall(phrase) if not piece.isspace())


def _other(piece: str) -> str:
    """A line break as "\\n"; figures that are not 0 to 9 as a sign that no reader takes for a figure."""
    if piece[0] in _BREAKS:
        return "\n"
    return "\ufffd" if piece[0].isdigit() else piece


def _blank(piece: str) -> bool:
    return piece.isspace() and piece[0] not in _BREAKS

"""Cut a text into the stretches that a sentence may not cross: lines, blocks and sign-offs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LINE = re.compile("[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
UNSAFE = re.compile("[\\s\x00-\x1f\x7f-\x9f\ufeff]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of one text without white space at its ends; ``safe`` has the same length as ``text[start:end]``."""

    start: int
    end: int
    safe: str


def stretches(text: str, cuts: Iterable[int] = ()) -> list[Stretch]:
    """Return the stretches of ``text`` in order: every line, cut further at the offsets ``cuts``.

    In ``safe`` every white-space and control character is a space, so that a tokenizer sees one line of plain text.
    Lines of nothing else give no stretch.
    """
    borders = sorted(set(cuts))
    found = []
    place = 0
    for line in LINE.finditer(text):
        start, end = line.span()
        while place < len(borders) and borders[place] <= start:
            place += 1
        while place < len(borders) and borders[place] < end:
            found.append((start, borders[place]))
            start = borders[place]
            place += 1
        found.append((start, end))
    return [stretch for start, end in found if (stretch := _trimmed(text, start, end)) is not None]


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    safe = UNSAFE.sub(" ", text[start:end])
    left = len(safe) - len(safe.lstrip(" "))
    kept = safe.strip(" ")
    return Stretch(start + left, start + left + len(kept), kept) if kept else None

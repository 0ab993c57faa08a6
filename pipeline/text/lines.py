"""The lines of a text that hold something to read, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

LINE = re.compile("[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")


def visible(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every line with a character that is not white space, without the white space at its ends.

    Offsets are code points into ``text``; linear in its length.
    """
    for match in LINE.finditer(text):
        line = match[0]
        kept = line.strip()
        if kept:
            start = match.start() + len(line) - len(line.lstrip())
            yield start, start + len(kept)

"""A plain sentence splitter by rules, for use where no model has cut the text."""

from __future__ import annotations

import re
from functools import cache

from pipeline import language
from pipeline.text import lines

BORDER = re.compile(r"""[.?!…]+["”“'’)\]]*(?:\s+)(?=["“”„'‘(\[]*[A-Z0-9])""")
LAST_WORD = re.compile(r"[\w.]+(?=[.?!…]+[\"”“'’)\]]*\s*$)")


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word.lower().rstrip(".") for word in language.words("abbreviations", "form"))


def split(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of the sentences of ``text``; a sentence never crosses a line."""
    return [span for start, end in lines.visible(text) for span in within(text, start, end)]


def within(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of the line ``text[start:end]``."""
    found = []
    at = start
    for match in BORDER.finditer(text, start, end):
        kept = match[0].rstrip()
        if _ends_sentence(text[max(at, match.start() - 20) : match.start() + len(kept)], kept[0]):
            found.append((at, match.start() + len(kept)))
            at = match.end()
    return [*found, (at, end)] if at < end else found


def _ends_sentence(before: str, mark: str) -> bool:
    return mark != "." or not is_abbreviated(before)


def is_abbreviated(before: str) -> bool:
    """Tell whether the full stop at the end of ``before`` belongs to an abbreviation or an initial."""
    word = LAST_WORD.search(before)
    if word is None:
        return False
    last = word[0]
    return (len(last) == 1 and last.isupper()) or last.lower().rstrip(".") in _abbreviations()

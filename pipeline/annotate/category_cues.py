"""Readable hints of what a sentence is for: words with a meaning for the categories, numbers, tense, and who speaks.

The words are language facts (``category_cues.tsv``). Works on plain strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline import language

WORD = re.compile(r"\w+(?:-\w+)*")
NUMBERS = {
    "number": re.compile(r"\d"),
    "percent": re.compile(r"\d\s*(?:%|persen\b)", re.IGNORECASE),
    "money": re.compile(r"\bRp\s?\.?\s?\d|\brupiah\b", re.IGNORECASE),
    "scale": re.compile(r"\b(?:ribu|juta|miliar|triliun)\b", re.IGNORECASE),
    "from_to": re.compile(r"\bdari\b[^.;]{1,60}\d[^.;]{0,60}\b(?:menjadi|ke|tinggal)\b", re.IGNORECASE),
    "year": re.compile(r"\b(?:19|20)\d\d\b"),
    "date": re.compile(r"\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)"),
}
QUOTE_MARKS = '"“”'


def cues(sentence: str) -> set[str]:
    """Return the names of the hints in a sentence; nothing for the empty string."""
    found = set(word_cues(sentence.lower()))
    found.update(name for name, pattern in NUMBERS.items() if pattern.search(sentence))
    marks = sum(sentence.count(mark) for mark in QUOTE_MARKS)
    if marks:
        found.add("marks" if marks > 1 else "mark")
    if sentence.rstrip().endswith(("?", '?"', "?”")):
        found.add("question")
    return found


def word_cues(lowered: str) -> Iterator[str]:
    """Yield the hint of every listed word or phrase of a lower-cased sentence, marked "first:" when it opens it."""
    words = WORD.findall(lowered)
    known, longest = _phrases()
    for place in range(len(words)):
        for length in range(1, longest + 1):
            cue = known.get(" ".join(words[place : place + length]))
            if cue is not None and place + length <= len(words):
                yield cue
                if place == 0:
                    yield f"first:{cue}"


@cache
def _phrases() -> tuple[dict[str, str], int]:
    known = dict(language.mapping("category_cues"))
    return known, max(phrase.count(" ") + 1 for phrase in known)

"""A weak hint of who speaks in each sentence: a name told beside an assessor noun, another name, or nobody.

Looser than ``pipeline.text.judges`` and meant as evidence for the classifier, which weighs both: any name in a sentence
with an assessor noun counts as told beside it. Works on plain strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from pipeline import language

NAME = re.compile(r"\b[A-Z][a-z’'-]+[a-z]\b")
WORD = re.compile(r"\w+(?:[’'-]\w+)*")
PRONOUN = re.compile(r"\b(?:ia|dia|beliau|menurutnya|baginya)\b", re.IGNORECASE)
CLOSING = re.compile(r"[\"”][^\"“”]*$")
MEMBERS = re.compile(
    r"\b(?:yakni|yaitu|ialah|adalah|terdiri|beranggotakan|anggota\w*|mereka|diketuai|dipimpin)\b", re.IGNORECASE
)
NEAR = 4


def speakers(sentences: Sequence[str]) -> list[str]:
    """Return for each sentence "linked", "other", or these with a leading "still-" when only carried over, or "none"."""
    names = told_names(sentences)
    linked = _beside_assessors(sentences, names)
    found: list[str] = []
    last = "none"
    for text in sentences:
        own = speaker_names(text, names)
        if own:
            last = "linked" if own & linked else "other"
            found.append(last)
        elif last != "none" and (PRONOUN.search(text) or _tail_cue(text) or text.lstrip()[:1] in '"“'):
            found.append(f"still-{last}")
        else:
            found.append("none")
            last = last if _in_quotation(text) else "none"
    return found


def _beside_assessors(sentences: Sequence[str], names: frozenset[str]) -> set[str]:
    """Return the names in sentences with an assessor noun, and in a list of members that follows one."""
    found: set[str] = set()
    before = False
    for text in sentences:
        here = assessor_in(text)
        if here or (before and MEMBERS.search(text)):
            found |= names_in(text, names)
        before = here
    return found


def assessor_in(text: str) -> bool:
    """Tell whether an assessor noun stands in ``text``."""
    return _assessors().search(text) is not None


def told_names(sentences: Iterable[str]) -> frozenset[str]:
    """Return the capitalised words that stand somewhere not at a sentence's start and nowhere in lower case."""
    texts = list(sentences)
    lowered = {match[0] for text in texts for match in WORD.finditer(text) if match[0].islower()}
    inner = {match[0] for text in texts for match in NAME.finditer(text) if match.start() > 1}
    return frozenset(name for name in inner if name.lower() not in lowered and name not in language.words("months"))


def names_in(text: str, names: frozenset[str]) -> set[str]:
    """Return the names of ``names`` that stand in ``text``."""
    return {match[0] for match in NAME.finditer(text) if match[0] in names}


def speaker_names(text: str, names: frozenset[str]) -> set[str]:
    """Return the names beside a speech word: within four words after it, or before it at the start of the sentence."""
    words = [match[0] for match in WORD.finditer(text)]
    found: set[str] = set() if text.lstrip()[:1] in '"“' else set(words[:3]) & names
    for place, word in enumerate(words):
        stem = word.lower()
        if stem in _cues("after") or stem in _cues("source"):
            found |= set(words[place + 1 : place + 1 + NEAR]) & names
        elif stem in _cues("verb"):
            found |= set(words[max(0, place - NEAR) : place]) & names
    return found


def _tail_cue(text: str) -> bool:
    tail = CLOSING.search(text)
    stems = _cues("after")
    return tail is not None and any(
        word in stems or word.removesuffix("nya") in stems for word in WORD.findall(tail[0].lower())
    )


def _in_quotation(text: str) -> bool:
    return sum(text.count(mark) for mark in '"“”') % 2 == 1


@cache
def _assessors() -> re.Pattern[str]:
    nouns = sorted(language.words("assessors"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(nouns)}|panel)\b", re.IGNORECASE)


@cache
def _cues(kind: str) -> frozenset[str]:
    return frozenset(row["cue"] for row in language.table("speech_cues") if row["kind"] == kind)

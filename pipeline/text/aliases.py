"""Whether two names of a text mean the same: their words with short forms written out, and which names may stand short."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline import language
from pipeline.text import regions
from pipeline.text.acronyms import WORD

BRACKETS = re.compile(r"\s*\([^()]*\)?")
NUMBER = re.compile(r"\d[\w.-]*|[ivxlc]+|ke-\d+")
Words = tuple[str, ...]
Expansions = Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Form:
    """A name as a label and its folded words, with short forms written out."""

    label: str
    words: Words


def form(name: str, label: str, *, expansions: Expansions) -> Form:
    """Return the form of a name; ``expansions`` are the short forms that the text itself explains.

    Titles, legal forms, what stands in brackets, and small words before the name do not count.

    >>> form("Dishub (Dinas Perhubungan) Kota Tegal", "ORG", expansions={}).words
    ('dinas', 'perhubungan', 'kota', 'tegal')
    """
    outside = BRACKETS.sub("", name).strip()
    name = outside if WORD.search(outside) else name
    if label == "PER":
        return Form(label, _without(_folded(name.split(",")[0]), _honorifics(), ends=False))
    if label == "LOC":
        return Form(label, _place(name, expansions))
    return Form(label, written_out(_without(_folded(name), language.words("legal_forms"), ends=True), expansions))


def written_out(words: Words, expansions: Expansions) -> Words:
    """Return the words with every short form replaced by what it stands for."""
    found: list[str] = []
    at = 0
    while at < len(words):
        for size in (2, 1):
            short = " ".join(words[at : at + size])
            long = expansions.get(short) or _bodies().get(short)
            if long and at + size <= len(words):
                found += long
                at += size
                break
        else:
            found.append(words[at])
            at += 1
    return tuple(found)


def has_short_form(name: str, *, expansions: Expansions) -> bool:
    """Tell whether a word of the name, outside brackets, is a known short form."""
    return any(word in expansions or word in _bodies() for word in _folded(BRACKETS.sub("", name)))


def is_short_for(short: Form, full: Form, *, is_place: Callable[[Words], bool]) -> bool:
    """Tell whether ``short`` can be a shorter name of ``full``. ``is_place`` tells whether words name a place."""
    if short.label != full.label or short.words == full.words or not short.words:
        return False
    if short.label == "PER":
        return len(short.words) <= len(full.words) and _is_short_person(short.words, full.words)
    if short.label == "LOC":
        return _is_short_place(short.words, full.words)
    size = len(short.words)
    rest = full.words[size:]
    if full.words[:size] == short.words and rest:
        return is_place(rest) or _is_number(rest) or (short.label == "LAW" and rest[0] == "tentang")
    return short.words == _without_levels(full.words)


def _is_short_person(short: Words, full: Words) -> bool:
    """Tell whether the words, or initials of them, stand in the full name in the same order, single initials never alone."""
    if not any(len(word) > 1 for word in short):
        return False
    rest = iter(full)
    if not all(any(_same_word(word, other) for other in rest) for word in short):
        return False
    return len(short) < len(full) or any(len(word) == 1 for word in short)


def _same_word(word: str, other: str) -> bool:
    return word == other or (len(word) == 1 and other.startswith(word))


def _is_short_place(short: Words, full: Words) -> bool:
    """Tell whether the full name is the short one after a kind word; a region's bare name is that of the region."""
    kind, bare = regions.cut_kind(" ".join(full))
    if kind is None or tuple(bare.split()) != short:
        return False
    return kind != "area" or not regions.named(bare)


def _is_number(words: Words) -> bool:
    return all(NUMBER.fullmatch(word) for word in words)


def _without_levels(words: Words) -> Words:
    """Return the words without "kota", "kabupaten", "provinsi" behind the body's own words: "Dinas X Kota Y" → "Dinas X Y"."""
    if words[0] == "pemerintah":
        return words
    return tuple(word for place, word in enumerate(words) if not place or regions.kind_before([word]) is None)


def _place(name: str, expansions: Expansions) -> Words:
    kind, bare = regions.cut_kind(name)
    before = _folded(name[: len(name) - len(bare)])
    names = {region.name for region in regions.named(bare) if kind in (None, region.kind)}
    if len(names) == 1:
        bare = next(iter(names))
    return before + written_out(_folded(bare), expansions)


def _folded(name: str) -> Words:
    """Return the folded words, without those in small letters before the first capital."""
    words = WORD.findall(name)
    first = next((place for place, word in enumerate(words) if not word.islower()), 0)
    return tuple(word.casefold() for word in words[first:])


def _without(words: Words, dropped: frozenset[str], *, ends: bool) -> Words:
    """Return the words without those of ``dropped`` at the beginning, with ``ends`` also at the end; never none."""
    first, last = 0, len(words)
    while first < last - 1 and words[first] in dropped:
        first += 1
    while ends and last > first + 1 and words[last - 1] in dropped:
        last -= 1
    return words[first:last]


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(row["title"] for row in language.table("person_titles") if row["kind"] == "honorific")


@cache
def _bodies() -> Expansions:
    return {short: tuple(long.split()) for short, long in language.mapping("body_short_forms").items()}


def expansions(pairs: Sequence[tuple[str, str]]) -> dict[str, Words]:
    """Return folded short form → folded words of the long form, for (short, long) pairs; the first of a form counts."""
    found: dict[str, Words] = {}
    for short, long in pairs:
        found.setdefault(" ".join(_folded(short)), tuple(word.casefold() for word in WORD.findall(long)))
    return found

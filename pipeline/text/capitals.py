"""Runs of capitalised words, the titles, institutions and places among them, and what is left for a person's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pipeline import language
from pipeline.text import regions

REST = r"\w*(?:['’`.-](?=[^\W\d_])\w*)*"
WORD = re.compile(rf"[^\W\d_]{REST}")
CAPITAL = rf"[A-ZÀ-ÖØ-Þ]{REST}"
DATELINE = re.compile(r"(?:, ?[^\n–—-]{2,30}| \([^\n)]{2,30}\))?\s?(?:-{1,2}|–|—)\s")
PLACED = re.compile(r"\b(?:di|ke|dari|asal|se)[ -]$")
PLACED_ENDS = ("i", "e", "l")
LONGEST_CODE = 6
LONGEST_NAME = 4
Places = set[str] | frozenset[str]


class Word(NamedTuple):
    """A word with letters."""

    start: int
    end: int
    text: str
    folded: str


@cache
def titles() -> frozenset[str]:
    """Return the words that stand before a personal name and are no part of it."""
    return language.words("person_titles")


@cache
def nouns() -> frozenset[str]:
    """Return the common nouns for persons: titles and, in small letters only, occupations and kin."""
    return titles() | language.words("occupations") | language.words("group_heads")


@cache
def kind(name: str) -> frozenset[str]:
    """Return the titles of one kind (see the head of `person_titles.tsv`)."""
    return frozenset(row["title"] for row in language.table("person_titles") if row["kind"] == name)


@cache
def _cut_short() -> frozenset[str]:
    """Return the words behind which a full stop ends no run."""
    return titles() | language.words("short_first_names")


@cache
def offices() -> frozenset[str]:
    """Return the titles that are no honorifics."""
    return titles() - kind("honorific")


@cache
def heads() -> frozenset[str]:
    """Return the words that begin the name of a place, an institution or a thing."""
    return frozenset(word.casefold() for word in language.words("place_heads"))


@cache
def _run() -> re.Pattern[str]:
    """Match capitalised words with one blank between them; "bin" and its like may stand inside."""
    particles = "|".join(sorted(language.words("name_particles")))
    return re.compile(rf"\b{CAPITAL}(?:\.? (?:(?:{particles}) )*{CAPITAL})*")


def runs(text: str) -> list[list[Word]]:
    """Return the runs of capitalised words, cut at full stops that are neither an initial's nor a title's."""
    found: list[list[Word]] = []
    for match in _run().finditer(text):
        whole, start = match[0], match.start()
        if " " not in whole:
            found.append([Word(start, match.end(), whole, whole.casefold())])
            continue
        run: list[Word] = []
        for part in WORD.finditer(whole):
            word = Word(start + part.start(), start + part.end(), part[0], part[0].casefold())
            if run and text[run[-1].end] == "." and not (len(run[-1].text) == 1 or run[-1].folded in _cut_short()):
                found.append(run)
                run = []
            run.append(word)
        found.append(run)
    return found


def is_code(word: Word) -> bool:
    return word.text.isupper() and len(word.text) <= LONGEST_CODE


def places_of(text: str, found: Sequence[Sequence[Word]]) -> set[str]:
    """Return the folded words that the text itself shows to be places: after "di", "Kota", "Pemkab" and their like."""
    places = set()
    for run in found:
        start = run[0].start
        if ((not start or text[start - 1] == "\n") and DATELINE.match(text, run[-1].end)) or (
            text[start - 2 : start - 1] in PLACED_ENDS and PLACED.search(text, max(0, start - 8), start)
        ):
            places.add(run[0].folded)
        if len(run) == 1:
            continue
        for number, (left, right) in enumerate(pairwise(run)):
            if left.folded not in heads() or (number and run[number - 1].folded in titles()):
                continue
            if not is_code(left) or number + 2 == len(run) or regions.named(right.text):
                places.add(right.folded)
    return places


def _without_degrees(run: Sequence[Word]) -> Sequence[Word]:
    """Return the run without academic degrees in capitals behind a name."""
    while len(run) > 2 and is_code(run[-1]) and len(run[-1].text) > 1 and not run[0].text.isupper():
        run = run[:-1]
    return run


def _region_size(words: Sequence[Word]) -> int:
    """Return how many of the words begin with are the name of a region: "Bupati Tanah Datar …"."""
    for size in (2, 1):
        if len(words) >= size and regions.named(" ".join(word.text for word in words[:size])):
            return size
    return 0


def _is_titled_inside(run: Sequence[Word], place: int) -> bool:
    """Tell whether a title stands inside a run behind the name of an institution: "Polres Klaten Iptu X Y"."""
    return (
        run[place].folded in titles() and run[place].folded not in kind("part") and run[place - 1].folded not in heads()
    )


def person_in(
    run: Sequence[Word], *, shorts: set[str], places: Places, codes: frozenset[str] = frozenset()
) -> Sequence[Word]:
    """Return the words of a run that are a person's name: without titles and the institution before it; maybe none."""
    if len(run) == 1:
        only = run[0].folded
        return () if only in titles() or only in heads() or only in codes or only in places else run
    at = 0
    while at < len(run) and (run[at].folded in titles() or (at > 0 and run[at].folded in places)):
        at += 1
        if at + 1 < len(run) and run[at - 1].folded in offices():
            at += _region_size(run[at:-1])
    rest = _without_degrees(run[at:]) if len(run) > 2 else run[at:]
    if len(rest) == 1:
        word = rest[0]
        return () if word.folded in heads() or word.folded in codes or word.folded in places else rest
    if at and run[at - 1].folded not in kind("honorific") and len(rest) > 2:
        known = [number for number, word in enumerate(rest[:-1]) if word.folded in shorts and word.folded not in places]
        regional = run[at - 1].folded in kind("regional") or (at > 1 and run[at - 2].folded == "wali")
        rest = rest[known[-1 if regional else 0] :] if known else rest
    if not rest:
        return ()
    headed = [word.folded in heads() or word.folded in codes for word in rest]
    inside = [place for place in range(1, len(rest) - 1) if _is_titled_inside(rest, place)]
    if inside and any(headed[: inside[-1]]):
        return rest[inside[-1] + 1 :]
    if all(head or word.folded in places for head, word in zip(headed, rest, strict=True)):
        return ()
    coded = max((number for number, word in enumerate(rest) if word.folded in codes or is_code(word)), default=-1)
    behind = rest[coded + 1 :]
    plain = not any(headed[coded + 1 :]) and not any(word.folded in places for word in behind)
    if coded >= 0 and 1 < len(behind) <= LONGEST_NAME and plain:
        return behind
    if not any(headed):
        return rest
    for number, word in enumerate(rest):
        if number and word.folded in shorts and word.folded not in places:
            return rest[number:]
    tail = rest[-2:]
    if at and len(rest) >= 4 and not any(headed[-2:]) and not any(word.folded in places for word in tail):
        return tail
    return ()

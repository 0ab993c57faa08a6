"""Names that a text says somebody goes by: "Ida Ayu Saraswati, yang akrab disapa Dayu", "Wali Kota Hendi, sapaannya"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from pipeline import language

OPENING = r"[\"'“‘(]?"
LOOK_BACK = 60
WORD = re.compile(r"[^\W\d_][\w-]*")
Spans = Sequence[tuple[int, int]]


def pairs(text: str, persons: Spans) -> Iterator[tuple[int, int]]:
    """Yield the indices of two mentions in ``persons`` (in text order) that the text says are one person."""
    for number, (left, right) in enumerate(pairwise(persons)):
        gap = text[left[1] : right[0]]
        if _full_first().fullmatch(gap) or _short_first().fullmatch(gap) or _is_bracketed(text, left, right):
            yield number, number + 1
    for number, (_, end) in enumerate(persons):
        if _own().match(text, end) or _is_called(text, persons, number):
            known = _holder(text, persons, number)
            if known is not None:
                yield known, number


def is_introduced(text: str, start: int, end: int) -> bool:
    """Tell whether the words round a name of one word say by themselves that somebody goes by it, whatever a model says."""
    if " " in text[start:end]:
        return False
    return _own().match(text, end) is not None or _by_noun().search(text[max(0, start - LOOK_BACK) : start]) is not None


def _is_called(text: str, persons: Spans, number: int) -> bool:
    """Tell whether a noun instead of a name stands before the nickname: "pria yang akrab disapa Antok"."""
    start, end = persons[number]
    if " " in text[start:end] or not number:
        return False
    return _by_noun().search(text[max(persons[number - 1][1], start - LOOK_BACK) : start]) is not None


def _is_bracketed(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Tell whether the second name is one word in brackets right behind a longer one: "Joko Widodo (Jokowi)"."""
    one_word = " " not in text[slice(*right)] and " " in text[slice(*left)]
    return one_word and text[left[1] : right[0]] == " (" and text[right[1] : right[1] + 1] == ")"


def _holder(text: str, persons: Spans, number: int) -> int | None:
    """Return the mention of the one person with a longer name whom the nickname can mean: by title, else the only one."""
    full: dict[str, list[int]] = {}
    for place, (start, end) in enumerate(persons):
        if " " in text[start:end]:
            full.setdefault(text[start:end].casefold(), []).append(place)
    title = _title(text, persons, number)
    titled = [places for places in full.values() if title and any(title <= _title(text, persons, p) for p in places)]
    for choice in (titled, list(full.values())):
        if len(choice) == 1:
            return choice[0][0]
    return None


def _title(text: str, persons: Spans, number: int) -> frozenset[str]:
    """Return the title words in the phrase before a name, back to the name before it."""
    start = persons[number][0]
    left = max(0, start - LOOK_BACK, persons[number - 1][1] if number else 0)
    phrase = re.split(r"[.,;:()\"“”\n]", text[left:start])[-1]
    return frozenset(word.casefold() for word in WORD.findall(phrase)) & _offices()


@cache
def _offices() -> frozenset[str]:
    return frozenset(row["title"] for row in language.table("person_titles") if row["kind"] != "honorific")


@cache
def _cues(order: str) -> str:
    cues = [row["cue"] for row in language.table("nickname_cues") if row["order"] == order]
    return "|".join(re.escape(cue) for cue in sorted(cues, key=len, reverse=True))


@cache
def _full_first() -> re.Pattern[str]:
    return re.compile(
        rf",? {OPENING}(?:(?:{_cues('adverb')}) )*(?:{_cues('full_first')}) (?:sebagai )?(?:{_titles()} )?{OPENING}"
    )


@cache
def _by_noun() -> re.Pattern[str]:
    return re.compile(
        rf"[a-z] (?:(?:{_cues('adverb')}) )+(?:{_cues('full_first')}) (?:sebagai )?(?:{_titles()} )?{OPENING}$",
        re.IGNORECASE,
    )


@cache
def _titles() -> str:
    """Return the honorifics, in capitals or not, as a group of a pattern."""
    return f"(?i:{'|'.join(row['title'] for row in language.table('person_titles') if row['kind'] == 'honorific')})"


@cache
def _short_first() -> re.Pattern[str]:
    return re.compile(rf"[\"'”’]?,? {OPENING}(?:{_cues('short_first')}) (?:dari )?")


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"[\"'”’]?,? {OPENING}(?:(?:{_cues('adverb')}) )*(?:{_cues('own')})\b")

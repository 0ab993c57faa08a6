"""Personal names by their shape: capitalised words that the words round them show to be persons, and their short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import language
from pipeline.text import regions
from pipeline.text.capitals import LONGEST_NAME, WORD, Places, Word, heads, is_code, person_in, places_of, runs, titles
from pipeline.text.person_panels import judges_among
from pipeline.text.person_signs import is_excluded, is_listed, is_seat, is_shown, is_titled, no_names, openers

CODE = re.compile(r"\(([A-Z][\w-]+)\)")
HEADLINE_VERB = re.compile(r"(?:Meng|Meny|Mem[bpf])[a-z]{3,}")
Span = tuple[int, int]


def kept_person(text: str, start: int, end: int) -> Span | None:
    """Return a span that a model calls a person without the titles at its head, None where it is no name."""
    words = [
        Word(start + part.start(), start + part.end(), part[0], part[0].casefold())
        for part in WORD.finditer(text[start:end])
    ]
    while len(words) > 1 and words[0].folded in titles():
        words = words[1:]
    if not words or not words[0].text[0].isupper():
        return None
    if len(words) == 1 and (words[0].folded in no_names() or words[0].folded in heads()):
        return None
    if len(words) == 1 and regions.named(words[0].text) and not is_shown(text, words, titled=False):
        return None
    return words[0].start, end


def guess(text: str) -> list[Span]:
    """Return the names that the text shows to be persons, and their short forms elsewhere, in order."""
    found = runs(text)
    places = places_of(text, found)
    codes = frozenset(code.casefold() for code in CODE.findall(text))
    shorts = {run[0].folded for run in found if len(run) == 1} - titles() - heads() - codes
    certain: set[tuple[str, ...]] = set()
    seen: list[tuple[Sequence[Word], bool]] = []
    for number, whole in enumerate(found):
        if len(whole) == 1 and whole[0].folded in no_names():
            continue
        run = _trimmed(text, whole) if len(whole) > 1 else whole
        name = person_in(run, shorts=shorts, places=places, codes=codes)
        shown = bool(name) and (
            is_shown(text, name, titled=is_titled(run, name)) or is_listed(text, name, seen[-1] if seen else None)
        )
        if shown and (
            is_excluded(text, run, name, found[number + 1] if number + 1 < len(found) else ())
            or (len(name) == 1 and (is_code(name[0]) or is_seat(run, name[0], places=places, shorts=shorts)))
        ):
            name, shown = (), False
        if shown:
            certain.add(tuple(word.folded for word in name))
        seen.append((name if shown else name or run, shown))
    for number in judges_among(text, seen, places=places):
        seen[number] = (seen[number][0], True)
        certain.add(tuple(word.folded for word in seen[number][0]))
    certain = {words for words in certain if len(words) > 1 or f" {words[0]} " not in text}
    certain |= set(_fuller(text, seen, certain, places))
    return _everywhere(seen, certain, places)


def _fuller(
    text: str, seen: Sequence[tuple[Sequence[Word], bool]], certain: set[tuple[str, ...]], places: Places
) -> Iterator[tuple[str, ...]]:
    """Yield longer names that a run gives to somebody else known by one word only: "Rafael" by "Rafael Tumbelaka"."""
    borne = {word for words in certain if len(words) > 1 for word in words}
    singles = {words[0] for words in certain if len(words) == 1} - borne
    for run, shown in seen:
        if shown or not 1 < len(run) <= LONGEST_NAME:
            continue
        at = next((number for number, word in enumerate(run) if word.folded in singles), None)
        if at is None or any(word.folded in heads() | titles() or word.folded in places for word in run):
            continue
        opens = run[0].start < 2 or text[run[0].start - 1] in '\n"“”' or text[run[0].start - 2] in ".?!"
        name = run[at:] if opens else run
        if len(name) > 1:
            yield tuple(word.folded for word in name)


def _everywhere(
    seen: Sequence[tuple[Sequence[Word], bool]], certain: set[tuple[str, ...]], places: Places
) -> list[Span]:
    """Return the spans of the certain names and of their parts in the other runs."""
    parts = {words[i:j] for words in certain for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    known = (parts - {(place,) for place in places}) | certain
    borne = {word for words in known for word in words}
    found = []
    for words, shown in seen:
        name = words if shown and len(words) > 1 else _known_part(words, known, borne)
        if name:
            found.append((name[0].start, name[-1].end))
    return found


def _known_part(run: Sequence[Word], known: set[tuple[str, ...]], borne: set[str]) -> Sequence[Word]:
    """Return the longest piece of the run that is a certain name or a part of one."""
    if not any(word.folded in borne for word in run):
        return ()
    folded = tuple(word.folded for word in run)
    for size in range(len(run), 0, -1):
        for at in range(len(run) - size + 1):
            if folded[at : at + size] in known:
                return run[at : at + size]
    return ()


def _trimmed(text: str, run: Sequence[Word]) -> Sequence[Word]:
    """Return the run without a word that only opens the sentence ("Menurut Maria") and from a headline's verb on."""
    for number, word in enumerate(run):
        if number and word.text.startswith("Me") and HEADLINE_VERB.fullmatch(word.text):
            run = run[:number]
            break
    opens = run[0].start == 0 or text[run[0].start - 1] in ' \n"“”'
    return run[1:] if len(run) > 1 and opens and run[0].folded in _droppable() else run


@cache
def _droppable() -> frozenset[str]:
    return openers() | language.words("occupations")

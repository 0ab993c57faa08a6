"""Capitalised words that are persons because a text introduces them as judges: "juri terdiri atas Ratna dan Tarmizi Yunus"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline import language
from pipeline.text import regions
from pipeline.text import sentences as splitter
from pipeline.text.capitals import Places, Word, heads, is_code
from pipeline.text.judges_named import TOLD, named_in
from pipeline.text.judges_nouns import VERB, assessings_in, nouns_in


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of capitalised words by its number; ``shown`` where other signs make it a person."""

    start: int
    end: int
    number: int
    words: int
    shown: bool


def is_possible(name: Sequence[Word], places: Places) -> bool:
    """Tell whether nothing speaks against a person of the name: no place, institution, code, day or month."""
    if not name or any(word.folded in heads() or is_code(word) for word in name):
        return False
    if len(name) == 1 and VERB.fullmatch(name[0].folded):
        return False
    dated = language.words("weekdays") | language.words("months")
    return not (name[0].folded in places or name[0].folded in dated or regions.named(" ".join(w.text for w in name)))


def judges_among(text: str, seen: Sequence[tuple[Sequence[Word], bool]], *, places: Places) -> set[int]:
    """Return the numbers of the runs not ``shown`` to be persons that an assessor noun of the text introduces."""
    nouns = nouns_in(text)
    if not nouns:
        return set()
    people = [
        Candidate(name[0].start, name[-1].end, number, len(name), shown)
        for number, (name, shown) in enumerate(seen)
        if shown or is_possible(name, places)
    ]
    doings = assessings_in(text)
    found: set[int] = set()
    told = 0
    for start, end in _sentences(text, nouns):
        near = [one for one in people if start <= one.start and one.end <= end]
        here, doing = ([span for span in spans if start <= span[0] and span[1] <= end] for spans in (nouns, doings))
        told = TOLD if here or doing else told - 1
        group = named_in(text, (start, end), here, doing, near, told=told)
        many = len(group) > 1 and any(one.shown or one.words > 1 for one in group)
        found.update(one.number for one in group if many or (one.words > 1 and _is_apart(text, one)))
    return found


def _is_apart(text: str, one: Candidate) -> bool:
    return "," in (text[one.start - 2 : one.start - 1], text[one.end : one.end + 1])


def _sentences(text: str, nouns: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the sentences of the lines that hold an assessor noun."""
    line_end = -1
    for left, _ in nouns:
        if left > line_end:
            line_start = text.rfind("\n", 0, left) + 1
            line_end = found if (found := text.find("\n", left)) >= 0 else len(text)
            yield from splitter.within(text, line_start, line_end)

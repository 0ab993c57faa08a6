"""Clusters of places linked to the ministry's codes of provinces, regencies and cities; what stays ambiguous is left open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.text import regions
from pipeline.text.regions import LEVELS, WORD, Region

LOOK_BACK = 40
PREFIX = "id-region:"
TOUCHES = re.compile(r"(?:\w|\b(?i:kab|prov|kec|kel|jl)\.) $")
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one mention tells of its place: its regions by name, and the kind that its own or the words before it say."""

    regions: tuple[Region, ...]
    own: str | None
    context: str | None


def links(text: str, places: Sequence[Spans]) -> list[str | None]:
    """Return a link such as "id-region:33.74", or None, for every place, given as the spans of its mentions.

    Where a name is shared, a kind word ("Kota", "Bupati") decides, then whether another place of the text lies in the
    same province.

    >>> text = "Bupati Banjar tiba di Banjar dari Tasikmalaya."
    >>> links(text, [[(7, 13), (22, 28)], [(34, 45)]])
    ['id-region:63.03', None]
    """
    choices = [candidates([reading(text, start, end) for start, end in spans]) for spans in places]
    sure = {number: found[0].province for number, found in enumerate(choices) if len(found) == 1}
    chosen = []
    for number, found in enumerate(choices):
        others = {province for other, province in sure.items() if other != number}
        near = [region for region in found if region.province in others]
        best = found if len(found) == 1 else near
        chosen.append(PREFIX + best[0].code if len(best) == 1 else None)
    return chosen


def reading(text: str, start: int, end: int) -> Reading:
    """Return what the mention ``text[start:end]`` and the words before it tell."""
    own, bare = regions.cut_kind(text[start:end])
    words = [word[0] for word in WORD.finditer(text, max(0, start - LOOK_BACK), start)]
    touches = TOUCHES.search(text[max(0, start - LOOK_BACK) : start])
    return Reading(regions.named(bare), own, regions.kind_before(words) if touches else None)


def candidates(readings: Sequence[Reading]) -> list[Region]:
    """Return the regions that all mentions of one place leave possible.

    A kind word in a name counts before one in the text round it; two kinds that disagree leave nothing.
    """
    of_regions = [one for one in readings if "area" not in (one.own, None if one.own else one.context)]
    found = list(dict.fromkeys(region for one in of_regions for region in one.regions))
    own = {one.own for one in of_regions if one.own}
    if own:
        return [region for region in found if {region.kind} == own]
    context = {one.context for one in of_regions if one.context in LEVELS}
    told = [region for region in found if region.kind in context]
    return told if len(context) == 1 and told else [] if len(context) > 1 and len(found) > 1 else found

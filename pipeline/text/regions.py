"""Provinces, regencies and cities by name, and the kind words that tell them apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline import language

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
LEVELS = ("province", "regency", "city")
LONGEST_KIND = 3


@dataclass(frozen=True, slots=True)
class Region:
    """A region with its ministry code; ``name`` is without the kind word, ``kind`` one of ``LEVELS``."""

    code: str
    kind: str
    name: str

    @property
    def province(self) -> str:
        """The code of the province it lies in."""
        return self.code[:2]


def named(name: str) -> tuple[Region, ...]:
    """Return the regions with this name or alias, whatever its case, blanks and hyphens.

    >>> [(region.code, region.kind) for region in named("Palangkaraya")]
    [('62.71', 'city')]
    """
    return _by_name().get(_squashed(name), ())


def cut_kind(name: str) -> tuple[str | None, str]:
    """Return the kind word's meaning and the name without it; None where there is no kind word to cut.

    >>> cut_kind("Kab. Sigi"), cut_kind("Sungai Penuh"), cut_kind("Desa Beka")
    (('regency', 'Sigi'), (None, 'Sungai Penuh'), ('area', 'Beka'))
    """
    if named(name):
        return None, name
    found = list(WORD.finditer(name))
    kinds = _kinds(own=True)
    for size in range(min(LONGEST_KIND, len(found) - 1), 0, -1):
        kind = kinds.get(" ".join(word[0].casefold() for word in found[:size]))
        if kind is not None:
            return kind, name[found[size].start() :]
    return None, name


def kind_before(words: Sequence[str]) -> str | None:
    """Return what the last of ``words`` tell of the place named after them: a level, "area", or None.

    >>> kind_before(["kata", "Wali", "Kota"]), kind_before(["ke", "Desa"]), kind_before(["di"])
    ('city', 'area', None)
    """
    kinds = _kinds(own=False)
    for size in range(min(LONGEST_KIND, len(words)), 0, -1):
        kind = kinds.get(" ".join(word.casefold() for word in words[-size:]))
        if kind is not None:
            return kind
    return None


@cache
def _by_name() -> Mapping[str, tuple[Region, ...]]:
    found: dict[str, tuple[Region, ...]] = {}
    for row in language.table("regions"):
        region = Region(row["code"], row["kind"], row["name"])
        for name in {_squashed(name) for name in (row["name"], *row["aliases"].split("|")) if name}:
            found[name] = (*found.get(name, ()), region)
    return found


@cache
def _kinds(*, own: bool) -> Mapping[str, str]:
    """Return kind word → kind; with ``own`` only those that may be part of a place's name."""
    return {row["word"]: row["kind"] for row in language.table("region_kinds") if row["part"] == "yes" or not own}


def _squashed(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())

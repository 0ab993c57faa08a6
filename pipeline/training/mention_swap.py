"""New names in known sentences: mentions are exchanged for others of their label while the entity model trains.

A model that has seen some two thousand sentences of a label learns their names by heart; with every epoch showing other
names in the same places it learns the places. Persons come from all sets and from name parts (`corpus/entities/names.tsv`),
our own places also from the ministry's region names; an organisation stays within its set, whose conventions it follows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from pipeline.training.markup import Mention
from pipeline.training.mentions import Example

COMPOSED = 0.5
REGIONS = 0.3
_KINDS = ("", "", "", "Kecamatan ", "Desa ", "Kampung ", "Kelurahan ")


@dataclass(frozen=True, slots=True)
class Form:
    """A mention out of its sentence; `inner` are the mentions in it, with offsets into `text`."""

    text: str
    inner: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """Name parts of one group of people."""

    prefixes: tuple[str, ...]
    given: tuple[str, ...]
    last: tuple[str, ...]

    def draw(self, random: Random, *, words: int) -> str:
        """A name of one word, or of two or more."""
        if words == 1:
            return random.choice(self.given if random.random() < 0.5 else self.last)
        parts = random.sample(self.given, 2 if words > 2 or not self.last else 1)
        prefix = [random.choice(self.prefixes)] if self.prefixes and random.random() < 0.5 else []
        return " ".join([*prefix, *parts, random.choice(self.last)])


def read_names(path: Path) -> list[Names]:
    """Name parts by group. Raises ValueError naming file and line where a column is missing."""
    rows = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    found = []
    for number, row in enumerate(csv.DictReader(rows, delimiter="\t", strict=True), 3):
        if not row["given"] or not row["last"]:
            raise ValueError(f"{path}:{number}: a group needs given and last names")
        found.append(Names(*(_parts(row[column]) for column in ("prefixes", "given", "last"))))
    return found


def read_regions(path: Path) -> list[str]:
    """The names of the ministry's regions (`regions/wilayah.tsv`), without their kind."""
    names = (line.split("\t")[1] for line in path.read_text("utf-8").splitlines()[1:] if "\t" in line)
    return sorted({name.removeprefix("Kabupaten ").removeprefix("Kota ").title() for name in names})


class Swapper:
    """Exchanges mentions; `share` is the part of the mentions that change, drawn one by one."""

    def __init__(
        self, examples: Iterable[Example], *, names: Sequence[Names], regions: Sequence[str], share: float
    ) -> None:
        self.names, self.regions, self.share = names, regions, share
        self.pools: dict[tuple[str, str], list[Form]] = {}
        for example in examples:
            for mention in example.mentions:
                self.pools.setdefault((mention.label, _group(mention, example)), []).append(_form(mention, example))

    def __call__(self, example: Example, random: Random) -> Example:
        """The example with other names; unchanged where it is in capitals or has no mention."""
        if not example.mentions or example.text.isupper():
            return example
        known: dict[tuple[str, str], Form] = {}
        text, mentions = self._written(example, (0, len(example.text)), list(example.mentions), random, known)
        return replace(example, text=text, mentions=tuple(mentions), tokens=())

    def _written(
        self,
        example: Example,
        span: tuple[int, int],
        inside: list[Mention],
        random: Random,
        known: dict[tuple[str, str], Form],
    ) -> tuple[str, list[Mention]]:
        """The text of the span and its mentions, with offsets into that text."""
        text, found, at = "", list[Mention](), span[0]
        for mention, inner in _roots(inside):
            text += example.text[at : mention.start]
            at = mention.end
            if random.random() < self.share:
                key = (mention.label, example.text[mention.start : mention.end])
                form = known.setdefault(key, self._drawn(mention, example, random))
                new, nested = form.text, list(form.inner)
            else:
                new, nested = self._written(example, (mention.start, mention.end), inner, random, known)
            found.append(Mention(len(text), len(text) + len(new), mention.label))
            found += [replace(m, start=m.start + len(text), end=m.end + len(text)) for m in nested]
            text += new
        return text + example.text[at : span[1]], found

    def _drawn(self, mention: Mention, example: Example, random: Random) -> Form:
        pool = self.pools[mention.label, _group(mention, example)]
        words = len(example.text[mention.start : mention.end].split())
        if mention.label == "PER":
            if self.names and random.random() < COMPOSED:
                return Form(random.choice(self.names).draw(random, words=words))
            alike = [form for form in random.choices(pool, k=8) if (len(form.text.split()) > 1) == (words > 1)]
            return alike[0] if alike else random.choice(pool)
        if mention.label == "LOC" and not example.flat and self.regions and random.random() < REGIONS:
            return Form(random.choice(_KINDS) + random.choice(self.regions))
        return random.choice(pool)


def _parts(column: str) -> tuple[str, ...]:
    return tuple(part.replace("_", " ") for part in column.split())


def _group(mention: Mention, example: Example) -> str:
    """Whose mentions may stand in for this one."""
    if mention.label == "PER":
        return ""
    return example.source if example.flat else "own"


def _form(mention: Mention, example: Example) -> Form:
    inner = tuple(
        replace(other, start=other.start - mention.start, end=other.end - mention.start)
        for other in example.mentions
        if other != mention and mention.start <= other.start and other.end <= mention.end
    )
    return Form(example.text[mention.start : mention.end], inner)


def _roots(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, list[Mention]]]:
    """The outermost mentions in order, each with those inside it."""
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
    at = 0
    while at < len(ordered):
        outer = ordered[at]
        last = at + 1
        while last < len(ordered) and ordered[last].start < outer.end:
            last += 1
        yield outer, ordered[at + 1 : last]
        at = last

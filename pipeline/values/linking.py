"""How the amounts of one sentence hang together: the words between them, by role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline import language
from pipeline.values.lexicon import Phrases
from pipeline.values.tokens import Tokens
from pipeline.values.types import Quantity

ROLES: dict[str, Phrases[str]] = {
    role: Phrases((row["phrase"], role) for row in language.table("check_words") if row["role"] == role)
    for role in sorted({row["role"] for row in language.table("check_words")})
}
_ENDS = frozenset({".", "!", "?", ";", "\n"})
_JOINS = frozenset({"dan", "serta"})
_LONGEST_GAP = 7
_BEFORE = 8


@dataclass(frozen=True, slots=True)
class Gap:
    """The tokens `first` up to `last` between two amounts."""

    tokens: Tokens
    first: int
    last: int

    @property
    def short(self) -> bool:
        """Whether few enough words stand between for the two to belong together."""
        return self.last - self.first <= _LONGEST_GAP

    @property
    def equals(self) -> bool:
        """ "atau", "yakni", "setara dengan", an opening bracket right before the second amount."""
        before = self.tokens.raw[self.last - 1] == "(" and self.last > self.first
        return self.short and not self._has("of", "to") and (before or self._ends("equals", "named"))

    @property
    def of(self) -> bool:
        """ "dari", "dari total" after the first amount."""
        place = self.first + (self.tokens.raw[self.first] in "),")
        return (
            self.short and not self._has("to", "up", "down") and self.tokens.low[place] == "dari" and place < self.last
        )

    @property
    def to(self) -> bool:
        """ "menjadi" or "ke" before the second amount."""
        near = self.tokens.low[max(self.first, self.last - 3) : self.last]
        return self.short and any(_role(word) == "to" for word in near)

    @property
    def ends_of(self) -> bool:
        """ "dari" just before the second amount."""
        return "dari" in self.tokens.low[max(self.first, self.last - 3) : self.last]

    @property
    def joins(self) -> bool:
        """A comma, "dan" or "serta" between parts of a list."""
        return self.short and ("," in self._raw() or self.joins_last) and not self._has("of", "to", "equals")

    @property
    def joins_last(self) -> bool:
        """ "dan" or "serta" between parts of a list."""
        return self.short and bool(_JOINS & set(self._raw()))

    def parts(self, *roles: str) -> bool:
        """Whether words that announce a list ("terdiri atas") end the gap."""
        return self.short and self._ends(*roles)

    def total(self) -> bool:
        """Whether "totalnya" or the like stands in the gap."""
        return self.short and self._has("total")

    def _raw(self) -> list[str]:
        return self.tokens.low[self.first : self.last]

    def _has(self, *roles: str) -> bool:
        return any(ROLES[role].at(self.tokens, i) for role in roles for i in range(self.first, self.last))

    def _ends(self, *roles: str) -> bool:
        last = self.last - (self.tokens.raw[self.last - 1] in ":,")
        last -= _role(self.tokens.low[last - 1]) in ("up", "down")
        starts = [found[0] for role in roles if (found := ROLES[role].before(self.tokens, last))]
        return any(start >= self.first for start in starts)


@dataclass(frozen=True, slots=True)
class Linked:
    """The amounts of one sentence with their token positions; `begin` is the first token of the sentence."""

    tokens: Tokens
    items: list[Quantity]
    places: list[tuple[int, int]]
    begin: int

    def gap(self, i: int) -> Gap:
        """What stands between amounts i and i + 1."""
        return Gap(self.tokens, self.places[i][1], self.places[i + 1][0])

    def gap_before(self, i: int) -> Gap:
        """What stands before amount i, back to the one before or the beginning of the sentence."""
        return Gap(self.tokens, self.places[i - 1][1] if i else self.begin, self.places[i][0])

    def moves(self, i: int) -> int:
        """1 when a word of rising is the last of its kind before amount i, -1 for falling, else 0."""
        first = self.gap_before(i).first
        for place in range(self.places[i][0] - 1, max(first, self.places[i][0] - _BEFORE) - 1, -1):
            role = _role(self.tokens.low[place])
            if role in ("up", "down"):
                return 1 if role == "up" else -1
        return 0

    def parted(self, i: int) -> bool:
        """Whether "terdiri atas" or the like follows amount i."""
        return i + 1 < len(self.items) and self.gap(i).parts("parts")

    def total_of(self, i: int) -> tuple[Quantity | None, list[Quantity]]:
        """A total with its list of parts, the total at i or after the list that begins at i."""
        if i + 2 < len(self.items) and self.gap(i).parts("parts", "named"):
            last = self._list_end(i + 1)
            return (self.items[i], self.items[i + 1 : last]) if last else (None, [])
        last = self._list_end(i)
        if last and last < len(self.items) and self.gap(last - 1).total():
            return self.items[last], self.items[i:last]
        return None, []

    def _list_end(self, i: int) -> int | None:
        """The index after a list of amounts that begins at i and closes with "dan"."""
        place, closed = i, False
        while place + 1 < len(self.items) and not closed and self.gap(place).joins and not self.gap(place).total():
            closed = self.gap(place).joins_last
            place += 1
        return place + 1 if closed else None


def sentences(t: Tokens, items: Sequence[Quantity]) -> Iterator[Linked]:
    """Group amounts by sentence; full stops inside amounts end none."""
    group: list[Quantity] = []
    places: list[tuple[int, int]] = []
    begin, token = 0, 0
    for item in items:
        first = token
        while t.start[first] < item.start or t.raw[first] == "\n":
            first += 1
        breaks = [i for i in range(token, first) if t.raw[i] in _ENDS]
        if breaks:
            if group:
                yield Linked(t, group, places, begin)
            group, places, begin = [], [], breaks[-1] + 1
        last = first
        while last < len(t.raw) and t.end[last] <= item.end and t.start[last] < item.end:
            last += 1
        group.append(item)
        places.append((first, last))
        token = last
    if group:
        yield Linked(t, group, places, begin)


def _role(word: str) -> str | None:
    return language.mapping("check_words", "phrase", "role").get(word)

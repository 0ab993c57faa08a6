"""The persons and institutions of a text under their fullest names: known spans, and names guessed by shape."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.text import nicknames
from pipeline.text.persons import guess, kept_person

Span = tuple[int, int]
Known = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text and its fullest form there.

    ``person`` is False for institutions, ``shared`` True for a short name that several persons bear.
    """

    start: int
    end: int
    name: str
    person: bool = True
    shared: bool = False


class Cast:
    """The names of one text, read when they are first asked for: a text in which nobody speaks never is."""

    def __init__(
        self,
        text: str,
        *,
        persons: Iterable[Span] = (),
        others: Iterable[Span] = (),
        taken: Iterable[Span] = (),
        names: Mapping[Span, str] | None = None,
    ) -> None:
        """``persons`` and ``others`` (institutions) are known spans, ``names`` the names of some.

        Names guessed by shape are added where they touch none of these nor a span of ``taken``; they outdo a span of
        ``others`` or ``taken`` when they share a word with a person of ``persons``.
        """
        self.text = text
        self._persons, self._others, self._taken = list(persons), list(others), list(taken)
        self._names = names or {}

    @cached_property
    def mentions(self) -> list[Mention]:
        """The mentions in text order; they do not overlap."""
        people = [span for start, end in self._persons if (span := kept_person(self.text, start, end)) is not None]
        spans = reconciled(self.text, people, others=self._others, taken=self._taken)
        return [_under(mention, self._names) for mention in _named(self.text, spans)]

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie in ``text[start:end]``."""
        left, right = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self.mentions[left:right] if mention.end <= end]


def fuller_names(short: str, names: Iterable[str]) -> list[str]:
    """Return the fullest names that hold ``short``, one a person."""
    holding = sorted({name for name in names if is_part(short, name)}, key=lambda name: (-len(name.split()), name))
    kept: list[str] = []
    for name in holding:
        if not any(is_part(name, other) for other in kept):
            kept.append(name)
    return kept


def is_part(short: str, name: str) -> bool:
    """Tell whether the words of ``short`` stand side by side in ``name``, whatever the case of the letters."""
    return f" {short.casefold()} " in f" {name.casefold()} "


def _named(text: str, spans: Sequence[Known]) -> list[Mention]:
    """Return the mentions with their fullest names; "X, yang akrab disapa Y" makes Y a name of X."""
    by_word: dict[tuple[str, bool], set[str]] = {}
    for start, end, person in spans:
        for word in text[start:end].casefold().split():
            by_word.setdefault((word, person), set()).add(text[start:end])
    called: dict[tuple[str, bool], tuple[str, bool]] = {}
    for start, end, person in spans:
        short = text[start:end]
        if (short, person) not in called:
            fuller = fuller_names(short, by_word[short.casefold().split()[0], person])
            called[short, person] = (fuller[0], False) if len(fuller) == 1 else (short, person)
    people = [(start, end) for start, end, person in spans if person]
    for full, short_form in nicknames.pairs(text, people):
        called[text[slice(*people[short_form])], True] = called[text[slice(*people[full])], True]
    return [
        Mention(start, end, called[text[start:end], person][0], person, called[text[start:end], person][1])
        for start, end, person in spans
    ]


def reconciled(text: str, people: Sequence[Span], *, others: Sequence[Span], taken: Sequence[Span]) -> list[Known]:
    """Return the known spans and the guessed persons beside them, in order and without overlap."""
    guessed = guess(text)
    if not (people or others or taken):
        return [(start, end, True) for start, end in guessed]
    borne = {word for start, end in people for word in text[start:end].casefold().split()}
    sure = [span for span in guessed if borne & set(text[span[0] : span[1]].casefold().split())]
    open_spans = [span for span in others if not _touched(span, sure)]
    closed = sorted([*people, *open_spans, *(span for span in taken if not _touched(span, sure))])
    kept = [span for span in guessed if not _touched(span, closed)]
    return _outermost(
        [(start, end, True) for start, end in [*people, *kept]] + [(start, end, False) for start, end in open_spans]
    )


def _under(mention: Mention, names: Mapping[Span, str]) -> Mention:
    """Return the mention under the name that its cluster gives it, unless the text itself shows a fuller one."""
    if (mention.start, mention.end) not in names:
        return mention
    name = names[mention.start, mention.end]
    fuller = name != mention.name and is_part(name, mention.name) and not mention.shared
    return mention if fuller else Mention(mention.start, mention.end, name, mention.person)


def _touched(span: Span, closed: Sequence[Span]) -> bool:
    """Tell whether the span overlaps one of the sorted spans ``closed``."""
    at = bisect_left(closed, (span[1], 0))
    start = span[0]
    return any(closed[place][1] > start for place in range(at - 1, max(-1, at - 4), -1))


def _outermost(spans: Iterable[Known]) -> list[Known]:
    """Return the spans in order without those that overlap an earlier or, at the same start, longer one."""
    kept: list[Known] = []
    for span in sorted(set(spans), key=lambda span: (span[0], -span[1], not span[2])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept

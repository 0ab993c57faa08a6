"""The names of one thing in a text brought together: short names, titles, acronyms, places with and without kind word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.text import aliases, nicknames, regions
from pipeline.text.acronyms import WORD, Acronym, fits
from pipeline.text.aliases import Expansions, Form, Words

NEVER = "POSITION"
PERSON = "PER"
LONG_ENOUGH = 3  # letters of initials that the text does not explain
SYLLABLES = 6  # letters of a syllabic acronym that the text does not explain


@dataclass(frozen=True, slots=True)
class Mention:
    """A named entity; ``text[start:end]`` is its name."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """One thing under its fullest name; ``mentions`` are indices into the mentions given, ascending."""

    name: str
    label: str
    mentions: tuple[int, ...]


def find(text: str, mentions: Sequence[Mention], *, acronyms: Iterable[Acronym] = ()) -> list[Cluster]:
    """Return the clusters of the mentions, in the order of their first mention.

    A mention whose name fits two things is in none, nor is a POSITION.
    """
    grouping = Grouping(text, mentions, list(acronyms))
    grouping.join_explained()
    grouping.join_nicknames()
    grouping.join_unexplained()
    grouping.join_short()
    return grouping.clusters()


class Grouping:
    """Forms of the names of one text, joined step by step."""

    def __init__(self, text: str, mentions: Sequence[Mention], acronyms: Sequence[Acronym]) -> None:
        self.text, self.mentions, self.acronyms = text, mentions, acronyms
        self.expansions: Expansions = aliases.expansions([(pair.short, pair.long) for pair in acronyms])
        self.members: dict[Form, list[int]] = {}
        for number, mention in enumerate(mentions):
            if mention.label != NEVER:
                name = text[mention.start : mention.end]
                form = aliases.form(name, mention.label, expansions=self.expansions)
                self.members.setdefault(form, []).append(number)
        self.parent: dict[Form, Form] = {form: form for form in self.members}
        self.joined: set[Form] = set()
        self.shared: set[Form] = set()

    def root(self, form: Form) -> Form:
        """Return the form that stands for the group of ``form``."""
        while self.parent[form] != form:
            form = self.parent[form]
        return form

    def join(self, one: Form, other: Form) -> None:
        """Make two groups one."""
        self.joined |= {one, other}
        if self.root(one) != self.root(other):
            self.parent[self.root(other)] = self.root(one)

    def join_explained(self) -> None:
        """Join names that are the two sides of an acronym pair, whatever their labels."""
        by_name: dict[str, list[Form]] = {}
        for form, numbers in self.members.items():
            for name in {self._name(number).casefold() for number in numbers}:
                by_name.setdefault(name, []).append(form)
        for pair in self.acronyms:
            shorts, longs = by_name.get(pair.short.casefold(), []), by_name.get(pair.long.casefold(), [])
            for short in shorts:
                same = [long for long in longs if long.label == short.label] or longs
                if len(same) == 1:
                    self.join(same[0], short)

    def join_nicknames(self) -> None:
        """Join what the text says are two names of one person; a nickname so introduced need not be labelled a person."""
        numbers = sorted(
            (number for number in range(len(self.mentions)) if self._names_person(number)),
            key=lambda number: self.mentions[number].start,
        )
        form_of = {number: form for form, members in self.members.items() for number in members}
        spans = [(self.mentions[number].start, self.mentions[number].end) for number in numbers]
        for one, other in nicknames.pairs(self.text, spans):
            for form in (form_of[numbers[other]], Form(PERSON, form_of[numbers[other]].words)):
                if form in self.members:
                    self.join(form_of[numbers[one]], form)

    def _names_person(self, number: int) -> bool:
        """Tell whether the mention is a person by its label, or by the words round it."""
        mention = self.mentions[number]
        if mention.label == PERSON:
            return True
        return mention.label != NEVER and nicknames.is_introduced(self.text, mention.start, mention.end)

    def join_unexplained(self) -> None:
        """Join a name with the only one of its label of which its last word gives the letters: "Dinas PU", "OJK"."""
        longer: dict[tuple[str, str], list[Form]] = {}
        for form in self.members:
            if len(form.words) > 1 and form.label not in ("PER", "LOC"):
                longer.setdefault((form.label, form.words[0][0]), []).append(form)
        for short in self.members:
            near = longer.get((short.label, short.words[0][0]) if short.words else ("", ""), ())
            name = WORD.findall(self._name(self.members[short][0]))[-1:]
            if not near or not name or name[0].casefold() != short.words[-1] or not _is_code(name[0], len(short.words)):
                continue
            head = short.words[:-1]
            full = {
                self.root(form)
                for form in near
                if form.words[: len(head)] == head and fits(name[0], " ".join(form.words[len(head) :]))
            }
            if len(full) == 1:
                self.join(full.pop(), short)

    def join_short(self) -> None:
        """Join a short name with the only thing it can mean; where there are several it is shared."""
        places = {form.words for form in self.members if form.label == "LOC"}

        def is_place(words: Words) -> bool:
            bare = regions.cut_kind(" ".join(words))[1]
            return words in places or tuple(bare.split()) in places or bool(regions.named(bare))

        holding: dict[tuple[str, str], list[Form]] = {}
        for form in self.members:
            for word in set(form.words):
                holding.setdefault((form.label, word), []).append(form)
        for short in sorted(self.members, key=lambda form: -len(form.words)):
            words = [word for word in short.words if len(word) > 1]  # an initial stands for a longer word
            near = min((holding[short.label, word] for word in words), key=len, default=[])
            full = [form for form in near if aliases.is_short_for(short, form, is_place=is_place)]
            fullest = [
                form for form in full if not any(aliases.is_short_for(form, other, is_place=is_place) for other in full)
            ]
            meant = {self.root(form) for form in fullest} - {self.root(short)}
            if len(meant) == 1:
                self.join(meant.pop(), short)
            elif meant and short not in self.joined:
                self.shared.add(short)

    def clusters(self) -> list[Cluster]:
        """Return the groups, without the shared names."""
        groups: dict[Form, list[int]] = {}
        for form, numbers in self.members.items():
            if form not in self.shared:
                groups.setdefault(self.root(form), []).extend(numbers)
        ordered = sorted(
            (sorted(numbers, key=self._place) for numbers in groups.values()), key=lambda n: self._place(n[0])
        )
        found = []
        for numbers in ordered:
            fullest = max(numbers, key=self._fullness)
            found.append(Cluster(self._name(fullest), self.mentions[fullest].label, tuple(sorted(numbers))))
        return found

    def _place(self, number: int) -> tuple[int, int]:
        return self.mentions[number].start, -self.mentions[number].end

    def _name(self, number: int) -> str:
        return self.text[self.mentions[number].start : self.mentions[number].end]

    def _fullness(self, number: int) -> tuple[bool, int, bool, int, int]:
        """Return what makes a name fuller: no short form in it, more words, not all capitals, more letters, earlier."""
        name = self._name(number)
        written = not aliases.has_short_form(name, expansions=self.expansions)
        label = self.mentions[number].label
        words = aliases.form(name, label, expansions={}).words if label == PERSON else name.split()
        return written, len(words), not name.isupper(), len(name), -self.mentions[number].start


def _is_code(word: str, words: int) -> bool:
    """Tell whether the last of so many words is long enough for an acronym that the text does not explain."""
    if not word.isupper():
        return len(word) >= SYLLABLES
    return len(word) >= (LONG_ENOUGH if words == 1 else LONG_ENOUGH - 1)

"""Names by their shape, for texts in which no model has found the entities, and the full form of a short name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from pipeline import language
from pipeline.text import cues

WORD = re.compile(r"[^\W\d_](?:[\w]|['’`.-](?=[^\W\d_]))*")
CAPITAL = r"[A-ZÀ-ÖØ-Þ](?:[\w]|['’`.-](?=[^\W\d_]))*"
DATELINE = re.compile(r"(?:, ?[^\n–—-]{2,30}| \([^\n)]{2,30}\))?\s?(?:-{1,2}|–|—)\s")
LONGEST_CODE = 6
CODE = re.compile(r"\(([A-Z][\w-]+)\)")
CALLED = re.compile(r",? (?:yang )?(?:akrab |biasa |kerap |atau )*(?:disapa|dipanggil|alias) (?:sebagai )?")


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


@dataclass(frozen=True, slots=True)
class Word:
    """A word with letters."""

    start: int
    end: int
    text: str
    folded: str


@cache
def _titles() -> frozenset[str]:
    return language.words("person_titles")


@cache
def _places() -> frozenset[str]:
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
        run: list[Word] = []
        for part in WORD.finditer(match[0]):
            word = Word(match.start() + part.start(), match.start() + part.end(), part[0], part[0].casefold())
            if run and text[run[-1].end] == "." and not (len(run[-1].text) == 1 or run[-1].folded in _titles()):
                found.append(run)
                run = []
            run.append(word)
        found.append(run)
    return found


class Cast:
    """The names of one text. ``mentions`` are in text order and do not overlap."""

    def __init__(
        self,
        text: str,
        *,
        persons: Iterable[tuple[int, int]] = (),
        others: Iterable[tuple[int, int]] = (),
        taken: Iterable[tuple[int, int]] = (),
        names: Mapping[tuple[int, int], str] | None = None,
    ) -> None:
        """``persons`` and ``others`` (institutions) are known spans, ``names`` the names of some; names guessed by shape
        are added where they touch none of these nor a span of ``taken``."""
        self.text = text
        known = _outermost(
            [(start, end, True) for start, end in persons] + [(start, end, False) for start, end in others]
        )
        self._runs = runs(text)
        closed = sorted([*((start, end) for start, end, _ in known), *taken])
        spans = _outermost([*known, *(guess for guess in self._guessed() if not _touched(guess, closed))])
        self.mentions = [
            replace(mention, name=names[mention.start, mention.end], shared=False)
            if names and (mention.start, mention.end) in names
            else mention
            for mention in _named(text, spans)
        ]
        self._starts = [mention.start for mention in self.mentions]

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie in ``text[start:end]``."""
        left, right = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self.mentions[left:right] if mention.end <= end]

    def _guessed(self) -> list[tuple[int, int, bool]]:
        """Return the names that the text shows to be persons, and their short forms elsewhere."""
        shorts = {run[0].folded for run in self._runs if len(run) == 1} - _titles() - _places()
        places = _places_of(self.text, self._runs)
        codes = frozenset(code.casefold() for code in CODE.findall(self.text))
        certain: set[tuple[str, ...]] = set()
        open_runs: list[tuple[Sequence[Word], bool]] = []
        for number, whole in enumerate(self._runs):
            run = _without_opener(self.text, whole)
            name = person_in(run, shorts=shorts, places=places, codes=codes)
            following = self._runs[number + 1] if number + 1 < len(self._runs) else ()
            if name and len(name) < len(run) and _names_holder(self.text, name, following):
                name = ()
            if len(name) == 1 and (_is_code(name[0]) or _is_seat(run, name[0], places=places, shorts=shorts)):
                name = ()
            if name and (
                _is_shown(self.text, name, titled=len(name) < len(run)) or _is_listed(self.text, name, open_runs)
            ):
                certain.add(_folded(name))
                open_runs.append((name, True))
            else:
                open_runs.append((name or run, False))
        parts = {words[i:j] for words in certain for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
        found = []
        for words, shown in open_runs:
            name = words if shown else _known_part(words, certain, parts - {(place,) for place in places})
            if name:
                found.append((name[0].start, name[-1].end, True))
        return found


def _is_listed(text: str, name: Sequence[Word], earlier: Sequence[tuple[Sequence[Word], bool]]) -> bool:
    """Tell whether the name goes on a list of names: "yakni A B, C D, dan E F"."""
    before = text[max(0, name[0].start - 10) : name[0].start]
    if len(name) < 2:
        return False
    if re.search(r"\b(?:yakni|yaitu|antara lain|adalah) $", before):
        return True
    if not earlier or not earlier[-1][1]:
        return False
    return re.fullmatch(r",? (?:dan |serta )?", text[earlier[-1][0][-1].end : name[0].start]) is not None


def _names_holder(text: str, office: Sequence[Word], following: Sequence[Word]) -> bool:
    """Tell whether the name behind a comma holds the office: "Komandan Regu Pemadam, X Y."."""
    if len(following) < 2 or text[office[-1].end : following[0].start] != ", ":
        return False
    if following[0].folded in _titles() - _honorifics() or following[0].folded in _places():
        return False
    return text[following[-1].end : following[-1].end + 1] in (",", ".", " ", "")


def _is_code(word: Word) -> bool:
    return word.text.isupper() and len(word.text) <= LONGEST_CODE


def _is_seat(run: Sequence[Word], word: Word, *, places: set[str], shorts: set[str]) -> bool:
    """Tell whether the single word behind a regional title is its place: "Camat Pangururan"."""
    number = next(place for place, other in enumerate(run) if other is word)
    return number > 0 and run[number - 1].folded in _regional() and (word.folded in places or word.folded not in shorts)


def _folded(name: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.folded for word in name)


def _without_opener(text: str, run: Sequence[Word]) -> Sequence[Word]:
    """Return the run without a word that only opens the sentence: "Menurut Maria"."""
    if len(run) > 1 and run[0].folded in _openers() and (run[0].start == 0 or text[run[0].start - 1] in ' \n"“”'):
        return run[1:]
    return run


@cache
def _openers() -> frozenset[str]:
    cues = {row["cue"] for row in language.table("speech_cues")}
    return frozenset({phrase.split()[-1] for phrase in language.words("sentence_openers")} | cues)


def _is_shown(text: str, name: Sequence[Word], *, titled: bool) -> bool:
    """Tell whether the words round the name show a person: a title, a cue of speech, an age, an apposition."""
    before, after = text[max(0, name[0].start - 40) : name[0].start], text[name[-1].end : name[-1].end + 40]
    if titled or _has_lead_in(before) or _after_name().match(after):
        return True
    if (
        before.endswith(", ")
        and re.match(r"[,(]| \(", after)
        and _is_titled_afar(text[max(0, name[0].start - 80) : name[0].start - 2])
    ):
        return True
    if len(name) < 2:
        return False
    if before.endswith(", ") and re.match(r",(?! (?:dan|serta)\b)|\.?(?:\s|$)| \(", after):
        return True
    if (apposed := re.match(r", ([a-z]+)\b", after)) and apposed[1] in _titles() | language.words("group_heads"):
        return True
    return _is_titled_afar(text[max(0, name[0].start - 80) : name[0].start])


def _is_titled_afar(before: str) -> bool:
    """Tell whether a title opens the noun phrase that ends at the name: "Pengamat kebijakan publik X Y"."""
    phrase = re.split(r"[.,;:()\"“”\n]", before)[-1]
    words = [word.casefold() for word in WORD.findall(phrase)]
    first = next((number for number, word in enumerate(words) if word in _titles()), len(words))
    rest = words[first:]
    return (
        0 < len(rest) <= 7
        and not cues.has_verb(phrase)
        and not set(rest) & (cues.clause_words("time") | cues.clause_words("bar"))
    )


def _has_lead_in(before: str) -> bool:
    """Tell whether a title, a cue of speech or "bernama" stands right before a name."""
    if not before.endswith(" "):
        return False
    words = [word for word in before.split()[-3:] if word not in ("oleh", "lainnya", "lain", "tersebut")]
    return bool(words) and words[-1].strip('.,("“”').casefold() in _lead_ins()


@cache
def _lead_ins() -> frozenset[str]:
    stems = {row["cue"] for row in language.table("speech_cues") if row["kind"] in ("after", "source", "passive")}
    return frozenset(stems | set(_titles()) | cues.clause_words("naming"))


@cache
def _after_name() -> re.Pattern[str]:
    verbs = "|".join(
        sorted((row["cue"] for row in language.table("speech_cues") if row["kind"] == "verb"), key=len, reverse=True)
    )
    return re.compile(rf" ?(?:\(\d{{1,2}}(?: tahun)?\)|, \d\d tahun\b|,? (?:juga |pun |kemudian |lalu )?(?:{verbs})\b)")


def _known_part(run: Sequence[Word], certain: set[tuple[str, ...]], parts: set[tuple[str, ...]]) -> Sequence[Word]:
    """Return the longest piece of the run that is a certain name or a part of one."""
    folded = _folded(run)
    for size in range(len(run), 0, -1):
        for at in range(len(run) - size + 1):
            piece = folded[at : at + size]
            if piece in certain or piece in parts:
                return run[at : at + size]
    return ()


def _places_of(text: str, found: Sequence[Sequence[Word]]) -> set[str]:
    """Return the folded words that the text itself shows to be places: after "di", "Kota", "Pemkab" and their like."""
    places = set()
    for run in found:
        before = text[max(0, run[0].start - 12) : run[0].start]
        if (not before or before[-1] == "\n") and DATELINE.match(text, run[-1].end):
            places.add(run[0].folded)
        if re.search(r"\b(?:di|ke|dari|asal|se)[ -]$", before):
            places.add(run[0].folded)
        for number, (left, right) in enumerate(pairwise(run)):
            if left.folded in _places() and not (number and run[number - 1].folded in _titles()):
                places.add(right.folded)
    return places


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(row["title"] for row in language.table("person_titles") if row["kind"] == "honorific")


@cache
def _regional() -> frozenset[str]:
    return frozenset(row["title"] for row in language.table("person_titles") if row["kind"] == "regional")


def person_in(
    run: Sequence[Word], *, shorts: set[str], places: set[str], codes: frozenset[str] = frozenset()
) -> Sequence[Word]:
    """Return the words of a run that are a person's name: without titles and the institution before it; maybe none."""
    at = 0
    while at < len(run) and (run[at].folded in _titles() or (at > 0 and run[at].folded in places)):
        at += 1
    rest = run[at:]
    if at and run[at - 1].folded not in _honorifics() and len(rest) > 2:
        known = [number for number, word in enumerate(rest[:-1]) if word.folded in shorts]
        regional = run[at - 1].folded in _regional() or (at > 1 and run[at - 2].folded == "wali")
        rest = rest[known[-1 if regional else 0] :] if known else rest
    heads = _places() | codes
    if not rest or all(word.folded in heads or word.folded in places for word in rest):
        return ()
    if not any(word.folded in heads for word in rest):
        return rest
    for number, word in enumerate(rest):
        if number and word.folded in shorts and word.folded not in places:
            return rest[number:]
    tail = rest[-2:]
    if at and len(rest) >= 4 and not any(word.folded in places or word.folded in heads for word in tail):
        return tail
    return ()


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


def _named(text: str, spans: Sequence[tuple[int, int, bool]]) -> list[Mention]:
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
    for (start, end, person), (left, right, other) in pairwise(spans):
        if person and other and CALLED.fullmatch(text[end:left]):
            called[text[left:right], True] = called[text[start:end], True]
    return [
        Mention(start, end, called[text[start:end], person][0], person, called[text[start:end], person][1])
        for start, end, person in spans
    ]


def _touched(span: tuple[int, int, bool], closed: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the span overlaps one of the sorted spans ``closed``."""
    at = bisect_left(closed, (span[1], 0))
    return any(end > span[0] for _, end in closed[max(0, at - 3) : at])


def _outermost(spans: Iterable[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Return the spans in order without those that overlap an earlier or, at the same start, longer one."""
    kept: list[tuple[int, int, bool]] = []
    for span in sorted(set(spans), key=lambda span: (span[0], -span[1], not span[2])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept

"""Acronyms where a text defines them: "IKM (industri kecil menengah)", "Semarang Digital Kreatif (SDK)", "X, singkatan dari Y".

A short form counts only when its letters come from the words of the long form, in order: initials (IKM), syllables
(Bappeda, Disperindag, Pokdarwis) or both (BUMDes). Function words may be passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline import language

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
SHORT = r"[^\W\d_][^\W_]*(?:-[^\W_]{1,2})?"
SECOND = r"(?: [A-Z]{2,4})?"  # "Satpol PP"
OPENING, CLOSING = r"[\"'“‘„]?", r"[\"'”’]?"
CLAUSE_END = re.compile(r"[.!?;:()\n]")
IN_BRACKETS = re.compile(rf"{CLOSING} ?\((?P<content>[^()\n]{{2,160}})\)")
WHOLE_SHORT = re.compile(rf"{OPENING}(?P<short>{SHORT}{SECOND}){CLOSING}")
SHORT_BEFORE = re.compile(rf"(?P<short>(?P<first>{SHORT})(?P<second> [A-Z]{{2,4}})?)$")

OFF_START, PASSED_OVER, ACROSS_COMMA = 1.0, 2.5, 0.1
LONGEST = 16


@dataclass(frozen=True, slots=True)
class Acronym:
    """A defining pair as written; ``text[start:end]`` is the mention that defines it."""

    start: int
    end: int
    short: str
    long: str


@dataclass(frozen=True, slots=True)
class Fit:
    """Words ``first`` to ``last`` (inclusive) give the letters, at ``cost``: 0 when every piece begins its word."""

    first: int
    last: int
    cost: float


def find(text: str) -> list[Acronym]:
    """Return the defining pairs of the text in order, each pair once.

    >>> [(a.short, a.long) for a in find("Ada kredit Wibawa (Wirausaha Bangkit Jadi Juwara). (duh)")]
    [('Wibawa', 'Wirausaha Bangkit Jadi Juwara')]
    """
    found: dict[tuple[str, str], Acronym] = {}
    for one in sorted((*_in_brackets(text), *_with_cue(text)), key=lambda one: (one.start, one.end)):
        found.setdefault((one.short.casefold(), one.long.casefold()), one)
    return list(found.values())


def fits(short: str, long: str) -> bool:
    """Tell whether every letter of ``short`` begins a word of ``long`` or goes on from such a letter, no content word
    passed over.

    >>> fits("OJK", "Otoritas Jasa Keuangan"), fits("OJK", "Otoritas Keuangan")
    (True, False)
    """
    words = WORD.findall(long)
    return _is_short(short) and not _repeats(short, words) and align(letters(short), words) == 0


def letters(short: str) -> str:
    """Return the letters a short form stands for, folded: "P3K" → "pppk", "Covid-19" → "covid19"."""
    spelled = re.sub(r"(?<=[^\W\d_])[2-4](?!\d)", lambda match: short[match.start() - 1] * (int(match[0]) - 1), short)
    return "".join(char for char in spelled.casefold() if char.isalnum())


def align(letters: str, words: Sequence[str]) -> float | None:
    """Return the least cost of cutting ``letters`` into one piece a word, in order; None where there is no such cut.

    The first and the last word give letters, and at least two do. Function words are passed over at no cost; a piece
    that does not begin its word, or leaves out letters of it, costs ``OFF_START``; a content word without a piece
    ``PASSED_OVER``, at most one.
    """
    if len(words) < 2 or not letters:
        return None
    states: dict[tuple[int, bool], float] = {(0, False): 0.0}  # (letters used, a content word passed over) → cost
    for number, word in enumerate(words):
        folded = word.casefold()
        edge = number in (0, len(words) - 1)
        after: dict[tuple[int, bool], float] = {}
        for (used, passed), cost in states.items():
            for end in range(used + 1, len(letters) + 1):
                piece = _piece_cost(letters[used:end], folded, first=number == 0)
                if piece is not None:
                    _lower(after, (end, passed), cost + piece)
            if not edge and folded in _skipped():
                _lower(after, (used, passed), cost)
            elif not edge and not passed:
                _lower(after, (used, True), cost + PASSED_OVER)
        states = after
    return min((cost for (used, _), cost in states.items() if used == len(letters)), default=None)


def _lower(costs: dict[tuple[int, bool], float], state: tuple[int, bool], cost: float) -> None:
    costs[state] = min(cost, costs.get(state, cost))


def _piece_cost(piece: str, word: str, *, first: bool) -> float | None:
    if word.startswith(piece):
        return 0.0
    if word in _skipped():
        return None
    if word[0] == piece[0] and _is_subsequence(piece, word):
        return OFF_START
    if len(piece) >= 2 + first and piece in word:
        return OFF_START
    return None


def _is_subsequence(piece: str, word: str) -> bool:
    rest = iter(word)
    return all(char in rest for char in piece)


@cache
def _skipped() -> frozenset[str]:
    return language.words("acronym_skipped")


@cache
def _never_short() -> frozenset[str]:
    return language.words("weekdays") | language.words("months") | _skipped()


def _is_short(short: str) -> bool:
    """Tell whether the form can be an acronym at all; one in small letters is longer, "kloter", not "foto"."""
    size = len(letters(short))
    if short.casefold() in _never_short() or size > LONGEST:
        return False
    return size >= (5 if short.islower() else 2 if short.isupper() else 3)


def _repeats(short: str, words: Sequence[str]) -> bool:
    """Tell whether a word of the short form stands in the long one as it is: "Dinas PU (Dinas Pekerjaan Umum)"."""
    return not set(short.casefold().split()).isdisjoint(word.casefold() for word in words)


def _affordable(short: str, words: Sequence[str], cost: float) -> bool:
    """Tell whether a cost is low enough: initials allow one odd piece, syllables one a word."""
    content = sum(word.casefold() not in _skipped() for word in words)
    if len(letters(short)) > 0.7 * len("".join(words)) or _repeats(short, words):
        return False
    if short.isupper():
        return cost <= (OFF_START if len(short) > 3 else 0)
    return cost <= OFF_START * content


def _best(short: str, words: Sequence[re.Match[str]], *, ends: str) -> Fit | None:
    """Return the cheapest run of words for the short form that ends at the last word or begins at the first."""
    size = len(words)
    runs: Iterator[tuple[int, int]]
    if ends == "last":
        runs = ((first, size - 1) for first in range(size - 2, -1, -1))
    elif ends == "first":
        runs = ((0, last) for last in range(1, size))
    else:
        runs = iter([(0, size - 1)])
    best: Fit | None = None
    for first, last in runs:
        chosen = words[first : last + 1]
        texts = [word[0] for word in chosen]
        cost = align(letters(short), texts)
        if cost is None or not _affordable(short, texts, cost):
            continue
        cost += ACROSS_COMMA * sum("," in left.string[left.end() : right.start()] for left, right in pairwise(chosen))
        if best is None or cost < best.cost:
            best = Fit(first, last, cost)
    return best


def _reach(short: str) -> int:
    return 2 * len(letters(short)) + 2


def _words_before(text: str, end: int, short: str) -> list[re.Match[str]]:
    """Return the words of the clause that ends at ``end``, not more than the short form can need."""
    stops = [match.end() for match in CLAUSE_END.finditer(text, max(0, end - 240), end)]
    start = stops[-1] if stops else max(0, end - 240)
    return list(WORD.finditer(text, start, end))[-_reach(short) :]


def _words_after(text: str, start: int, short: str) -> list[re.Match[str]]:
    stop = CLAUSE_END.search(text, start)
    return list(WORD.finditer(text, start, stop.start() if stop else len(text)))[: _reach(short)]


def _in_brackets(text: str) -> Iterator[Acronym]:
    for match in IN_BRACKETS.finditer(text):
        content = re.sub(rf"^(?:{_cues('long_first')}) ", "", match["content"])
        if short := WHOLE_SHORT.fullmatch(content):
            pair = _long_before(text, match.start(), short["short"], end=match.end())
            if pair is not None:
                yield pair
                continue
        pair = _long_inside(text, match)
        if pair is not None:
            yield pair


def _long_before(text: str, at: int, short: str, *, end: int, exact: bool = False) -> Acronym | None:
    """Return the pair of a short form with the words that end at ``at``."""
    if not _is_short(short):
        return None
    words = _words_before(text, at, short)
    best = _best(short, words, ends="last")
    if best is None or words[best.last].end() != at or (exact and (best.cost or len(letters(short)) < 3)):
        return None
    start = words[best.first].start()
    return Acronym(start, end, short, text[start:at])


def _long_inside(text: str, brackets: re.Match[str]) -> Acronym | None:
    """Return the pair of the word before brackets with all that is in them."""
    before = SHORT_BEFORE.search(text[max(0, brackets.start() - 40) : brackets.start()])
    if before is None:
        return None
    content = brackets["content"].strip("\"'“”‘’ ")
    words = list(WORD.finditer(content))
    for short in dict.fromkeys((before["short"], (before["second"] or before["first"]).strip())):
        if _is_short(short) and len(words) > 1 and _best(short, words, ends="both"):
            return Acronym(brackets.start() - len(short), brackets.end(), short, content)
    return None


def _with_cue(text: str) -> Iterator[Acronym]:
    for match in _short_first().finditer(text):
        if not _is_short(match["short"]):
            continue
        words = _words_after(text, match.end(), match["short"])
        best = _best(match["short"], words, ends="first")
        if best is not None:
            end = words[best.last].end()
            yield Acronym(match.start(), end, match["short"], text[words[0].start() : end])
    for match in _long_first().finditer(text):
        plain = match["cue"] in ("atau", "alias")
        pair = _long_before(text, match.start(), match["short"], end=match.end(), exact=plain)
        if pair is not None:
            yield pair


@cache
def _cues(order: str) -> str:
    cues = [row["cue"] for row in language.table("acronym_cues") if row["order"] == order]
    return "|".join(re.escape(cue) for cue in sorted(cues, key=len, reverse=True))


@cache
def _short_first() -> re.Pattern[str]:
    bridge = rf"(?:(?:{_cues('bridge')}) ){{0,2}}"
    return re.compile(rf"\b(?P<short>{SHORT}){CLOSING},? {bridge}(?:{_cues('short_first')})\s+{OPENING}")


@cache
def _long_first() -> re.Pattern[str]:
    return re.compile(rf"{CLOSING},? (?P<cue>{_cues('long_first')}) {OPENING}(?P<short>{SHORT})\b{CLOSING}")

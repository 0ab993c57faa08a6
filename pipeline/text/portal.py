"""The wording of portals: which line, line beginning, line end or piece of a line is no story, and of what kind it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline import language

EDGE = r"[\W_]*"
KEPT_LINES = 256
LONGEST = 400
SHARE = 0.3
APPEAL_SHARE = 0.08
QUOTES = '"“”„'
CREDIT_REACH = 220
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a line says about itself: its kind and where the phrase stood (the scopes of portal_phrases.tsv)."""

    kind: str
    scope: str


@cache
def patterns(scope: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (kind, pattern) of one scope, the phrases of a kind joined in file order."""
    grouped: dict[str, list[str]] = {}
    for row in language.table("portal_phrases"):
        if row["scope"] == scope:
            grouped.setdefault(row["kind"], []).append(row["pattern"].replace(" ", r"\s+").replace(r"\s+?", r"\s*"))
    return tuple((kind, _compiled(scope, "|".join(f"(?:{part})" for part in parts))) for kind, parts in grouped.items())


def _compiled(scope: str, alternatives: str) -> re.Pattern[str]:
    if scope in ("cut", "headline"):
        return re.compile(alternatives)
    if scope == "end":
        return re.compile(f"(?:{alternatives})$", re.IGNORECASE)
    return re.compile(f"{EDGE}(?:{alternatives}){EDGE}$", re.IGNORECASE)


@lru_cache(maxsize=KEPT_LINES)
def share(line: str) -> float:
    """Return how much of a line is wording of interfaces: the weights of its words, halved, over their number."""
    found = [word.casefold() for word in WORD.findall(line)]
    if not found:
        return 0.0
    weights = _weights()
    return sum(weights.get(word, 0) for word in found) / 2 / len(found)


@cache
def _weights() -> dict[str, int]:
    return {row["word"]: int(row["weight"]) for row in language.table("portal_words")}


@lru_cache(maxsize=KEPT_LINES)
def is_interface(line: str) -> bool:
    """Tell whether a short line that is no prose is made of the wording of interfaces."""
    if len(line) > LONGEST / 4 or share(line) < SHARE:
        return False
    return any(_weights().get(word.casefold(), 0) == 2 for word in WORD.findall(line))


def is_appeal(line: str, *, least: int) -> bool:
    """Tell whether a line asks the reader to do something with the portal: "Mau kabar tiap pagi? Ikuti saluran kami".

    ``least`` is the number of interface words that it must hold. Quotations are never appeals.
    """
    if len(line) > LONGEST or any(mark in line for mark in QUOTES):
        return False
    found = [word.casefold() for word in WORD.findall(line)]
    first = language.mapping("appeals", "word", "first")
    addressed = bool(found) and (found[0] in first or any(first.get(word) == "no" for word in found))
    strong = sum(_weights().get(word, 0) == 2 for word in found)
    return addressed and strong >= least and strong >= APPEAL_SHARE * len(found)


@cache
def _addressing() -> frozenset[str]:
    return frozenset(word for word, first in language.mapping("appeals", "word", "first").items() if first == "no")


def talk(line: str) -> list[str]:
    """Return the words by which a portal speaks of itself or to its reader: "kami", "redaksi", "langganan", sorted.

    Quotations and long lines are stories whatever they say.
    """
    if len(line) > LONGEST or any(mark in line for mark in QUOTES):
        return []
    found = {word.casefold() for word in WORD.findall(line)}
    return sorted(word for word in found if word in _weights() or word in _addressing())


def phrase(line: str, *, prose: bool) -> Phrase | None:
    """Return what the wording of a whole line says of it; ``prose`` lines keep their story unless the wording is sure."""
    if len(line) > LONGEST:
        return None
    scopes: Iterable[str] = ("list", "below", "line", "sure") if prose else ("list", "below", "line", "sure", "start")
    for scope in scopes:
        for kind, pattern in patterns(scope):
            if (kind != "caption" or len(line) <= CREDIT_REACH) and pattern.match(line):
                return Phrase(kind, scope)
    if len(line) > CREDIT_REACH:
        return None
    tail = line[-120:]
    return next((Phrase(kind, "end") for kind, pattern in patterns("end") if pattern.search(tail)), None)

"""The nouns for assessors in a text ("dewan juri", "asesor"), and the words that tell what stands round them.

Nouns are language facts (`assessors.tsv`): some only where the text tells of a contest (`contest_words.tsv`) and of no
election (`contest_vetoes.tsv`). "Tim" alone is a panel where the text has a "tim penilai" and no other team.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline import language
from pipeline.text import cues

PREPOSITION = re.compile(
    r"\b(?:depan|hadapan|kepada|pada|oleh|dengan|dari|bagi|terhadap|untuk|ke|di|antara|bersama|para)\s*$", re.IGNORECASE
)
VERB = re.compile(r"\b(?:me[a-z]{3,}|ber[a-z]{3,}|di[a-z]{4,}|ter[a-z]{3,}|akan|telah|sudah|hadir|datang|ingin)\b")
NAME_BEHIND = re.compile(r" [A-Z][a-z]")
INSIDE = re.compile(r"[a-z)] $")
TEAM = re.compile(r"\b[Tt]im\b(?: (\w+))?")


@cache
def _nouns(*, contest: bool) -> re.Pattern[str]:
    forms = [row["noun"] for row in language.table("assessors") if contest or row["always"] == "yes"]
    joined = cues.alternatives(frozenset(forms)).replace(r"\ ", r"\s+")
    return re.compile(rf"\b(?:{joined})\b", re.IGNORECASE)


@cache
def _keys() -> frozenset[str]:
    """Return for every noun a word without which it does not stand in a text."""
    nouns = language.words("assessors")
    alone = {noun for noun in nouns if " " not in noun}
    longer = {noun for noun in nouns if alone.isdisjoint(noun.split())}
    return frozenset(alone | {max(reversed(noun.split()), key=len) for noun in longer - alone})


@cache
def _any_of(file: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{cues.alternatives(language.words(file))})\b", re.IGNORECASE)


@cache
def links(*kinds: str) -> str:
    """Return the alternatives of the words of `assessor_links.tsv` of some kinds."""
    return cues.alternatives(frozenset().union(*(link_words(kind) for kind in kinds)))


@cache
def link_words(kind: str) -> frozenset[str]:
    """Return the words of `assessor_links.tsv` of one kind."""
    return frozenset(row["word"] for row in language.table("assessor_links") if row["kind"] == kind)


def nouns_in(text: str) -> list[tuple[int, int]]:
    """Return the spans of the assessor nouns of ``text``; ambiguous ones only where the text tells of a contest."""
    lowered = text.casefold()
    if not any(key in lowered for key in _keys()) or not _nouns(contest=True).search(text):
        return []
    contest = _any_of("contest_words").search(text) is not None and not _any_of("contest_vetoes").search(text)
    spans = [match.span() for match in _nouns(contest=contest).finditer(text)]
    named = {text[start:end] for start, end in spans if _is_name(text, start, end)}
    found = [(start, end) for start, end in spans if text[start:end] not in named or text[start:end].casefold() in text]
    panels = {start for start, end in found if text[start:end].casefold().startswith("tim ")}
    others = [match for match in TEAM.finditer(text) if match.start() not in panels] if panels else []
    if any(_names_team(match[1] or "") for match in others):
        return found
    return sorted({*found, *((match.start(), match.start() + len("tim")) for match in others)})


def _names_team(word: str) -> bool:
    """Tell whether the word behind "tim" tells which team: "tim perancang", "tim Ardhito"; not "tim itu", "tim menilai"."""
    return bool(word) and word not in link_words("bare") and not has_verb(word)


def assessings_in(text: str) -> list[tuple[int, int]]:
    """Return the spans of the nouns for what a panel does: "penjurian", "verifikasi"."""
    return [match.span() for match in _assessing().finditer(text)]


@cache
def _assessing() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{links('assessing')})\b", re.IGNORECASE)


def _is_name(text: str, start: int, end: int) -> bool:
    """Tell whether the noun is a person's name: in capitals inside a sentence and before a name, "(Wamen) Juri Asmara"."""
    if " " in text[start:end] or not text[start].isupper() or not NAME_BEHIND.match(text, end):
        return False
    return INSIDE.search(text[max(0, start - 2) : start]) is not None


def has_verb(text: str) -> bool:
    """Tell whether a word of ``text`` looks like a predicate."""
    return any(match[0] not in language.words("verb_lookalikes") for match in VERB.finditer(text))


def without_heads(before: str) -> str:
    """Return the words before a noun without those that keep its sense: "ketua", "salah satu"."""
    words = before.rstrip().split(" ")
    while words and words[-1].casefold() in language.words("group_heads") - {"menurut"}:
        words.pop()
    return " ".join(words)

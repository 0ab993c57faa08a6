"""The words that attribute speech, compiled from `speech_cues.tsv` and `clause_words.tsv`."""

from __future__ import annotations

import re
from functools import cache

from pipeline import language

PREFIXED = re.compile(r"\b(?:me[a-z]{3,}|ber[a-z]{3,}|di[a-z]{4,}|ter[a-z]{3,})\b")
POINTING = ("itu", "ini", "tersebut")
LETTERS = re.compile("[a-z]+")
WORD = re.compile(r"[^\W\d_][\w-]*")


@cache
def cues(kind: str) -> frozenset[str]:
    """Return the cue words of a kind."""
    return frozenset(row["cue"] for row in language.table("speech_cues") if row["kind"] == kind)


@cache
def bare(kind: str) -> dict[str, str]:
    """Return cue → what may follow it, for one kind (see the head of `speech_cues.tsv`)."""
    return {row["cue"]: row["bare"] for row in language.table("speech_cues") if row["kind"] == kind}


@cache
def clause_words(kind: str) -> frozenset[str]:
    """Return the words of `clause_words.tsv` of one kind."""
    return frozenset(row["word"] for row in language.table("clause_words") if row["kind"] == kind)


@cache
def alternatives(words: frozenset[str]) -> str:
    """Return a pattern that matches any of the words, the longest that fits, one branch for a common beginning."""
    branches = []
    for first in sorted({word[0] for word in words if word}):
        rest = frozenset(word[1:] for word in words if word.startswith(first))
        branches.append(re.escape(first) + alternatives(rest))
    if not branches:
        return ""
    tail = "?" if "" in words else ""
    return branches[0] if len(branches) == 1 and not tail else f"(?:{'|'.join(branches)}){tail}"


@cache
def stem() -> re.Pattern[str]:
    """Match "kata", "katanya", "demikian kata" right behind a quotation."""
    return re.compile(
        rf"\s*[,.]?\s*(?:demikian |begitu )?(?P<cue>(?P<stem>{alternatives(cues('after'))})(?P<nya>nya)?)\b",
        re.IGNORECASE,
    )


@cache
def any_stem() -> re.Pattern[str]:
    """Match any lower-case word right behind a quotation that ends with a comma: "…," ralatnya; "…," tukas X."""
    return re.compile(r"\s*,?\s*(?P<cue>(?P<stem>[a-z]{3,}?(?:-[a-z]+)?)(?P<nya>nya)?)(?![\w-])")


@cache
def stem_after_comma() -> re.Pattern[str]:
    """Match ", kata" and ", katanya" inside a sentence."""
    return re.compile(
        rf",\s+(?:(?:masih|demikian|begitu) )?(?!sebut saja\b)(?P<cue>(?P<stem>{alternatives(cues('after'))})(?P<nya>nya)?)\b"
    )


@cache
def verb() -> re.Pattern[str]:
    """Match an active verb of speech."""
    return re.compile(rf"\b(?P<cue>{alternatives(cues('verb'))})\b")


@cache
def heads(*kinds: str) -> frozenset[str]:
    """Return the first words of the cues of some kinds, also with "-nya"."""
    found = {LETTERS.findall(word)[0] for kind in kinds for word in cues(kind)}
    return frozenset(found | {f"{word}nya" for word in found})


def words_of(text: str) -> frozenset[str]:
    """Return the lower-case words of ``text``, cut at everything but plain letters: no cue stands there without its head."""
    return frozenset(LETTERS.findall(text.lower()))


@cache
def act() -> re.Pattern[str]:
    """Match an active verb whose subject a quotation behind it may have for its speaker: "memuji", "menjelaskan"."""
    return re.compile(rf"\b(?:{alternatives(cues('verb') | clause_words('act'))})\b")


@cache
def adverbs() -> str:
    """Return the alternatives of the adverbs between a subject and its verb."""
    return alternatives(clause_words("adverb"))


@cache
def source() -> re.Pattern[str]:
    """Match "menurut" and "menurutnya"."""
    return re.compile(rf"\b(?P<cue>(?:{alternatives(cues('source'))})(?P<nya>nya)?)\b", re.IGNORECASE)


@cache
def passive() -> re.Pattern[str]:
    """Match "dikatakan", "dijelaskannya"."""
    return re.compile(rf"\b(?P<cue>(?:{alternatives(cues('passive') | cues('agent'))})(?P<nya>nya)?)\b", re.IGNORECASE)


def has_verb(text: str) -> bool:
    """Tell whether a word looks like a prefixed verb."""
    return any(match[0] not in _nouns() for match in PREFIXED.finditer(text))


@cache
def _nouns() -> frozenset[str]:
    """Return the words that only look like prefixed verbs."""
    return language.words("verb_lookalikes") | language.words("noun_exceptions")


@cache
def _phrasal() -> frozenset[str]:
    """Return the words that open a phrase, so that no predicate begins there."""
    kinds = ("guard", "time", "preposition", "coordinate", "circumstance")
    return frozenset().union(*(clause_words(kind) for kind in kinds)) | {"yang", "dan"}


def has_predicate(text: str) -> bool:
    """Tell whether ``text`` reads as a clause: it holds a predicate that no preposition or "yang" governs."""
    before, end = "", 0
    for number, match in enumerate(WORD.finditer(text)):
        word = match[0].casefold()
        verbal = PREFIXED.fullmatch(word) is not None and word not in _nouns()
        if number == 0 and (word in clause_words("predicate") or word in language.words("person_pronouns")):
            return True
        if number and before not in clause_words("guard") and (verbal or word in clause_words("predicate")):
            return True
        touching = end + 1 == match.start()
        if number > 1 and touching and before in POINTING and word not in _phrasal():
            return True
        before, end = word, match.end()
    return False

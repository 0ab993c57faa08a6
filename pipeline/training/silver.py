"""The old GSD train file in the tokens of today's GSD.

Three things changed since: reduplications, ordinals and decades are one token again ("kota - kota" → "kota-kota"), the
clitics -nya, -ku, -mu, -lah, -kah, -pun are words of a multiword token, and tags and lemmas follow other rules. This
module does the first two; the file's own morphology (the `UM` feature and the stripped lemma) says where a clitic is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from pipeline import language
from pipeline.training.conll import NOTHING, Sentence, Token, Word

POSSESSIVE = re.compile(r"PSS[123]")
_POSSESSIVE_CLITIC = re.compile(r"(?i)^(.{2,}?)(nya|ku|mu)$")
_PARTICLE_CLITIC = re.compile(r"(?i)^(.{2,}?)(lah|kah|pun)$")
_LETTERS = re.compile(r"[^\W\d_]+")
_SHARED = 3


def clitic_habits(sentences: Iterable[Sentence]) -> dict[str, bool]:
    """Lower-cased surface form → whether the gold mostly splits it, for every form that ends like a clitic."""
    votes: Counter[tuple[str, bool]] = Counter()
    for sentence in sentences:
        for token in sentence.tokens:
            if _POSSESSIVE_CLITIC.match(token.form) or _PARTICLE_CLITIC.match(token.form):
                votes[token.form.lower(), len(token.words) > 1] += 1
    return {form: votes[form, True] > votes[form, False] for form, _ in votes}


def modern_tokens(sentence: Sentence, habits: dict[str, bool]) -> Sentence:
    """Join what today is one token, then split the clitics off; a clitic word has no tag yet."""
    tokens = tuple(_with_clitic(token, habits) for token in _joined(sentence.tokens))
    return Sentence(sentence.id, tokens)


def follow_habits(sentence: Sentence, habits: dict[str, bool]) -> Sentence:
    """Make a multiword token of another treebank one word again where `habits` keep its form whole."""
    tokens = tuple(
        Token(token.form, (_whole(token),), token.space_after)
        if len(token.words) > 1 and habits.get(token.form.lower()) is False
        else token
        for token in sentence.tokens
    )
    return Sentence(sentence.id, tokens)


def with_stops(sentence: Sentence) -> Sentence:
    """Join abbreviations and initials with the stops that stand against them ("Dr" "." → "Dr.", "M" "." "Si" "." →
    "M.Si."), save at the end of the sentence."""
    tokens, out, at = sentence.tokens, list[Token](), 0
    while at < len(tokens):
        end = at
        while end + 2 < len(tokens) and _is_short(tokens[end].form) and _has_stop(tokens, end):
            end += 2
            if tokens[end - 1].space_after:
                break
        out.append(_glued(tokens[at:end]) if end > at else tokens[at])
        at = max(end, at + 1)
    return Sentence(sentence.id, tuple(out))


def _is_short(form: str) -> bool:
    return (len(form) == 1 and form.isupper()) or form in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(part for row in language.table("abbreviations") for part in row["form"].split("."))


def _has_stop(tokens: tuple[Token, ...], at: int) -> bool:
    return tokens[at + 1].form == "." and not tokens[at].space_after


def _glued(tokens: Sequence[Token]) -> Token:
    """One token with the tag of its first word; its lemma is left open."""
    form = "".join(token.form for token in tokens)
    first = tokens[0].words[0]
    return Token(form, (Word(form, NOTHING, first.upos, first.feats),), tokens[-1].space_after)


def is_reduplication(first: str, second: str) -> bool:
    """True for kota-kota, berbulan-bulan, besar-besaran, tolak-menolak: one part holds the other's stem."""
    a, b = first.lower(), second.lower()
    if not (_LETTERS.fullmatch(a) and _LETTERS.fullmatch(b)):
        return False
    shorter, longer = sorted((a, b), key=len)
    return a == b or (len(shorter) > _SHARED and shorter in longer)


def _joined(tokens: tuple[Token, ...]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        if at + 2 < len(tokens) and tokens[at + 1].form == "-" and _belong(tokens[at].form, tokens[at + 2].form):
            first, last = tokens[at], tokens[at + 2]
            word = first.words[0]
            joined = Word(f"{first.form}-{last.form}", word.lemma, word.upos, word.feats, NOTHING)
            out.append(Token(joined.form, (joined,), last.space_after))
            at += 3
        else:
            out.append(tokens[at])
            at += 1
    return out


def _belong(first: str, second: str) -> bool:
    ordinal = first.lower() == "ke" and second.isdigit()
    decade = first.isdigit() and second == "an"
    return ordinal or decade or is_reduplication(first, second)


def _with_clitic(token: Token, habits: dict[str, bool]) -> Token:
    match = _clitic(token.words[0])
    habit = habits.get(token.form.lower())
    if habit is None:
        habit = match is not None
    cut = match or _POSSESSIVE_CLITIC.match(token.form) or _PARTICLE_CLITIC.match(token.form)
    if not habit or cut is None or "-" in token.form:
        return token
    word = token.words[0]
    host = Word(cut.group(1), NOTHING, word.upos, word.feats, NOTHING)
    return Token(token.form, (host, Word(cut.group(2))), token.space_after)


def _clitic(word: Word) -> re.Match[str] | None:
    """The cut that the old file's morphology found: a possessor in UM, or a particle that its lemma lacks."""
    if word.upos == "PROPN":
        return None
    if POSSESSIVE.search(word.misc):
        return _POSSESSIVE_CLITIC.match(word.form)
    match = _PARTICLE_CLITIC.match(word.form)
    stripped = match is not None and word.lemma.lower() == match.group(1).lower()
    return match if stripped else None


def _whole(token: Token) -> Word:
    host = token.words[0]
    return Word(token.form, host.lemma, host.upos, host.feats, NOTHING)

"""Sentence boundaries for the splitter: items that hold two sentences cut, doubtful ones dropped, news situations added.

GSD keeps some neighbouring sentences as one item. The splitter is never trained on such a missing boundary: `cut`
gives the sentences of an item, or nothing when it cannot be told what a stop inside it means.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline import language
from pipeline.training.conll import Sentence, Token

STOPS = frozenset(".?!")
CLOSERS = frozenset("\"'”’»)]") | {"''"}
OPENERS = frozenset("\"'“‘«([") | {"``"}
_BRACKETS = {"(": 1, "[": 1, ")": -1, "]": -1}
_VOWELS = frozenset("aiueo")
_SHORT = 4


def cut(sentence: Sentence) -> list[Sentence]:
    """The sentences of one treebank item; none of them when an inner stop is doubtful."""
    tokens = sentence.tokens
    out: list[Sentence] = []
    start = depth = 0
    for at, token in enumerate(tokens):
        depth = max(0, depth + _BRACKETS.get(token.form, 0))
        if token.form not in STOPS or at < start:
            continue
        end = _end(tokens, at)
        verdict = _is_boundary(tokens, at, end)
        if depth and verdict:
            verdict = False if any(_BRACKETS.get(later.form) == -1 for later in tokens[end:]) else None
        if verdict is None and end < len(tokens):
            return []
        if verdict and end < len(tokens):
            out.append(Sentence(f"{sentence.id}.{len(out) + 1}", tokens[start:end]))
            start = end
    rest = Sentence(f"{sentence.id}.{len(out) + 1}" if out else sentence.id, tokens[start:])
    return [*out, rest]


def cut_all(sentences: Iterable[Sentence]) -> list[Sentence]:
    """`cut` over many items; the doubtful ones are left out."""
    return [piece for sentence in sentences for piece in cut(sentence)]


def _end(tokens: tuple[Token, ...], at: int) -> int:
    """The index after the stop and the closing marks that stand against it."""
    end = at + 1
    while end < len(tokens) and not tokens[end - 1].space_after and tokens[end].form in CLOSERS | STOPS:
        end += 1
    return end


def _is_boundary(tokens: tuple[Token, ...], at: int, end: int) -> bool | None:
    """Whether a sentence ends at the stop; None when it cannot be told."""
    after = next((token for token in tokens[end:] if token.form not in OPENERS), None)
    before = tokens[at - 1].form if at else ""
    if after is None or not after.form[0].isalnum():
        return False
    if after.form[0].isdigit():
        return None if tokens[at].form == "." else True
    if not after.form[0].isupper():
        return False
    if before in language.words("abbreviations"):
        return False
    name_follows = after.words[0].upos == "PROPN"
    if len(before) == 1 and before.isupper():
        return False if name_follows else None
    if before.istitle() and len(before) <= _SHORT and name_follows and not _VOWELS & set(before.lower()):
        return None
    return bool(before) and (before[-1].isalnum() or before in CLOSERS or before == "%")

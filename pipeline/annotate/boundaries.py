"""The tokenizer's sentences of a line, corrected by rule: where they end, and the tokens that an end runs through.

Measured by `python -m pipeline evaluate segmentation`: see `corpus/segmentation/README.md`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.text import boundaries

if TYPE_CHECKING:
    from pipeline.annotate.stanza_tokens import Token

PIECE = re.compile(r"\w(?:.*\w)?|\.+|…+|[?!]+|\S", re.DOTALL)
STOPS, CLOSING = ".?!…", frozenset("\"'”’»)]")


def corrected(line: str, sentences: list[list[Token]]) -> list[list[Token]]:
    """Return the sentences of ``line`` with the ends of ``pipeline.text.boundaries``, a final stop a token of its own.

    Every visible character stays in one token; a token through which an end runs is cut there.
    """
    if not sentences:
        return sentences
    found = [sentence[-1].end for sentence in sentences]
    ends = boundaries.corrected(line, found)
    if ends != found:
        sentences = list(_regrouped(line, [token for sentence in sentences for token in sentence], ends))
    return [_with_final_stop(line, sentence) for sentence in sentences]


def _regrouped(line: str, tokens: Sequence[Token], ends: Sequence[int]) -> Iterator[list[Token]]:
    sentence: list[Token] = []
    number = 0
    for token in tokens:
        for piece in _pieces(line, token, ends[number : bisect_left(ends, token.end)]):
            sentence.append(piece)
            if piece.end == ends[number]:
                yield sentence
                sentence = []
                number += 1


def _pieces(line: str, token: Token, cuts: Sequence[int]) -> Iterator[Token]:
    """Yield the token, or its words and marks where a sentence ends inside it; the first keeps ``multiword``."""
    if not cuts:
        yield token
        return
    borders = [token.start, *cuts, token.end]
    for start, end in pairwise(borders):
        for match in PIECE.finditer(line, start, end):
            yield _part(line, token, *match.span())


def _with_final_stop(line: str, sentence: list[Token]) -> list[Token]:
    """Cut the stop off the last token that is no closing mark: "juara!" and the address in "… tabel.html." """
    place = len(sentence) - 1
    while place > 0 and sentence[place].form in CLOSING:
        place -= 1
    token = sentence[place]
    word = token.form.rstrip(STOPS)
    if len(word) == len(token.form) or not word or token.end - token.start != len(token.form):
        return sentence
    at = token.start + len(word)
    return [
        *sentence[:place],
        _part(line, token, token.start, at),
        _part(line, token, at, token.end),
        *sentence[place + 1 :],
    ]


def _part(line: str, token: Token, start: int, end: int) -> Token:
    multiword = token.multiword and start == token.start
    return token._replace(start=start, end=end, form=line[start:end], multiword=multiword)

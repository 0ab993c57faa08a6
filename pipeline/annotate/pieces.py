"""The words and pieces of a text as the encoder sees them.

A word is a run of letters, digits and marks, or one other character; the tokenizer never lets a piece cross its border.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces without `<s>` and `</s>`: ids, offsets (pieces, 2) in code points, the index of each one's first piece for
    every word, and the offsets (words, 2) of the words."""

    ids: Ints
    offsets: Ints
    firsts: Ints
    words: Ints


def of(text: str, encoding: Encoding) -> Pieces:
    """Pieces of an encoding made with `add_special_tokens=False`; leading space is taken off the offsets."""
    offsets = _stripped(text, encoding.offsets)
    ids = np.array(encoding.ids, dtype=np.int64)
    owners = np.array(encoding.word_ids, dtype=np.int64)
    if not len(ids):
        empty = np.zeros((0, 2), dtype=np.int64)
        return Pieces(ids, empty, ids, empty)
    firsts = np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]]))
    lasts = np.concatenate([firsts[1:], [len(ids)]]) - 1
    spans = np.array(offsets, dtype=np.int64)
    words = np.stack([spans[firsts, 0], spans[lasts, 1]], axis=1)
    return Pieces(ids, spans, firsts, words)


def _stripped(text: str, offsets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    stripped: list[tuple[int, int]] = []
    for start, end in offsets:
        while start < end and text[start].isspace():
            start += 1
        stripped.append((start, end))
    return stripped

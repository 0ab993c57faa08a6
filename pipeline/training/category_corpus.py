"""Checks of a labelled corpus: sentences that are nearly the same in two splits are refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from pipeline.training.category_examples import Article, Corpus, CorpusError

GRAM = 5
LIMIT = 0.5
BINS, STEP = 4096, 512


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences of different splits and the Jaccard similarity of their character 5-grams."""

    similarity: float
    first: str
    second: str
    articles: tuple[str, str]
    splits: tuple[str, str]


def grams(text: str) -> frozenset[str]:
    """Return the character 5-grams of the lower-cased text; a shorter text is its own only one."""
    lowered = text.lower()
    return frozenset(lowered[at : at + GRAM] for at in range(max(1, len(lowered) - GRAM + 1)))


def near_duplicates(articles: Sequence[Article], *, limit: float = LIMIT) -> Iterator[Pair]:
    """Yield the pairs of sentences over ``limit`` that stand in different splits."""
    rows = [(article, article.text[s.start : s.end]) for article in articles for s in article.sentences]
    sets = [grams(text) for _, text in rows]
    for row, column in _candidates(sets, limit):
        (one, first), (other, second) = rows[row], rows[column]
        shared = len(sets[row] & sets[column])
        similarity = shared / (len(sets[row]) + len(sets[column]) - shared)
        if one.split != other.split and similarity > limit:
            yield Pair(similarity, first, second, (one.id, other.id), (str(one.split), str(other.split)))


def _candidates(sets: Sequence[frozenset[str]], limit: float) -> Iterator[tuple[int, int]]:
    """Yield the pairs that may be over ``limit``: grams hashed into bins, whose products are never under the true overlap."""
    table = np.zeros((len(sets), BINS), dtype=np.float32)
    for row, found in enumerate(sets):
        np.add.at(table[row], [crc32(gram.encode()) % BINS for gram in found], 1)
    sizes = np.array([len(found) for found in sets])
    for start in range(0, len(sets), STEP):
        shared = table[start : start + STEP] @ table[start:].T
        least = limit / (1 + limit) * (sizes[start : start + STEP, None] + sizes[None, start:])
        for row, column in np.argwhere(shared > least):
            if row < column:
                yield start + int(row), start + int(column)


def refuse_leaks(corpus: Corpus, *, limit: float = LIMIT) -> None:
    """Raise CorpusError where a sentence of one split is nearly one of another."""
    for pair in near_duplicates(corpus.articles, limit=limit):
        raise CorpusError(
            f"{corpus.source}: {pair.articles[0]} ({pair.splits[0]}) and {pair.articles[1]} ({pair.splits[1]}) share a sentence "
            f"(character 5-grams {pair.similarity:.2f}, over {limit}): {pair.first!r} and {pair.second!r}; "
            "reword one, or put both articles into one split"
        )

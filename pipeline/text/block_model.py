"""A linear-chain model over the lines of a page: weights of features and of neighbouring kinds, read from a fact file.

Forward and backward sums give each line the probability of every kind; body is preferred, since losing story is worse
than keeping noise, but not where the rules of ``block_rules`` see another kind too. Lafferty, McCallum and Pereira, "Conditional Random Fields", 2001.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp

from pipeline import language

KINDS = ("title", "breadcrumb", "caption", "byline", "promo", "body")
BODY_PREFERENCE = 16.0
RULED_OUT = frozenset(f"rule={kind}" for kind in KINDS if kind != "body")
AFTER, FIRST, LAST = "after=", "first", "last"

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """``features`` holds a weight a kind for every known feature; ``after`` those of the kinds after each kind."""

    features: Mapping[str, Row]
    after: tuple[Row, ...]
    first: Row
    last: Row


@cache
def shipped() -> Weights:
    """Return the weights of `block_weights.tsv`; rows "after=KIND", "first" and "last" are those of the chain."""
    rows = {row["feature"]: tuple(float(row[kind]) for kind in KINDS) for row in language.table("block_weights")}
    after = tuple(rows.pop(AFTER + kind) for kind in KINDS)
    return Weights(after=after, first=rows.pop(FIRST), last=rows.pop(LAST), features=rows)


def kinds(page: list[list[str]], weights: Weights) -> list[str]:
    """Return the kind of every line of a page from the names of its features. Linear in the number of lines."""
    if not page:
        return []
    rows = probabilities(page, weights)
    return [_choice(row, body=RULED_OUT.isdisjoint(names)) for row, names in zip(rows, page, strict=True)]


def _choice(row: Row, *, body: bool) -> str:
    """Return the kind of a line; ``body`` tells that its probability of body is raised."""
    preferred = [*row[:-1], BODY_PREFERENCE * row[-1]] if body else row
    return KINDS[max(range(len(KINDS)), key=preferred.__getitem__)]


def probabilities(page: list[list[str]], weights: Weights) -> list[Row]:
    """Return, for every line, the probability of each of ``KINDS`` given the whole page."""
    scores = [_score(names, weights) for names in page]
    step = [[exp(weight) for weight in row] for row in weights.after]
    back = [list(column) for column in zip(*step, strict=True)]
    first = _scaled(exp(weight) for weight in weights.first)
    last = _scaled(exp(weight) for weight in weights.last)
    forward = _pass(scores, step, first)
    backward = _pass(scores[::-1], back, last)[::-1]
    # both passes count the line's own score, so that one is taken out again
    return [
        _scaled(ahead * behind / own for ahead, behind, own in zip(a, b, s, strict=True))
        for a, b, s in zip(forward, backward, scores, strict=True)
    ]


def _score(names: Iterable[str], weights: Weights) -> Row:
    """Return the exponentials of a line's summed weights, the largest of them 1, none so small that it is lost."""
    rows = [row for name in dict.fromkeys(names) if (row := weights.features.get(name)) is not None]
    sums = [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * len(KINDS)
    largest = max(sums)
    return tuple(exp(max(value - largest, -60.0)) for value in sums)


def _pass(scores: list[Row], step: list[list[float]], start: Row) -> list[Row]:
    found: list[Row] = []
    state = start
    for number, own in enumerate(scores):
        if number:
            state = tuple(sum(a * w for a, w in zip(state, column, strict=True)) for column in zip(*step, strict=True))
        state = _scaled(a * b for a, b in zip(state, own, strict=True))
        found.append(state)
    return found


def _scaled(values: Iterable[float]) -> Row:
    kept = tuple(values)
    total = sum(kept)
    return tuple(value / total for value in kept)

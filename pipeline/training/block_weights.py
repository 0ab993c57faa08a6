"""Learn the weights of ``text.block_model`` from the marked pages of `corpus/blocks/train`.

The conditional likelihood of the kinds of whole pages is maximised with a squared penalty (L-BFGS). Half of the pages
are read without the guesses of ``block_rules``: those rules were fitted to some of these portals, and a model that saw them right
everywhere would trust them too much on a portal never seen.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import logsumexp

from pipeline.text.block_context import page_features
from pipeline.text.block_model import AFTER, FIRST, KINDS, LAST, Weights
from pipeline.text.blocks import Block, pieces

PENALTY = 4.0
FEWEST_PORTALS = 3
ITERATIONS = 150
DECIMALS = 2
RULES = "rule"
SOURCE = "# source: learnt from corpus/blocks/train by `python -m pipeline train blocks`; one weight a kind"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A page of a portal: the features of every line, and its kind."""

    portal: str
    features: list[list[str]]
    kinds: list[str]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Pages side by side, longest first: ``lines`` is (n_lines, n_features), ``place`` (n_pages, n_steps) points into it."""

    lines: csr_matrix
    place: NDArray[np.int64]
    kind: NDArray[np.int64]
    length: NDArray[np.int64]


def example(portal: str, text: str, blocks: Iterable[Block]) -> Example:
    """Return a marked page as its lines are cut at run time; a piece has the kind of most of its characters."""
    told = [""] * len(text)
    for block in blocks:
        told[block.start : block.end] = [block.kind] * (block.end - block.start)
    spans, page = pieces(text)
    kinds = [Counter(kind for kind in told[start:end] if kind).most_common(1)[0][0] for start, end in spans]
    return Example(portal, page_features(page), kinds)


def learn(examples: list[Example]) -> Weights:
    """Return the weights that explain the kinds of the pages best. The same examples give the same weights."""
    examples = [page for page in examples if page.kinds]
    names = _vocabulary(examples)
    features = [_kept(page, number) for number, page in enumerate(examples)]
    batch = _batch(examples, features, {name: number for number, name in enumerate(names)})
    count = len(KINDS)
    found = minimize(
        lambda point: _loss(point, batch),
        np.zeros(len(names) * count + count * count + 2 * count),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": ITERATIONS, "maxcor": 10},
    )
    weights, after, first, last = _unpacked(np.round(found.x, DECIMALS) + 0.0, len(names))
    rows = {name: tuple(map(float, row)) for name, row in zip(names, weights, strict=True) if row.any()}
    return Weights(
        rows, tuple(tuple(map(float, row)) for row in after), tuple(map(float, first)), tuple(map(float, last))
    )


def write(weights: Weights, path: Path) -> None:
    """Write the weights as a fact file."""
    rows = [(AFTER + kind, row) for kind, row in zip(KINDS, weights.after, strict=True)]
    rows += [(FIRST, weights.first), (LAST, weights.last), *sorted(weights.features.items())]
    lines = ["\t".join([name, *(f"{value:g}" for value in row)]) for name, row in rows]
    path.write_text("\n".join([SOURCE, "\t".join(["feature", *KINDS]), *lines]) + "\n", "utf-8")


def _vocabulary(examples: list[Example]) -> list[str]:
    """Return the features that hold in enough portals, sorted."""
    portals: dict[str, set[str]] = defaultdict(set)
    for page in examples:
        for names in page.features:
            for name in names:
                portals[name].add(page.portal)
    return sorted(name for name, seen in portals.items() if len(seen) >= FEWEST_PORTALS)


def _kept(page: Example, number: int) -> list[list[str]]:
    """Return the features of a page, without those of the rules for a half of the pages chosen by their digest."""
    digest = hashlib.sha256(f"{page.portal} {number}".encode()).digest()[0]
    if digest % 2:
        return page.features
    return [[name for name in names if not name.startswith(RULES)] for names in page.features]


def _batch(examples: list[Example], features: list[list[list[str]]], index: dict[str, int]) -> _Batch:
    order = sorted(range(len(examples)), key=lambda number: -len(examples[number].kinds))
    length = np.array([len(examples[number].kinds) for number in order])
    place = np.full((len(order), int(length[0])), -1)
    kind = np.zeros_like(place)
    rows, columns, line = list[int](), list[int](), 0
    for row, number in enumerate(order):
        for step, names in enumerate(features[number]):
            place[row, step], kind[row, step] = line, KINDS.index(examples[number].kinds[step])
            known = sorted({index[name] for name in names if name in index})
            rows += [line] * len(known)
            columns += known
            line += 1
    lines = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(line, len(index)))
    return _Batch(lines, place, kind, length)


def _unpacked(point: Floats, features: int) -> tuple[Floats, Floats, Floats, Floats]:
    count = len(KINDS)
    chain = point[features * count :]
    after = chain[: count * count].reshape(count, count)
    return point[: features * count].reshape(features, count), after, chain[-2 * count : -count], chain[-count:]


def _loss(point: Floats, batch: _Batch) -> tuple[float, Floats]:
    """Return the negative log-likelihood with its penalty, and its gradient."""
    weights, after, first, last = _unpacked(point, batch.lines.shape[1])
    there = batch.place >= 0
    own = np.zeros((*batch.place.shape, len(KINDS)))
    own[there] = (batch.lines @ weights)[batch.place[there]]
    forward, backward = _passes(own, batch.length, after, first, last)
    total = logsumexp(forward[:, 0] + backward[:, 0], axis=1)
    share = np.exp(np.minimum(forward + backward - total[:, None, None], 0.0))
    pages, ends = np.arange(len(batch.length)), batch.length - 1
    gold = np.eye(len(KINDS))[batch.kind]
    moves = np.zeros_like(after)
    expected = np.zeros_like(after)
    for step in range(1, own.shape[1]):
        live = int((batch.length > step).sum())
        np.add.at(moves, (batch.kind[:live, step - 1], batch.kind[:live, step]), 1.0)
        ahead = (own[:live, step] + backward[:live, step])[:, None, :] + after - total[:live, None, None]
        expected += np.exp(forward[:live, step - 1][:, :, None] + ahead).sum(0)
    likelihood = (own * gold)[there].sum() + (moves * after).sum() - total.sum()
    likelihood += (gold[:, 0] @ first).sum() + (gold[pages, ends] @ last).sum()
    excess = np.zeros((batch.lines.shape[0], len(KINDS)))
    excess[batch.place[there]] = (share - gold)[there]
    parts = [
        (batch.lines.T @ excess).ravel(),
        (expected - moves).ravel(),
        (share[:, 0] - gold[:, 0]).sum(0),
        (share[pages, ends] - gold[pages, ends]).sum(0),
    ]
    return float(-likelihood + 0.5 * PENALTY * (point @ point)), np.concatenate(parts) + PENALTY * point


def _passes(
    own: Floats, length: NDArray[np.int64], after: Floats, first: Floats, last: Floats
) -> tuple[Floats, Floats]:
    """Return the logarithms of the forward and backward sums, (n_pages, n_steps, n_kinds) each."""
    forward, backward = np.zeros_like(own), np.zeros_like(own)
    forward[:, 0] = own[:, 0] + first
    backward[np.arange(len(length)), length - 1] = last
    moves = np.exp(after)
    for step in range(1, own.shape[1]):
        live = int((length > step).sum())
        forward[:live, step] = own[:live, step] + _log_product(forward[:live, step - 1], moves)
    for step in range(own.shape[1] - 2, -1, -1):
        live = int((length > step + 1).sum())
        backward[:live, step] = _log_product(backward[:live, step + 1] + own[:live, step + 1], moves.T)
    return forward, backward


def _log_product(logs: Floats, matrix: Floats) -> Floats:
    largest = logs.max(1, keepdims=True)
    product: Floats = largest + np.log(np.exp(logs - largest) @ matrix)
    return product

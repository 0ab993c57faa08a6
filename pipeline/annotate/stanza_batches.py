"""Batches of one length and a round number of rows, so that what a model gives an item has the same bits whatever stands
beside it (a kernel's odd rows at the end are summed another way)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

ROWS, ROUND = 256, 32


def of_equal_length(items: Iterable[T], *, length: Callable[[T], int], rows: int = ROWS) -> Iterator[list[T]]:
    """Yield lists of at most ``rows`` items, all of one length, shorter items first."""
    by_length: dict[int, list[T]] = {}
    for item in items:
        by_length.setdefault(length(item), []).append(item)
    for _, group in sorted(by_length.items()):
        for at in range(0, len(group), rows):
            yield group[at : at + rows]


def filled(items: Sequence[T]) -> list[T]:
    """Return the items and repetitions of the first up to a round number."""
    return [*items, *[items[0]] * (-len(items) % ROUND)]

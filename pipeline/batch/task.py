"""What a worker is given, what it tells while at work, and what becomes of a task whose worker was lost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.batch.documents import InputError
from pipeline.batch.marker import Marker
from pipeline.batch.shards import Shard

PARSING = -1
DEATHS_BEFORE_ALONE = 2
DEATHS_ALONE = 2
DEATHS_OUTSIDE = 5


@dataclass(frozen=True, slots=True)
class Retry:
    """The rejects of a finished shard that are to be read again, by their places, and the shard's marker so far."""

    places: frozenset[tuple[str, int, int]]
    before: Marker


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to work through. Batches numbered in ``alone`` are gone through document by document.

    ``set_aside`` maps positions within the shard to the reason and detail of documents that are not tried any more.
    """

    shard: Shard
    retry: Retry | None = None
    alone: frozenset[int] = frozenset()
    set_aside: dict[int, tuple[str, str]] = field(default_factory=dict)
    deaths: int = 0
    deaths_at: dict[int, int] = field(default_factory=dict)
    deaths_outside: int = 0


@dataclass(frozen=True, slots=True)
class Beat:
    """Told before ``documents`` documents from position ``first`` on, of batch ``batch``, are annotated.

    ``documents`` is 0 between batches, ``first`` then counts what is done. Before a page is parsed, ``batch`` is PARSING
    and the page is at position ``first``.
    """

    batch: int
    first: int
    documents: int
    alone: bool
    rejected: int


def after_limit(task: Task, at: Beat, reason: str, detail: str) -> Task:
    """Return the task to go on with when a limit was passed: the batch document by document, then without the culprit."""
    if at.alone:
        return replace(task, set_aside=task.set_aside | {at.first: (reason, detail)})
    return replace(task, alone=task.alone | {at.batch})


def after_death(task: Task, at: Beat | None, how: str) -> Task:
    """Return the task to go on with when the worker died of something else (``how`` tells, as "signal 9").

    The shard is redone whole; from the second death on, the batch at hand is gone through document by document, and only
    a document that ends its worker twice, alone, is set aside. Raises InputError when workers die outside of documents.
    """
    if at is None or not at.documents:
        if task.deaths_outside + 1 >= DEATHS_OUTSIDE:
            raise InputError(f"shard {task.shard.name}: {DEATHS_OUTSIDE} workers ended outside its documents ({how})")
        return replace(task, deaths_outside=task.deaths_outside + 1)
    if not at.alone:
        deaths = task.deaths + 1
        alone = task.alone | {at.batch} if deaths >= DEATHS_BEFORE_ALONE else task.alone
        return replace(task, deaths=deaths, alone=alone)
    times = task.deaths_at.get(at.first, 0) + 1
    if times < DEATHS_ALONE:
        return replace(task, deaths_at=task.deaths_at | {at.first: times})
    return after_limit(task, at, "worker_died", f"its worker ended {times} times ({how})")

"""The marker of a finished shard: it alone commits, and names the files that hold the shard's records and rejects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from pipeline.batch.shards import Shard
from pipeline.batch.sink import Written
from pipeline.batch.store import Store

K = TypeVar("K", bound=str)


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What the records of a shard hold. ``unreadable_published`` counts dates of publication that cannot be read."""

    characters: int = 0
    sentences: int = 0
    words: int = 0
    categories: dict[str, int] = {}
    entities: dict[str, int] = {}
    quantities: dict[str, int] = {}
    dates: int = 0
    unreadable_published: int = 0


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """shards/00000.done: ``documents`` = ``ok`` + ``rejected``.

    ``outputs`` are the files with the records, in order: the shard, then one a retry that saved any. ``rejects`` is the
    file of what is still rejected. ``ids`` lists [id, file, line] of the records whose id the input gave. ``seconds`` and
    ``timing`` (seconds a stage) and ``peak_mb`` (resident memory of the process) are measured, all else is reproducible.
    """

    documents: int
    ok: int
    rejected: int
    reasons: dict[str, int]
    outputs: list[Written]
    rejects: str | None
    input_sha256: str
    ids: list[tuple[str, str, int]]
    counts: Counts
    retries: int = 0
    seconds: float = 0.0
    timing: dict[str, float] = {}
    peak_mb: float = 0.0


def name(shard: Shard) -> str:
    """Return the name of a shard's marker within its run."""
    return f"shards/{shard.name}.done"


def find(store: Store, shard: Shard) -> Marker | None:
    """Return the marker of a finished shard, or None: also when a file that it names is missing or has another size."""
    data = store.read(name(shard))
    if data is None:
        return None
    try:
        found = msgspec.json.decode(data, type=Marker)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if any(store.size(written.name) != written.bytes for written in found.outputs):
        return None
    if found.rejects is not None and store.size(found.rejects) is None:
        return None
    return found


def finished(store: Store, shards: Iterable[Shard]) -> Iterator[tuple[Shard, Marker]]:
    """Yield the finished shards with their markers, one at a time."""
    for shard in shards:
        if (found := find(store, shard)) is not None:
            yield shard, found


def added(first: dict[K, int], second: dict[K, int]) -> dict[K, int]:
    """Return the sums by key, sorted by key."""
    return {key: first.get(key, 0) + second.get(key, 0) for key in sorted(first.keys() | second.keys())}


def counts_added(first: Counts, second: Counts) -> Counts:
    """Return the sum of both."""
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(Counts):
        left, right = getattr(first, field.name), getattr(second, field.name)
        values[field.name] = added(left, right) if isinstance(left, dict) else left + right
    return Counts(**values)


def after_retry(before: Marker, retry: Marker) -> Marker:
    """Return the marker of a shard of which the rejects were gone through again, with outcome ``retry``."""
    timing = {key: round(before.timing.get(key, 0.0) + retry.timing.get(key, 0.0), 3)
              for key in before.timing | retry.timing}  # fmt: skip
    return Marker(
        documents=before.documents,
        ok=before.ok + retry.ok,
        rejected=retry.rejected,
        reasons=retry.reasons,
        outputs=before.outputs + [written for written in retry.outputs if written.records],
        rejects=retry.rejects,
        input_sha256=before.input_sha256,
        ids=before.ids + retry.ids,
        counts=counts_added(before.counts, retry.counts),
        retries=before.retries + 1,
        seconds=round(before.seconds + retry.seconds, 3),
        timing=timing,
        peak_mb=max(before.peak_mb, retry.peak_mb),
    )

"""The sums of a run: ``in = ok + rejected``, by reason, category and label."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np

from pipeline.batch import marker
from pipeline.batch.marker import Counts, Marker, added, counts_added
from pipeline.batch.shards import Shard
from pipeline.batch.store import Store, write

FILE = "stats.json"


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """stats.json. ``documents`` = ``ok`` + ``rejected``; counts are over records.

    All of it is over the ``shards_done`` of the run's ``shards``: of a run that ended early, what was committed by then.

    ``duplicates`` maps an id that the input gave more than once to the places ["file:line", …] of its records.
    ``seconds`` is work summed over shards, ``timing`` the same by stage, ``peak_mb`` the largest worker's memory.
    """

    shards: int
    shards_done: int
    documents: int
    ok: int
    rejected: int
    reasons: dict[str, int]
    unreadable_published: int
    duplicates: dict[str, list[str]]
    characters: int
    sentences: int
    words: int
    categories: dict[str, int]
    entities: dict[str, int]
    quantities: dict[str, int]
    dates: int
    seconds: float
    timing: dict[str, float]
    peak_mb: float


def total(store: Store, shards: Iterable[Shard]) -> Stats:
    """Sum the finished shards of a run and write stats.json."""
    shards = list(shards)
    documents = ok = finished = 0
    reasons: dict[str, int] = {}
    timing: dict[str, float] = {}
    counts, seconds, peak = Counts(), 0.0, 0.0
    for _, done in marker.finished(store, shards):
        documents, ok, finished = documents + done.documents, ok + done.ok, finished + 1
        reasons = added(reasons, done.reasons)
        timing = {name: timing.get(name, 0.0) + done.timing.get(name, 0.0) for name in timing | done.timing}
        counts = counts_added(counts, done.counts)
        seconds, peak = seconds + done.seconds, max(peak, done.peak_mb)
    stats = Stats(
        shards=len(shards),
        shards_done=finished,
        documents=documents,
        ok=ok,
        rejected=documents - ok,
        reasons=reasons,
        unreadable_published=counts.unreadable_published,
        duplicates=duplicates(store, shards),
        characters=counts.characters,
        sentences=counts.sentences,
        words=counts.words,
        categories=_most_first(counts.categories),
        entities=_most_first(counts.entities),
        quantities=_most_first(counts.quantities),
        dates=counts.dates,
        seconds=round(seconds, 3),
        timing={name: round(spent, 3) for name, spent in timing.items()},
        peak_mb=peak,
    )
    write(store, FILE, msgspec.json.format(msgspec.json.encode(stats), indent=1) + b"\n")
    return stats


def duplicates(store: Store, shards: list[Shard]) -> dict[str, list[str]]:
    """Return the ids that were given more than once, with their places. Holds eight bytes an id, not the ids."""
    hashes = [_hashes(done) for _, done in marker.finished(store, shards)]
    values, times = np.unique(np.concatenate([np.empty(0, np.int64), *hashes]), return_counts=True)
    doubled = set(values[times > 1].tolist())
    places: dict[str, list[str]] = {}
    if doubled:
        for _, done in marker.finished(store, shards):
            for id, file, line in done.ids:
                if hash(id) in doubled:
                    places.setdefault(id, []).append(f"{file}:{line}")
    return {id: where for id, where in places.items() if len(where) > 1}


def _hashes(done: Marker) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.fromiter((hash(id) for id, _, _ in done.ids), dtype=np.int64, count=len(done.ids))


def _most_first(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

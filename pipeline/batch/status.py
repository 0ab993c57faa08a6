"""How far a run has come, from its manifest and markers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.batch import lock, manifest, marker, store
from pipeline.batch.documents import InputError
from pipeline.batch.marker import added


@dataclass(frozen=True, slots=True)
class Status:
    """Shards and documents so far; ``share`` of the input's bytes; ``running`` when a run holds the folder now."""

    shards: int
    done: int
    share: float
    documents: int
    ok: int
    rejected: int
    reasons: dict[str, int]
    retries: int
    running: bool


def status(target: str | Path) -> Status:
    """Return how far the run has come. Raises InputError where there is none."""
    place = store.of(target)
    found = manifest.find(place)
    if found is None:
        raise InputError(f"{target} is no run folder: it has no {manifest.FILE}")
    done = documents = ok = size = retries = 0
    reasons: dict[str, int] = {}
    for shard, mark in marker.finished(place, found.shards):
        done, size = done + 1, size + shard.size
        documents, ok = documents + mark.documents, ok + mark.ok
        reasons, retries = added(reasons, mark.reasons), max(retries, mark.retries)
    whole = sum(shard.size for shard in found.shards)
    return Status(
        shards=len(found.shards),
        done=done,
        share=size / whole if whole else 1.0,
        documents=documents,
        ok=ok,
        rejected=documents - ok,
        reasons=reasons,
        retries=retries,
        running=lock.is_held(place),
    )

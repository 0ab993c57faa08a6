"""Try the rejected documents of a run again, and only those."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

import pipeline
from pipeline.annotate.load import provenance_of
from pipeline.batch import inputs, lock, manifest, marker, spawning, stats, store, tidy
from pipeline.batch.documents import InputError, Reject
from pipeline.batch.run import Result, job_of, summed_up, work
from pipeline.batch.store import Store
from pipeline.batch.task import Retry, Task
from pipeline.config import Run
from pipeline.config import load as load_settings
from pipeline.config.schema import RUN_KEYS_THAT_CHANGE_RESULTS


def retry(
    target: str | Path, *, config: str | Path | None = None, overrides: Mapping[str, Any] | None = None
) -> Result:
    """Read the rejected documents of a run again and commit what becomes of them now.

    Saved records go to ``shards/NNNNN.retryK.jsonl`` beside their shard; the marker counts both. The run's own
    configuration is used, with ``overrides`` on top of the run's, unless ``config`` is given. Raises InputError where
    there is no run, where an input has changed, and where the configuration has and neither of both asks for it.
    """
    place = store.of(target)
    found = manifest.find(place)
    if found is None:
        raise InputError(f"{target} is no run folder: it has no {manifest.FILE}")
    together = (found.overrides if config is None else {}) | dict(overrides or {})
    source = config if config is not None else found.config
    settings = load_settings(source, overrides=together)
    with lock.held(place), spawning.terminable():
        inputs.unchanged(found.inputs)
        nlp = pipeline.load(source, overrides=together)
        made_by = provenance_of(nlp, settings)
        if config is None and not _changing(overrides or {}) and made_by != found.provenance:
            raise InputError(f"{found.config} or its models changed since the run; give --config to retry with them")
        tidy.up(place, found.shards)
        tasks = _tasks(place, found)
        job = job_of(settings, together, found, place)
        with summed_up(place, found):
            work(job, nlp, settings.run, found, tasks)
        unfinished = sum(marker.find(place, shard) is None for shard in found.shards)
        done = len(found.shards) - unfinished
        return Result(place.place, stats.total(place, found.shards), done, len(found.shards), retried=len(tasks))


def _changing(overrides: Mapping[str, Any]) -> list[str]:
    harmless = {f"run.{field.name}" for field in msgspec.structs.fields(Run)} - {
        f"run.{key}" for key in RUN_KEYS_THAT_CHANGE_RESULTS
    }
    return [key for key in overrides if key not in harmless]


def _tasks(place: Store, found: manifest.Manifest) -> list[Task]:
    tasks = []
    for shard, done in marker.finished(place, found.shards):
        if done.rejects is not None:
            lines = (place.read(done.rejects) or b"").splitlines()
            rejects = [msgspec.json.decode(line, type=Reject) for line in lines]
            places = frozenset((reject.file, reject.line, reject.offset) for reject in rejects)
            tasks.append(Task(shard, retry=Retry(places, done)))
    return tasks

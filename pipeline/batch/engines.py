"""Engines only schedule shards; each shard is worked through by the same function wherever it runs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.batch import job as jobs
from pipeline.batch import work
from pipeline.batch.documents import InputError
from pipeline.batch.events import Events
from pipeline.batch.job import Job, Limits
from pipeline.batch.marker import Marker
from pipeline.batch.pool import Pool
from pipeline.batch.shards import Shard
from pipeline.batch.task import Beat, Task
from pipeline.batch.worker import megabytes
from pipeline.config import Run

if TYPE_CHECKING:
    from spacy.language import Language


def schedule(
    job: Job, nlp: Language, settings: Run, tasks: Sequence[Task], events: Events
) -> Iterator[tuple[Shard, Marker]]:
    """Yield every shard with its marker, in order of completion, by the engine that ``settings`` name."""
    workers = min(settings.workers or os.cpu_count() or 1, max(len(tasks), 1))
    limits = Limits(settings.time_limit, settings.memory_limit)
    if settings.engine == "inline" and limits:
        raise InputError("[run] engine = inline cannot hold time_limit or memory_limit; take processes")
    if settings.engine == "inline" or (settings.engine == "auto" and workers == 1 and not limits):
        return inline(job, nlp, tasks, events)
    tasks = sorted(tasks, key=lambda task: -task.shard.size)  # a large file that cannot be cut must not come last
    if settings.engine == "ray":
        from pipeline.batch import ray_engine

        return ray_engine.run(job, tasks, workers=workers, limits=limits, address=settings.ray_address, events=events)
    return processes(job, tasks, workers=workers, limits=limits, events=events)


def inline(job: Job, nlp: Language, tasks: Sequence[Task], events: Events) -> Iterator[tuple[Shard, Marker]]:
    """Work through the tasks in this process, with one thread a library."""
    from threadpoolctl import threadpool_limits

    if tasks:
        jobs.prepare(job, nlp)
        events.log("worker_ready", megabytes=round(megabytes(os.getpid()), 1))
    for task in tasks:

        def beat(beat: Beat, task: Task = task) -> None:
            events.beat(task.shard, beat)

        with threadpool_limits(1):
            done = work.shard(nlp, task, job, beat=beat)
        yield task.shard, done


def processes(
    job: Job, tasks: Sequence[Task], *, workers: int, limits: Limits, events: Events
) -> Iterator[tuple[Shard, Marker]]:
    """Work through the tasks in ``workers`` spawned processes, each with one thread a library."""
    pool = Pool(job, size=workers, limits=limits, events=events)
    try:
        yield from pool.run(tasks)
    finally:
        pool.close()

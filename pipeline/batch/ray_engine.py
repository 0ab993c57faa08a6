"""Shards over a Ray cluster (extra ``ray``): one actor a core, each with a worker process of its own under its limits.

Ray only schedules. What is committed is known from the markers on the shared store, never from Ray.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.batch import extras
from pipeline.batch.documents import InputError
from pipeline.batch.events import Events
from pipeline.batch.job import Job, Limits
from pipeline.batch.marker import Marker
from pipeline.batch.pool import Pool
from pipeline.batch.shards import Shard
from pipeline.batch.task import Beat, Task

LOSSES = 10


class Recorder:
    """Keeps events until they are asked for: an actor has no log of its own."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []

    def beat(self, shard: Shard, beat: Beat) -> None:
        """Progress within a shard stays with the actor."""

    def log(self, event: str, **facts: Any) -> None:
        self.events.append((event, facts))


class Actor:
    """One worker of the cluster."""

    def __init__(self, job: Job, limits: Limits) -> None:
        self._recorder = Recorder()
        self._pool = Pool(job, size=1, limits=limits, events=self._recorder)

    def ready(self) -> None:
        """Return as soon as the cluster has found a place for this actor."""

    def work(self, task: Task) -> tuple[Marker | InputError, list[tuple[str, dict[str, Any]]]]:
        """Return the marker of a task, or the error that ends the run; and what happened meanwhile."""
        self._recorder.events = []
        try:
            ((_, done),) = self._pool.run([task])
        except InputError as error:
            return error, self._recorder.events
        return done, self._recorder.events


def run(
    job: Job, tasks: Sequence[Task], *, workers: int, limits: Limits, address: str | None, events: Events
) -> Iterator[tuple[Shard, Marker]]:
    """Yield every shard with its marker, in order of completion. ``address`` None starts a cluster on this machine alone.

    An actor gets a shard once the cluster has found a place for it, so asking for more workers than there are cores left
    costs nothing. One that is lost, with its node or alone, has its shard redone by another. Raises InputError after
    ``LOSSES`` losses with no shard done between them.
    """
    ray = _connected(address, workers)
    started = ray.remote(num_cpus=1, max_restarts=0)(Actor)
    waiting, idle = deque(tasks), list[Any]()
    calls: dict[Any, tuple[Any, Task | None]] = {}  # what was asked of which actor; None while it starts
    losses = 0

    def start() -> None:
        actor = started.remote(job, limits)
        calls[actor.ready.remote()] = actor, None

    try:
        for _ in range(workers):
            start()
        while waiting or any(task for _, task in calls.values()):
            while waiting and idle:
                actor, task = idle.pop(), waiting.popleft()
                calls[actor.work.remote(task)] = actor, task
            (first, *_), _ = ray.wait(list(calls), num_returns=1)
            actor, asked = calls.pop(first)
            try:
                answer = ray.get(first)
            except (ray.exceptions.RayActorError, ray.exceptions.ObjectLostError) as error:
                losses += 1
                events.log("worker_lost", cause=type(error).__name__, shard=asked.shard.name if asked else None)
                ray.kill(actor)
                if losses >= LOSSES:
                    raise InputError(f"Ray lost {losses} workers with no shard done: {error}") from error
                if asked:
                    waiting.appendleft(asked)
                start()
                continue
            idle.append(actor)
            if asked is None:
                continue
            done, happened = answer
            for event, facts in happened:
                events.log(event, **facts)
            if isinstance(done, InputError):
                raise done
            losses = 0
            yield asked.shard, done
    finally:
        for actor in [*idle, *(actor for actor, _ in calls.values())]:
            ray.kill(actor)
        if address is None:
            ray.shutdown()


def _connected(address: str | None, workers: int) -> Any:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray = extras.require("ray", extra="ray", what="[run] engine = ray")
    if ray.is_initialized():
        return ray
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    if address is not None:
        ray.init(address=address, **quiet)
    else:
        ray.init(num_cpus=workers, include_dashboard=False, _node_ip_address="127.0.0.1", **quiet)
    return ray

"""Local worker processes: shards out, markers back. A worker that dies, hangs or grows too big costs no other anything."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from pipeline.batch import spawning, task, worker
from pipeline.batch.documents import InputError
from pipeline.batch.events import Events
from pipeline.batch.job import Job, Limits
from pipeline.batch.marker import Marker
from pipeline.batch.shards import Shard
from pipeline.batch.task import Beat, Task
from pipeline.batch.worker import Done, Failed, Ready

TICK = 0.1
STARTS_LOST = 3
PATIENCE = 10.0


@dataclass(slots=True)
class _Worker:
    """A process, its pipe, what it is at, and since when (monotonic seconds)."""

    process: SpawnProcess
    pipe: Connection
    ready: bool = False
    task: Task | None = None
    beat: Beat | None = None
    since: float = 0.0


class Pool:
    """``size`` spawned workers for one job, started when first needed and replaced when lost. Close it at the end."""

    def __init__(self, job: Job, *, size: int, limits: Limits, events: Events) -> None:
        self._job, self._size, self._limits, self._events = job, size, limits, events
        self._workers: list[_Worker] = []
        self._waiting: deque[Task] = deque()
        self._lost_starts = 0

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Shard, Marker]]:
        """Yield every shard with its marker, in order of completion.

        Raises InputError where the run cannot go on, RuntimeError for a fault of our own.
        """
        self._waiting = deque(tasks)
        while self._waiting or any(one.task for one in self._workers):
            self._hand_out()
            yield from self._listen()
            self._hold_limits()

    def close(self) -> None:
        """End the workers, at once: what they have committed stays, what they are at is redone by the next run."""
        for one in self._workers:
            one.process.kill()
        for one in self._workers:
            one.process.join()
            one.pipe.close()
        self._workers = []

    def _hand_out(self) -> None:
        busy = sum(one.task is not None for one in self._workers)
        while len(self._workers) < min(self._size, busy + len(self._waiting)):
            self._workers.append(self._started())
        for one in self._workers:
            if one.ready and one.task is None and self._waiting:
                one.task, one.beat = self._waiting.popleft(), None
                _send(one.pipe, one.task)

    def _started(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=worker.main, args=(theirs, os.getpid()), daemon=True)
        with spawning.prepared():
            process.start()
        theirs.close()
        _send(ours, self._job)  # not among args: start() waits for ever when a child dies before it has read much
        return _Worker(process, ours)

    def _listen(self) -> Iterator[tuple[Shard, Marker]]:
        pipes: dict[Any, _Worker] = {one.pipe: one for one in self._workers}
        for pipe in connection.wait(list(pipes), timeout=TICK):
            one = pipes[pipe]
            try:
                message = one.pipe.recv()
            except (EOFError, OSError):  # at an end, or cut off within a message
                self._died(one)
                continue
            if (done := self._heard(one, message)) is not None:
                yield done

    def _heard(self, one: _Worker, message: object) -> tuple[Shard, Marker] | None:
        match message:
            case Beat():
                one.beat, one.since = message, time.monotonic()
                if one.task is not None:
                    self._events.beat(one.task.shard, message)
            case Ready():
                one.ready, self._lost_starts = True, 0
                self._events.log("worker_ready", megabytes=round(message.megabytes, 1))
                limit = self._limits.megabytes
                if limit is not None and message.megabytes > limit:
                    told = f"a worker holds {message.megabytes:.0f} MB before its first document"
                    raise InputError(f"[run] memory_limit is {limit} MB, but {told}")
            case Failed():
                raise message.error
            case Done() if one.task is not None:
                shard = one.task.shard
                one.task = one.beat = None
                return shard, message.marker
        return None

    def _died(self, one: _Worker) -> None:
        self._forget(one)
        how = _how(one.process)
        self._events.log("worker_lost", cause=how, shard=one.task.shard.name if one.task else None)
        if one.task is None:
            self._lost_starts += not one.ready
            if self._lost_starts >= STARTS_LOST:
                raise InputError(f"{STARTS_LOST} workers ended while they loaded the models ({how})")
        else:
            self._again(one.task, task.after_death(one.task, one.beat, how))

    def _hold_limits(self) -> None:
        for one in list(self._workers):
            if one.task is None or one.beat is None or not one.beat.documents:
                continue
            seconds, limit = self._limits.seconds, self._limits.megabytes
            if seconds is not None and time.monotonic() - one.since > seconds:
                self._stop(one, one.beat, "timeout", f"over {seconds:g} s")
            elif limit is not None and (held := worker.megabytes(one.process.pid or 0)) > limit:
                self._stop(one, one.beat, "out_of_memory", f"its worker held {held:.0f} MB, over {limit}")

    def _stop(self, one: _Worker, beat: Beat, reason: str, detail: str) -> None:
        one.process.kill()
        self._forget(one)
        assert one.task is not None
        self._events.log("worker_stopped", cause=reason, detail=detail, shard=one.task.shard.name)
        self._again(one.task, task.after_limit(one.task, beat, reason, detail))

    def _again(self, before: Task, now: Task) -> None:
        for position in now.set_aside.keys() - before.set_aside.keys():
            reason, detail = now.set_aside[position]
            self._events.log("set_aside", shard=now.shard.name, position=position, reason=reason, detail=detail)
        self._waiting.appendleft(now)

    def _forget(self, one: _Worker) -> None:
        self._workers.remove(one)
        one.process.join(PATIENCE)
        if one.process.exitcode is None:  # its pipe is closed, but it does not come to its end
            one.process.kill()
            one.process.join()
        one.pipe.close()


def _send(pipe: Connection, message: object) -> None:
    with suppress(OSError):  # the worker has just died: _listen will see
        pipe.send(message)


def _how(process: SpawnProcess) -> str:
    code = process.exitcode or 0
    return f"signal {-code}" if code < 0 else f"exit code {code}"

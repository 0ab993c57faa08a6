"""Engines only schedule shards; each shard is worked through by the same function wherever it runs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pipeline
from pipeline.batch import work
from pipeline.batch.documents import Reading
from pipeline.batch.inputs import InputFile
from pipeline.batch.shards import Shard
from pipeline.batch.work import Marker

if TYPE_CHECKING:
    from spacy.language import Language

ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker must know beside its shard."""

    config: str | None
    overrides: dict[str, Any]
    files: list[InputFile]
    reading: Reading
    folder: Path
    batch_size: int
    omit: tuple[str, ...]

    def work(self, nlp: Language, shard: Shard) -> Marker:
        """Annotate and commit one shard."""
        return work.shard(nlp, shard, self.files, self.reading, self.folder, batch_size=self.batch_size, omit=self.omit)


def inline(job: Job, nlp: Language, shards: Sequence[Shard]) -> Iterator[tuple[Shard, Marker]]:
    """Work through the shards in this process."""
    for shard in shards:
        yield shard, job.work(nlp, shard)


def processes(job: Job, shards: Sequence[Shard], *, workers: int) -> Iterator[tuple[Shard, Marker]]:
    """Work through the shards in ``workers`` spawned processes, each with one thread a library."""
    with _one_thread_each():
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(job,))
        try:
            pending = {pool.submit(_work, shard): shard for shard in shards}
            for future in as_completed(pending):
                yield pending[future], future.result()
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Set the thread variables for the children spawned inside the block."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_job: Job | None = None
_nlp: Language | None = None


def _start(job: Job) -> None:
    global _job, _nlp
    _job, _nlp = job, pipeline.load(job.config, overrides=job.overrides)


def _work(shard: Shard) -> Marker:
    if _job is None or _nlp is None:
        raise RuntimeError("the worker was not started by _start")
    return _job.work(_nlp, shard)

"""Engines only schedule: which shard comes when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import spacy

from pipeline.batch import engines, store
from pipeline.batch.documents import Reading
from pipeline.batch.job import Job
from pipeline.batch.marker import Marker
from pipeline.batch.ray_engine import Recorder
from pipeline.batch.shards import Part, Shard
from pipeline.batch.task import Task
from pipeline.config import Run


def test_large_shards_are_handed_out_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[int] = []

    def processes(_job: Job, tasks: Sequence[Task], **_: object) -> Iterator[tuple[Shard, Marker]]:
        handed.extend(task.shard.size for task in tasks)
        return iter(())

    monkeypatch.setattr(engines, "processes", processes)
    job = Job(tmp_path, {}, [], Reading(), store.of(tmp_path), 4, 1000, (), "none")
    tasks = [Task(Shard(number, [Part(0, 0, size)])) for number, size in enumerate((300, 100, 9000, 300))]
    settings = Run(engine="processes", workers=2)
    assert list(engines.schedule(job, spacy.blank("id"), settings, tasks, Recorder())) == []
    assert handed == [9000, 300, 300, 100]

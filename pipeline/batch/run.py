"""A run: plan, annotate what is not done yet, sum up. The same call again goes on where the last one stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pipeline
from pipeline.annotate.load import provenance_of
from pipeline.batch import (
    engines,
    events,
    inputs,
    lock,
    manifest,
    marker,
    progress,
    read,
    shards,
    spawning,
    standard_input,
    stats,
    store,
    tidy,
)
from pipeline.batch.documents import InputError, OutputError, Reading
from pipeline.batch.job import Job
from pipeline.batch.manifest import Manifest
from pipeline.batch.shards import Shard
from pipeline.batch.stats import Stats
from pipeline.batch.store import Store
from pipeline.batch.task import Task
from pipeline.config import Run, Settings
from pipeline.config import load as load_settings

if TYPE_CHECKING:
    from spacy.language import Language


class TooManyRejectsError(InputError):
    """More documents were rejected than ``max_rejects`` allows."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to. ``resumed`` counts the shards that were there before, ``retried`` those with another try."""

    place: str
    stats: Stats
    resumed: int
    shards: int
    retried: int = 0


def run(
    config: str | Path | None,
    arguments: Sequence[str],
    target: str | Path,
    *,
    reading: Reading | None = None,
    overrides: Mapping[str, Any] | None = None,
    stdin: IO[bytes] | None = None,
) -> Result:
    """Annotate the inputs into a run folder, or under an fsspec address; ``stdin`` is standard input, for the argument "-".

    Raises InputError or ConfigError before the first document for what is wrong with the set-up, and OutputError,
    TooManyRejectsError or KeyboardInterrupt later; what is committed by then stays.
    """
    settings = load_settings(config, overrides=overrides)
    reading = replace(reading or Reading(), max_chars=settings.run.max_chars)
    place = store.of(target)
    manifest.refuse_foreign(place)
    with lock.held(place), spawning.terminable():
        files = _files(arguments, place, reading, stdin)
        nlp = pipeline.load(config, overrides=overrides)
        wanted = Manifest(
            config=str(settings.source.absolute()),
            overrides=absolute(overrides or {}),
            provenance=provenance_of(nlp, settings),
            libraries=manifest.libraries(files),
            reading=reading,
            inputs=files,
        )
        found = manifest.open_or_create(place, wanted, lambda: _plan(files, reading, settings))
        tidy.up(place, found.shards)
        waiting = [Task(shard) for shard in found.shards if marker.find(place, shard) is None]
        with summed_up(place, found):
            work(job_of(settings, overrides or {}, found, place), nlp, settings.run, found, waiting)
        return Result(
            place.place, stats.total(place, found.shards), len(found.shards) - len(waiting), len(found.shards)
        )


@contextmanager
def summed_up(place: Store, found: Manifest) -> Iterator[None]:
    """Tidy the store up behind the block; where it ends early, stats.json tells what is committed."""
    try:
        yield
    except OutputError:
        raise
    except (InputError, KeyboardInterrupt):
        with suppress(OutputError):
            stats.total(place, found.shards)
        raise
    finally:
        tidy.up(place, found.shards)


def _plan(files: list[inputs.InputFile], reading: Reading, settings: Settings) -> list[Shard]:
    read.check(files, reading)
    return shards.plan(files, size=settings.run.shard_chars)


def job_of(settings: Settings, overrides: Mapping[str, Any], found: Manifest, place: Store) -> Job:
    """Return the job of a run, with absolute paths."""
    return Job(
        config=settings.source.absolute(),
        overrides=absolute(overrides),
        files=[replace(file, path=str(Path(file.path).absolute())) for file in found.inputs],
        reading=replace(found.reading, max_chars=settings.run.max_chars),
        store=place,
        batch_size=settings.run.batch_size,
        batch_chars=settings.run.batch_chars,
        omit=tuple(settings.output.omit),
        compression=settings.output.compression,
    )


def absolute(overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Return the overrides with paths, which are relative to the shell's folder, made absolute for other processes."""
    return {
        key: str(Path(value).expanduser().absolute())
        if isinstance(value, str) and (key.startswith("paths.") or key.endswith(".path"))
        else value
        for key, value in overrides.items()
    }


def work(job: Job, nlp: Language, settings: Run, found: Manifest, tasks: list[Task]) -> None:
    """Work through the tasks of a run, showing and logging how it goes."""
    numbers = {task.shard.number for task in tasks}
    total = sum(shard.size for shard in found.shards)
    todo = sum(task.shard.size for task in tasks)
    rejected = {shard.number: done.rejected for shard, done in marker.finished(job.store, found.shards)
                if done.rejected and shard.number not in numbers}  # fmt: skip
    with progress.reporter(settings.progress, total=total, finished=total - todo) as reporter:
        log = events.Log(job.store, on_beat=reporter.beat)
        log.log("start", shards=len(found.shards), waiting=len(tasks), workers=settings.workers, engine=settings.engine)
        outcome, began = "interrupted", time.monotonic()
        try:
            _check_rejects(rejected, settings, job.store)
            for shard, done in engines.schedule(job, nlp, settings, tasks, log):
                reporter.done(shard, documents=done.documents, rejected=done.rejected)
                facts = {"documents": done.documents, "ok": done.ok, "rejected": done.rejected, "reasons": done.reasons}
                log.log("shard_done", shard=shard.name, **facts, seconds=done.seconds, peak_mb=done.peak_mb)
                rejected[shard.number] = done.rejected
                _check_rejects(rejected, settings, job.store)
            outcome = "complete"
        except InputError as error:
            outcome = str(error)
            raise
        finally:
            _end(log, outcome, began)


def _end(log: events.Log, outcome: str, began: float) -> None:
    try:
        log.log("end", outcome=outcome, seconds=round(time.monotonic() - began, 3))
        log.close()
    except OutputError:
        if outcome == "complete":
            raise


def _check_rejects(rejected: dict[int, int], settings: Run, place: Store) -> None:
    count = sum(rejected.values())
    if settings.max_rejects is not None and count > settings.max_rejects:
        told = f"{count} documents rejected, more than max_rejects = {settings.max_rejects}"
        raise TooManyRejectsError(f"{told}; see {place.place}/rejects")


def _files(arguments: Sequence[str], place: Store, reading: Reading, stdin: IO[bytes] | None) -> list[inputs.InputFile]:
    if standard_input.NAME not in arguments:
        return inputs.find(arguments, format=reading.format)
    return standard_input.copied(standard_input.checked(arguments, stdin), place, reading)

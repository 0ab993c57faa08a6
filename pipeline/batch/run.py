"""A run: plan, annotate what is not done yet, sum up. The same call again goes on where the last one stopped."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pipeline
from pipeline.annotate.load import provenance_of
from pipeline.batch import engines, inputs, manifest, progress, shards, stats
from pipeline.batch.documents import InputError, Reading
from pipeline.batch.manifest import Manifest
from pipeline.batch.stats import Stats
from pipeline.batch.work import Marker
from pipeline.config import Run, Settings
from pipeline.config import load as load_settings

if TYPE_CHECKING:
    from spacy.language import Language

STDIN = "-"


class TooManyRejectsError(InputError):
    """More documents were rejected than ``max_rejects`` allows."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to. ``resumed`` counts the shards that were there before."""

    folder: Path
    stats: Stats
    resumed: int
    shards: int


def run(
    config: str | Path | None,
    arguments: Sequence[str],
    folder: Path,
    *,
    reading: Reading | None = None,
    overrides: Mapping[str, Any] | None = None,
    stdin: IO[bytes] | None = None,
) -> Result:
    """Annotate the inputs into a run folder. Raises InputError or ConfigError before the first document."""
    settings = load_settings(config, overrides=overrides)
    reading = _with_limit(reading or Reading(), settings.run)
    with _locked(folder):
        files = _files(arguments, folder, reading, stdin)
        nlp = pipeline.load(config, overrides=overrides)
        wanted = _manifest(settings, nlp, files, reading)
        found = manifest.open_or_create(folder, wanted)
        waiting = [shard for shard in found.shards if stats.marker(folder, shard) is None]
        job = engines.Job(
            str(config) if config is not None else None,
            dict(overrides or {}),
            found.inputs,
            reading,
            folder,
            settings.run.batch_size,
            tuple(settings.output.omit),
        )
        _work(job, nlp, settings.run, found, waiting)
        return Result(folder, stats.total(folder, found.shards), len(found.shards) - len(waiting), len(found.shards))


def _with_limit(reading: Reading, settings: Run) -> Reading:
    return Reading(
        reading.text_field, reading.id_field, reading.published_field, reading.meta, reading.format, settings.max_chars
    )


def _files(arguments: Sequence[str], folder: Path, reading: Reading, stdin: IO[bytes] | None) -> list[inputs.InputFile]:
    """Return the input files; standard input is first copied into the run folder."""
    if STDIN not in arguments:
        return inputs.find(arguments, format=reading.format)
    if len(arguments) > 1:
        raise InputError("standard input (-) cannot be mixed with other inputs")
    if stdin is None:
        raise InputError("standard input (-) is not open")
    copy = folder / f".stdin.{reading.format or 'jsonl'}"
    if not copy.is_file():
        temporary = copy.with_name(copy.name + ".part")
        with temporary.open("wb") as stream:
            shutil.copyfileobj(stdin, stream)
        temporary.replace(copy)
    return inputs.find([str(copy)], format=reading.format or "jsonl")


def _manifest(settings: Settings, nlp: Language, files: list[inputs.InputFile], reading: Reading) -> Manifest:
    return Manifest(
        config=str(settings.source),
        provenance=provenance_of(nlp, settings),
        reading=reading,
        inputs=files,
        shards=shards.plan(files, size=settings.run.shard_chars),
    )


def _work(job: engines.Job, nlp: Language, settings: Run, found: Manifest, waiting: list[shards.Shard]) -> None:
    rejected = sum(done.rejected for shard in found.shards if (done := stats.marker(job.folder, shard)) is not None)
    total = sum(shard.size for shard in found.shards)
    finished = total - sum(shard.size for shard in waiting)
    with progress.reporter(settings.progress, total=total, finished=finished) as reporter:
        for shard, done in _schedule(job, nlp, settings, waiting):
            reporter.advance(done, shard.size)
            rejected += done.rejected
            if settings.max_rejects is not None and rejected > settings.max_rejects:
                raise TooManyRejectsError(
                    f"{rejected} documents rejected, more than max_rejects = {settings.max_rejects}; see {job.folder}/rejects"
                )


def _schedule(
    job: engines.Job, nlp: Language, settings: Run, waiting: list[shards.Shard]
) -> Iterator[tuple[shards.Shard, Marker]]:
    workers = min(settings.workers or os.cpu_count() or 1, max(len(waiting), 1))
    if settings.engine == "inline" or (settings.engine == "auto" and workers == 1):
        return engines.inline(job, nlp, waiting)
    return engines.processes(job, waiting, workers=workers)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the run folder: a second run on it is told and stops."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise InputError(f"{folder}: cannot write the output there: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(f"{folder}: another run is writing there") from error
        yield

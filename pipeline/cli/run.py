"""``run``: annotate inputs into a run folder, or to standard output."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli import show
from pipeline.cli.console import err, out, warn
from pipeline.config import ConfigError
from pipeline.config import load as load_settings

EXAMPLE = "python -m pipeline run configs/default.cfg articles/ --output out/articles --workers 2"


def command(
    context: typer.Context,
    config: Annotated[Path, typer.Argument(help="The .cfg of the run.")],
    inputs: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders, globs of .txt .jsonl .jsonl.gz .jsonl.zst .csv .tsv .parquet .html; - is standard input."
        ),
    ],
    output: Annotated[
        str, typer.Option(help="The run folder, or an fsspec address (s3://…); - streams records to standard output.")
    ],
    format: Annotated[
        str | None, typer.Option(help="Read inputs as txt, jsonl, csv, parquet or html whatever they are called.")
    ] = None,
    text_field: Annotated[str, typer.Option(help="Field or column with the text.")] = "text",
    id_field: Annotated[str, typer.Option(help="Field or column with the id.")] = "id",
    published_field: Annotated[str, typer.Option(help="Field or column with the date of publication.")] = "published",
    meta: Annotated[
        list[str] | None, typer.Option(help="KEY=VALUE for the meta of every document that lacks it.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; 0 is one a core ([run] workers).")] = None,
    max_rejects: Annotated[
        int | None, typer.Option(help="Stop after more rejects than this ([run] max_rejects).")
    ] = None,
    engine: Annotated[str | None, typer.Option(help="auto, inline, processes or ray ([run] engine).")] = None,
    ray_address: Annotated[str | None, typer.Option(help="Ray cluster to join ([run] ray_address).")] = None,
    time_limit: Annotated[
        float | None, typer.Option(help="Seconds a document may take by itself ([run] time_limit).")
    ] = None,
    memory_limit: Annotated[int | None, typer.Option(help="MB a worker may hold ([run] memory_limit).")] = None,
    progress: Annotated[str | None, typer.Option(help="auto, bar, lines or none ([run] progress).")] = None,
    profile: Annotated[bool, typer.Option("--profile", help="Show where time went, by component.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Print one annotated record at the end.")] = False,
) -> int:
    """Annotate documents. The same command again goes on where it stopped.

    Any configuration key can be set: --components.categories.threshold 0.6
    """
    from pipeline.batch.documents import Reading
    from pipeline.batch.inputs import FORMATS

    if format not in (None, *FORMATS):
        raise ConfigError(f"--format is {format!r}; it may be {', '.join(FORMATS)}")
    reading = Reading(text_field, id_field, published_field, _pairs(meta or []), format)
    aliases = {
        "workers": workers, "max_rejects": max_rejects, "engine": engine, "progress": progress,
        "ray_address": ray_address, "time_limit": time_limit, "memory_limit": memory_limit,
    }  # fmt: skip
    overrides = context.obj | {f"run.{key}": value for key, value in aliases.items() if value is not None}
    if output == "-":
        return _stream(config, inputs, reading, overrides, profile=profile)
    return _run(config, inputs, output, reading, overrides, example=example, profile=profile)


def _pairs(given: list[str]) -> dict[str, str]:
    for pair in given:
        if "=" not in pair:
            raise ConfigError(f"--meta is {pair!r}; write KEY=VALUE, as in --meta published=2017-06-15")
    return dict(pair.split("=", 1) for pair in given)


def _run(
    config: Path,
    inputs: list[str],
    target: str,
    reading: Any,
    overrides: dict[str, Any],
    *,
    example: bool,
    profile: bool,
) -> int:
    from pipeline.batch.run import run

    stdin = sys.stdin.buffer if sys.stdin is not None else None
    result = run(config, inputs, target, reading=reading, overrides=overrides, stdin=stdin)
    show.summary(out, result)
    if profile:
        out.print(show.timing_table(result.stats.timing))
    if example:
        show.example(out, Path(result.place))
    return 1 if result.stats.rejected or result.stats.duplicates else 0


def _stream(config: Path, inputs: list[str], reading: Any, overrides: dict[str, Any], *, profile: bool) -> int:
    import pipeline
    from pipeline.batch.documents import InputError
    from pipeline.batch.spawning import terminable
    from pipeline.batch.stream import stream

    settings = load_settings(config, overrides=overrides)
    if sys.stdout is None:
        raise InputError("standard output is closed; give --output a folder")
    if settings.run.time_limit or settings.run.memory_limit:
        raise InputError("--output - cannot hold time_limit or memory_limit; give --output a folder")
    if settings.run.workers != 1 or settings.run.engine in ("processes", "ray"):
        warn("--output - is written by this process alone; workers and engine need a folder")
    with terminable():
        counts = stream(
            pipeline.load(config, overrides=overrides),
            inputs,
            sys.stdout.buffer,
            reading=replace(reading, max_chars=settings.run.max_chars),
            stdin=sys.stdin.buffer if sys.stdin is not None else None,
            max_rejects=settings.run.max_rejects,
            batch_size=settings.run.batch_size,
            batch_chars=settings.run.batch_chars,
            omit=settings.output.omit,
            on_reject=lambda reject: warn(f"{reject.file}:{reject.line}: rejected, {reject.reason}: {reject.detail}"),
        )
    err.print(f"{counts.ok + counts.rejected} in = {counts.ok} ok + {counts.rejected} rejected")
    for told in show.first(f"id {id!r} was given {times} times" for id, times in counts.duplicates.items()):
        warn(told)
    if counts.unreadable_published:
        warn(f"{counts.unreadable_published} documents name a date of publication that cannot be read")
    if profile:
        err.print(show.timing_table(counts.clock.rounded()))
    return 1 if counts.rejected or counts.duplicates else 0

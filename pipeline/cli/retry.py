"""``retry``: try the rejected documents of a run again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import show
from pipeline.cli.console import out

EXAMPLE = "python -m pipeline retry out/articles --run.time_limit 600"


def command(
    context: typer.Context,
    folder: Annotated[str, typer.Argument(help="A run folder, or the fsspec address of one.")],
    config: Annotated[
        Path | None, typer.Option(help="Another .cfg for the rejects; else the run's own is used.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; 0 is one a core ([run] workers).")] = None,
    engine: Annotated[str | None, typer.Option(help="auto, inline, processes or ray ([run] engine).")] = None,
) -> int:
    """Read only the rejected documents again; records that come of them are added beside their shard.

    Any configuration key can be set, as in run: --run.max_chars 50000000
    """
    from pipeline.batch.retry import retry

    aliases = {"workers": workers, "engine": engine}
    overrides = context.obj | {f"run.{key}": value for key, value in aliases.items() if value is not None}
    result = retry(folder, config=config, overrides=overrides)
    show.summary(out, result)
    return 1 if result.stats.rejected or result.stats.duplicates else 0

"""``validate``: check record files against the schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import complain, out
from pipeline.record import RecordError, decode
from pipeline.record.io import numbered_lines, shard_files

EXAMPLE = "python -m pipeline validate out/articles"


def command(
    path: Annotated[Path, typer.Argument(help="A run folder, or one .jsonl or .jsonl.gz file of records.")],
) -> int:
    """Check every record; each bad one is told with file, line and field."""
    good = bad = 0
    for file in shard_files(path):
        for number, line in numbered_lines(file):
            try:
                decode(line, source=str(file), number=number)
                good += 1
            except RecordError as error:
                complain(str(error))
                bad += 1
    out.print(f"{good + bad} records: {good} valid, {bad} not")
    return 1 if bad else 0

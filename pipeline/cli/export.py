"""``export``: write records in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import complain, out

EXAMPLE = "python -m pipeline export out/articles --to parquet --output out/tables"


def command(
    source: Annotated[
        Path, typer.Argument(help="A run folder, or one .jsonl, .jsonl.gz or .jsonl.zst file of records.")
    ],
    to: Annotated[str, typer.Option(help="conllu, docbin, parquet, csv, labelstudio or prodigy.")],
    output: Annotated[Path, typer.Option(help="The file to write; a folder for parquet and csv.")],
) -> int:
    """Write the records of a run as CoNLL-U, spaCy DocBin, tables, or tasks of a labelling tool."""
    from pipeline.export.convert import convert
    from pipeline.export.errors import ExportError

    try:
        convert(source, to, output)
    except (ExportError, ImportError) as error:
        complain(str(error))
        return 2
    out.print(f"wrote {output}")
    return 0

"""``view``: one HTML page to look at records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import out

EXAMPLE = "python -m pipeline view out/articles --output out/articles.html"


def command(
    source: Annotated[Path, typer.Argument(help="A run folder, or one .jsonl or .jsonl.gz file of records.")],
    output: Annotated[Path, typer.Option(help="The .html file to write.")],
) -> int:
    """Write one self-contained page: articles with categories, mentions and quotes, filters, search and a summary."""
    from pipeline.export.view import view

    count = view(source, output)
    out.print(f"wrote {output} with {count} documents")
    return 0

"""``review``: choose the sentences most worth a person's time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import out

EXAMPLE = "python -m pipeline review out/articles --count 200 --output out/review"


def command(
    source: Annotated[Path, typer.Argument(help="A run folder, or a labelled corpus to look for wrong labels in.")],
    count: Annotated[int, typer.Option(min=1, help="Sentences to choose.")] = 200,
    output: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("out/review"),
    encoder: Annotated[
        Path | None, typer.Option(help="The encoder folder, for a labelled corpus; none uses words alone.")
    ] = None,
) -> int:
    """Write review.jsonl, review.csv and Label Studio tasks; fill in the labels and give the file to ``train categories``."""
    from pipeline.training import review

    if is_run(source):
        import pipeline

        items = review.from_records(pipeline.read(source), count=count)
    else:
        items = review.from_corpus(source, count=count, encoder=encoder)
    labels = sorted({item.guess for item in items})
    review.write(items, output, labels=labels)
    out.print(f"wrote {len(items)} sentences to {output}")
    return 0


def is_run(source: Path) -> bool:
    """Tell whether ``source`` is a run folder rather than a labelled corpus."""
    return (source / "manifest.json").is_file() or (source / "shards").is_dir()

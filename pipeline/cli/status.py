"""``status``: how far a run has come."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pipeline.cli.console import out

EXAMPLE = "python -m pipeline status out/articles"


def command(folder: Annotated[Path, typer.Argument(help="A run folder.")]) -> int:
    """Tell how many shards of a run are done, and its counts so far."""
    from pipeline.batch import stats
    from pipeline.batch.manifest import FILE, Manifest

    path = folder / FILE
    if not path.is_file():
        raise FileNotFoundError(f"{folder} is no run folder: it has no {FILE}")
    manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    done = [marker for shard in manifest.shards if (marker := stats.marker(folder, shard)) is not None]
    documents, ok = sum(marker.documents for marker in done), sum(marker.ok for marker in done)
    out.print(f"{len(done)} of {len(manifest.shards)} shards done")
    out.print(f"{documents} in = {ok} ok + {documents - ok} rejected so far")
    return 0

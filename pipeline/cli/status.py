"""``status``: how far a run has come."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.console import out

EXAMPLE = "python -m pipeline status out/articles"


def command(folder: Annotated[str, typer.Argument(help="A run folder, or the fsspec address of one.")]) -> int:
    """Tell how many shards of a run are done, its counts so far, and whether it is going on."""
    from pipeline.batch.status import status

    found = status(folder)
    out.print(f"{found.done} of {found.shards} shards done, {found.share:.0%} of the input")
    out.print(f"{found.documents} in = {found.ok} ok + {found.rejected} rejected so far")
    if found.reasons:
        out.print("rejected for: " + ", ".join(f"{count} {reason}" for reason, count in found.reasons.items()))
    if found.retries:
        out.print(f"rejects were tried again {found.retries} times at most")
    out.print("going on now" if found.running else "finished" if found.done == found.shards else "not running")
    return 0

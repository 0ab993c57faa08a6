"""The command line: thin commands over plain functions. Only this room prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pipeline.cli.app import app, run_app

__all__ = ["app", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 all well, 1 some documents rejected or ids doubled, 2 anything else."""
    sys.exit(run_app(list(sys.argv[1:] if arguments is None else arguments)))

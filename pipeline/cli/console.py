"""What the commands print with: results to standard output, everything else to standard error."""

from __future__ import annotations

from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def complain(message: str) -> None:
    """Print an error."""
    err.print("error:", style="bold red", end=" ")
    err.print(message, markup=False)


def warn(message: str) -> None:
    """Print a warning."""
    err.print("warning:", style="yellow", end=" ")
    err.print(message, markup=False)

"""``benchmark``: the pipeline's speed beside the naive line."""

from __future__ import annotations

EXAMPLE = "python -m pipeline benchmark --text news.txt --documents 200"


def command() -> int:
    """."""
    return 0

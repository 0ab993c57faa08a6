"""``evaluate``: measure a stage on a test set."""

from __future__ import annotations

from collections.abc import Callable

TITLE = "Measure a stage."
COMMANDS: dict[str, tuple[Callable[..., int], str]] = {}

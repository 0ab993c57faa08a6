"""``train``: the recipes of the shipped models."""

from __future__ import annotations

from collections.abc import Callable

TITLE = "Train a model from data."
COMMANDS: dict[str, tuple[Callable[..., int], str]] = {}

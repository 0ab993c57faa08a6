"""Paths and small helpers that many tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def plain_config() -> Path:
    """A configuration that needs no model."""
    return ROOT / "tests" / "data" / "plain.cfg"

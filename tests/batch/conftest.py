"""What tests of runs share: inputs, digests, and a configuration whose component fails on demand."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

FAULTS = ROOT / "tests" / "data" / "faults"


@pytest.fixture
def faulty_config(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model-free configuration whose component hangs, grows, raises or dies where the text says so."""
    monkeypatch.syspath_prepend(str(FAULTS))  # spawned workers get it too, and find the entry point there
    if "warta_faults" not in sys.modules:
        __import__("warta_faults")
    return ROOT / "tests" / "data" / "faulty.cfg"


@pytest.fixture
def digest() -> Callable[[Path], dict[str, str]]:
    """A function from a run folder to the sha256 of every shard and file of rejects."""

    def digest(folder: Path) -> dict[str, str]:
        files = [
            path
            for path in (*folder.glob("shards/*"), *folder.glob("rejects/*"))
            if path.suffix != ".done"  # markers hold measured times
        ]
        return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    return digest


def write_lines(path: Path, texts: Sequence[str]) -> Path:
    """Write a .jsonl of documents d0, d1, … with the texts."""
    lines = [json.dumps({"id": f"d{number}", "text": text}) for number, text in enumerate(texts)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rejects(folder: Path) -> list[dict[str, Any]]:
    """Return the rejects of a run folder in order."""
    files = sorted((folder / "rejects").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def log(folder: Path) -> list[dict[str, Any]]:
    """Return the events of a run's log."""
    return [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]

"""Imports go downward, and the rooms that are useful alone load alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

RANK = {
    "cli": 4,
    "batch": 3,
    "training": 3,
    "export": 3,
    "annotate": 2,
    "values": 1,
    "text": 1,
    "language": 0,
    "record": 0,
    "config": 0,
}
MODULES = sorted(path for path in (ROOT / "pipeline").rglob("*.py") if path.parent != ROOT / "pipeline")


def imported_rooms(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] + [f"{node.module}.{alias.name}" for alias in node.names if node.module == "pipeline"]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            first, _, rest = name.partition(".")
            if first == "pipeline" and rest and rest.split(".")[0] in RANK:
                yield rest.split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_its_own_room_and_lower_ones(path: Path) -> None:
    room = path.relative_to(ROOT / "pipeline").parts[0]
    others = {other for other in imported_rooms(ast.parse(path.read_text(encoding="utf-8"))) if other != room}
    assert {other for other in others if RANK[other] >= RANK[room] and RANK[room] > 0} == set()
    if RANK[room] == 0:
        assert others <= {"record", "language", "config"}


@pytest.mark.parametrize(
    "statement", ["import pipeline; pipeline.read", "import pipeline.values", "import pipeline.text"]
)
def test_a_light_room_loads_neither_spacy_nor_torch(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint([name for name in ('spacy', 'torch', 'stanza', 'sklearn') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"

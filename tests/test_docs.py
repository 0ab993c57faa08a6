"""The code in README and the docs runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.record import encode
from tests.conftest import ROOT
from tests.export.records import RECORD

BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(name: str) -> list[str]:
    found = BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))
    assert found, name
    return list(found)


@pytest.fixture
def run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out/sample/shards").mkdir(parents=True)
    (tmp_path / "out/sample/shards/00000.jsonl").write_bytes(encode(RECORD) + b"\n")
    return tmp_path


def test_the_cookbook_runs(run_folder: Path) -> None:
    for module in ("duckdb", "pandas", "pyarrow"):
        pytest.importorskip(module)
    names: dict[str, object] = {}
    for code in blocks("docs/cookbook.md"):
        assert len(code.strip().splitlines()) <= 6
        exec(compile(code, "docs/cookbook.md", "exec"), names)


def test_the_readme_runs(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for code in blocks("README.md"):
        exec(compile(code, "README.md", "exec"), {})
    assert "('3.497 IKM', 3497, 'IKM')" in capsys.readouterr().out

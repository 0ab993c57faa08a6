"""The code in README and the docs runs as it stands."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from pipeline.cli import app, overrides
from pipeline.record import encode
from tests.conftest import ROOT
from tests.export.records import RECORD

PAGES = ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
COMMAND = re.compile(
    r"python -m pipeline ((?:run|status|retry|benchmark|export|view|review|validate|train|evaluate|promote) [^`#\n]+)"
)
LINK = re.compile(r"""\]\(([^)#]+?)(?:#[\w-]+)?\)|src="([^"]+)\"""")
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


@pytest.mark.parametrize("name", ["docs/tutorial.md", "docs/how-to.md"])
def test_the_guides_run(name: str, run_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("duckdb", "pandas", "pyarrow"):
        pytest.importorskip(module)
    for variable in ("HF_DATASETS_OFFLINE", "HF_HUB_OFFLINE"):
        monkeypatch.setenv(variable, "1")
    monkeypatch.setenv("HF_HOME", str(run_folder / "hf"))
    datasets = pytest.importorskip("datasets", reason="datasets is not installed")
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", str(run_folder / "cache"))
    for code in blocks(name):
        exec(compile(code, name, "exec"), {})


def command_lines() -> list[tuple[str, str]]:
    return [(name, line) for name in PAGES for line in COMMAND.findall((ROOT / name).read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("name", "line"), command_lines())
def test_commands_in_the_docs_are_understood(name: str, line: str) -> None:
    """Parsed, not run: an argument or option that does not exist raises."""
    words, _ = overrides.split(shlex.split(re.split(r" [>|] ", line)[0]))
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    if not any(word.isupper() for word in words):
        command.make_context(line, words)


@pytest.mark.parametrize("name", PAGES)
def test_links_in_the_docs_lead_somewhere(name: str) -> None:
    page = ROOT / name
    targets = [a or b for a, b in LINK.findall(page.read_text(encoding="utf-8"))]
    local = [target for target in targets if not target.startswith(("http", "mailto"))]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_reference_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))
    written = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert written == made["reference"](), "run python docs/make_reference.py"

"""The wheel stands by itself: default configuration and models inside, usable from another folder."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT

CODE = """
import pathlib, pipeline
assert pathlib.Path(pipeline.__file__).is_relative_to({site!r}), pipeline.__file__
nlp = pipeline.load()
record = pipeline.Record.from_doc(nlp("Pemkot Semarang mengalokasikan Rp 3 miliar."))
print(record.quantities[0].value, record.sentences[0].tokens[0].upos, record.provenance.pipeline)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it; its dependencies come from this one."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)],
        check=True,
    )
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    (wheel,) = folder.glob("warta-*.whl")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", str(wheel)], check=True)
    site = Path(
        subprocess.check_output(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        ).strip()
    )
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return site


def test_the_default_pipeline_works_from_another_folder(installed: Path, tmp_path: Path) -> None:
    python = installed.parents[2] / "bin" / "python"
    done = subprocess.run(
        [python, "-c", CODE.format(site=str(installed))], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["3000000000", "PROPN", "0.1.0"]


def test_the_console_script_is_there(installed: Path, tmp_path: Path) -> None:
    script = installed.parents[2] / "bin" / "warta"
    done = subprocess.run([script, "run", "--help"], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "Example: python -m pipeline run" in done.stdout

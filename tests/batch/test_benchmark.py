"""What the benchmark measures, on commands that need no model."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from pipeline.batch import benchmark
from pipeline.batch.documents import InputError
from tests.conftest import ROOT

LIGHT = ROOT / "tests" / "data" / "light.cfg"
BUSY = """
import json, time
began = time.process_time()
while time.process_time() - began < 0.3: pass
print("a line before")
print(json.dumps({"seconds": 2.0, "loaded": time.time(), "peak_mb": 5.0, "stages": {"stanza": 1.5}}))
"""


@pytest.mark.parametrize(
    ("text", "count", "documents", "words"),
    [
        ("satu dua\n\ntiga\nempat\n", 2, ["satu dua", "tiga"], 3),
        ("satu\n", 5, ["satu"], 1),
    ],
)
def test_the_sample_is_the_first_lines(tmp_path: Path, text: str, count: int, documents: list[str], words: int) -> None:
    source = tmp_path / "news.txt"
    source.write_text(text, encoding="utf-8")
    path, counted = benchmark.sample(source, count=count, folder=tmp_path)
    assert [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()] == documents
    assert counted == words


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_a_text_without_documents_is_refused(tmp_path: Path, text: str) -> None:
    source = tmp_path / "news.txt"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="no documents"):
        benchmark.sample(source, count=3, folder=tmp_path)


def test_a_child_is_charged_its_processor_time() -> None:
    found = benchmark.child("busy", [sys.executable, "-c", BUSY], 10)
    assert found.rate == 5.0
    assert found.stages == {"stanza": 1.5}
    assert 0.3 <= found.cpu < 30
    assert found.startup > 0.2


def test_a_child_that_fails_is_told_with_its_words() -> None:
    with pytest.raises(InputError, match="no such model"):
        benchmark.child("bad", [sys.executable, "-c", "raise SystemExit('no such model')"], 10)


def test_a_run_is_measured_without_its_start(tmp_path: Path) -> None:
    source = tmp_path / "news.txt"
    source.write_text("satu dua\n" * 20, encoding="utf-8")
    path, words = benchmark.sample(source, count=20, folder=tmp_path)
    found = benchmark.run(LIGHT, path, words, workers=1, folder=tmp_path, overrides=[])
    assert found.words == 40
    assert found.startup > 0
    assert found.cpu > 0
    assert found.peak_mb > 0
    assert "record" in found.stages

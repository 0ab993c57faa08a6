"""The shipped features are those of the types, and Hugging Face datasets reads shards with them as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.record import decode, features
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "data" / "golden" / "record-v1.jsonl"
LINES = GOLDEN.read_bytes().splitlines(keepends=True)[:4]


def test_the_shipped_file_is_what_the_types_give() -> None:
    assert features.shipped() == features.generate(), "run python -m pipeline.record.features"


@pytest.fixture
def datasets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    for name in ("HF_DATASETS_OFFLINE", "HF_HUB_OFFLINE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    return pytest.importorskip("datasets", reason="datasets is not installed")


@pytest.fixture
def shards(tmp_path: Path) -> list[str]:
    for number, lines in enumerate((LINES[:2], LINES[2:])):
        (tmp_path / f"0000{number}.jsonl").write_bytes(b"".join(lines))
    return sorted(map(str, tmp_path.glob("*.jsonl")))


def test_datasets_reads_shards_as_they_are(datasets: Any, shards: list[str], tmp_path: Path) -> None:
    kinds = datasets.Features.from_dict(features.shipped())
    loaded = datasets.load_dataset(
        "json", data_files=shards, split="train", features=kinds, cache_dir=str(tmp_path / "cache")
    )
    assert loaded.features == kinds
    assert loaded.num_rows == len(LINES)
    whole = decode(LINES[0])
    assert loaded[0]["text"] == whole.text
    assert loaded[0]["meta"] == whole.meta
    assert loaded[0]["sentences"][1]["scores"] == pytest.approx(whole.sentences[1].scores)
    assert [token["text"] for token in loaded[0]["sentences"][1]["tokens"]] == [
        t.text for t in whole.sentences[1].tokens
    ]
    assert [quantity["value"] for quantity in loaded[0]["quantities"]] == [q.value for q in whole.quantities]
    assert [quote["speaker"] and quote["speaker"]["name"] for quote in loaded[0]["quotes"]] == ["Ratna Dewi", None]


def test_datasets_streams_shards_as_they_are(datasets: Any, shards: list[str]) -> None:
    kinds = datasets.Features.from_dict(features.shipped())
    streamed = datasets.load_dataset("json", data_files=shards, split="train", features=kinds, streaming=True)
    assert [row["id"] for row in streamed] == [decode(line).id for line in LINES]

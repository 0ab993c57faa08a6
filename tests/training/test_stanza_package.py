from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import torch

from pipeline.training import stanza_package


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    for name in stanza_package.PROCESSORS:
        saved = {
            "model": {"weight": torch.full((2, 2), 0.5), "ids": torch.tensor([1, 2])},
            "vocab": {"units": ["a", "b"]},
            "config": {"hidden_dim": 2, "train_file": "/home/someone/train.conllu", "save_name": "best.pt"},
        }
        torch.save(saved, folder / f"{name}.pt")
    return folder


def test_floating_point_tensors_become_half_precision_and_others_stay(work: Path, tmp_path: Path) -> None:
    stanza_package.write_half(work / "pos.pt", tmp_path / "half.pt")
    model = torch.load(tmp_path / "half.pt", weights_only=True)["model"]
    assert (model["weight"].dtype, model["ids"].dtype) == (torch.float16, torch.int64)


def test_a_tensor_that_could_overflow_keeps_its_precision(tmp_path: Path) -> None:
    torch.save({"model": {"large": torch.tensor([1e5])}, "config": {}}, tmp_path / "a.pt")
    stanza_package.write_half(tmp_path / "a.pt", tmp_path / "b.pt")
    assert torch.load(tmp_path / "b.pt", weights_only=True)["model"]["large"].item() == 1e5


def test_no_path_of_the_training_machine_is_kept(work: Path, tmp_path: Path) -> None:
    stanza_package.write_half(work / "pos.pt", tmp_path / "half.pt")
    assert torch.load(tmp_path / "half.pt", weights_only=True)["config"] == {"hidden_dim": 2}


def test_models_lie_where_stanza_looks_for_them(work: Path, tmp_path: Path) -> None:
    stanza_package.write_models({"a": work, "b": work}, tmp_path / "out", processors=("tokenize", "mwt"))
    listed = json.loads((tmp_path / "out" / "resources.json").read_text("utf-8"))["id"]
    model = tmp_path / "out" / "id" / "mwt" / "b.pt"
    assert listed["packages"]["default"] == listed["default_processors"] == {"tokenize": "a", "mwt": "a"}
    assert listed["packages"]["b"] == {"tokenize": "b", "mwt": "b"}
    assert listed["mwt"]["b"]["md5"] == hashlib.md5(model.read_bytes()).hexdigest()


def test_a_tagger_names_its_vectors_which_keep_their_precision(work: Path, tmp_path: Path) -> None:
    vectors = work / "vectors.pt"
    torch.save({"vocab": {}, "emb": torch.full((2, 2), 0.1)}, vectors)
    stanza_package.write_models({"a": work}, tmp_path / "out", vectors=vectors)
    listed = json.loads((tmp_path / "out" / "resources.json").read_text("utf-8"))["id"]
    (needed,) = listed["pos"]["a"]["dependencies"]
    assert set(listed["packages"]) == {"default", "a"}
    saved = tmp_path / "out" / "id" / needed["model"] / f"{needed['package']}.pt"
    assert torch.load(saved, weights_only=True)["emb"].dtype == torch.float32


def test_digests_cover_every_file_but_their_own(tmp_path: Path) -> None:
    (tmp_path / "id").mkdir()
    (tmp_path / "id" / "a.pt").write_bytes(b"a")
    (tmp_path / "card.md").write_bytes(b"")
    for _ in range(2):
        stanza_package.write_digests(tmp_path)
    lines = (tmp_path / "SHA256SUMS").read_text("utf-8").splitlines()
    assert lines == [
        f"{hashlib.sha256(b'').hexdigest()}  card.md",
        f"{hashlib.sha256(b'a').hexdigest()}  id/a.pt",
    ]

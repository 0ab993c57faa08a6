"""Both stages of the encoder recipe learn, and the second reads its labels or says where they are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")

import torch

from pipeline.training import entity_training, sentence_tuning
from pipeline.training.e5 import build_tokenizer
from pipeline.training.entities import soup
from pipeline.training.entity_training import Options
from pipeline.training.markup import Mention
from pipeline.training.mentions import Example
from pipeline.training.sentence_tuning import Labelled
from tests.training.test_entity_model import PIECES, tiny

EXAMPLES = [Example(f"Kota Solo {n}", (Mention(5, 9, "LOC"),), source=f"a{n}") for n in range(16)]
LABELLED = [
    Labelled(f"{'akan' if n % 2 else 'sudah'} {n}", "future_plan" if n % 2 else "result", "x") for n in range(8)
]
OPTIONS = Options(epochs=3, batch=4, encoder_rate=1e-3, head_rate=1e-2, average=0.5)
ARTICLE = next(name for name in (f"cat-{n}" for n in range(50)) if sentence_tuning.is_used(name))


def losses(lines: list[str], name: str) -> list[float]:
    return [float(line.split(f"{name} ")[1].split(",")[0]) for line in lines]


def test_both_stages_lower_their_losses() -> None:
    tokenizer, lines = build_tokenizer(PIECES), []
    model = entity_training.fit(tiny().encoder, tokenizer, EXAMPLES, OPTIONS, log=lines.append)
    found = losses(lines, "loss")
    assert found[-1] < found[0]
    lines.clear()
    sentence_tuning.fit(model, tokenizer, EXAMPLES, LABELLED, OPTIONS, log=lines.append)
    for name in ("entities", "categories"):
        found = losses(lines, name)
        assert found[-1] < found[0]


def write(folder: Path, codes: str) -> None:
    (folder / "articles.jsonl").write_text(
        json.dumps({"article": ARTICLE, "split": "train", "text": "Satu. Dua."}) + "\n"
    )
    label = {"article": ARTICLE, "start": 0, "end": 5, "label": "policy"}
    (folder / "labels.jsonl").write_text(json.dumps(label) + "\n")
    (folder / "a.txt").write_text("# article: ent-1 | split: train | topic: x\nTiga.\nEmpat.\n")
    (folder / "categories.tsv").write_text(f"# codes\nent-1\t{codes}\n")


def test_labels_of_both_corpora_are_read(tmp_path: Path) -> None:
    write(tmp_path, "cr")
    assert sentence_tuning.read(tmp_path, tmp_path, tmp_path) == [
        Labelled("Satu.", "policy", ARTICLE),
        Labelled("Tiga.", "context", "ent-1"),
        Labelled("Empat.", "result", "ent-1"),
    ]


@pytest.mark.parametrize("codes", ["c", "crr", "cx"])
def test_codes_that_do_not_fit_are_told_with_file_and_line(tmp_path: Path, codes: str) -> None:
    write(tmp_path, codes)
    with pytest.raises(ValueError, match=rf"categories\.tsv:2: '{codes}' does not fit the sentences of ent-1"):
        sentence_tuning.read(tmp_path, tmp_path, tmp_path)


def test_a_soup_is_the_mean_of_its_models() -> None:
    one, other = tiny(), tiny()
    mean = soup([one, other])
    for middle, first, second in zip(mean.parameters(), one.parameters(), other.parameters(), strict=True):
        assert torch.allclose(middle, (first + second) / 2)

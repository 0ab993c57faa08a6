"""Weights learnt from marked pages tell their kinds again, always the same ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import language
from pipeline.text.block_model import KINDS, Weights, kinds
from pipeline.text.blocks import Block, read_blocks
from pipeline.training import block_weights
from pipeline.training.evaluate_blocks import evaluate

TITLE = "Panen Raya di Desa {}"
BODY = "Warga Desa {} memanen padi organik seluas dua hektare pada musim tanam pertama tahun ini."
PROMO = "Bagikan artikel ini"
PLACES = ("Sukamaju", "Karangsari", "Wonodadi", "Tanjung")


def page(place: str) -> tuple[str, list[Block]]:
    text, blocks = "", []
    for kind, line in (("title", TITLE.format(place)), ("body", BODY.format(place)), ("promo", PROMO)):
        blocks.append(Block(len(text), len(text) + len(line), kind))
        text += line + "\n"
    return text, blocks


@pytest.fixture(scope="module")
def learnt() -> Weights:
    return block_weights.learn([block_weights.example(place, *page(place)) for place in PLACES])


@pytest.mark.parametrize("place", [*PLACES, "Belum Pernah"])
def test_pages_get_the_kinds_they_were_marked_with(learnt: Weights, place: str) -> None:
    assert read_blocks(page(place)[0], weights=learnt) == page(place)[1]


def test_the_same_pages_give_the_same_weights(learnt: Weights) -> None:
    assert block_weights.learn([block_weights.example(place, *page(place)) for place in PLACES]) == learnt


def test_an_empty_page_has_no_kinds(learnt: Weights) -> None:
    assert kinds([], learnt) == []
    assert block_weights.example("kosong", "", []).kinds == []


def test_written_weights_are_a_fact_file(learnt: Weights, tmp_path: Path) -> None:
    file = tmp_path / "weights.tsv"
    block_weights.write(learnt, file)
    rows = language.parse(file.read_text("utf-8"), name=file.name)
    assert len(rows) == len(learnt.features) + len(KINDS) + 2
    read = {row["feature"]: tuple(float(row[kind]) for kind in KINDS) for row in rows}
    assert {name: read[name] for name in learnt.features} == dict(learnt.features)


@pytest.mark.parametrize("folds", [1, 3])
def test_folds_need_as_many_portals(tmp_path: Path, folds: int) -> None:
    folder = tmp_path / "blocks" / "train"
    folder.mkdir(parents=True)
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text("=== satu\nbody\tWarga memanen padi.\n", "utf-8")
    with pytest.raises(ValueError, match="folds"):
        evaluate(tmp_path, split="train", folds=folds)


def test_folds_read_every_portal_once(tmp_path: Path) -> None:
    folder = tmp_path / "blocks" / "train"
    folder.mkdir(parents=True)
    for place in PLACES:
        text, blocks = page(place)
        lines = "".join(f"{block.kind}\t{text[block.start : block.end]}\n" for block in blocks)
        (folder / f"{place}.txt").write_text(f"=== satu\n{lines}", "utf-8")
    score = evaluate(tmp_path, split="train", folds=4)
    assert (score.pages, score.recall["promo"], score.body_recall) == (4, 100.0, 100.0)

"""Marked pages are read as they stand, and bad markup is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.training.evaluate_blocks import PageError, evaluate, read_pages

PAGE = "=== page satu\ntitle\tPanen Raya di Desa\n_\t\u00a0\nbody\tWarga memanen padi di sawah desa itu sejak pagi.\n+promo\tBaca juga: Pupuk Langka\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "blocks" / "test"
    folder.mkdir(parents=True)
    return folder / "portal.txt"


def test_lines_and_pieces_become_text_and_blocks(file: Path) -> None:
    file.write_text(PAGE, "utf-8")
    (page,) = read_pages(file)
    assert (
        page.text
        == "Panen Raya di Desa\n\u00a0\nWarga memanen padi di sawah desa itu sejak pagi.Baca juga: Pupuk Langka"
    )
    assert [(block.kind, page.text[block.start : block.end][:5]) for block in page.blocks] == [
        ("title", "Panen"),
        ("body", "Warga"),
        ("promo", "Baca "),
    ]


def test_an_empty_file_holds_no_pages(file: Path) -> None:
    file.write_text("", "utf-8")
    assert read_pages(file) == []


BAD = ["tanpa tab", "kind\tisi", "_\tisi", "+body\tisi", "body\t"]


@pytest.mark.parametrize("line", BAD)
def test_bad_markup_is_refused_with_its_line(file: Path, line: str) -> None:
    file.write_text(f"=== satu\n{line}\n", "utf-8")
    with pytest.raises(PageError, match=r"portal\.txt:2"):
        read_pages(file)


def test_a_page_id_stands_once(file: Path) -> None:
    file.write_text("=== satu\nbody\ta\n=== satu\nbody\tb\n=== satu\n", "utf-8")
    with pytest.raises(PageError, match="twice"):
        read_pages(file)


def test_every_visible_character_is_counted(file: Path, tmp_path: Path) -> None:
    file.write_text(PAGE, "utf-8")
    score = evaluate(tmp_path, split="test")
    assert (score.pages, score.characters, score.accuracy, score.body_recall) == (1, 75, 100.0, 100.0)


def test_a_wrong_kind_lowers_the_score(file: Path, tmp_path: Path) -> None:
    file.write_text(PAGE.replace("title\t", "caption\t"), "utf-8")
    score = evaluate(tmp_path, split="test")
    assert (score.recall["caption"], score.precision["title"], score.body_recall) == (0.0, 0.0, 100.0)


def test_an_unknown_split_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="dev"):
        evaluate(tmp_path, split="dev")

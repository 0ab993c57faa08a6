"""Marked cases are read as they stand, bad markup is refused, and a case is right with all its boundaries only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.training.evaluate_segmentation import CaseError, ends, evaluate, parse

CASES = "# akronim\nAda IKM.| Ia pergi.\nPukul 10.30 WIB.\n# baris\nJudul|\\nIsi a \\| b.\n"


def cut_at_stops(texts: list[str]) -> Iterator[list[tuple[int, int]]]:
    """A sentence ends behind every "." or line break, blanks belong to the sentence after."""
    for text in texts:
        cuts = [0, *(place + 1 for place, char in enumerate(text) if char in ".\n"), len(text)]
        yield list(pairwise(cuts))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for split in ("train", "test"):
        folder = tmp_path / "segmentation" / split
        folder.mkdir(parents=True)
        (folder / "01.txt").write_text(CASES, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("marked", "text", "found"),
    [
        ("", "", set()),
        ("Satu.", "Satu.", set()),
        ("Satu.| Dua.|Tiga", "Satu. Dua.Tiga", {5, 10}),
        ("Judul|\\nIsi \\| \\\\", "Judul\nIsi | \\", {5}),
    ],
)
def test_a_bar_marks_the_end_of_a_sentence(marked: str, text: str, found: set[int]) -> None:
    case = parse(marked)
    assert case.text == text
    assert case.ends == frozenset(found)


@pytest.mark.parametrize("marked", ["|Satu.", "Satu. |Dua.", "Satu.||Dua.", "Satu.|", "Satu.| ", "Satu\\x.", "Satu.\\"])
def test_bad_markup_is_refused(marked: str) -> None:
    with pytest.raises(CaseError, match=r"bar|escape"):
        parse(marked)


def test_a_boundary_is_known_by_the_last_visible_character_before_it() -> None:
    assert ends("Satu. \n Dua. ", [(0, 6), (6, 8), (8, 13)]) == {5}


def test_a_case_is_right_with_all_its_boundaries_and_no_other(corpus: Path) -> None:
    score = evaluate(corpus, split="train", finder=cut_at_stops)
    assert (score.overall.right, score.overall.total) == (2, 3)
    assert {kind: tally.score for kind, tally in score.kinds.items()} == {"akronim": 50, "baris": 100}
    assert score.errors == ("akronim: Pukul 10.<->30 WIB.",)


def test_errors_of_the_test_part_stay_unread(corpus: Path) -> None:
    score = evaluate(corpus, split="test", finder=cut_at_stops)
    assert score.overall.right == 2
    assert score.errors == ()


def test_an_unknown_part_is_named(corpus: Path) -> None:
    with pytest.raises(ValueError, match="'dev'"):
        evaluate(corpus, split="dev", finder=cut_at_stops)

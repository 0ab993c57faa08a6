"""A line shares words and names with the story of its page, and has a place among its paragraphs."""

from __future__ import annotations

import pytest

from pipeline.text.block_features import Piece, line_features
from pipeline.text.block_story import list_features, place_features, topic_features

TITLE = "Panen Raya di Sukamaju"
FIRST = "SUKAMAJU - Warga Sukamaju memanen padi organik di sawah milik Sarno."
SECOND = "Hasil panen itu naik menjadi lima ton, kata Sarno kepada wartawan."
TEASER = "Jembatan gantung Cihaur ambruk diterjang banjir bandang"
SUMMARY = "Padi organik milik Sarno dipanen pagi hari"
PAGE = [Piece(text) for text in (TITLE, FIRST, SECOND, TEASER, SUMMARY)]
PARTS = ["head", "middle", "middle", "tail", "tail"]

TOPICS = [
    (3, {"known=1/0", "tail/stems=0/4", "titled=0"}),
    (4, {"known=1/1", "tail/stems=4/4"}),
    (2, {"known=1/1"}),
]


@pytest.mark.parametrize(("number", "expected"), TOPICS)
def test_a_teaser_for_another_story_shares_neither_words_nor_names(number: int, expected: set[str]) -> None:
    assert expected <= set(topic_features(PAGE, [1, 2], PARTS, [0])[number])


PLACES = [
    (0, {"above=0/False", "below=2/False", "between=False/True/mid-caps"}),
    (1, {"above=0/True", "below=1/True", "next-touches=True/0", "next-dateline=False/0"}),
    (2, {"above=1/True", "below=0/True"}),
    (3, {"above=2/False", "below=0/False", "between=True/False/mid-caps"}),
]


@pytest.mark.parametrize(("number", "expected"), PLACES)
def test_a_line_has_its_place_among_the_paragraphs(number: int, expected: set[str]) -> None:
    assert expected <= set(place_features(PAGE, [1, 2], ["mid-caps"] * len(PAGE))[number])


def test_a_caption_stands_above_the_dateline() -> None:
    page = [Piece("Warga mengikat padi di pematang sawah."), Piece(FIRST)]
    assert "next-dateline=True/0" in place_features(page, [0, 1], ["mid-stop", "mid-stop"])[0]


def test_a_page_without_lines_has_no_features() -> None:
    assert topic_features([], [], [], []) == place_features([], [], []) == []


LISTED = [
    ([], []),
    (["Pupuk Langka di Kota"], [None]),
    (["Baca juga:", "Pupuk Langka di Kota"], [None, "listed=list/1/False"]),
    (["Berita Terkait", FIRST, "Pupuk Langka"], [None, "listed=below/1/False", "listed=below/2/True"]),
]


@pytest.mark.parametrize(("lines", "expected"), LISTED)
def test_a_line_knows_the_head_of_the_list_above_it(lines: list[str], expected: list[str | None]) -> None:
    inside = {number for number, line in enumerate(lines) if line == FIRST}
    found = list_features([line_features(line) for line in lines], inside)
    assert [next(iter(names), None) for names in found] == expected

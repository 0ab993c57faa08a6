"""Hints of what a sentence is for."""

from __future__ import annotations

import pytest

from pipeline.annotate.category_cues import cues
from pipeline.annotate.category_speakers import speakers, told_names

CASES = [
    ("", set()),
    ("Jembatan itu akan dibangun tahun depan.", {"future"}),
    ("Menjawab itu, ia diam.", {"answer", "first:answer"}),
    ("Angka kemiskinan turun dari 12 persen menjadi 9 persen.", {"change", "number", "percent", "from_to"}),
    ("Desa menganggarkan Rp412 juta.", {"budget", "number", "money", "scale"}),
    ("Mengapa begitu?", {"question"}),
    ("“Bagus,” katanya.", {"marks"}),
    ("Ke depannya kami siap.", {"future"}),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_cues(sentence: str, expected: set[str]) -> None:
    found = cues(sentence)
    assert expected <= found
    if not expected:
        assert found == set()


TALK = [
    "Dewan juri diketuai Hamdan Syarif dengan anggota Leni Marsudi.",
    "Wali Kota Bontang hadir bersama Wijaya.",
    "Hamdan menilai novel itu rapi.",
    "Ia juga meminta bab akhir dipotong.",
    "Wijaya berterima kasih kepada warga.",
    "Hujan turun sejak pagi.",
    "Catatan untuk Marsudi dan Hamdan dan Wijaya menyusul.",
]


@pytest.mark.parametrize(
    ("place", "expected"),
    [(2, "linked"), (3, "still-linked"), (4, "other"), (5, "none")],
    ids=["name", "pronoun", "other", "nobody"],
)
def test_a_name_told_beside_an_assessor_noun_is_linked(place: int, expected: str) -> None:
    assert speakers(TALK)[place] == expected


def test_no_sentences_have_no_speakers() -> None:
    assert speakers([]) == []


def test_a_word_that_also_stands_in_lower_case_is_no_name() -> None:
    assert told_names(["Di sana Bupati datang.", "Kata bupati, Sumaryono pulang."]) == {"Sumaryono"}

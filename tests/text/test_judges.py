"""Judges are known by noun, by name and by what goes on from them."""

from __future__ import annotations

import pytest

from pipeline.text import judge_spans
from pipeline.text.judges import judges_of
from pipeline.text.judges_nouns import nouns_in
from pipeline.text.names import Cast
from pipeline.text.persons import guess
from pipeline.text.sentences import split

NAMED = [
    ("", set()),
    ("Juri lainnya Bakti Halomoan menilai stan itu rapi.", {"Bakti Halomoan"}),
    ("Ketua tim juri, Retno Wulandari, memuji stan itu.", {"Retno Wulandari"}),
    (
        "Juri tersebut yakni Retno Wulandari, Bakti Halomoan, dan Made Sudana.",
        {"Retno Wulandari", "Bakti Halomoan", "Made Sudana"},
    ),
    ("Lomba itu dinilai tim penilai yang diketuai Retno Wulandari.", {"Retno Wulandari"}),
    ("Retno Wulandari, ketua dewan juri, memuji stan itu.", {"Retno Wulandari"}),
    ("Kurator lomba, Retno Wulandari, datang ke desa.", {"Retno Wulandari"}),
    ("Di hadapan dewan juri, Bupati Sinta Maharani memaparkan program.", set()),
    ("Menurut Bupati Sinta Maharani, juri menilai tiga hal.", set()),
    ("Wasit Retno Wulandari memimpin laga itu.", set()),
    ("Auditor BPK, Retno Wulandari, memeriksa laporan.", set()),
    ("Dua juri lain, Bakti Halomoan dan Retno Wulandari, menilai stan.", {"Bakti Halomoan", "Retno Wulandari"}),
    (
        "Empat juri: Bakti Halomoan (koki), Retno Wulandari (dosen), Made Sudana (penulis), dan Sinta Maharani.",
        {"Bakti Halomoan", "Retno Wulandari", "Made Sudana", "Sinta Maharani"},
    ),
    ("Kursi juri diisi Bakti Halomoan dan Retno Wulandari.", {"Bakti Halomoan", "Retno Wulandari"}),
    ("Ada dua juri. Mereka adalah Bakti Halomoan dan Retno Wulandari.", {"Bakti Halomoan", "Retno Wulandari"}),
    ("Dua juri menilai lomba itu, yakni Bakti Halomoan dan Made Sudana.", {"Bakti Halomoan", "Made Sudana"}),
    ("Lomba dinilai tim juri yang diketuai Made Sudana dengan anggota Tuti Ayu.", {"Made Sudana", "Tuti Ayu"}),
    ("Bakti Halomoan bersama juri lain, Made Sudana, mencicipi gulai.", {"Bakti Halomoan", "Made Sudana"}),
    ("Panitia mengundang Bakti Halomoan dan Made Sudana sebagai juri.", {"Bakti Halomoan", "Made Sudana"}),
    ("“Rapi,” kata Retno Wulandari, salah satu juri, kemarin.", {"Retno Wulandari"}),
    ("Menurut Retno Wulandari, anggota dewan juri, naskah itu matang.", {"Retno Wulandari"}),
    ("Penilai yang membidangi PKK, Retno Wulandari, memuji lomba itu.", {"Retno Wulandari"}),
    ("Tim penilai tiba. Tim itu dipimpin Retno Wulandari.", {"Retno Wulandari"}),
    ("Tim perancang menang di depan tim penilai. Ketua tim, Retno Wulandari, lega.", set()),
    ("Juri tiba. Penjurian dipimpin dosen tari Retno Wulandari.", {"Retno Wulandari"}),
    ("Dewan juri memilih dua pemenang, yakni Bakti Halomoan dan Retno Wulandari.", set()),
    ("Menjawab pertanyaan juri, Bupati Sinta Maharani, yang datang sendiri, mengangguk.", set()),
    ("Di hadapan dewan juri, Bupati Sinta Maharani, yang datang sendiri, mengangguk.", set()),
    ("Penghargaan pilihan juri diberikan kepada Bakti Halomoan.", set()),
    ("Pemenang favorit juri, Bakti Halomoan, menangis.", set()),
    ("Menurut Sinta Maharani, juri kurang adil.", set()),
    ("Mantan juri Bakti Halomoan hadir.", set()),
    ("Juri Bakti Halomoan dan Bupati Sinta Maharani hadir.", {"Bakti Halomoan"}),
    ("Wakil menteri (Wamen) Juri Asmara mengatakan dana cair.", set()),
    ("Ketua dewan pakar partai itu, Bakti Halomoan, memuji pemenang.", set()),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_persons_are_introduced_as_judges(text: str, expected: set[str]) -> None:
    assert judges_of(text, Cast(text), sentences=split(text)) == expected


SENTENCES = [
    ("", []),
    ("Dewan juri meminta pengelola menambah lampu.", ["noun"]),
    ("Namun dewan juri meminta pengelola menambah lampu.", ["noun"]),
    ("Juri lainnya Bakti Halomoan datang. Halomoan meminta lampu ditambah.", ["noun", "name"]),
    ("Ketua tim juri, Retno Wulandari, datang. Ia meminta lampu ditambah.", ["noun", "pronoun"]),
    ("Dewan juri meminta taman ditata. Misalnya dengan menambah lampu.", ["noun", "continued"]),
    (
        "Ketua tim juri, Retno Wulandari, datang. “Tamannya rapi. Lampunya kurang,” kata Wulandari.",
        ["noun", "quote", "quote"],
    ),
    ("Bupati Sinta Maharani memaparkan program di hadapan dewan juri.", [""]),
    ("Menanggapi saran juri, Bupati Sinta Maharani menyiapkan dana.", [""]),
    ("Penguji kendaraan memeriksa rem truk.", [""]),
    ("Komisi dewan menilai anggaran terlalu kecil.", [""]),
]


@pytest.mark.parametrize(("text", "evidence"), SENTENCES)
def test_a_sentence_is_a_judges_by_its_speaker_or_subject(text: str, evidence: list[str]) -> None:
    found = judge_spans(text)
    assert [span.evidence for span in found] == evidence
    assert [span.judge for span in found] == [bool(sign) for sign in evidence]


def test_sentences_given_are_answered_one_by_one() -> None:
    text = "Dewan juri datang. Bupati hadir."
    assert [(s.start, s.end, s.judge) for s in judge_spans(text, sentences=[(0, 18), (19, 32)])] == [
        (0, 18, True),
        (19, 32, False),
    ]


LISTED = [
    ("", set()),
    ("Juri terdiri atas Tarmizi Yunus, Ratna, dan Moh. Kholil.", {"Tarmizi Yunus", "Ratna", "Moh. Kholil"}),
    ("Juri terdiri atas unsur Dinas Sosial, Bank Nagari, dan Universitas Riau.", set()),
    ("Juri datang dari Padang, Medan, dan Jambi.", set()),
    ("Tarmizi Yunus, Ratna, dan Kholil Asyari datang.", set()),
]


@pytest.mark.parametrize(("text", "expected"), LISTED)
def test_a_list_of_judges_makes_its_names_persons(text: str, expected: set[str]) -> None:
    assert {text[start:end] for start, end in guess(text)} == expected


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("Kurator pailit itu datang.", 0), ("Kurator lomba itu datang.", 1)]
)
def test_an_ambiguous_noun_needs_a_contest(text: str, count: int) -> None:
    assert len(nouns_in(text)) == count

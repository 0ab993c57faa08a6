"""Judges are known by noun, by name and by what goes on from them."""

from __future__ import annotations

import pytest

from pipeline.text import judge_spans
from pipeline.text.judges import judges_of, nouns_in
from pipeline.text.names import Cast
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


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("Kurator pailit itu datang.", 0), ("Kurator lomba itu datang.", 1)]
)
def test_an_ambiguous_noun_needs_a_contest(text: str, count: int) -> None:
    assert len(nouns_in(text)) == count

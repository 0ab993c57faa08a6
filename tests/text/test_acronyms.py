from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.acronyms import align, find, fits, letters


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Pembinaan UKP (usaha kecil pangan) jalan terus.", "UKP", "usaha kecil pangan"),
        ("Ada Banyumas Kriya Raya (BKR) di pasar.", "BKR", "Banyumas Kriya Raya"),
        ("TERANG yang kepanjangan dari tekun, ramah, dan gigih, tamat.", None, None),
        ("PANTAS yang kepanjangan dari peduli, aman, nyaman dan tertib kini jalan.", None, None),
        ("TANI, singkatan dari tekun, aman, nyaman dan indah, dimulai.", "TANI", "tekun, aman, nyaman dan indah"),
        ("Semboyan tekun, aman, nyaman dan indah (Tani) dipakai.", "Tani", "tekun, aman, nyaman dan indah"),
        ("Kredit Sibaja (Siap Bangkit Janda) cair.", "Sibaja", "Siap Bangkit Janda"),
        ("Badan Pengelola Pasar Daerah (Bappasda) rapat.", "Bappasda", "Badan Pengelola Pasar Daerah"),
        (
            "Dinas Perindustrian dan Perdagangan (Disperindag) buka.",
            "Disperindag",
            "Dinas Perindustrian dan Perdagangan",
        ),
        ("Kartu Jaklingko (Jakarta Lingko) laku.", "Jaklingko", "Jakarta Lingko"),
        ("Kelompok Sadar Wisata (Pokdarwis) hadir.", "Pokdarwis", "Kelompok Sadar Wisata"),
        ("Calon jemaah kelompok terbang (kloter) 3 tiba.", "kloter", "kelompok terbang"),
        ("Satuan Polisi Pamong Praja (Satpol PP) datang.", "Satpol PP", "Satuan Polisi Pamong Praja"),
        ("Anggaran Pendapatan dan Belanja Desa atau APBD naik.", "APBD", "Anggaran Pendapatan dan Belanja Desa"),
        ("Rapat Komite Air Bersih (selanjutnya disebut KAB) usai.", "KAB", "Komite Air Bersih"),
        ("Badan Urusan Beras, atau disingkat Burber, tutup.", "Burber", "Badan Urusan Beras"),
        ("Badan Usaha Milik Nagari (BUMNag) untung.", "BUMNag", "Badan Usaha Milik Nagari"),
        ("Aturan keselamatan dan kesehatan kerja (K3) ketat.", "K3", "keselamatan dan kesehatan kerja"),
        ("Ketua Forum Guru Desa (FGD) hadir.", "FGD", "Forum Guru Desa"),
        ("PT Niaga Laut Utara (NLU) untung.", "NLU", "Niaga Laut Utara"),
    ],
)
def test_a_defining_pair_is_found_from_either_side(text: str, short: str | None, long: str | None) -> None:
    expected = [] if short is None else [(short, long)]
    assert [(pair.short, pair.long) for pair in find(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tenaga kerja naik. (duh)",
        "Di Jakarta, Rabu (14/6).",
        "Rina (45) tertawa.",
        "Wali kota dan istri (foto) tiba.",
        "Anggota dewan (PDIP-Jateng) hadir.",
        "Ia tiba Senin (besok).",
        "Dinas Pekerjaan Umum (Dinas PU) sibuk.",
        "Bank Mandiri (Mandiri) untung.",
        "Organisasi Kesehatan Dunia (WHO) rapat.",
        "Gubernur atau GP menolak.",
        "Sate Enak Nian Indah (Senin) libur.",
        "kepanjangan dari apa pun",
    ],
)
def test_other_brackets_and_words_are_no_pair(text: str) -> None:
    assert find(text) == []


def test_the_span_is_the_defining_mention_and_a_pair_stands_once() -> None:
    text = "Forum Guru Desa (FGD) hadir. Lalu FGD (Forum Guru Desa) pulang."
    assert [(pair.short, text[pair.start : pair.end]) for pair in find(text)] == [("FGD", "Forum Guru Desa (FGD)")]


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("OJK", "Otoritas Jasa Keuangan", True),
        ("OJK", "Otoritas Keuangan", False),
        ("BUMDes", "Badan Usaha Milik Desa", True),
        ("Disnaker", "Dinas Tenaga Kerja", False),
        ("OJK", "OJK Jawa Kulon", False),
        ("", "Otoritas Jasa", False),
        ("OJK", "", False),
    ],
)
def test_fits_takes_only_pieces_that_begin_their_words(short: str, long: str, expected: bool) -> None:
    assert fits(short, long) is expected


@pytest.mark.parametrize(
    ("short", "expected"), [("", ""), ("P3K", "pppk"), ("Covid-19", "covid19"), ("KTP-el", "ktpel"), ("K3", "kkk")]
)
def test_letters_spell_out_digits_that_repeat(short: str, expected: str) -> None:
    assert letters(short) == expected


@pytest.mark.parametrize(
    ("short", "words", "cost"),
    [
        ("", ["a", "b"], None),
        ("ab", ["alam"], None),
        ("ab", ["alam", "baru"], 0),
        ("adb", ["alam", "dan", "baru"], 0),
        ("ab", ["alam", "dan", "baru"], 0),
        ("ab", ["alam", "lama", "baru"], 2.5),
        ("abru", ["alam", "baru"], 1),
        ("ba", ["alam", "baru"], None),
    ],
)
def test_align_costs_what_it_leaves_out(short: str, words: list[str], cost: float | None) -> None:
    assert align(short, words) == cost


@given(st.text(alphabet='Ab cD().,\n"“-3', max_size=60))
def test_spans_lie_in_the_text_and_hold_both_forms(text: str) -> None:
    for pair in find(text):
        mention = text[pair.start : pair.end]
        assert pair.short in mention
        assert pair.long in mention

"""The wording of a line tells stories from talk to the reader."""

from __future__ import annotations

import pytest

from pipeline.text.block_signs import sign_features

SIGNS = [
    ("", {"sign=no-words"}),
    ("12.345", {"sign=no-words"}),
    ("Menurut dia, panen naik dua kali lipat.", {"sign=cue", "roles=0"}),
    ("Sementara itu, harga gabah turun.", {"sign=opener"}),
    ("Ia pulang Rabu (14/6) bersama Sarno (45).", {"sign=pronoun", "sign=day", "sign=dated", "sign=age"}),
    ("Upahnya Rp 90 ribu sehari.", {"sign=money"}),
    ("Warga menunda acara hingga [...]", {"sign=dots"}),
    ("Pasang nomor kami di ponselmu!", {"sign=you", "sign=we", "sign=!", "role=act/1"}),
    ("Punya cerita? Titipkan kepada redaksi.", {"sign=?", "sign=asks-kan", "role=act&self"}),
    ("Unduh aplikasi gratis untuk pembaca", {"role=reader/1", "role=device/1", "role=trade/1", "roles=4"}),
]


@pytest.mark.parametrize(("line", "expected"), SIGNS)
def test_a_line_shows_who_speaks_to_whom(line: str, expected: set[str]) -> None:
    assert expected <= set(sign_features(line))


UNSAID = [
    ('"Kalau Anda mau, ambil saja," kata Sarno.', "sign=you"),
    ("Ilmu itu ditularkan kepada tamu.", "sign=you"),
    ("Menurunkan harga bukan perkara mudah.", "sign=asks-kan"),
    ("minggu depan ia pulang", "sign=day"),
]


@pytest.mark.parametrize(("line", "sign"), UNSAID)
def test_quotations_and_lookalikes_address_nobody(line: str, sign: str) -> None:
    assert sign not in sign_features(line)


def test_a_paragraph_has_no_roles() -> None:
    names = sign_features("Unduh aplikasi gratis untuk pembaca. " * 12)
    assert "roles=0" in names
    assert not [name for name in names if name.startswith("role=")]

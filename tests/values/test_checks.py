"""Arithmetic and weekdays held against the text."""

from __future__ import annotations

import pytest

from pipeline.values import read_values
from pipeline.values.checks import Check, check


def run(text: str, published: str | None = None) -> list[Check]:
    values = read_values(text, published=published)
    return check(text, values.quantities, values.dates)


HOLDS = [
    ("share", "Kota itu memiliki 3.497 IKM atau 95% dari total 3.675 pelaku usaha yang ada."),
    ("share", "Baru 25 dari 34 provinsi (73,5 persen) melapor."),
    ("share", "Sebanyak 95% dari 3.675 pelaku usaha atau 3.497 sudah siap."),
    ("share", "Dana itu Rp 3 miliar atau 8,2% dari Rp 36,5 miliar."),
    ("share", "Tercatat 460 orang atau sekitar 50 persen dari 900 peserta."),
    ("sum", "Sebanyak 150 peserta terdiri atas 100 pria dan 50 wanita."),
    ("sum", "Ada 12 kapal, yakni 5 kapal, 4 kapal, dan 3 kapal."),
    ("sum", "Ada 5 pria dan 7 wanita sehingga total 12 orang."),
    ("difference", "Kasus bertambah 5 dari 10 menjadi 15 kasus."),
    ("difference", "Angka itu turun 2,8 poin persentase dari 24,4 persen menjadi 21,6 persen."),
    ("growth", "Produksi naik dari 200 ton menjadi 250 ton atau 25 persen."),
    ("growth", "Laba naik dari Rp 1,2 triliun menjadi Rp 1,5 triliun atau naik 25 persen."),
    ("growth", "Ekspor turun 20 persen dari 500 ton menjadi 400 ton."),
    ("growth", "Pengunjung naik 33 persen menjadi 1,2 juta orang dari 900 ribu orang."),
    ("weekday", "Rapat digelar Rabu (14/6/2017)."),
]
FAILS = [
    ("share", "Baru 25 dari 34 provinsi (83,5 persen) melapor."),
    ("sum", "Sebanyak 160 peserta terdiri atas 100 pria dan 50 wanita."),
    ("difference", "Kasus bertambah 7 dari 10 menjadi 15 kasus."),
    ("growth", "Produksi naik dari 200 ton menjadi 250 ton atau 35 persen."),
    ("growth", "Produksi turun dari 200 ton menjadi 250 ton atau 25 persen."),
    ("weekday", "Rapat digelar Selasa (14/6/2017)."),
]
UNCLEAR = [
    "",
    "Ada 12 unit bus, 5 unit truk, dan 3 unit mobil.",
    "Sebanyak 150 peserta terdiri dari 10 tim dan 5 kelompok.",
    "Terdapat 35 orang, di antaranya 10 pria dan 5 wanita.",
    "Lebih dari 90 persen dari 100 siswa lulus.",
    "Inflasi naik 3 persen dari 2 persen menjadi 5 persen.",
    "Ada 25 dari 34 provinsi. Sebanyak 12 persen belum.",
    "Penduduk miskin turun dari 10,5 persen menjadi 9,8 persen.",
    "Nilainya 5-10 ton atau 50 persen dari 20 ton.",
    "Rapat digelar Rabu (14/6) dan Kamis.",
]


@pytest.mark.parametrize(("kind", "text"), HOLDS)
def test_right_arithmetic_holds(kind: str, text: str) -> None:
    assert [(item.kind, item.ok) for item in run(text)] == [(kind, True)]


@pytest.mark.parametrize(("kind", "text"), FAILS)
def test_wrong_arithmetic_is_reported(kind: str, text: str) -> None:
    assert [(item.kind, item.ok) for item in run(text)] == [(kind, False)]


@pytest.mark.parametrize("text", UNCLEAR)
def test_no_check_where_roles_are_unclear(text: str) -> None:
    assert run(text) == []


def test_spans_are_the_mentions_used() -> None:
    text = "Ada 3.497 IKM atau 95% dari total 3.675 pelaku usaha."
    (item,) = run(text)
    assert [text[start:end] for start, end in item.spans] == ["3.497 IKM", "95%", "3.675 pelaku usaha"]
    assert item.detail == "3497 / 3675 = 95.16 %, written 95 %"


def test_a_weekday_that_contradicts_a_completed_date_is_reported() -> None:
    assert [(item.kind, item.ok) for item in run("Selasa (14/6)", "2017-06-15")] == [("weekday", False)]


def test_a_weekday_that_settled_the_year_is_not_checked() -> None:
    assert run("Laporan 2017 dibahas, Rabu (14/6).") == []

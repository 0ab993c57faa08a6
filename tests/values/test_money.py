"""Amounts of money."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from pipeline import language
from pipeline.values import read_quantities

CASES = [
    "voucer @{Rp50 ribu | money value=50000 currency=IDR} dari akun @RpAna",
    "",
    "dialokasikan sekitar {Rp 3 miliar | money value=3000000000 currency=IDR approximate} tahun itu",
    "{Rp3 miliar | money value=3000000000 currency=IDR}",
    "{Rp. 315.000,- | money value=315000 currency=IDR per=orang} per orang",
    "{Rp.500.000,00 | money value=500000 currency=IDR} tunai",
    "nilainya {Rp 3-5 M | money low=3000000000 high=5000000000 currency=IDR}",
    "ongkos {Rp 500 rb | money value=500000 currency=IDR} saja",
    "{Rp1,2 juta | money value=1200000 currency=IDR per=bulan} per bulan",
    "{Rp 2,5jt | money value=2500000 currency=IDR per=bulan}/bulan",
    "kerugian {Rp 1,5 T | money value=1500000000000 currency=IDR}.",
    "iuran {Rp 23 ribu | money value=23000 currency=IDR per=bulan} / bulan / orang",
    "bantuan {dua setengah juta rupiah | money value=2500000 currency=IDR}",
    "utang {Rp 1 miliar 250 juta | money value=1250000000 currency=IDR}",
    "dari {Rp 244,25 juta hingga Rp 265,65 juta | money low=244250000 high=265650000 currency=IDR}",
    "dari {Rp 244 hingga 265 juta | money low=244000000 high=265000000 currency=IDR}",
    "{US$ 2,5 juta | money value=2500000 currency=USD} atau {2,5 juta dolar AS | money value=2500000 currency=USD}",
    "{$10 | money value=10 currency=USD} dan {10$ | money value=10 currency=USD}",
    "{20 euro | money value=20 currency=EUR}, {EUR 29,99 | money value=29.99 currency=EUR}",
    "{1.000 yen | money value=1000 currency=JPY} dan {RM 1.500 | money value=1500 currency=MYR}",
    "{sepuluh ringgit Malaysia | money value=10 currency=MYR}",
    "{40 dolar Singapura | money value=40 currency=SGD}, {A$ 90 | money value=90 currency=AUD}",
    "lebih dari {Rp 5 juta | money value=5000000 low=5000000 currency=IDR}",
    "{Rp 30 jutaan | money value=30000000 currency=IDR approximate}",
    "kerugian {ratusan juta rupiah | money low=100000000 high=999999999 currency=IDR approximate}",
    "rugi {-Rp 5 juta | money value=-5000000 currency=IDR}",
    "{Rp 1 miliar | money value=1000000000 low=1000000000 currency=IDR} lebih.",
    "upah {Rp 5 juta | money value=5000000 currency=IDR per=bulan} sebulan",
    "dari {3 juta | money value=3000000 currency=IDR} menjadi {3,5 juta rupiah | money value=3500000 currency=IDR}",
    "harga {3 | money value=3000000 currency=IDR}, {5 | money value=5000000 currency=IDR}, atau {7 juta rupiah | money value=7000000 currency=IDR}",
    "{Rp7--8 ribu | money low=7000 high=8000 currency=IDR}",
    "{4,5 juta dollar Hong Kong | money value=4500000 currency=HKD}",
    "{Rp 5.000.000 | money value=5000000 currency=IDR} ({lima juta rupiah | money value=5000000 currency=IDR})",
    "kamar {Rp 200.000 | money value=200000 currency=IDR per=malam} semalam",
    "upah {3 ratus ribu rupiah | money value=300000 currency=IDR} dan {2 ratus juta rupiah | money value=200000000 currency=IDR}",
    "senilai {Rp 3 miliyar | money value=3000000000 currency=IDR}",
]


@pytest.mark.parametrize("marked", CASES)
def test_money(marked: str, reads: Callable[..., None]) -> None:
    reads(marked)


@given(st.integers(min_value=1, max_value=10**12))
def test_reads_rupiah_as_babel_writes_them(value: int) -> None:
    text = format_currency(value, "IDR", locale="id", format="¤ #,##0", currency_digits=False)
    (item,) = read_quantities(text)
    assert (item.kind, item.value, item.currency, item.text) == ("money", value, "IDR", text)


@pytest.mark.parametrize("row", language.table("currencies"), ids=lambda row: row["form"])
def test_every_currency_form_is_read(row: language.Row) -> None:
    text = f"{row['form']} 2.500" if row["place"] in ("before", "both") else f"2.500 {row['form']}"
    (item,) = read_quantities(text)
    assert (item.text, item.kind, item.value, item.currency) == (text, "money", 2500, row["code"])

"""Number phrases in words and mixed with digits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from pipeline.values.numbers import Number, number_at
from pipeline.values.tokens import tokenize

FIRST = 8
"""The first token of a text after the padding."""


def read(text: str) -> Number | None:
    """The number phrase that begins a text, when it takes all of it."""
    t = tokenize(text)
    number = number_at(t, FIRST)
    return number if number and number.last == len(t.raw) - FIRST else None


VALUES = [
    ("nol", "0"),
    ("sebelas", "11"),
    ("dua puluh lima", "25"),
    ("seratus", "100"),
    ("satu ratus dua", "102"),
    ("seribu", "1000"),
    ("satu ribu", "1000"),
    ("seribu sembilan ratus empat puluh lima", "1945"),
    ("tiga ribu lima ratus", "3500"),
    ("dua setengah juta", "2500000"),
    ("satu setengah", "1.5"),
    ("sejuta", "1000000"),
    ("setengah juta", "500000"),
    ("seperempat", "0.25"),
    ("tiga perempat", "0.75"),
    ("tiga per empat", "0.75"),
    ("3/4", "0.75"),
    ("1½", "1.5"),
    ("nol koma nol lima", "0.05"),
    ("dua koma dua puluh lima", "2.25"),
    ("dua koma lima juta", "2500000"),
    ("1,5 miliar", "1500000000"),
    ("1 juta 250 ribu", "1250000"),
    ("500 rb", "500000"),
    ("1.200 triliun", "1200000000000000"),
    ("lima ribu triliun", "5000000000000000"),
    ("seribu dua ratus triliun", "1200000000000000"),
    ("lima ribu triliun dua ratus miliar", "5000200000000000"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value_of_a_phrase(text: str, value: str) -> None:
    number = read(text)
    assert number is not None
    assert number.value == Decimal(value)
    assert not number.approximate


CLASSES = [
    ("belasan", 11, 19),
    ("puluhan", 10, 99),
    ("puluhan ribu", 10_000, 99_999),
    ("belasan juta", 11_000_000, 19_999_999),
    ("ratusan juta", 100_000_000, 999_999_999),
    ("jutaan", 1_000_000, 9_999_999),
    ("beberapa ratus", 100, 999),
    ("beberapa puluh ribu", 10_000, 99_999),
]


@pytest.mark.parametrize(("text", "low", "high"), CLASSES)
def test_classes_run_to_the_next_power_minus_one(text: str, low: int, high: int) -> None:
    number = read(text)
    assert number is not None
    assert (number.value, number.low, number.high, number.approximate) == (None, low, high, True)


ROUGH = [
    ("50-an", 50),
    ("100an", 100),
    ("30 jutaan", 30_000_000),
    ("seratusan ribu", 100_000),
    ("tiga jutaan", 3_000_000),
]


@pytest.mark.parametrize(("text", "value"), ROUGH)
def test_the_suffix_an_hedges(text: str, value: int) -> None:
    number = read(text)
    assert number is not None
    assert (number.value, number.approximate) == (value, True)


@pytest.mark.parametrize("text", ["", "beberapa orang", "belas kasih", "1.2.3", "per tiga", "juta", "14/6/2017"])
def test_no_phrase(text: str) -> None:
    assert number_at(tokenize(text), FIRST) is None


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_reads_integers_as_num2words_writes_them(value: int) -> None:
    number = read(num2words(value, lang="id"))
    assert number is not None
    assert number.value == value


@given(st.integers(min_value=1000, max_value=10**15 - 1))
def test_reads_satu_ribu_like_seribu(value: int) -> None:
    words = f" {num2words(value, lang='id')} "
    full = words.replace(" seribu ", " satu ribu ").replace(" seratus ", " satu ratus ").strip()
    number = read(full)
    assert number is not None
    assert number.value == value


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=1, max_value=999))
def test_reads_decimals_in_words(whole: int, decimals: int) -> None:
    digits = " ".join(num2words(int(digit), lang="id") for digit in f"{decimals:03d}")
    number = read(f"{num2words(whole, lang='id')} koma {digits}")
    assert number is not None
    assert number.value == Decimal(f"{whole}.{decimals:03d}")

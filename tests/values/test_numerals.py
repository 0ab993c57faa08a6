"""Numerals in digits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values import numerals

CASES = [
    ("3", "3", False),
    ("3.497", "3497", False),
    ("1.234.567,89", "1234567.89", False),
    ("1,5", "1.5", False),
    ("42,195", "42.195", False),
    ("0,05", "0.05", False),
    ("0,500", "0.5", False),
    ("1,500", "1.5", True),
    ("8.20", "8.20", True),
    ("3.5", "3.5", True),
    ("0.125", "0.125", True),
    ("12.3456", "12.3456", True),
    ("1,250,000", "1250000", True),
    ("1,250.50", "1250.50", True),
]


@pytest.mark.parametrize(("text", "value", "ambiguous"), CASES)
def test_reads_the_value_and_flags_other_readings(text: str, value: str, ambiguous: bool) -> None:
    numeral = numerals.read(text)
    assert numeral is not None
    assert (numeral.value, numeral.ambiguous) == (Decimal(value), ambiguous)


@pytest.mark.parametrize("text", ["", "007", "1.2.3", "192.168.0.1", "1.23.456", "1" * 19, "1,2,3", "03.5"])
def test_codes_have_no_value(text: str) -> None:
    assert numerals.read(text) is None


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_reads_integers_as_babel_writes_them(number: int) -> None:
    numeral = numerals.read(format_decimal(number, locale="id"))
    assert numeral is not None
    assert numeral.value == number
    assert not numeral.ambiguous


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False))
def test_reads_decimals_as_babel_writes_them(number: Decimal) -> None:
    numeral = numerals.read(format_decimal(number, locale="id", format="#,##0.00"))
    assert numeral is not None
    assert numeral.value == number
    assert not numeral.ambiguous

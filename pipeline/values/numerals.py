"""Numerals written in digits, after Indonesian use: "." groups thousands, "," marks decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

LONGEST = 18
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_COMMA = re.compile(r"[0-9]+,[0-9]+")
_POINT = re.compile(r"[0-9]+\.[0-9]+")
_ROUND = re.compile(r"[1-9][0-9]{0,2},[0-9]00")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral's value; `plain` says that it is a mere row of digits, `ambiguous` that another reading is plausible."""

    value: Decimal
    plain: bool = False
    ambiguous: bool = False


@lru_cache(maxsize=8192)
def read(text: str) -> Numeral | None:
    """The value of a numeral; None for codes: versions, addresses, telephone numbers, overlong rows of digits.

    Exactly three digits after a dot are a group ("3.497"); any other number of digits makes the dot a decimal point,
    which is flagged as ambiguous ("8.20"). English grouping ("1,250,000.50") is read and flagged as well.
    "1,500" is 1.5, but flagged: round decimals like these may be English thousands.
    """
    if text.isdigit():
        coded = len(text) > LONGEST or (text[0] == "0" and len(text) > 1)
        return None if coded else Numeral(Decimal(text), plain=True)
    if len(text) > 2 * LONGEST:
        return None
    if _GROUPED.fullmatch(text):
        return Numeral(Decimal(text.replace(".", "").replace(",", ".")))
    if _COMMA.fullmatch(text):
        if text[0] == "0" and text[1] != ",":
            return None
        return Numeral(Decimal(text.replace(",", ".")), ambiguous=_ROUND.fullmatch(text) is not None)
    if _POINT.fullmatch(text):
        if text[0] == "0" and text[1] != ".":
            return None
        return Numeral(Decimal(text), ambiguous=True)
    if _ENGLISH.fullmatch(text):
        return Numeral(Decimal(text.replace(",", "")), ambiguous=True)
    return None


def english_thousands(text: str) -> Decimal | None:
    """A numeral with three figures after its comma read as English thousands: 33,914 people."""
    return Decimal(text.replace(",", "")) if _THOUSANDS.fullmatch(text) else None


def decimal_point(text: str) -> Decimal | None:
    """A numeral with three figures after its dot read as a decimal all the same: 37.205 seconds after minutes."""
    return Decimal(text) if _POINT.fullmatch(text) else None

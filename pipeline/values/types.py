"""What the readers return; the fields are those of the record and of the annotation guide."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Number = int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An expression of amount: `text` is the mention, `start` and `end` its code points in what was read."""

    start: int
    end: int
    text: str
    kind: str
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: str | None = None
    currency: str | None = None
    per: str | None = None
    approximate: bool = False
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date or clock time: `value` is EDTF, `anchor` what completed it ("published", "weekday", "text" or None)."""

    start: int
    end: int
    text: str
    value: str
    resolved: bool = False
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """Everything read from one text, both lists in text order and without overlaps."""

    quantities: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]


def plain(value: Decimal | None) -> Number | None:
    """A JSON number: int when whole, else the float that prints shortest."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)

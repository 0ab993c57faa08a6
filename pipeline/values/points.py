"""A date as it was written, parts that were not written left open; and how it is spelled in EDTF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

QUARTERS = {"quarter": 32, "semester": 39}
"""EDTF level 2: quarters are 33 to 36, semesters 40 and 41."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A date or time in tokens `first` up to `last`.

    `unit` is the coarseness: day, week, month, quarter, semester, year, decade, century or time. `number` is the
    month, quarter or semester, `offset` the distance from the day of publication in units, `year_offset` in years,
    `week_offset` in weeks (for a weekday), `month_offset` in months (for a day of the month). `sign` is "-", "+" or
    "0" where a following word says past, future or now. `clock` is a finished clock time, `borrowed` says that parts come from a neighbouring date.
    """

    first: int
    last: int
    unit: str
    year: int | None = None
    number: int | None = None
    day: int | None = None
    weekday: int | None = None
    offset: int | None = None
    year_offset: int | None = None
    week_offset: int | None = None
    month_offset: int | None = None
    sign: str = ""
    clock: str = ""
    zone: str = ""
    borrowed: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: a point, a range of two, or an interval open on one side ("from" or "until")."""

    first: int
    last: int
    start: Point
    end: Point | None = None
    open: str = ""


def exists(year: int | None, month: int | None, day: int | None) -> bool:
    """Whether such a day can be; an unknown year counts as a leap year."""
    try:
        date(year or 2000, month or 1, day or 1)
    except ValueError:
        return False
    return year is None or 1 <= year <= 2999


def spell(point: Point) -> str:
    """EDTF of what is known: 2017-06-14, XXXX-06, 2017-34, 199X, 20XX, 2017-W23, T10:30+07:00."""
    year = f"{point.year:04d}" if point.year is not None else "XXXX"
    if point.unit == "time":
        return f"T{point.clock}{point.zone}"
    if point.unit == "day":
        return f"{year}-{_two(point.number)}-{_two(point.day)}"
    if point.unit == "month":
        return f"{year}-{_two(point.number)}"
    if point.unit in QUARTERS:
        return f"{year}-{point.number + QUARTERS[point.unit]}" if point.number else f"{year}-XX"
    if point.unit == "week":
        return f"{year}-W{_two(point.number)}"
    if point.unit == "decade":
        return f"{year[:3]}X"
    return f"{year[:2]}XX" if point.unit == "century" else year


def complete(point: Point) -> bool:
    """Whether every part down to the unit named is known."""
    if point.unit == "time" or point.year is None:
        return False
    if point.unit == "day":
        return point.number is not None and point.day is not None
    return point.number is not None or point.unit in ("year", "decade", "century")


def _two(number: int | None) -> str:
    return "XX" if number is None else f"{number:02d}"

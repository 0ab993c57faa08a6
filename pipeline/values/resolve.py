"""Completing dates: missing parts come from the day of publication or, with a weekday, from years in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.values.points import Point, complete, exists

_FORTNIGHT = 14
_QUARTER_MONTHS = {"quarter": 3, "semester": 6}


def resolve(
    point: Point, *, published: date | None, future: bool, years: Sequence[int] = ()
) -> tuple[Point, bool, str | None]:
    """The point with what could be filled in, whether it is complete, and its anchor.

    Without `future` the nearest date that is not after `published` is taken, with it the nearest not before.
    `years` are years that the text names: with a weekday and without `published` they settle a missing year.
    """
    if point.unit == "time":
        return point, False, None
    if complete(point):
        return point, True, "text" if point.borrowed else None
    if published is not None:
        return _from_published(point, published, future=point.sign == "+" or (future and point.sign != "-"))
    if point.offset is None and point.weekday and point.day and point.number and years:
        year = _by_weekday(point, years)
        if year is not None:
            return replace(point, year=year), True, "weekday"
    return point, False, None


def _by_weekday(point: Point, years: Sequence[int]) -> int | None:
    """The only year among those named, else next to them, in which the day falls on the weekday."""
    low, high = min(years), max(years)
    for first, last in ((low, high), (low - 1, high + 1)):
        fitting = [year for year in range(first, min(last, first + 60) + 1) if _falls(point, year)]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _falls(point: Point, year: int) -> bool:
    if point.number is None or point.day is None or not exists(year, point.number, point.day):
        return False
    return date(year, point.number, point.day).isoweekday() == point.weekday


def _from_published(point: Point, published: date, *, future: bool) -> tuple[Point, bool, str | None]:
    if point.offset is not None:
        return _shifted(point, published), True, "published"
    if point.year_offset is not None:
        return replace(point, year=published.year + point.year_offset), True, "published"
    if point.unit == "day":
        return _day(point, published, future=future)
    if point.unit == "month":
        now = published.month
    elif point.unit in _QUARTER_MONTHS:
        now = (published.month - 1) // _QUARTER_MONTHS[point.unit] + 1
    else:
        return point, False, None
    return replace(point, year=_year_of(point, published.year, now, future=future)), True, "published"


def _year_of(point: Point, year: int, now: int, *, future: bool) -> int:
    """The year of a month or quarter by its number, that of publication being `now`."""
    number = point.number or 1
    if point.sign == "0":
        return year
    if future:
        return year + (number < now or (number == now and point.sign == "+"))
    return year - (number > now or (number == now and point.sign == "-"))


def _shifted(point: Point, published: date) -> Point:
    offset = point.offset or 0
    year, month = published.year, published.month
    if point.unit == "day":
        day = _add_days(published, offset)
        return replace(point, year=day.year, number=day.month, day=day.day)
    if point.unit == "week":
        iso = _add_days(published, 7 * offset).isocalendar()
        return replace(point, year=iso.year, number=iso.week)
    if point.unit == "year":
        return replace(point, year=max(1, year + offset))
    if point.unit in ("decade", "century"):
        return replace(point, year=max(0, year + offset * (10 if point.unit == "decade" else 100)))
    months = _QUARTER_MONTHS.get(point.unit, 1)
    parts = 12 // months
    index = year * parts + (month - 1) // months + offset
    return replace(point, year=max(1, index // parts), number=index % parts + 1)


def _day(point: Point, published: date, *, future: bool) -> tuple[Point, bool, str | None]:
    if point.number is None:
        return _day_of_month(point, published, future=future)
    past, ahead = _nearest(point, published, forward=False), _nearest(point, published, forward=True)
    if point.sign == "0":
        past = ahead = published.year
    chosen = ahead if future else past
    anchor = "published"
    if point.weekday and not _falls(point, chosen) and not _close(point, chosen, published):
        other = past if future else ahead
        fitting = [year for year in (other, *_near(published.year)) if _falls(point, year)]
        if fitting:
            anchor = "published" if future and fitting[0] == past else "weekday"
            chosen = fitting[0]
    return replace(point, year=chosen), True, anchor


def _close(point: Point, year: int, published: date) -> bool:
    """Whether the day lies within a fortnight of publication, so that a wrong weekday is a slip and no other year."""
    if not exists(year, point.number, point.day):
        return False
    return abs((date(year, point.number or 1, point.day or 1) - published).days) <= _FORTNIGHT


def _near(year: int) -> tuple[int, ...]:
    return year, year - 1, year + 1


def _nearest(point: Point, published: date, *, forward: bool) -> int:
    """The year that puts day and month nearest to the day of publication on one side of it, or on it."""
    step = 1 if forward else -1
    year = published.year
    for _ in range(9):
        if exists(year, point.number, point.day):
            day = date(year, point.number or 1, point.day or 1)
            strict = bool(point.sign) and point.sign != "0"
            if (
                (day > published if strict else day >= published)
                if forward
                else (day < published if strict else day <= published)
            ):
                return year
        year += step
    return published.year


def _day_of_month(point: Point, published: date, *, future: bool) -> tuple[Point, bool, str | None]:
    """A weekday, or a day whose month is not named."""
    if point.week_offset is not None and point.weekday:
        monday = _add_days(published, 7 * point.week_offset - published.isoweekday() + 1)
        return _put(point, _add_days(monday, point.weekday - 1)), True, "published"
    if point.month_offset is not None:
        month = _shifted(Point(first=0, last=0, unit="month", offset=point.month_offset), published)
        known = replace(point, year=month.year, number=month.number)
        return (known, True, "published") if exists(known.year, known.number, known.day) else (point, False, None)
    step = 1 if future else -1
    day = published
    if point.sign in ("-", "+"):
        day = _add_days(day, step)
    for _ in range(800):
        if (point.weekday is None or day.isoweekday() == point.weekday) and point.day in (None, day.day):
            return _put(point, day), True, "published"
        day = _add_days(day, step)
    return point, False, None


def _put(point: Point, day: date) -> Point:
    return replace(point, year=day.year, number=day.month, day=day.day)


def _add_days(day: date, days: int) -> date:
    """`day` moved, kept inside the calendar."""
    ordinal = min(max(1, day.toordinal() + days), date.max.toordinal())
    return day + timedelta(days=ordinal - day.toordinal())

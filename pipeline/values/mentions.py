"""Date mentions in tokens: points with their leading words, joined to ranges and open intervals, not yet completed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline import language
from pipeline.values import clock, codes, date_lists
from pipeline.values.lexicon import JOINS, WORD_ROLES, grammar, keyed
from pipeline.values.named_dates import MONTHS, NAME_HEADS, WEEKDAYS, day_alone, day_at, month_at, short_at, weekday_at
from pipeline.values.periods import PERIODS, period_at
from pipeline.values.points import Mention, Point
from pipeline.values.relative import DAYS, UNITS, counted_range_at, relative_at
from pipeline.values.tokens import Tokens
from pipeline.values.units import unit_at
from pipeline.values.years import KINDS, century_at, century_number_at, law_before_year, year_at, year_range_at

OPEN = keyed("open_words", "phrase", "side")
FUZZY = language.words("fuzzy_words")
_EACH = grammar("each")
_ERAS = grammar("era")
TRIGGERS = (
    OPEN.heads.keys()
    | FUZZY
    | _ERAS
    | MONTHS.keys()
    | WEEKDAYS.heads.keys()
    | PERIODS.keys()
    | DAYS.heads.keys()
    | UNITS.keys()
    | clock.PREFIXES
    | {"tanggal", "tgl", "periode", "q"}
)
_COARSE = {"day": 0, "month": 1, "quarter": 2, "semester": 3, "year": 4, "decade": 5, "century": 6, "time": 9}


def read(t: Tokens, hits: Iterable[int]) -> list[Mention]:
    """All date mentions in text order; `hits` are the tokens that may begin one."""
    found: list[Mention] = []
    links = codes.links(t.text)
    past = 0
    for i in hits:
        if i < past or (links[0] and codes.in_link(links, t.start[i])):
            continue
        if t.low[i] == "tahun" and law_before_year(t, i):
            past = i + 2
            t.taken[i:past] = b"\x01\x01"
            continue
        if t.low[i - 1] in NAME_HEADS and t.low[i + 1] in MONTHS:
            past = i + 2 + (t.raw[i + 2].isdigit() and len(t.raw[i + 2]) == 4)
            continue
        listed = date_lists.listed(t, i)
        if listed:
            found += listed
        else:
            mention = _mention(t, i)
            if mention is None:
                continue
            found.append(mention)
            found += date_lists.further_times(t, mention)
        past = found[-1].last
    return found


def _mention(t: Tokens, i: int) -> Mention | None:
    opened = OPEN.at(t, i)
    begin = opened[0] if opened else i
    if opened and t.low[begin] in ("pada", "dari"):
        begin += 1
    whole = _core(t, begin)
    if whole is None:
        return None
    if opened and whole.end is None:
        return replace(whole, first=i, open=opened[1])
    return replace(whole, first=i)


def _core(t: Tokens, i: int) -> Mention | None:
    """A point or range without an opening word."""
    if t.low[i] == "periode" or (t.low[i] == "tahun" and t.low[i + 1] not in KINDS and not t.low[i + 1][0].isdigit()):
        inner = _core(t, i + 1) if t.low[i] == "periode" else None
        if inner:
            return replace(inner, first=i)
    years = _years(t, i)
    if years:
        return Mention(i, years[0].last, years[0], years[1])
    counted = counted_range_at(t, i)
    if counted:
        return Mention(i, counted[0].last, *counted)
    days = date_lists.day_range(t, i)
    if days:
        return days
    start = point_at(t, i)
    if start is None:
        return None
    place = JOINS.at(t, start.last)
    joined = "dan" if t.low[i - 1] == "antara" and t.low[start.last] == "dan" else ""
    if place is None and not joined:
        return Mention(i, start.last, start)
    end = _end(t, place[0] if place else start.last + 1, start)
    return Mention(i, end.last, *_shared(start, end)) if end else Mention(i, start.last, start)


def _end(t: Tokens, i: int, start: Point) -> Point | None:
    """The end of a range that began with `start`: a time after a time, a date after a date."""
    if start.unit == "time":
        return clock.bare_at(t, i)
    end = _later_year(t, i, start) or point_at(t, i)
    if end is None and start.unit == "century":
        end = century_number_at(t, i, first=i)
    if end is None or end.unit == "time" or end.unit not in _COARSE or start.unit not in _COARSE:
        return None
    if end.offset is not None and start.offset is None and start.year is None:
        return None
    if start.year is not None and end.year is not None and _key(start) >= _key(end):
        return None
    return end


def _later_year(t: Tokens, i: int, start: Point) -> Point | None:
    """Four figures after a year and a joining word are a year whatever follows: 2010 sampai dengan 2012."""
    raw = t.raw[i]
    if start.unit != "year" or start.year is None or len(raw) != 4 or not raw.isdigit() or unit_at(t, i + 1):
        return None
    return Point(first=i, last=i + 1, unit="year", year=int(raw)) if int(raw) > start.year else None


def _key(point: Point) -> tuple[int, int, int]:
    return point.year or 0, point.number or 0, point.day or 0


def _shared(start: Point, end: Point) -> tuple[Point, Point]:
    """Parts that only one end names hold for the other: 28 Februari-3 Maret 2022."""
    if start.unit == "time":
        return clock.finish_range(start, end), end
    if start.year is None and start.offset is None and start.unit in ("day", "month", "quarter"):
        number = end.number if start.number is None else start.number
        turned = start.number is not None and end.number is not None and start.number > end.number
        year = end.year - turned if end.year is not None else None
        start = replace(start, number=number, year=year, year_offset=end.year_offset, sign=start.sign or end.sign)
    return start, end


def _years(t: Tokens, i: int) -> tuple[Point, Point] | None:
    place = i
    if t.low[i] == "tahun":
        place = i + 2 if t.low[i + 1] in KINDS else i + 1
    return year_range_at(t, place, named=place > i) if t.raw[place].isdigit() else None


def point_at(t: Tokens, i: int) -> Point | None:
    """A single date or time that begins at token i, leading words included."""
    word = t.low[i]
    if word[0].isdigit():
        return _numeral(t, i)
    if word in FUZZY:
        return _fuzzy(t, i)
    for read in _READERS.get(word, ()):
        point = read(t, i)
        if point:
            return point
    return _bracketed(t, relative_at(t, i) or (day_at(t, i) if word in WORD_ROLES else None))


def _bracketed(t: Tokens, point: Point | None) -> Point | None:
    """Take the date in brackets after a word for a day: besok (11/3)."""
    if point is None or point.unit != "day" or t.raw[point.last] != "(":
        return point
    day = short_at(t, point.last + 1) or day_at(t, point.last + 1)
    if day is None or t.raw[day.last] != ")":
        return point
    sign = "+" if (point.offset or 0) > 0 else ""
    return replace(day, first=point.first, last=day.last + 1, sign=sign)


def _numeral(t: Tokens, i: int) -> Point | None:
    zoned = t.raw[i - 1] == "/" and t.low[i - 2] in clock.ZONES
    if t.glued(i) and (t.raw[i - 1][-1].isalnum() or (t.raw[i - 1] in "/_#@:" and not zoned)):
        return None
    return (
        day_at(t, i)
        or clock.time_at(t, i)
        or _opening_time(t, i)
        or short_at(t, i)
        or relative_at(t, i)
        or year_at(t, i)
    )


def _opening_time(t: Tokens, i: int) -> Point | None:
    """The start of a range of times of which only the end has a zone: 10.00-21.00 WIB."""
    join = JOINS.at(t, i + 1)
    if join is None or not t.raw[join[0]][0].isdigit():
        return None
    end = clock.time_at(t, join[0])
    return clock.bare_at(t, i) if end and end.zone else None


def _fuzzy(t: Tokens, i: int) -> Point | None:
    """awal X has the value of X; "akhir tahun" alone is the year of publication."""
    word = t.low[i + 1]
    join = JOINS.at(t, i + 1)
    if join and t.raw[i + 1].isalpha() and t.low[join[0]] in FUZZY and (whole := _fuzzy(t, join[0])):
        return replace(whole, first=i)
    point = None if word in FUZZY or word in clock.PREFIXES else point_at(t, i + 1)
    if point:
        return replace(point, first=i) if point.unit not in ("time", "day") or word in ("era",) else None
    if UNITS.get(word) in ("year", "month") and not word.startswith("se"):
        return Point(first=i, last=i + 3 if t.low[i + 2] == "nanti" else i + 2, unit=UNITS[word], offset=0)
    return None


def _dated(t: Tokens, i: int) -> Point | None:
    """tanggal 14 Juni 2017, tgl. 14/6, tanggal 5."""
    place = i + 2 if t.raw[i + 1] == "." else i + 1
    point = day_at(t, place) or short_at(t, place)
    if point is None and t.low[i - 1] not in _EACH:
        point = day_alone(t, place)
    return replace(point, first=i) if point else None


def _in_month(t: Tokens, i: int) -> Point | None:
    point = month_at(t, i + 1)
    return replace(point, first=i) if point else None


def _in_year(t: Tokens, i: int) -> Point | None:
    place = i + 2 if t.low[i + 1] in KINDS else i + 1
    point = year_at(t, place) if t.raw[place].isdigit() else None
    return replace(point, first=i) if point else None


def _in_era(t: Tokens, i: int) -> Point | None:
    """era 90-an, dekade 1980-an; "dekade 1970" is the decade as well."""
    place = i + 2 if t.low[i + 1] == "tahun" else i + 1
    point = year_at(t, place) if t.raw[place][0].isdigit() else None
    if point is None:
        return None
    whole = point.unit == "year" and t.low[i] != "era" and point.year is not None and point.year % 10 == 0
    return replace(point, first=i, unit="decade") if whole else replace(point, first=i)


def _on_day(t: Tokens, i: int) -> Point | None:
    point = weekday_at(t, i + 1)
    return replace(point, first=i) if point else None


_READERS: dict[str, tuple[Callable[[Tokens, int], Point | None], ...]] = {
    **dict.fromkeys(MONTHS, (month_at,)),
    **dict.fromkeys(WEEKDAYS.heads, (weekday_at,)),
    **dict.fromkeys((*PERIODS, "q"), (period_at,)),
    **dict.fromkeys(clock.PREFIXES, (clock.time_at,)),
    **dict.fromkeys(_ERAS, (_in_era,)),
    "tanggal": (_dated,),
    "tgl": (_dated,),
    "bulan": (_in_month,),
    "tahun": (_in_year,),
    "hari": (_on_day,),
    "abad": (century_at,),
}

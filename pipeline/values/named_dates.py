"""Days and months: 14 Juni 2017, Rabu (14/6), Senin, 18 Februari 2019, 2017-06-14, 14/06/2017, Juni lalu."""

from __future__ import annotations

from dataclasses import replace

from pipeline import language
from pipeline.values.codes import in_headline, starts_sentence
from pipeline.values.lexicon import ORDINALS, WORD_ROLES, Phrases
from pipeline.values.numbers import number_at
from pipeline.values.points import Point, exists
from pipeline.values.relative import UNITS, direction_at, month_offset_at, week_offset_at, year_offset_at
from pipeline.values.tokens import Tokens

MONTHS = {form: int(number) for form, number in language.mapping("months").items()}
WEEKDAYS: Phrases[int] = Phrases((form, int(number)) for form, number in language.mapping("weekdays").items())
DAY_PARTS = language.words("day_parts")
NAME_HEADS = language.words("name_heads")
_SEPARATORS = frozenset("/-.")
_SHORT = 4
_BEFORE_MONTHS = language.words("year_words") | language.words("fuzzy_words") | {"bulan"}
_CENTURY_TURN = 50


def day_at(t: Tokens, i: int) -> Point | None:
    """A numeric or named day at token i; without a year at least day and named month."""
    if not t.raw[i][0].isdigit():
        return _spelled(t, i)
    return _iso(t, i) or _numeric(t, i) or _named(t, i)


def month_word(t: Tokens, i: int) -> int | None:
    """The month whose name stands at token i: capitalised, or in full after a numeral."""
    month = MONTHS.get(t.low[i])
    if month is None or (t.raw[i].islower() and (len(t.raw[i]) < 3 or not t.raw[i - 1][0].isdigit())):
        return None
    return month


def month_at(t: Tokens, i: int) -> Point | None:
    """A month with or without a year: Juni 2017, Juni lalu, Desember tahun ini; abbreviations only with a year."""
    month = MONTHS.get(t.low[i])
    if month is None or (len(t.raw[i]) < _SHORT and t.raw[i].islower() and not _dated(t, i)):
        return None
    if t.low[i - 1] in WORD_ROLES or t.low[i - 1] in NAME_HEADS:
        return None
    point = _with_year(t, Point(first=i, last=_dot(t, i + 1), unit="month", number=month))
    if point.last == i + 1 and _in_person_name(t, i):
        return None
    short = len(t.raw[i]) < _SHORT and t.low[i] != "mei"
    return None if short and point.year is None else point


def _in_person_name(t: Tokens, i: int) -> bool:
    """Whether a month without a year stands between capitalised words: Shu Mei Winstanley, August Mellaz."""
    before, after = t.raw[i - 1], t.raw[i + 1]
    if not (before[0].isupper() and before.isalpha() and after[0].isupper() and after.isalpha()) or after.isupper():
        return False
    plain = WEEKDAYS.at(t, i - 1) is None and t.low[i - 1] not in _BEFORE_MONTHS
    return plain and not starts_sentence(t, i - 1) and not in_headline(t, i)


def weekday_at(t: Tokens, i: int) -> Point | None:
    """A weekday with the date beside it, in brackets or not: Rabu (14/6), Senin, 18 Februari 2019, Kamis pekan lalu."""
    found = WEEKDAYS.at(t, i)
    if found is None or not t.raw[i][0].isupper() or t.low[i - 1] in NAME_HEADS:
        return None
    last, weekday = found
    if t.low[i] in UNITS and t.low[i - 1] in WORD_ROLES and t.raw[last] != "(":
        return None
    if t.low[last] in ORDINALS or (t.low[last] == "ke" and t.raw[last + 1] == "-"):
        return None
    if WEEKDAYS.at(t, i) and t.raw[last] in "-–" and t.glued(last) and WEEKDAYS.at(t, last + 1) is None:
        return None
    ahead, sign = direction_at(t, last)
    parted = (
        ahead + 1 if t.low[ahead] in DAY_PARTS else ahead + 2 if t.low[ahead : ahead + 2] == ["dini", "hari"] else ahead
    )
    day = _beside(t, parted)
    if day:
        if not sign:
            end, sign = direction_at(t, day.last)
            day = replace(day, last=end)
        return replace(day, first=i, weekday=weekday, sign=day.sign or sign)
    week = week_offset_at(t, last)
    if week:
        day = _beside(t, week[0]) if t.raw[week[0]] == "(" else None
        if day:
            return replace(day, first=i, weekday=weekday)
        return Point(first=i, last=week[0], unit="day", weekday=weekday, week_offset=week[1])
    return Point(first=i, last=ahead, unit="day", weekday=weekday, sign=sign)


def _beside(t: Tokens, i: int) -> Point | None:
    """The date after a weekday; with brackets the closing one is taken as well."""
    i += t.raw[i] == "," and t.raw[i + 1] == "("
    if t.raw[i] == "(":
        day = _short(t, i + 1) or day_at(t, i + 1)
        return replace(day, last=day.last + 1) if day and t.raw[day.last] == ")" else None
    if t.raw[i] in ",/":
        i += 1
    if t.low[i] in ("tanggal", "tgl"):
        i += 2 if t.raw[i + 1] == "." else 1
        return _short(t, i) or day_at(t, i) or day_alone(t, i)
    return day_at(t, i) or _short(t, i)


def day_alone(t: Tokens, i: int) -> Point | None:
    """A day of the month after "tanggal"."""
    raw = t.raw[i]
    if not raw.isdigit() or len(raw) > 2 or not 1 <= int(raw) <= 31 or t.low[i + 1] in WORD_ROLES:
        return None
    last, sign = direction_at(t, i + 1)
    month = month_offset_at(t, i + 1)
    if month:
        return Point(first=i, last=month[0], unit="day", day=int(raw), month_offset=month[1])
    return Point(first=i, last=last, unit="day", day=int(raw), sign=sign)


def short_at(t: Tokens, i: int) -> Point | None:
    """Day and month in figures where only a date can be meant: in brackets, or after "tanggal"."""
    bracketed = t.raw[i - 1] == "(" and t.raw[i + 1] == "/" and t.raw[i + 3] == ")"
    return _short(t, i) if bracketed or t.low[i - 1] in ("tanggal", "tgl") else None


def _short(t: Tokens, i: int) -> Point | None:
    if not (t.raw[i].isdigit() and t.raw[i + 1] in "/-" and t.raw[i + 2].isdigit() and len(t.raw[i + 2]) <= 2):
        return None
    if len(t.raw[i]) > 2 or (t.raw[i + 3] in "/-" and t.raw[i + 4].isdigit()):
        return None
    return _checked(Point(first=i, last=i + 3, unit="day", number=int(t.raw[i + 2]), day=int(t.raw[i])))


def _iso(t: Tokens, i: int) -> Point | None:
    raw = t.raw
    if len(raw[i]) != 4 or not (raw[i + 1] == raw[i + 3] and raw[i + 1] in "-/") or not raw[i].isdigit():
        return None
    if not (raw[i + 2].isdigit() and raw[i + 4].isdigit() and len(raw[i + 2]) == 2 and len(raw[i + 4]) == 2):
        return None
    return _checked(
        Point(first=i, last=i + 5, unit="day", year=int(raw[i]), number=int(raw[i + 2]), day=int(raw[i + 4]))
    )


def _numeric(t: Tokens, i: int) -> Point | None:
    """14/6/2017, 14-06-17, 14.06.2017."""
    if t.raw[i].count(".") == 2 and "," not in t.raw[i]:
        parts, last = t.raw[i].split("."), i + 1
    elif t.raw[i + 1] in "/-" and t.raw[i + 3] == t.raw[i + 1] and t.glued(i + 1) and t.glued(i + 4):
        parts, last = [t.raw[i], t.raw[i + 2], t.raw[i + 4]], i + 5
    else:
        return None
    day, month, year = parts
    if not all(part.isdigit() for part in parts) or len(day) > 2 or len(month) > 2 or len(year) not in (2, 4):
        return None
    if t.raw[last] in "-/" and t.glued(last) and t.raw[last + 1][0].isdigit():
        return None
    if len(year) == 2 and t.raw[i + 1] != "/":
        return None
    century = 0 if len(year) == 4 else 2000 if int(year) < _CENTURY_TURN else 1900
    return _checked(Point(first=i, last=last, unit="day", year=int(year) + century, number=int(month), day=int(day)))


def _named(t: Tokens, i: int) -> Point | None:
    """14 Juni 2017, 14 Juni, 14-Jun-2017."""
    raw = t.raw[i]
    if not raw.isdigit() or len(raw) > 2 or t.low[i - 1] in NAME_HEADS or (t.glued(i) and t.low[i - 2] == "ke"):
        return None
    place = i + 2 if t.raw[i + 1] == "-" and t.glued(i + 1) else i + 1
    month = month_word(t, place)
    if month is None:
        return None
    point = Point(first=i, last=_dot(t, place + 1), unit="day", number=month, day=int(raw))
    return _checked(_with_year(t, point))


def _spelled(t: Tokens, i: int) -> Point | None:
    """tujuh belas Agustus: the day in words."""
    plain = WORD_ROLES.get(t.low[i]) in ("digit", "ten") and "ke" not in t.low[i - 2 : i]
    number = number_at(t, i) if plain else None
    if number is None or number.value is None or number.scale != 1 or number.fraction:
        return None
    month = MONTHS.get(t.low[number.last])
    if month is None or not t.raw[number.last][0].isupper() or number.value != number.value.to_integral_value():
        return None
    return _checked(
        _with_year(t, Point(first=i, last=number.last + 1, unit="day", number=month, day=int(number.value)))
    )


def _with_year(t: Tokens, point: Point) -> Point:
    """Take a year, "tahun lalu" or a word of direction after a month."""
    i = point.last
    offset = year_offset_at(t, i)
    if offset:
        return replace(point, last=offset[0], year_offset=offset[1])
    place = i + 1 if t.low[i] in ("tahun", ",", "-", "th") and t.raw[i + 1].isdigit() else i
    raw = t.raw[place]
    if len(raw) == 4 and raw.isdigit() and raw[0] in "12" and not _goes_on(t, place + 1):
        point = replace(point, last=place + 1, year=int(raw))
        i = place + 1
    last, sign = direction_at(t, i)
    return replace(point, last=last, sign=sign) if sign else point


def _goes_on(t: Tokens, i: int) -> bool:
    """Whether more figures are joined to a year, so that it is none."""
    return t.raw[i] in ".:," and t.glued(i) and t.glued(i + 1) and t.raw[i + 1][0].isdigit()


def _dated(t: Tokens, i: int) -> bool:
    """Whether a short month in small letters is meant: after "bulan", or before a year or a word of direction."""
    year = t.raw[i + 1].isdigit() and len(t.raw[i + 1]) == 4
    return t.low[i - 1] == "bulan" or year or bool(direction_at(t, i + 1)[1])


def _dot(t: Tokens, i: int) -> int:
    """Skip the full stop of an abbreviated month before a year."""
    return i + 1 if t.raw[i] == "." and len(t.raw[i - 1]) <= _SHORT and t.raw[i + 1].isdigit() else i


def _checked(point: Point) -> Point | None:
    if point.number is None or point.day is None or not 1 <= point.number <= 12:
        return None
    return point if exists(point.year, point.number, point.day) else None

"""Dates told from the day of publication: kemarin, tahun lalu, pekan depan, dua tahun lalu, Rabu pekan lalu."""

from __future__ import annotations

from dataclasses import replace

from pipeline import language
from pipeline.values import codes
from pipeline.values.lexicon import CLASSES, FRACTIONS, JOINS, WORD_ROLES, Phrases, grammar, keyed
from pipeline.values.numbers import number_at
from pipeline.values.points import Point
from pipeline.values.tokens import Tokens
from pipeline.values.units import SE_UNITS, currency_before

DAYS = Phrases((row["phrase"], int(row["offset"])) for row in language.table("day_words"))
DIRECTIONS = keyed("directions", "phrase", "sign")
UNITS = language.mapping("date_units")
_STEPS = {"-": -1, "+": 1, "0": 0}
_LIMIT = 5000
_LONGEST_SUM = 6
_VAGUE = WORD_ROLES.keys() | CLASSES.keys() | FRACTIONS.keys() | {"beberapa", "sekian", "-"}
_DURING = grammar("during")


def direction_at(t: Tokens, i: int) -> tuple[int, str]:
    """The index after a word of direction at token i and its sign; i itself and "" when there is none."""
    found = DIRECTIONS.at(t, i)
    if found is None or not found[1] or (t.low[i] == "lalu" and t.low[i + 1] == "lintas"):
        return i, ""
    return found


def relative_at(t: Tokens, i: int) -> Point | None:
    """A relative date that begins at token i."""
    found = DAYS.at(t, i)
    if found and t.low[i] == "hari" and t.low[i + 1] == "ini" and _some_days(t, i):
        return None
    if found and (t.low[i] not in SE_UNITS or not (t.low[i - 1] in _DURING or _priced(t, i))):
        return Point(first=i, last=found[0], unit="day", offset=found[1])
    word = t.low[i]
    if word in UNITS:
        return _unit(t, i, one=word.startswith("se") and word[2:] in UNITS)
    scored = t.glued(i) and t.raw[i - 1] in "-–" and t.raw[i - 2][0].isdigit()
    return None if scored else _counted(t, i)


def _unit(t: Tokens, i: int, *, one: bool) -> Point | None:
    unit = UNITS[t.low[i]]
    before = "" if _priced(t, i) or codes.is_score(t, i - 3) else t.low[i - 1]
    if (unit == "week" and t.raw[i] == "Minggu") or before in _VAGUE or before[:1].isdigit():
        return None
    last, sign = direction_at(t, i + 1)
    if not sign or (unit == "day" and not one) or t.low[last - 1] in ("nanti", "tadi"):
        return None
    if one and (sign == "0" or t.low[i - 1] in _DURING):
        return None
    return Point(first=i, last=last, unit=unit, offset=_STEPS[sign], sign=sign)


def _some_days(t: Tokens, i: int) -> bool:
    """Whether a small number before "hari ini" counts the days: empat hari ini."""
    if _priced(t, i):
        return False
    small = t.raw[i - 1].isdigit() and len(t.raw[i - 1]) <= 2
    return WORD_ROLES.get(t.low[i - 1]) == "digit" or (small and t.low[i - 2] in _DURING)


def _priced(t: Tokens, i: int) -> bool:
    """Whether the number before token i is a sum of money, which no unit of time can follow: Rp 12.000 pekan lalu."""
    first = i - 1
    while t.low[first] in WORD_ROLES and i - first < _LONGEST_SUM:
        first -= 1
    return currency_before(t, first) is not None or currency_before(t, first + 1) is not None


def _counted(t: Tokens, i: int) -> Point | None:
    """N units ago or ahead; a span of time ("selama dua tahun mendatang") is a duration instead."""
    if (not t.raw[i][0].isdigit() and t.low[i] not in WORD_ROLES) or t.low[i] in CLASSES or currency_before(t, i):
        return None
    number = number_at(t, i)
    if number is None or number.value is None or number.approximate or t.low[number.last] not in UNITS:
        return None
    last, sign = direction_at(t, number.last + 1)
    whole = number.value == number.value.to_integral_value() and 0 < number.value <= _LIMIT
    if sign not in ("-", "+") or not whole or _spans(t, i) or t.low[last - 1] in ("nanti", "tadi"):
        return None
    offset = _STEPS[sign] * int(number.value)
    return Point(first=i, last=last, unit=UNITS[t.low[number.last]], offset=offset, sign=sign)


def _spans(t: Tokens, i: int) -> bool:
    """Whether the number at token i, or the range that it closes, follows a word for a span of time: selama 2-3 tahun."""
    place = i - 1
    join = JOINS.before(t, i)
    if join and (t.raw[join[0] - 1].isdigit() or t.low[join[0] - 1] in WORD_ROLES):
        place = join[0] - 1
        while t.raw[place].isdigit() or t.low[place] in WORD_ROLES:
            place -= 1
    return t.low[place] in _DURING


def counted_range_at(t: Tokens, i: int) -> tuple[Point, Point] | None:
    """Between N and M units ago or ahead, the earlier end first: dua hingga tiga tahun lalu, 5-10 tahun mendatang."""
    if (not t.raw[i][0].isdigit() and t.low[i] not in WORD_ROLES) or currency_before(t, i) or t.low[i - 1] in _DURING:
        return None
    number = number_at(t, i)
    if number is None or codes.is_score(t, i):
        return None
    join = JOINS.at(t, number.last)
    between = t.low[i - 1] == "antara" and t.low[number.last] == "dan"
    further = _counted(t, join[0] if join else number.last + 1) if join or between else None
    if further is None or number.value is None or further.offset is None or number.approximate:
        return None
    if not 0 < number.value < abs(further.offset) or number.value != number.value.to_integral_value():
        return None
    nearer = replace(further, offset=int(number.value) * (1 if further.offset > 0 else -1))
    ends = (nearer, further) if further.offset > 0 else (further, nearer)
    return replace(ends[0], first=i), replace(ends[1], first=i)


def year_offset_at(t: Tokens, i: int) -> tuple[int, int] | None:
    """ "tahun lalu" after a month or quarter: the index after it and the offset in years."""
    if t.low[i] != "tahun":
        return None
    last, sign = direction_at(t, i + 1)
    return (last, _STEPS[sign]) if sign else None


def month_offset_at(t: Tokens, i: int) -> tuple[int, int] | None:
    """ "bulan ini" after a day of the month: the index after it and the offset in months."""
    if t.low[i] != "bulan":
        return None
    last, sign = direction_at(t, i + 1)
    return (last, _STEPS[sign]) if sign else None


def week_offset_at(t: Tokens, i: int) -> tuple[int, int] | None:
    """ "pekan lalu" after a weekday: the index after it and the offset in weeks."""
    if UNITS.get(t.low[i]) != "week" or t.low[i].startswith("se") or t.raw[i] == "Minggu":
        return None
    last, sign = direction_at(t, i + 1)
    return (last, _STEPS[sign]) if sign else None

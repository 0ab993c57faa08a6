"""Quarters and halves of a year: kuartal I 2018, triwulan II, semester pertama tahun ini, Q2 2017."""

from __future__ import annotations

from dataclasses import replace

from pipeline import language
from pipeline.values.lexicon import ORDINALS, ROMAN, WORD_ROLES, WORD_VALUES
from pipeline.values.points import Point
from pipeline.values.relative import direction_at, year_offset_at
from pipeline.values.tokens import Tokens
from pipeline.values.years import KINDS

PERIODS = language.mapping("periods")
_BEFORE_SHORT = language.words("year_words") | {"di"}
_COUNT = {"quarter": 4, "semester": 2}


def period_at(t: Tokens, i: int) -> Point | None:
    """A numbered part of a year that begins at token i, with the year where one follows."""
    unit = PERIODS.get(t.low[i])
    if unit is None and t.raw[i] == "Q" and t.glued(i + 1):
        unit = "quarter"
    counted = t.low[i - 1] in WORD_ROLES or (t.raw[i - 1].isdigit() and len(t.raw[i - 1]) == 1)
    if unit is None or (counted and t.low[i + 1] in ORDINALS):
        return None
    found = _number(t, i + 1)
    if found is None or not 1 <= found[1] <= _COUNT[unit]:
        return None
    point = _with_year(t, Point(first=i, last=found[0], unit=unit, number=found[1]))
    bare = t.raw[i] == "Q" and point.year is None and point.year_offset is None and not point.sign
    return None if bare and t.low[i - 1] not in _BEFORE_SHORT else point


def _number(t: Tokens, i: int) -> tuple[int, int] | None:
    """The number of a period at token i and the index after it."""
    if t.raw[i] in "-/" and t.raw[i + 1] in ROMAN:
        i += 1
    if t.low[i] == "ke":
        i += 2 if t.raw[i + 1] in "-" else 1
    if t.raw[i] in ROMAN:
        return i + 1, ROMAN[t.raw[i]]
    if t.raw[i].isdigit() and len(t.raw[i]) == 1:
        return i + 1, int(t.raw[i])
    if t.low[i] in ORDINALS:
        return i + 1, int(ORDINALS[t.low[i]])
    if WORD_ROLES.get(t.low[i]) == "digit":
        return i + 1, int(WORD_VALUES[t.low[i]])
    return None


def _with_year(t: Tokens, point: Point) -> Point:
    i = point.last
    offset = year_offset_at(t, i)
    if offset:
        return replace(point, last=offset[0], year_offset=offset[1])
    place = i + 1 if t.low[i] in ("/", "-", "tahun", ",", "–", "th") else i
    place += t.low[i] == "tahun" and t.low[place] in KINDS
    raw = t.raw[place]
    if len(raw) == 4 and raw.isdigit() and raw[0] in "12":
        last, sign = direction_at(t, place + 1)
        return replace(point, last=last, year=int(raw), sign=sign)
    last, sign = direction_at(t, i)
    return replace(point, last=last, sign=sign)

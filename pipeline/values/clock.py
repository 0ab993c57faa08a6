"""Clock times: pukul 10.30 WIB, jam 9 pagi, 07.30-14.00 WITA, pukul setengah delapan malam."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline import language
from pipeline.values.lexicon import FRACTIONS, WORD_ROLES, Phrases
from pipeline.values.numbers import number_at
from pipeline.values.points import Point
from pipeline.values.tokens import Tokens

MONTHS = language.words("months")
PREFIXES = language.words("clock_words")
ZONES = language.mapping("time_zones")
PARTS: Phrases[tuple[int, int]] = Phrases(
    (row["phrase"], (int(row["from"]), int(row["to"]))) for row in language.table("day_part_hours")
)
_LOCAL = ["waktu", "setempat"]
_HALF_DAY = 12
_TURNED = 2
_TIME = re.compile(r"([01]?[0-9]|2[0-4])(?:\.([0-5][0-9]))?(?:\.([0-5][0-9]))?")


def time_at(t: Tokens, i: int) -> Point | None:
    """The clock time that begins at token i, with "pukul" or "jam", or with a time zone after it."""
    first, begin = i, i
    if t.low[i] in PREFIXES:
        begin = i + 2 if t.raw[i + 1] == "." else i + 1
        if t.low[i] == "jam" and (t.raw[i - 1][0].isdigit() or t.low[i - 1] in WORD_ROLES or t.low[i - 1] in FRACTIONS):
            return None
    read = _figures(t, begin, prefixed=begin > first)
    if read is None or t.low[read[0]] in ("menit", "detik"):
        return None
    last, hour, rest = read
    last, hour, zone, part = _after(t, last, hour)
    if begin == first and not zone and t.low[last : last + 2] != _LOCAL:
        return None
    return Point(first=first, last=last, unit="time", clock=f"{hour:02d}:{rest}", zone=zone, day=int(part))


def finish_range(start: Point, end: Point) -> Point:
    """Give the start of a range of times the zone of its end, and its part of the day: jam 7-9 malam."""
    hour = int(start.clock[:2]) + _HALF_DAY
    if end.day == _TURNED and not start.day and _HALF_DAY < hour < int(end.clock[:2]):
        start = replace(start, clock=f"{hour:02d}{start.clock[2:]}")
    return replace(start, zone=start.zone or end.zone)


def bare_at(t: Tokens, i: int) -> Point | None:
    """A clock time without "pukul": the end of a range, or its start when the end has a zone."""
    first = i
    if t.low[i] in PREFIXES:
        i += 1
    read = _figures(t, i, prefixed=True)
    if read is None or t.low[read[0]] in MONTHS:
        return None
    last, hour, zone, part = _after(t, read[0], read[1])
    turned = _TURNED if part and hour > read[1] else int(part)
    return Point(first=first, last=last, unit="time", clock=f"{hour:02d}:{read[2]}", zone=zone, day=turned)


def _figures(t: Tokens, i: int, *, prefixed: bool) -> tuple[int, int, str] | None:
    """Index after the figures, hour, and minutes (with seconds)."""
    if t.low[i] == "setengah" and WORD_ROLES.get(t.low[i + 1]) in ("digit", "ten"):
        number = number_at(t, i + 1)
        hour = int(number.value) - 1 if number and number.value else 0
        return (i + 2, hour, "30") if 0 < hour < 12 else None
    if t.raw[i][0].isdigit():
        return _digits(t, i, prefixed=prefixed)
    number = number_at(t, i) if prefixed and WORD_ROLES.get(t.low[i]) in ("digit", "ten") else None
    if number is None or number.value is None or not 1 <= number.value <= 24 or number.scale != 1:
        return None
    return number.last, int(number.value), "00"


def _digits(t: Tokens, i: int, *, prefixed: bool) -> tuple[int, int, str] | None:
    raw, last = t.raw[i].replace(",", "x"), i + 1
    for _ in range(2):
        if t.raw[last] == ":" and t.raw[last + 1].isdigit() and t.glued(last) and t.glued(last + 1):
            raw, last = f"{raw}.{t.raw[last + 1]}", last + 2
    found = _TIME.fullmatch(raw)
    if found is None or (t.glued(last) and t.raw[last][0].isalpha() and t.low[last] not in ZONES):
        return None
    hour, minutes, seconds = found.groups()
    if minutes is None and not prefixed and t.low[last] not in ZONES:
        return None
    return last, int(hour), f"{minutes or '00'}{':' + seconds if seconds else ''}"


def _after(t: Tokens, last: int, hour: int) -> tuple[int, int, str, bool]:
    """Zone and part of the day after the figures, in either order: index, hour of 24, offset, whether a part stood."""
    zone, parted = "", False
    for _ in range(2):
        if not zone and t.low[last] in ZONES:
            zone, last = ZONES[t.low[last]], last + 1
        part = None if parted else PARTS.at(t, last)
        if part:
            last, (start, end) = part
            parted = True
            hour = next((h for h in (hour, (hour + 12) % 24) if start <= h <= end or (h == 0 and end == 24)), hour)
    return last, hour, zone, parted

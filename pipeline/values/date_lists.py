"""Days and months that share their month or year: 12-14 Juni 2023, 12 dan 14 Juni, Mei dan Juni 2020."""

from __future__ import annotations

from dataclasses import replace

from pipeline.values import clock
from pipeline.values.lexicon import JOINS, WORD_ROLES, grammar
from pipeline.values.named_dates import MONTHS, WEEKDAYS, day_alone, day_at, month_at
from pipeline.values.points import Mention, Point, exists
from pipeline.values.tokens import Tokens
from pipeline.values.units import unit_at

_ALSO = grammar("list")
_LONGEST = 6


def listed(t: Tokens, i: int) -> list[Mention] | None:
    """12 dan 14 Juni 2023; Mei dan Juni 2020: the first borrows from the last."""
    _places, place = [i], i
    first = i + 1 if t.low[i] in ("tanggal", "tgl") else i
    reader = _bare_day if t.raw[first].isdigit() else month_at if t.low[first] in MONTHS else None
    if t.low[i - 1] == "antara":
        return None
    if reader is None or (reader is _bare_day and t.glued(first) and t.raw[first - 1][-1].isalnum()):
        return None
    items: list[Point] = []
    place = first
    while len(items) < 6:
        point = reader(t, place)
        if point is None or point.year is not None or point.sign or point.year_offset is not None:
            return None
        items.append(point)
        place = point.last
        comma = t.raw[place] == ","
        place += comma
        last = t.low[place] in ("dan", "serta", "&")
        if not (comma or last):
            return None
        place += last
        end = day_at(t, place) if reader is _bare_day else month_at(t, place)
        if end and (reader is _bare_day or end.year is not None or end.year_offset is not None):
            return _borrowed(items, end, i)
    return None


def _bare_day(t: Tokens, i: int) -> Point | None:
    return day_alone(t, i)


def _borrowed(items: list[Point], end: Point, first: int) -> list[Mention] | None:
    full = [
        replace(
            item,
            number=item.number if item.unit == "month" else end.number,
            year=end.year,
            year_offset=end.year_offset,
            sign=end.sign,
            borrowed=True,
        )
        for item in items
    ]
    mentions = [Mention(point.first, point.last, point) for point in full]
    mentions[0] = replace(mentions[0], first=first)
    return [*mentions, Mention(end.first, end.last, end)]


def further_times(t: Tokens, mention: Mention) -> list[Mention]:
    """The clock times that go on a list: pukul 08.00, 10.30, dan 13.00 WIB. They need minutes."""
    found: list[Mention] = []
    place = mention.last
    while mention.start.unit == "time" and len(found) < _LONGEST:
        joint = place + (t.raw[place] == ",")
        joint += t.low[joint] in _ALSO
        minutes = t.raw[joint].count(".") == 1 or t.raw[joint + 1] == ":"
        point = clock.bare_at(t, joint) if joint > place and t.raw[joint][0].isdigit() and minutes else None
        if point is None or unit_at(t, point.last) or JOINS.at(t, point.last) or t.low[point.last] in WORD_ROLES:
            break
        found.append(Mention(joint, point.last, point))
        place = point.last
    return found


def day_range(t: Tokens, i: int) -> Mention | None:
    """12-14 Juni 2023, tanggal 12 hingga 14 Juni, Senin-Selasa (12-13/6)."""
    place = i + 1 if t.low[i] in ("tanggal", "tgl") else i
    weekday, bracket, first_day = WEEKDAYS.at(t, place), False, None
    if weekday and t.raw[place][0].isupper():
        joiner = JOINS.at(t, weekday[0])
        after = joiner[0] if joiner else weekday[0] + (t.low[weekday[0]] == "dan")
        second = WEEKDAYS.at(t, after) if after > weekday[0] else None
        first_day = weekday[1]
        place = second[0] if second else weekday[0]
        bracket = t.raw[place] == "("
        place += t.raw[place] in "(,"
    if t.low[place] in ("tanggal", "tgl"):
        place += 1
    if not t.raw[place].isdigit() or len(t.raw[place]) > 2 or not 1 <= int(t.raw[place]) <= 31:
        return None
    if t.glued(place) and t.raw[place - 1][-1].isalnum():
        return None
    last_day = _second(t, place + 1, between=t.low[i - 1] == "antara")
    if last_day is None:
        return None
    end = day_at(t, last_day) or _slashed(t, last_day, bracket or t.raw[place - 1] == "(")
    if end is None or end.day is None or int(t.raw[place]) >= end.day:
        return None
    if bracket:
        if t.raw[end.last] != ")":
            return None
        end = replace(end, last=end.last + 1)
    start = replace(end, day=int(t.raw[place]), weekday=first_day)
    return Mention(i, end.last, start, end)


def _second(t: Tokens, i: int, *, between: bool) -> int | None:
    """The index after the word that joins the days of a range; "dan" joins them after "antara"."""
    join = JOINS.at(t, i)
    if join:
        return join[0]
    return i + 1 if between and t.low[i] == "dan" else None


def _slashed(t: Tokens, i: int, bracketed: bool) -> Point | None:
    raw = t.raw
    if not bracketed or not (raw[i].isdigit() and raw[i + 1] == "/" and raw[i + 2].isdigit() and len(raw[i + 2]) <= 2):
        return None
    month, day = int(raw[i + 2]), int(raw[i])
    return Point(first=i, last=i + 3, unit="day", number=month, day=day) if exists(None, month, day) else None

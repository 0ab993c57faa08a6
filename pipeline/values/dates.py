"""Dates in tokens: mentions found, completed and written as EDTF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline import language
from pipeline.values.points import Mention, Point, spell
from pipeline.values.resolve import resolve
from pipeline.values.tokens import Tokens
from pipeline.values.types import DateMention

FUTURE = language.words("future_words")
REPORTS = language.words("report_words")
_STOPS = frozenset(".!?;\n")
_BACK, _AHEAD = 14, 3


def finish(t: Tokens, mentions: list[Mention], *, published: date | None) -> list[DateMention]:
    """Typed dates from mentions, in their order."""
    years = [
        point.year
        for mention in mentions
        for point in (mention.start, mention.end)
        if point is not None and point.year is not None and point.unit in ("day", "month", "year")
    ]
    return [_finish(t, mention, published=published, years=years) for mention in mentions]


def _finish(t: Tokens, mention: Mention, *, published: date | None, years: list[int]) -> DateMention:
    future = published is not None and _ahead(t, mention)
    if mention.end is not None and mention.end.weekday and mention.end.day is None and mention.start.day is None:
        published = None
    point, known, anchor = resolve(mention.start, published=published, future=future, years=years)
    value = spell(point)
    if mention.end is not None:
        end, end_known, end_anchor = resolve(
            _following(mention.end, point), published=published, future=future, years=years
        )
        if mention.end.year is None and anchor:
            end_anchor = anchor
        value, known, anchor = f"{value}/{spell(end)}", known and end_known, anchor or end_anchor
    elif mention.open:
        value = f"{value}/.." if mention.open == "from" else f"../{value}"
    start, last = t.start[mention.first], t.end[mention.last - 1]
    return DateMention(start=start, end=last, text=t.text[start:last], value=value, resolved=known, anchor=anchor)


def _following(end: Point, start: Point) -> Point:
    """The end of a range takes the year of its completed start, or the next when it would come before it."""
    if end.year is not None or start.year is None or end.offset is not None or end.year_offset is not None:
        return end
    if end.number is None or end.unit not in ("day", "month", "quarter", "semester"):
        return end
    before = (end.number, end.day or 0) < (start.number or 0, start.day or 0)
    return replace(end, year=start.year + before)


def _ahead(t: Tokens, mention: Mention) -> bool:
    """Whether the clause says that the date lies ahead; the date of a saying does not."""
    for i in range(mention.first - 1, max(0, mention.first - _BACK), -1):
        if t.raw[i] in _STOPS or t.low[i] in REPORTS:
            break
        if t.low[i] in FUTURE:
            return True
    for i in range(mention.last, mention.last + _AHEAD):
        if t.raw[i] in _STOPS or t.raw[i] in ",":
            break
        if t.low[i] in ("akan", "bakal"):
            return True
    return False

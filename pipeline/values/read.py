"""The readers: text in, typed values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pipeline.values import dates, mentions, quantities
from pipeline.values.named_dates import MONTHS
from pipeline.values.points import exists
from pipeline.values.tokens import Tokens, tokenize
from pipeline.values.types import DateMention, Quantity, Values

TagSequence = Iterable[tuple[int, int, str]]
_DIGITS = frozenset("0123456789")
_TRIGGERS = quantities.TRIGGERS | mentions.TRIGGERS
_LONGEST_RUN = 64
_GAP = 2


def read_values(text: str, *, published: str | date | None = None, tags: TagSequence | None = None) -> Values:
    """Quantities and dates of a text, read together so that no figure is read twice.

    `published` is the day of publication (a `date`, or text that `parse_date` reads; None or unreadable leaves dates
    partial). `tags` are (start, end, universal part of speech) of words and help to decide what is counted.
    """
    t = tokenize(text)
    hits = _hits(t)
    if not hits:
        return Values((), ())
    found = mentions.read(t, hits)
    for mention in found:
        t.taken[mention.first : mention.last] = b"\x01" * (mention.last - mention.first)
    drafts = quantities.read(t, hits, _tag_map(tags))
    day = _as_date(published)
    return Values(tuple(draft.finish(t) for draft in drafts), tuple(dates.finish(t, found, published=day)))


def read_quantities(text: str, *, tags: TagSequence | None = None) -> tuple[Quantity, ...]:
    """The quantities of a text."""
    return read_values(text, tags=tags).quantities


def read_dates(text: str, *, published: str | date | None = None) -> tuple[DateMention, ...]:
    """The dates and clock times of a text."""
    return read_values(text, published=published).dates


def parse_date(text: str) -> str | None:
    """The day that a whole field names ("Rabu, 14 Juni 2017 10:30 WIB", "2017-06-14T10:30:00Z"), as an ISO date."""
    t = tokenize(text.strip())
    for mention in mentions.read(t, range(8, len(t.raw) - 8)):
        point = mention.start
        if point.unit == "day" and None not in (point.year, point.number, point.day) and mention.end is None:
            return f"{point.year:04d}-{point.number:02d}-{point.day:02d}"
    return _american(t)


def _american(t: Tokens) -> str | None:
    """June 14, 2017."""
    for i in range(8, len(t.raw) - 8):
        month, place = MONTHS.get(t.low[i]), i + 2
        day = t.raw[i + 1]
        place += t.raw[place] == ","
        year = t.raw[place]
        if month and day.isdigit() and year.isdigit() and len(year) == 4 and exists(int(year), month, int(day)):
            return f"{year}-{month:02d}-{int(day):02d}"
    return None


def _as_date(published: str | date | None) -> date | None:
    if published is None or isinstance(published, date):
        return published
    iso = parse_date(published)
    return date.fromisoformat(iso) if iso else None


def _hits(t: Tokens) -> list[int]:
    """Tokens at which an amount or date may begin. Rows of more than 64 with at most one token between are no
    prose and are left out."""
    digits, triggers = _DIGITS, _TRIGGERS
    hits = [i for i, word in enumerate(t.low) if word in triggers or word[0] in digits]
    if len(hits) <= _LONGEST_RUN:
        return hits
    kept: list[int] = []
    first = 0
    for k in range(1, len(hits) + 1):
        if k == len(hits) or hits[k] > hits[k - 1] + _GAP:
            if k - first <= _LONGEST_RUN:
                kept += hits[first:k]
            first = k
    return kept


def _tag_map(tags: TagSequence | None) -> Mapping[int, str]:
    return {start: tag for start, _, tag in tags} if tags else {}

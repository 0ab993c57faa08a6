"""The weekday that a date mention names."""

from __future__ import annotations

from pipeline.values.named_dates import WEEKDAYS
from pipeline.values.tokens import tokenize


def weekday_of(mention: str) -> int | None:
    """ISO number (Monday is 1) of the only capitalised weekday in a mention, None when there is none or several."""
    t = tokenize(mention)
    places = [(i, found) for i in range(len(t.raw)) if (found := WEEKDAYS.at(t, i)) and t.raw[i][0].isupper()]
    return places[0][1][1] if len(places) == 1 else None

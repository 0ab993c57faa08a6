"""Amounts whose unit stands only after the last: 5, 7, dan 9 persen; dari 3 juta menjadi 3,5 juta rupiah."""

from __future__ import annotations

from decimal import Decimal

from pipeline.values.draft import Draft
from pipeline.values.lexicon import grammar
from pipeline.values.nouns import Tags, noun_at
from pipeline.values.numbers import number_at
from pipeline.values.tokens import Tokens
from pipeline.values.units import BEFORE, currency_after, unit_at

_LIST = grammar("list")
_TO = grammar("shared_after")
_LONGEST = 6
_SHARED = frozenset({"percent", "money", "measure", "duration"})


def goes_on(t: Tokens, draft: Draft, tags: Tags) -> bool:
    """Whether a bare number begins a list of numbers of which the last has a unit or a thing counted."""
    i = draft.last
    for _ in range(_LONGEST):
        comma = t.raw[i] == ","
        closing = t.low[i + comma] in _LIST
        place = i + comma + closing
        number = number_at(t, place) if place > i else None
        if number is None:
            return False
        i = number.last
        if closing:
            return bool(currency_after(t, i) or unit_at(t, i) or noun_at(t, i, tags))
    return False


def spread(t: Tokens, drafts: list[Draft]) -> None:
    """Give bare numbers the kind, currency and multiplier of the amount that closes their list; `unit` stays null."""
    scale = base = Decimal(1)
    for k in range(len(drafts) - 2, -1, -1):
        one, other = drafts[k], drafts[k + 1]
        first, last = number_at(t, one.first), number_at(t, other.first)
        if last and last.scale > 1:
            scale, base = last.scale, last.base
        bare = one.kind == "count" and one.unit is None and one.per is None and not one.bare_one
        shared = bare and other.kind in _SHARED and not BEFORE.at(t, other.first) and _linked(t, one, other)
        if not shared or (first and first.scale > scale and other.kind == "money"):
            scale = base = Decimal(1)
            continue
        one.kind, one.currency = other.kind, other.currency
        if first and first.scale == 1 and scale > 1 and one.value is not None and one.value < base:
            one.value *= scale


def _linked(t: Tokens, one: Draft, other: Draft) -> bool:
    """Whether a comma and "dan" stand between the two, or "menjadi" after a "dari"; "27 atau 5 persen" are equals."""
    between = t.low[one.last : other.left]
    if len(between) == 1 and between[0] in _TO:
        return t.low[one.left - 1] == "dari"
    if between == ["atau"] and other.kind == "percent":
        return False
    return 0 < len(between) <= 2 and all(word == "," or word in _LIST for word in between)

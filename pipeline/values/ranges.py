"""Ranges: "3-5 miliar", "Rp 3 juta hingga Rp 5 juta", "antara 5 dan 10 persen", "puluhan hingga ratusan"."""

from __future__ import annotations

from decimal import Decimal

from pipeline.values.draft import Draft
from pipeline.values.lexicon import JOINS, WORD_ROLES, WORD_VALUES, Phrases, grammar
from pipeline.values.nouns import Tags, noun_at
from pipeline.values.numbers import Number, number_at
from pipeline.values.tokens import Tokens
from pipeline.values.units import BEFORE, currency_after, unit_at

SIGNS: Phrases[str] = Phrases((word, word) for word in grammar("tolerance"))


def extend(t: Tokens, draft: Draft, number: Number, tags: Tags, *, between: bool) -> Number:
    """Make the draft a range where one follows; gives the number phrase that ends it, else the first."""
    middle, join = _join(t, number.last, tags, between=between)
    if join is None and _next_digit(t, number):
        join = number.last
    if join is None:
        return number
    first, money = join, draft.currency is not None
    currency = BEFORE.at(t, join)
    if currency:
        if not money or currency[1].code != draft.currency:
            return number
        first = currency[0]
    second = number_at(t, first, money=money)
    if second is None or second.fraction != number.fraction:
        return number
    if middle and not _same_unit(t, number.last, middle, second.last):
        return number
    low, high = _ends(number, second)
    if low is None or high is None or low >= high:
        return number
    draft.value, draft.low, draft.high = None, low, high
    draft.approximate |= second.approximate
    draft.ambiguous |= second.ambiguous
    return second


def tolerance(t: Tokens, draft: Draft, number: Number) -> Number | None:
    """Give the draft the bounds of "3±1 persen" or "2,5% plus minus 1%"; the number phrase that ends it, else None."""
    unit = unit_at(t, number.last)
    for place, middle in ((number.last, None), (unit[0] if unit else number.last, unit)):
        sign = SIGNS.at(t, place)
        second = number_at(t, sign[0]) if sign else None
        if second is None or second.value is None or number.value is None or second.value >= number.value:
            continue
        if middle and not _same_unit(t, number.last, middle[0], second.last):
            continue
        draft.low, draft.high = number.value - second.value, number.value + second.value
        draft.ambiguous |= second.ambiguous
        return second
    return None


def _next_digit(t: Tokens, number: Number) -> bool:
    """Whether the next digit in words follows without a joining word: dua tiga hari."""
    if number.last - number.first != 1 or WORD_ROLES.get(t.low[number.first]) != "digit":
        return False
    return WORD_ROLES.get(t.low[number.last]) == "digit" and WORD_VALUES[t.low[number.last]] - 1 == number.value


def _join(t: Tokens, last: int, tags: Tags, *, between: bool) -> tuple[int | None, int | None]:
    """The index after a unit between the ends (None when there is none) and the index after the joining word."""
    for middle in (None, _unit_end(t, last, tags)):
        place = middle or last
        found = JOINS.at(t, place)
        if found:
            return middle, found[0]
        if between and t.low[place] == "dan":
            return middle, place + 1
    return None, None


def _unit_end(t: Tokens, i: int, tags: Tags) -> int | None:
    unit, currency = unit_at(t, i), currency_after(t, i)
    if unit or currency:
        return unit[0] if unit else currency[0] if currency else None
    return noun_at(t, i, tags)


def _same_unit(t: Tokens, first: int, last: int, other: int) -> bool:
    words = t.low[first:last]
    return t.low[other : other + len(words)] == words


def _ends(first: Number, second: Number) -> tuple[Decimal | None, Decimal | None]:
    """Lower and upper end; a multiplier that only the second has counts for both (3-5 miliar)."""
    low = first.value if first.value is not None else first.low
    high = second.value if second.value is not None else second.high
    bare = first.scale == 1 and second.scale > 1 and low is not None and high is not None
    if bare and low is not None and high is not None and low < (high / second.scale):
        low *= second.scale
    return low, high

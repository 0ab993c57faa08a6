"""Currencies and units beside a number, and the denominator after it ("per bulan", "/kg", "sebulan")."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline import language
from pipeline.values.lexicon import Phrases
from pipeline.values.tokens import Tokens, cut

_SHORT = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit form with its kind; durations of one `group` can be added, `size` says how.

    `exact` forms must be written as given: those of one letter (m, W) and short mixed ones (Wp is no WP, wajib pajak).
    """

    form: str
    kind: str
    group: str
    size: Decimal | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Currency:
    """A form of a currency; `exact` forms must be written in capitals as given."""

    form: str
    code: str
    exact: bool


def _unit(row: language.Row) -> Unit:
    form = row["form"]
    exact = form.isalpha() and (len(form) == 1 or (len(form) == _SHORT and form != form.lower() != form.upper()))
    return Unit(form, row["kind"], row["group"], Decimal(row["size"]) if row["size"] else None, exact)


def _currencies(*places: str) -> Phrases[Currency]:
    rows = [row for row in language.table("currencies") if row["place"] in places]
    return Phrases((row["form"], Currency(row["form"], row["code"], row["form"].isupper())) for row in rows)


UNITS: Phrases[Unit] = Phrases((row["form"], _unit(row)) for row in language.table("units"))
SINGLE_UNITS = {words[0]: unit for found in UNITS.heads.values() for words, unit in found if len(words) == 1}
BEFORE = _currencies("before", "both")
AFTER = _currencies("after", "both")
SE_UNITS = language.words("se_units")
UNIT_HEADS = frozenset(cut(row["form"])[0] for row in language.table("units"))


def currency_before(t: Tokens, i: int) -> tuple[int, str] | None:
    """The currency that ends before token i: its first token and its code."""
    found = BEFORE.before(t, i)
    if found is None or not _written(t, found[0], i, found[1]):
        return None
    return found[0], found[1].code


def currency_after(t: Tokens, i: int) -> tuple[int, str] | None:
    """The currency that begins at token i: the index after it and its code."""
    found = AFTER.at(t, i)
    if found is None or not _written(t, i, found[0], found[1]):
        return None
    return found[0], found[1].code


def _written(t: Tokens, first: int, last: int, currency: Currency) -> bool:
    if t.glued(first) and t.raw[first][0].isalpha() and t.raw[first - 1][-1].isalpha():
        return False
    return not currency.exact or t.span(first, last).isupper()


def unit_at(t: Tokens, i: int) -> tuple[int, Unit] | None:
    """The unit that begins at token i and the index after it; one-letter units must be written as in the fact file."""
    for words, unit in UNITS.heads.get(t.low[i], ()):
        last = i + len(words)
        if len(words) > 1 and tuple(t.low[i:last]) != words:
            continue
        if unit.exact and t.raw[i] != unit.form:
            continue
        if t.raw[last][0].isalnum() and t.glued(last):
            continue
        return last, unit
    return None


def unit_kind(word: str) -> str | None:
    """The kind of a unit of one word."""
    return language.mapping("units", "form", "kind").get(word)

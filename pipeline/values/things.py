"""What follows a number: unit, percent sign, currency, multiplying "kali", or the thing counted."""

from __future__ import annotations

from decimal import Decimal

from pipeline import language
from pipeline.values import numerals
from pipeline.values.context import BOUNDS_AFTER
from pipeline.values.denominators import per_at
from pipeline.values.draft import Draft
from pipeline.values.lexicon import grammar
from pipeline.values.nouns import CLASSIFIERS, COMPOUNDS, KNOWN, NEVER, Tags, noun_at
from pipeline.values.numbers import Number, number_at
from pipeline.values.tokens import Tokens
from pipeline.values.units import SINGLE_UNITS, Unit, currency_after, unit_at

COMPARED_AFTER = frozenset(r["word"] for r in language.table("comparisons") if r["place"] == "after")
COMPARED_BEFORE = frozenset(r["word"] for r in language.table("comparisons") if r["place"] == "before")
AGES = language.words("age_words")
PERSONS = language.words("person_nouns")
_POINTING = grammar("pointing")
_YEARS = frozenset({"tahun", "th", "thn", "bulan"})
_NOT_PERSONS = language.words("not_persons")
_RELAY_TEAMS = frozenset({Decimal(4)})
_RELAY_LEGS = frozenset(map(Decimal, (50, 100, 200, 400, 800, 1500)))
_OUTCOMES = grammar("outcome")
_SUFFERING = grammar("suffering")
_GRADES = grammar("wound_grade")
_SUFFIX = "an"
COMPARATIVES = language.words("comparatives")


def complete(t: Tokens, draft: Draft, number: Number, tags: Tags) -> None:
    """Give the draft its kind, unit, currency and end, from what follows `number`."""
    if draft.currency:
        _money(t, draft, number.last)
        return
    i = number.last
    if t.taken[i]:
        draft.kind, draft.last = ("multiple" if number.fraction else "count"), i
        return
    if t.low[i] == "lebih" and (unit_at(t, i + 1) or noun_at(t, i + 1, tags)) and t.low[i + 1] != "kali":
        draft.bound("low")
        i += 1
    currency = currency_after(t, i)
    unit = unit_at(t, i)
    if currency:
        draft.kind, draft.currency, draft.last = "money", currency[1], currency[0]
        _money(t, draft, draft.last)
    elif unit:
        _unit(t, draft, unit[0], unit[1], t.span(i, unit[0]))
    elif (rough := _rough_unit(t, draft, i)) is not None:
        draft.approximate = True
        _unit(t, draft, i + 1, rough, t.raw[i][: -len(_SUFFIX)])
    elif t.low[i] in ("x", "×") and t.raw[i + 1][0].isdigit():
        _dimension(t, draft, i)
    elif t.low[i] == "kali" or (t.low[i] == "x" and number.digits):
        _times(t, draft, i, tags)
    elif number.fraction and CLASSIFIERS.get(t.low[i]) != "container":
        draft.kind, draft.last = "multiple", i
    else:
        _count(t, draft, i, tags)


def _rough_unit(t: Tokens, draft: Draft, i: int) -> Unit | None:
    """The unit under a hedging -an: 100 meteran, 5 menitan, berusia 30 tahunan; "tahunan" elsewhere means yearly."""
    word = t.low[i]
    if not word.endswith(_SUFFIX) or (word in NEVER and not _named_age(t, draft)):
        return None
    unit = SINGLE_UNITS.get(word.removesuffix(_SUFFIX))
    return unit if unit and unit.kind in ("measure", "duration") and len(unit.form) > 2 else None


def _named_age(t: Tokens, draft: Draft) -> bool:
    return any(word in AGES for word in t.low[max(draft.left - 2, 0) : draft.first])


def _dimension(t: Tokens, draft: Draft, i: int) -> None:
    """Sizes written with a cross share the unit after the last: 39 x 27 x 7,5 cm. Without one they are no amount."""
    last = i
    while t.low[last] in ("x", "×") and (number := number_at(t, last + 1)) and last - i < 12:
        last = number.last
    unit = unit_at(t, last)
    if unit is None or unit[1].kind != "measure":
        draft.last = last
        return
    if _is_relay(draft, number_at(t, i + 1)):
        draft.last = unit[0]
        return
    draft.kind, draft.unit = "measure", t.span(last, unit[0])


def _is_relay(draft: Draft, leg: Number | None) -> bool:
    """Whether a size is the name of a race: 4x100 meter."""
    return draft.value in _RELAY_TEAMS and leg is not None and leg.value in _RELAY_LEGS


def is_whole(t: Tokens, draft: Draft) -> bool:
    """Whether what is counted cannot be split, so that "33,914 orang" are thousands; an average can."""
    if draft.kind != "count" or draft.value is None or draft.per is not None or draft.unit is None:
        return False
    unit = draft.unit.lower()
    averaged = "rata" in t.low[max(draft.left - 3, 0) : draft.left]
    return (
        not averaged
        and CLASSIFIERS.get(unit) != "container"
        and unit != "kali"
        and (unit in KNOWN or unit in CLASSIFIERS)
    )


def bound_after(t: Tokens, draft: Draft) -> None:
    """Read a bound that follows the amount: 17 tahun ke atas, 5 persen lebih."""
    found = BOUNDS_AFTER.at(t, draft.last)
    if found is None:
        return
    after = t.low[found[0]]
    if t.low[draft.last] == "lebih" and (
        after in COMPARATIVES or (draft.kind == "multiple" and after.isalpha() and after not in NEVER)
    ):
        return
    draft.bound(found[1])


def _money(t: Tokens, draft: Draft, last: int) -> None:
    draft.kind = "money"
    if t.raw[last] in ",." and t.glued(last) and t.raw[last + 1] in "-–" and t.glued(last + 1):
        last += 2
    elif (again := currency_after(t, last)) and again[1] == draft.currency:
        last = again[0]
    draft.last = last


def _unit(t: Tokens, draft: Draft, last: int, unit: Unit, form: str) -> None:
    draft.kind, draft.last = unit.kind, last
    if t.raw[last] == "-" and t.low[last + 1] == "an" and t.glued(last) and t.glued(last + 1):
        draft.approximate, draft.last = True, last + 2
    if unit.kind == "percent":
        return
    draft.unit = form
    if unit.kind != "duration":
        return
    _add_smaller(t, draft, unit)
    if _is_age(t, draft):
        draft.kind = "age"


def _add_smaller(t: Tokens, draft: Draft, unit: Unit) -> None:
    """1 jam 30 menit is 1.5 jam."""
    size = unit.size
    while draft.value is not None and size is not None and unit.size is not None:
        number = number_at(t, draft.last + (t.low[draft.last] == "lebih"))
        found = unit_at(t, number.last) if number else None
        if number is None or found is None or number.value is None or number.fraction:
            return
        smaller = found[1]
        if smaller.group != unit.group or smaller.size is None or smaller.size >= size:
            return
        part = number.value
        draft.ambiguous |= number.ambiguous
        if part * smaller.size >= size and (thousandths := numerals.decimal_point(t.raw[number.first])) is not None:
            part, draft.ambiguous = thousandths, True
        draft.value += part * smaller.size / unit.size
        draft.last, size = found[0], smaller.size


def _is_age(t: Tokens, draft: Draft) -> bool:
    for i in range(draft.first - 1, max(0, draft.left - 5), -1):
        if t.low[i] in AGES:
            return True
        if t.raw[i] in ".\n;":
            break
    before = t.low[draft.left - 1]
    if draft.unit is None or draft.unit.lower() not in _YEARS:
        return False
    if before == "(" and t.raw[draft.last] == ")":
        name = draft.left - 2
        near = any(word in PERSONS for word in t.low[name - 2 : name + 1])
        return t.raw[name][0].isupper() or near or _agent(t.low[name]) or t.low[name] in _POINTING
    if before == "," and t.raw[draft.last] == ",":
        return t.raw[draft.left - 2][0].isupper() and t.raw[draft.left - 2][0].isalpha()
    pointed = t.low[draft.last] in _POINTING and (_agent(t.low[draft.left - 2]) or t.low[draft.left - 2] in PERSONS)
    return before in PERSONS or _agent(before) or pointed


def _agent(word: str) -> bool:
    """Whether a word has the shape of a noun for a person who does something: pesilat, pelari, pebulu tangkis."""
    return (
        word.startswith("pe")
        and len(word) > 4
        and not word.endswith(("an", "nya"))
        and word not in NEVER | _NOT_PERSONS
    )


def _times(t: Tokens, draft: Draft, i: int, tags: Tags) -> None:
    """N kali: a multiple where sizes are compared, else a frequency; "kali" with a noun of its own is a count of it."""
    last, after = i + 1, t.low[i + 1]
    if after == "lipat":
        draft.kind, draft.last = "multiple", last + 1
    elif t.low[draft.left - 1] == "sebanyak" or (
        after == "dari" and t.raw[i + 2][0].isdigit() and not _risen(t, draft.left)
    ):
        draft.kind, draft.unit, draft.last = "count", t.raw[i], last
    elif (
        (_uneven(draft) and per_at(t, last, tags) is None)
        or after in COMPARED_AFTER
        or (draft.value != 1 and _risen(t, draft.left))
    ):
        draft.kind, draft.last = "multiple", last
    else:
        draft.kind, draft.unit, draft.last = "count", t.raw[i], last


def _risen(t: Tokens, i: int) -> bool:
    """Whether the words before token i say by how much: naik dua kali, but not naik dari dua kali."""
    return t.low[i - 1] != "dari" and any(word in COMPARED_BEFORE for word in t.low[i - 2 : i])


def _uneven(draft: Draft) -> bool:
    """Whether the number is no whole one, as no frequency is: 1,75 kali ketentuan."""
    return draft.value is not None and draft.value != draft.value.to_integral_value()


def _hurt(t: Tokens, draft: Draft, i: int) -> bool:
    """Whether a "luka" at token i is what happened to those counted (2 tewas, 5 luka), no wound counted."""
    if t.low[i] not in _OUTCOMES or t.low[draft.left - 1] in _SUFFERING:
        return False
    return t.low[i + 1] in _GRADES or any(word in _OUTCOMES for word in t.low[max(draft.left - 8, 0) : draft.left])


def _count(t: Tokens, draft: Draft, i: int, tags: Tags) -> None:
    draft.kind = "count"
    if _hurt(t, draft, i):
        draft.last = i
        return
    compound = COMPOUNDS.at(t, i)
    if compound:
        draft.unit, draft.last = t.span(i, compound[0]), compound[0]
        return
    role = CLASSIFIERS.get(t.low[i])
    if role is None:
        last = noun_at(t, i, tags)
        if last is not None:
            draft.unit, draft.last = t.span(i, last), last
        return
    last = noun_at(t, i + 1, tags) if role == "classifier" and t.low[i + 1] not in NEVER else None
    draft.unit = t.span(i + 1, last) if last else t.raw[i]
    draft.last = last or i + 1

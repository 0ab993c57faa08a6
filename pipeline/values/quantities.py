"""Quantities in tokens: finds the numbers, drops what is no amount, and completes the rest."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline import language
from pipeline.values import acceptance, codes, denominators, numerals, ranges, sharing, signs, things
from pipeline.values.context import Left, left_of
from pipeline.values.draft import Draft
from pipeline.values.lexicon import CLASSES, FRACTIONS, ORDINALS, ROMAN, WORD_ROLES, Phrases
from pipeline.values.nouns import Tags
from pipeline.values.numbers import number_at
from pipeline.values.ordinals import OWN_ORDINALS, RANKS, further_ranks, ordinal_at
from pipeline.values.tokens import Tokens
from pipeline.values.units import SE_UNITS, currency_before, unit_kind

TRIGGERS = (
    frozenset(word for word, role in WORD_ROLES.items() if role in ("digit", "ten", "hundred", "one_scale", "about"))
    | CLASSES.keys()
    | FRACTIONS.keys()
    | ORDINALS.keys()
    | OWN_ORDINALS.keys()
    | RANKS
    | SE_UNITS
    | {"beberapa"}
    | {form.lower() for form in ROMAN}
)
IDIOMS: Phrases[str] = Phrases((phrase, phrase) for phrase in language.words("skip_idioms"))


def read(t: Tokens, hits: Iterable[int], tags: Tags) -> list[Draft]:
    """All amounts, in text order. `hits` are the tokens that may begin one; tokens taken by dates are left alone."""
    drafts: list[Draft] = []
    links = codes.links(t.text)
    past = 0
    for i in hits:
        if i < past or t.taken[i] or (links[0] and codes.in_link(links, t.start[i])):
            continue
        if t.raw[i][0].isdigit() and t.low[i - 1] != "ke" and not (t.raw[i - 1] in "-–" and t.low[i - 2] == "ke"):
            end = i + 3 if codes.is_score(t, i) else codes.code_end(t, i)
            if end is not None:
                past = end
                continue
        draft = _draft(t, i, tags, drafts[-1] if drafts else None, past=past)
        if draft is None or draft.first < past or 1 in t.taken[draft.first : draft.last]:
            continue
        past = draft.after
        if draft.kind:
            drafts.append(draft)
        if draft.kind == "ordinal":
            drafts += further_ranks(t, draft, tags)
            past = drafts[-1].after
    kept = [draft for k, draft in enumerate(drafts) if not draft.bare_one or acceptance.listed(t, drafts, k)]
    denominators.fill_from_afar(t, kept, tags)
    sharing.spread(t, kept)
    return kept


def _draft(t: Tokens, i: int, tags: Tags, before: Draft | None, *, past: int) -> Draft | None:
    """The amount at token i; one without a kind only says how far to skip. Tokens before `past` are used up."""
    idiom = IDIOMS.at(t, i)
    if idiom:
        return Draft(first=i, last=i, left=i, after=idiom[0])
    ordinal = ordinal_at(t, i, tags)
    if ordinal:
        ordinal.after = ordinal.last
        if ordinal.kind == "ordinal" and t.raw[i][0].isdigit() and codes.in_law(t, ordinal.first):
            return None
        return None if codes.in_name(t, i) and ordinal.first == i else ordinal
    if t.low[i] in SE_UNITS:
        return _se_unit(t, i)
    money = currency_before(t, i)
    money = money if money and money[0] >= past else None
    number = number_at(t, i, money=money is not None)
    if number is None or (not number.digits and codes.in_name(t, i)) or signs.runs_on(t, number):
        return None
    size = None if money or not number.digits else signs.size_before(t, i)
    first = money[0] if money else size[0] if size else i
    minus = signs.minus_before(t, first) if first > past else None
    first = first if minus is None else minus
    left = left_of(t, first)
    draft = Draft(first=first, last=number.last, left=left.first, currency=money[1] if money else None)
    draft.take(number)
    factor = signs.product(t, number)
    if factor:
        number = factor
        draft.take(number)
    final = ranges.tolerance(t, draft, number) or ranges.extend(t, draft, number, tags, between=left.between)
    if minus is not None:
        draft.negate()
    ranged = final is not number
    draft.last = final.last
    things.complete(t, draft, final, tags)
    if size and draft.kind == "count" and draft.unit is None:
        draft.kind, draft.unit = "measure", size[1]
    draft.after = draft.last
    if acceptance.denominated(t, draft) or not acceptance.is_amount(
        t, draft, number, left, before, ranged=ranged, tags=tags
    ):
        return Draft(first=i, last=i, left=i, after=draft.after)
    _finish(t, draft, left, tags, ranged=ranged)
    if number.digits and number.scale == 1 and things.is_whole(t, draft):
        thousands = numerals.english_thousands(t.raw[number.first])
        if thousands is not None:
            draft.value, draft.ambiguous = thousands, True
    return draft


def _finish(t: Tokens, draft: Draft, left: Left, tags: Tags, *, ranged: bool) -> None:
    draft.approximate |= bool(left.hedge) and not (ranged and "kisar" in left.hedge)
    draft.bound(left.side)
    things.bound_after(t, draft)
    draft.after = draft.last
    per = denominators.per_at(t, draft.last, tags)
    if per:
        draft.after, draft.per = per
        further = denominators.per_at(t, draft.after, tags)
        draft.after = further[0] if further else draft.after


def _se_unit(t: Tokens, i: int) -> Draft | None:
    """setahun, sejam: one of the unit."""
    unit = unit_kind(t.low[i].removeprefix("se"))
    if (
        unit is None
        or (t.raw[i + 1] == "-" and t.glued(i + 1))
        or t.low[i - 1] in denominators.EACH
        or t.low[i + 1] == "sekali"
    ):
        return None
    times = number_at(t, i + 1)
    if times and t.low[times.last] == "kali":
        return None
    left = left_of(t, i)
    draft = Draft(first=i, last=i + 1, left=left.first, kind=unit, value=Decimal(1), unit=t.low[i].removeprefix("se"))
    draft.approximate = bool(left.hedge)
    draft.bound(left.side)
    things.bound_after(t, draft)
    draft.after = i + 1
    return draft

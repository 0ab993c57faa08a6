"""The denominator of an amount: "per bulan", "/kg", "sebulan", and "setiap hari" elsewhere in the clause."""

from __future__ import annotations

from pipeline.values.draft import Draft
from pipeline.values.lexicon import ORDINALS, grammar
from pipeline.values.nouns import CLASSIFIERS, KNOWN, NEVER, Tags, noun_at
from pipeline.values.numbers import number_at
from pipeline.values.tokens import Tokens
from pipeline.values.units import SE_UNITS, UNIT_HEADS, currency_after, unit_at, unit_kind

EACH = grammar("each")
ENDS = frozenset(".,;:!?()\n")
_TURNS = grammar("turn")
_DAY_TIMES = grammar("day_time")


def per_at(t: Tokens, i: int, tags: Tags) -> tuple[int, str] | None:
    """The denominator that begins at token i ("per", "setiap", "/", "sebulan") and the index after it."""
    word = t.low[i]
    if word == "dalam" and t.low[i + 1] in SE_UNITS and t.low[i - 1] in ("kali", "x"):
        i, word = i + 1, t.low[i + 1]
    if word in SE_UNITS and not t.taken[i]:
        return i + 1, word.removeprefix("se")
    joined = word[3:].removesuffix("nya") if word.startswith("per") else ""
    if joined in UNIT_HEADS and unit_kind(joined) != "percent" and len(word) > 4 and not word.startswith("persen"):
        return i + 1, joined
    if word == "/":
        last = _denominator(t, i + 1, tags, strict=True)
        again = last is not None and last - i > 1 and t.raw[i + 1][0].isdigit() and t.low[i - 1] == t.low[last - 1]
        return (last, t.span(i + 1, last)) if last and not again else None
    if word not in EACH:
        return None
    first = i + 2 if t.low[i + 1] == "-" and t.glued(i + 1) else i + 1
    last = _denominator(t, first, tags, strict=False)
    if last is None:
        return None
    text = t.span(first, last)
    return last, text.removesuffix("nya") if len(text) > 5 else text


def _denominator(t: Tokens, i: int, tags: Tags, *, strict: bool) -> int | None:
    """The index after a denominator that begins at token i; none where a date stands ("per 31 Desember")."""
    if t.taken[i] or t.raw[i] == "Minggu":
        return None
    number = number_at(t, i)
    first = number.last if number else i
    unit = unit_at(t, first)
    if unit and unit[1].kind != "percent":
        return unit[0]
    currency = currency_after(t, first)
    if currency:
        return currency[0]
    word = t.low[first].removesuffix("nya")
    if strict and word not in KNOWN and word not in CLASSIFIERS:
        return None
    last = noun_at(t, first, tags)
    if word in CLASSIFIERS and last == first + 1 and not strict:
        return noun_at(t, last, tags) or last
    if last is None and number is None and t.raw[first].isalpha() and t.low[first] not in NEVER:
        last = first + 1
    if last is None and number is None and t.low[first] in _DAY_TIMES:
        last = first + 1
    return last or (number.last if number else None)


def fill_from_afar(t: Tokens, drafts: list[Draft], tags: Tags) -> None:
    """A denominator farther off fills `per` of the nearest amount: "5 ton gabah per hektare", "setiap hari ..."."""
    for k, draft in enumerate(drafts):
        if draft.per is not None or draft.kind in ("ordinal", "multiple", "age") or t.low[draft.first] in ORDINALS:
            continue
        if draft.unit == "kali" and t.low[draft.left - 1] in SE_UNITS:
            draft.per = t.low[draft.left - 1].removeprefix("se")
            continue
        right = drafts[k + 1].left if k + 1 < len(drafts) else len(t.raw)
        for i in range(draft.after, min(draft.after + 8, right, len(t.raw))):
            if t.raw[i] in ENDS:
                break
            if t.low[i] in EACH and _is_period(t, i + 1):
                draft.after, draft.per = i + 2, t.low[i + 1].removesuffix("nya")
                break
            if t.low[i] == "per" and all(word.isalpha() and word not in NEVER for word in t.low[draft.after : i]):
                per = per_at(t, i, tags)
                draft.after, draft.per = per or (draft.after, None)
                break
        if draft.per is None:
            _each_before(t, draft, drafts[k - 1].after if k else 0)


def _each_before(t: Tokens, draft: Draft, stop: int) -> None:
    for i in range(draft.left - 1, max(draft.left - 8, stop, 0), -1):
        if (t.raw[i] in ENDS and t.raw[i] != ",") or t.low[i] in _TURNS:
            return
        if t.low[i - 1] in EACH and _is_period(t, i):
            draft.per = t.low[i].removesuffix("nya")
            return


def _is_period(t: Tokens, i: int) -> bool:
    word = t.low[i].removesuffix("nya")
    if t.taken[i] or (word == "minggu" and t.raw[i][0].isupper()):
        return False
    if word in _DAY_TIMES:
        return True
    return unit_kind(word) == "duration"

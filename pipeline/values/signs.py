"""What touches a number: letters that make it a code, a minus sign, a factor (2x24 jam)."""

from __future__ import annotations

from pipeline.values import codes
from pipeline.values.lexicon import WORD_ROLES, grammar
from pipeline.values.numbers import Number, number_at
from pipeline.values.tokens import Tokens
from pipeline.values.units import BEFORE, currency_after, unit_at

MINUS = grammar("minus")
_SIZE_HEADS = grammar("size_head")
_VERBAL = "ber"


def runs_on(t: Tokens, number: Number) -> bool:
    """Whether letters that are no unit touch the number: 3D, 5G, 12th."""
    last = number.last
    if not number.digits or not t.glued(last) or not t.raw[last][0].isalpha():
        return (
            t.raw[last] == "-"
            and t.glued(last)
            and t.glued(last + 1)
            and t.raw[last + 1][0].isalpha()
            and (t.low[last + 1] not in WORD_ROLES and not _currency_ahead(t, last + 1) and number.digits)
        )
    return unit_at(t, last) is None and t.low[last] != "x" and not _currency_ahead(t, last)


def _currency_ahead(t: Tokens, i: int) -> bool:
    return BEFORE.at(t, i) is not None or currency_after(t, i) is not None


def minus_before(t: Tokens, first: int) -> int | None:
    """The token of a minus sign or word before an amount."""
    sign = first - 1
    if t.low[sign] in MINUS:
        return None if t.low[sign - 1] == "plus" else sign
    if t.raw[sign] not in ("-", "−", "–"):
        return None
    free = not t.glued(sign) or t.raw[sign - 1] in "(=\n"
    return sign if free and (t.glued(first) or t.raw[sign - 1] == "(") else None


def size_before(t: Tokens, i: int) -> tuple[int, str] | None:
    """The unit before the number at token i and where the mention begins: magnitudo 5,6, M 5,6, magnitudo (M) 5,6."""
    if codes.is_magnitude(t, i):
        return i - 1, t.raw[i - 1]
    head = i - 4 if t.raw[i - 3 : i] == ["(", "M", ")"] else i - 2 if t.raw[i - 1] == ":" else i - 1
    if t.low[head] not in _SIZE_HEADS:
        return None
    return (i, t.low[head].removeprefix(_VERBAL)) if t.low[head].startswith(_VERBAL) else (head, t.raw[head])


def product(t: Tokens, number: Number) -> Number | None:
    """2x24 jam is 48 jam, 2 x 50 MW is 100 MW; lengths are sizes (3x4 meter) and no product."""
    if t.low[number.last] not in ("x", "×") or not number.plain:
        return None
    second = number_at(t, number.last + 1)
    unit = unit_at(t, second.last) if second else None
    if second is None or unit is None or unit[1].kind == "percent" or unit[1].group == "length":
        return None
    if number.value is None or second.value is None or t.low[second.last] in ("x", "×"):
        return None
    return Number(number.first, second.last, number.value * second.value, plain=True, digits=True)

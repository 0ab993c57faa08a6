"""Number phrases: numerals, number words and mixes of both, with their multipliers.

1.250 · 1,5 miliar · 1 juta 250 ribu · dua setengah juta · tiga perempat · puluhan ribu · 50-an · beberapa ratus
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from math import gcd

from pipeline.values import numerals
from pipeline.values.lexicon import CLASSES, FRACTIONS, SOME_CLASSES, WORD_ROLES, WORD_VALUES
from pipeline.values.number_words import read_words
from pipeline.values.tokens import Tokens

_ONE = Decimal(1)
_TEN = Decimal(10)
_MONEY_SCALES = {"M": Decimal(10**9), "T": Decimal(10**12), "K": Decimal(1000), "k": Decimal(1000)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number phrase in tokens `first` up to `last`; a class ("puluhan") has `low` and `high` and no `value`.

    `plain`: one row of digits. `digits`: begins with a numeral. `scale`: its last multiplier (1 when none).
    `fraction`: less than one, written as a fraction word. `base`: the value before a multiplier.
    """

    first: int
    last: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    approximate: bool = False
    ambiguous: bool = False
    plain: bool = False
    digits: bool = False
    fraction: bool = False
    scale: Decimal = _ONE
    base: Decimal = _ONE


def number_at(t: Tokens, i: int, *, money: bool = False) -> Number | None:
    """The number phrase that begins at token i; `money` allows "M" and "T". None where no well-formed one begins."""
    word = t.low[i]
    if word in CLASSES:
        return _class(t, i, i + 1, *CLASSES[word])
    if word == "beberapa" and t.low[i + 1] in SOME_CLASSES:
        return _class(t, i, i + 2, *SOME_CLASSES[t.low[i + 1]])
    if t.low[i + 1] == "puluhan" and WORD_ROLES.get(word) == "digit":
        tens = WORD_VALUES[word] * 10
        return _scaled(t, Number(i, i + 2, tens, approximate=True, base=tens), money=False)
    if word in FRACTIONS:
        if t.glued(i) and not word.isalpha() and t.raw[i - 1][-1].isalnum():
            return None
        return _finish(t, _fraction(t, i), money=money)
    if word[0].isdigit():
        return _from_numeral(t, i, money=money)
    return _from_words(t, i, word) if word in WORD_ROLES else None


def ordinal_words(t: Tokens, i: int) -> Number | None:
    """The number in an ordinal written as one or more words from token i, "ke" left off: kedua puluh lima."""
    return _from_words(t, i, t.low[i].removeprefix("ke"))


def _class(t: Tokens, first: int, last: int, low: Decimal, high: Decimal) -> Number:
    total = _ONE
    while WORD_ROLES.get(t.low[last]) in ("scale", "hundred", "ratus"):
        scale = WORD_VALUES[t.low[last]]
        total *= scale
        low, high = low * scale, high * scale + scale - 1
        last += 1
    return Number(first, last, None, low, high, approximate=True, scale=total)


def _fraction(t: Tokens, i: int) -> Number:
    value = FRACTIONS[t.low[i]]
    return Number(i, i + 1, value, fraction=True, base=value)


def _from_numeral(t: Tokens, i: int, *, money: bool) -> Number | None:
    numeral = numerals.read(t.raw[i])
    if numeral is None:
        return None
    last, value = i + 1, numeral.value
    if t.raw[last] == "/" and t.glued(last) and t.glued(last + 1) and t.raw[last + 1].isdigit():
        return _slash(t, i, numeral)
    number = Number(
        i,
        last,
        value,
        ambiguous=numeral.ambiguous,
        plain=numeral.plain,
        digits=True,
        base=value,
    )
    if t.low[last] in FRACTIONS and (not t.low[last].isalpha() or t.low[last] == "setengah"):
        value += FRACTIONS[t.low[last]]
        number = replace(number, last=last + 1, value=value, base=value, plain=False)
    return _spelled(t, _finish(t, number, money=money))


def _spelled(t: Tokens, number: Number) -> Number:
    """Take the same number again in words and brackets: 10 (sepuluh) orang."""
    if t.raw[number.last] != "(" or t.low[number.last + 1] not in WORD_ROLES:
        return number
    again = _from_words(t, number.last + 1, t.low[number.last + 1])
    if again is None or again.value != number.value or t.raw[again.last] != ")":
        return number
    return _scaled(t, replace(number, last=again.last + 1), money=False)


def _slash(t: Tokens, i: int, numeral: numerals.Numeral) -> Number | None:
    """A fraction in digits: 2/3. Other figures with a slash are no numbers."""
    below = numerals.read(t.raw[i + 2]) if t.raw[i + 2].isdigit() else None
    if not (numeral.plain and below and below.plain) or (t.raw[i + 3] in "/-" and t.glued(i + 3)):
        return None
    above = numeral.value
    if not 0 < above < below.value <= 10 or gcd(int(above), int(below.value)) > 1:
        return None
    value = above / below.value
    return Number(i, i + 3, value, fraction=True, base=value)


def _finish(t: Tokens, number: Number, *, money: bool) -> Number:
    """Take the multipliers, lesser parts (1 juta 250 ribu) and the hedging -an after a number."""
    number = _scaled(t, number, money=money)
    while number.digits and number.scale > 1 and not number.approximate and t.raw[number.last][0].isdigit():
        numeral = numerals.read(t.raw[number.last])
        role = WORD_ROLES.get(t.low[number.last + 1])
        scale = WORD_VALUES[t.low[number.last + 1]] if role == "scale" else _ONE
        if numeral is None or role != "scale" or scale >= number.scale or numeral.value * scale >= number.scale:
            break
        assert number.value is not None
        number = replace(number, last=number.last + 2, value=number.value + numeral.value * scale, scale=scale)
    return _hedged(t, number)


def _scaled(t: Tokens, number: Number, *, money: bool) -> Number:
    last, scale, about = number.last, _ONE, False
    while WORD_ROLES.get(t.low[last]) in ("scale", "scale_about") or (
        t.low[last] in ("puluh", "ratus") and number.digits and (not number.plain or number.base < _TEN)
    ):
        scale *= WORD_VALUES[t.low[last]]
        about = WORD_ROLES[t.low[last]] == "scale_about"
        last += 1
        if about:
            break
    if money and last == number.last and t.raw[last] in _MONEY_SCALES and not _runs_on(t, last + 1):
        scale, last = _MONEY_SCALES[t.raw[last]], last + 1
    if last == number.last:
        return number
    assert number.value is not None
    return replace(
        number,
        last=last,
        value=number.value * scale,
        scale=scale,
        plain=False,
        fraction=False,
        approximate=number.approximate or about,
    )


def _runs_on(t: Tokens, i: int) -> bool:
    return t.glued(i) and t.raw[i][0].isalnum()


def _hedged(t: Tokens, number: Number) -> Number:
    """The suffix -an written with or without a hyphen: 50-an, 100an."""
    last = number.last
    if t.low[last] == "-" and t.low[last + 1] == "an" and t.glued(last) and t.glued(last + 1):
        number = replace(number, last=last + 2, approximate=True, plain=False)
    elif t.low[last] == "an" and t.glued(last):
        number = replace(number, last=last + 1, approximate=True, plain=False)
    else:
        return number
    return _scaled(t, number, money=False) if number.scale == 1 else number


def _from_words(t: Tokens, i: int, word: str) -> Number | None:
    if WORD_ROLES.get(word) == "about":
        return _scaled(t, Number(i, i + 1, WORD_VALUES[word], approximate=True, base=WORD_VALUES[word]), money=False)
    words = read_words(t, i, word)
    if words is None:
        return None
    last, value, scale, about, fraction = words
    number = Number(i, last, value, approximate=about, fraction=fraction, scale=scale, base=value / scale)
    return _hedged(t, number)

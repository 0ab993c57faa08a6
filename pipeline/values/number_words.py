"""Numbers in words: seribu dua ratus, dua setengah juta, lima ribu triliun, nol koma dua lima, dua pertiga."""

from __future__ import annotations

from decimal import Decimal

from pipeline.values.lexicon import FRACTION_PARTS, WORD_ROLES, WORD_VALUES
from pipeline.values.tokens import Tokens

_ONE = Decimal(1)
_THOUSAND = Decimal(1000)
_HALF = Decimal("0.5")


def read_words(t: Tokens, i: int, word: str) -> tuple[int, Decimal, Decimal, bool, bool] | None:
    """Read number words from token i, `word` standing for that token.

    Gives the index after them, the value, the last multiplier, whether it ends in a hedging -an ("tiga jutaan") and
    whether it is a fraction. Multipliers must descend ("dua juta tiga ribu"), but "ribu" may stand before a greater
    one ("lima ribu triliun"); where they do not, the phrase ends.
    """
    parts: list[tuple[Decimal, Decimal]] = []
    pos, about = i, False
    while not about:
        read = _part(t, pos, word if pos == i else t.low[pos])
        if read is None:
            break
        last, value, scale = read
        if scale == 1:
            fraction = _fraction(t, last, value)
            if fraction is not None and not parts:
                return fraction[0], fraction[1], _ONE, False, True
            last, value = _half(t, *_decimals(t, last, value))
        while (role := WORD_ROLES.get(t.low[last])) in ("scale", "scale_about") and not about:
            scale *= WORD_VALUES[t.low[last]]
            about = role == "scale_about"
            last += 1
        if parts and scale >= parts[-1][1]:
            if scale == parts[-1][1] or parts[0][1] != _THOUSAND:
                about = False
                break
            value += parts.pop()[0]
        parts.append((value * scale, scale))
        pos = last
        if scale == 1:
            break
    if not parts:
        return None
    pos, total = _decimals(t, pos, sum((value for value, _ in parts), Decimal(0)))
    return pos, total, parts[-1][1], about, False


def _part(t: Tokens, i: int, word: str) -> tuple[int, Decimal, Decimal] | None:
    """What may stand before a multiplier: index after it, value and multiplier already in it (seribu)."""
    role = WORD_ROLES.get(word)
    if role == "one_scale":
        return i + 1, _ONE, WORD_VALUES[word]
    value, last = Decimal(0), i
    if role == "hundred":
        value, last = WORD_VALUES[word], i + 1
    elif role == "digit" and t.low[i + 1] == "ratus":
        value, last = WORD_VALUES[word] * 100, i + 2
    if last > i:
        word = t.low[last]
        role = WORD_ROLES.get(word)
    follows = t.low[last + 1]
    if role == "ten":
        return last + 1, value + WORD_VALUES[word], _ONE
    if role == "digit" and follows == "belas":
        return last + 2, value + 10 + WORD_VALUES[word], _ONE
    if role == "digit" and follows == "puluh":
        value, last = value + WORD_VALUES[word] * 10, last + 2
        word = t.low[last]
        role = WORD_ROLES.get(word) if t.low[last + 1] not in ("puluh", "belas", "ratus") else None
    elif role == "digit" and follows == "ratus":
        role = None
    if role == "digit" and (value == 0 or WORD_VALUES[word] > 0):
        return last + 1, value + WORD_VALUES[word], _ONE
    return (last, value, _ONE) if last > i else None


def _half(t: Tokens, last: int, value: Decimal) -> tuple[int, Decimal]:
    return (last + 1, value + _HALF) if t.low[last] == "setengah" else (last, value)


def _decimals(t: Tokens, last: int, value: Decimal) -> tuple[int, Decimal]:
    """Decimals after "koma", digit by digit (koma dua lima) or as one number (koma dua puluh lima)."""
    if t.low[last] != "koma" or WORD_ROLES.get(t.low[last + 1]) not in ("digit", "ten"):
        return last, value
    pos, digits = last + 1, ""
    while WORD_ROLES.get(t.low[pos]) == "digit" and t.low[pos + 1] not in ("puluh", "belas", "ratus"):
        digits += str(WORD_VALUES[t.low[pos]])
        pos += 1
    if not digits:
        read = _part(t, pos, t.low[pos])
        assert read is not None
        pos, digits = read[0], str(read[1])
    return pos, value + Decimal(f"0.{digits}")


def _fraction(t: Tokens, last: int, above: Decimal) -> tuple[int, Decimal] | None:
    """The denominator after a number: pertiga, per tiga."""
    below = FRACTION_PARTS.get(t.low[last])
    end = last + 1
    if below is None and t.low[last] == "per" and WORD_ROLES.get(t.low[end]) in ("digit", "ten"):
        if WORD_ROLES.get(t.low[end + 1]) is not None:
            return None
        below, end = WORD_VALUES[t.low[end]], end + 1
    if below is None or not 0 < above < below:
        return None
    return end, above / below

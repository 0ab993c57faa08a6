"""What stands before an amount: hedges ("sekitar"), bounds ("lebih dari") and "antara"."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import language
from pipeline.values.lexicon import WORD_ROLES, Phrases, keyed
from pipeline.values.tokens import Tokens
from pipeline.values.units import UNIT_HEADS

HEDGES: Phrases[str] = Phrases((phrase, phrase) for phrase in language.words("hedges"))
BOUNDS = keyed("bounds", "phrase", "side")
BOUNDS_AFTER = keyed("bounds_after", "phrase", "side")
BRIDGES = language.words("bound_bridges")
CLASSIFIERS = language.words("classifiers")
_FURTHEST = 2


@dataclass(frozen=True, slots=True)
class Left:
    """`first` is the first token of hedge and bound (or of the amount), `side` "low", "high" or ""."""

    first: int
    hedge: str = ""
    side: str = ""
    between: bool = False


def _follows(t: Tokens, first: int, last: int) -> bool:
    """Whether the words from token `first` up to `last` can bound an amount before them as well: lebih, ke atas."""
    after = BOUNDS_AFTER.at(t, first)
    return after is not None and after[0] == last


def _exceeded(t: Tokens, i: int) -> bool:
    """Whether the bound at token i belongs to what stands before it: 2 jam lebih, tiga ribu lebih, 65 tahun ke atas."""
    before = t.low[i - 1]
    return before[0].isdigit() or before in WORD_ROLES or before in UNIT_HEADS or before in CLASSIFIERS


def left_of(t: Tokens, first: int) -> Left:
    """Read hedges and bounds that end before token `first`, over a few bridging words: minimal sebesar Rp 5 juta."""
    pos, hedge, side = first, "", ""
    while True:
        step = pos
        for _ in range(_FURTHEST + 1):
            found = None if hedge else HEDGES.before(t, step)
            if found:
                pos, hedge = found
                break
            found = None if side else BOUNDS.before(t, step)
            if found and not (_follows(t, found[0], step) and (step < pos or _exceeded(t, found[0]))):
                pos, side = found
                break
            if t.low[step - 1] not in BRIDGES:
                return Left(pos, hedge, side, t.low[pos - 1] == "antara")
            step -= 1
        else:
            return Left(pos, hedge, side, t.low[pos - 1] == "antara")

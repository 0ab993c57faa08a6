"""How exact a written number is: "95%" may stand for 94.5 to 95.5, "1,2 juta" for 1.15 to 1.25 million."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.values import numerals
from pipeline.values.types import Quantity

_NUMERAL = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_ROUGH = 0.05


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers that a written one may stand for."""

    low: float
    high: float

    def meets(self, other: Interval) -> bool:
        """Whether the two have a number in common, a hair's breadth apart allowed."""
        slack = 1e-9 * max(abs(self.low), abs(self.high), abs(other.low), abs(other.high), 1.0)
        return self.low <= other.high + slack and other.low <= self.high + slack


def interval(item: Quantity) -> Interval | None:
    """What an amount may stand for, rounding, hedges and bounds considered; None for ranges and classes."""
    if item.value is None:
        return None
    value = float(item.value)
    slack = _last_place(item)
    if item.approximate:
        slack = max(slack, _ROUGH * abs(value))
    low = value - slack if item.high is None else float("-inf")
    high = value + slack if item.low is None else float("inf")
    return Interval(low, high)


def _last_place(item: Quantity) -> float:
    """Half a unit of the last figure written; nothing for whole counts without a multiplier."""
    found = _NUMERAL.search(item.text)
    numeral = numerals.read(found[0]) if found else None
    if found is None or numeral is None or not numeral.value or item.value is None:
        return 0.5 if item.kind == "percent" else 0.0
    scale = abs(float(item.value) / float(numeral.value))
    _, point, decimals = found[0].partition("," if "," in found[0] else ".")
    places = len(decimals) if point and ("," in found[0] or numeral.ambiguous) else 0
    if places == 0 and item.kind != "percent" and scale < 1.5:
        return 0.0
    return float(0.5 * scale / 10**places)

"""An amount while it is being read: token positions and decimals, before it becomes a Quantity."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.values.numbers import Number
from pipeline.values.tokens import Tokens
from pipeline.values.types import Quantity, plain


@dataclass(slots=True, kw_only=True)
class Draft:
    """`first` up to `last` are the tokens of the mention, `left` the first token of its hedges and bounds."""

    first: int
    last: int
    left: int
    kind: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    currency: str | None = None
    per: str | None = None
    approximate: bool = False
    ambiguous: bool = False
    after: int = 0
    bare_one: bool = False

    def take(self, number: Number) -> None:
        """Take the value and the bounds of a number phrase."""
        self.value, self.low, self.high = number.value, number.low, number.high
        self.approximate |= number.approximate
        self.ambiguous |= number.ambiguous

    def bound(self, side: str) -> None:
        """Make the written number a lower or an upper bound as well; ranges and classes stay as they are."""
        if side == "low" and self.low is None and self.high is None:
            self.low = self.value
        elif side == "high" and self.high is None and self.low is None:
            self.high = self.value

    def negate(self) -> None:
        """Turn the sign of value and bounds."""
        self.value = -self.value if self.value is not None else None
        low, high = self.low, self.high
        self.low = -high if high is not None else None
        self.high = -low if low is not None else None

    def finish(self, t: Tokens) -> Quantity:
        """The typed result."""
        start, end = t.start[self.first], t.end[self.last - 1]
        return Quantity(
            start=start,
            end=end,
            text=t.text[start:end],
            kind=self.kind,
            value=plain(self.value),
            low=plain(self.low),
            high=plain(self.high),
            unit=self.unit,
            currency=self.currency,
            per=self.per,
            approximate=self.approximate,
            ambiguous=self.ambiguous,
        )

"""Where time goes: seconds a stage, measured round generators that pull from each other."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


class Clock:
    """Seconds by stage. A stage of a chain is charged its own time, not that of the stages it pulls from."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inclusive: dict[str | None, float] = {}

    def add(self, name: str, seconds: float) -> None:
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds

    def stage(self, name: str, stream: Iterable[T], *, before: str | None = None) -> Iterator[T]:
        """Yield from ``stream`` and charge the time it takes to ``name``, less what stage ``before`` took meanwhile."""
        items = iter(stream)
        while True:
            began, inner = time.perf_counter(), self._inclusive.get(before, 0.0)
            try:
                item = next(items)
            except StopIteration:
                return
            finally:
                spent = time.perf_counter() - began
                self.add(name, spent - (self._inclusive.get(before, 0.0) - inner))
                self._inclusive[name] = self._inclusive.get(name, 0.0) + spent
            yield item

    def rounded(self) -> dict[str, float]:
        """Return the seconds with three decimals."""
        return {name: round(seconds, 3) for name, seconds in self.seconds.items()}

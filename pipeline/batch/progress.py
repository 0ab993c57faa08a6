"""Tell how far a run has come: a bar with rate and time left on a terminal, a quiet line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from pipeline.batch.work import Marker

SECONDS_BETWEEN_LINES = 30.0


class Reporter(Protocol):
    """Is told of every finished shard."""

    def advance(self, done: Marker, size: int) -> None: ...


@contextmanager
def reporter(style: str, *, total: int, finished: int) -> Iterator[Reporter]:
    """Yield the reporter of ``style`` (auto, bar, lines, none) for ``total`` bytes of which ``finished`` are done."""
    if style == "auto":
        style = "bar" if sys.stderr.isatty() else "lines"
    if style == "bar":
        with _bar() as progress:
            yield _Bar(progress, total=total, finished=finished)
    else:
        yield _Lines(total=total, finished=finished, quiet=style == "none")


def _bar() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%  {task.fields[rate]}  {task.fields[rejects]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True))


class _Meter:
    def __init__(self) -> None:
        self.began = time.monotonic()
        self.documents = self.rejected = 0

    def count(self, done: Marker) -> None:
        self.documents += done.documents
        self.rejected += done.rejected

    @property
    def rate(self) -> float:
        return self.documents / max(time.monotonic() - self.began, 1e-9)


class _Bar:
    def __init__(self, progress: Progress, *, total: int, finished: int) -> None:
        self._progress, self._meter = progress, _Meter()
        self._task = progress.add_task("annotating", total=total, completed=finished, rate="", rejects="")

    def advance(self, done: Marker, size: int) -> None:
        self._meter.count(done)
        self._progress.update(
            self._task,
            advance=size,
            rate=f"{self._meter.rate:.1f} documents/s",
            rejects=f"{self._meter.rejected} rejected" if self._meter.rejected else "",
        )


class _Lines:
    def __init__(self, *, total: int, finished: int, quiet: bool) -> None:
        self._total, self._done, self._quiet = total, finished, quiet
        self._at_start = finished
        self._meter = _Meter()
        self._last = time.monotonic()

    def advance(self, done: Marker, size: int) -> None:
        self._meter.count(done)
        self._done += size
        now = time.monotonic()
        if self._quiet or (now - self._last < SECONDS_BETWEEN_LINES and self._done < self._total):
            return
        self._last = now
        elapsed = now - self._meter.began
        left = elapsed * (self._total - self._done) / max(self._done - self._at_start, 1)
        share = 100 * self._done // max(self._total, 1)
        print(
            f"{share}% of input, {self._meter.documents} documents, {self._meter.rejected} rejected, "
            f"{self._meter.rate:.1f} documents/s, {left:.0f} s left",
            file=sys.stderr,
        )

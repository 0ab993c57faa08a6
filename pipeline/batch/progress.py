"""Tell how far a run has come: a bar with rate and time left on a terminal, a quiet line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline.batch.shards import Shard
from pipeline.batch.task import PARSING, Beat

SECONDS_BETWEEN_LINES = 30.0


class Meter:
    """Documents, rejects and bytes of this call of a run, with what is under way in shards not yet committed.

    ``total`` and ``finished`` are bytes of the whole run and of the shards that were there before.
    """

    def __init__(self, *, total: int, finished: int) -> None:
        self.total, self._before = max(total, 1), finished
        self._began = time.monotonic()
        self._done_bytes = finished
        self._documents = self._rejected = 0
        self._flying: dict[int, Beat] = {}

    def beat(self, shard: Shard, beat: Beat) -> None:
        """Note how far a shard has come; a shard that is redone starts anew."""
        if beat.batch != PARSING:
            self._flying[shard.number] = beat

    def done(self, shard: Shard, *, documents: int, rejected: int) -> None:
        """Note a committed shard."""
        self._flying.pop(shard.number, None)
        self._done_bytes += shard.size
        self._documents += documents
        self._rejected += rejected

    @property
    def documents(self) -> int:
        return self._documents + sum(beat.first for beat in self._flying.values())

    @property
    def rejected(self) -> int:
        return self._rejected + sum(beat.rejected for beat in self._flying.values())

    @property
    def bytes(self) -> float:
        """Bytes of committed shards, and those of the others guessed from the documents done there."""
        flying = sum(beat.first for beat in self._flying.values())
        own = self._done_bytes - self._before
        guess = flying * own / self._documents if self._documents else 0.0
        return min(self._done_bytes + guess, self.total)

    @property
    def finished(self) -> bool:
        return self._done_bytes >= self.total

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / max(time.monotonic() - self._began, 1e-9)

    @property
    def seconds_left(self) -> float | None:
        """Seconds to go at this call's pace; None before anything is known."""
        own = self.bytes - self._before
        return (time.monotonic() - self._began) * (self.total - self.bytes) / own if own > 0 else None

    def line(self) -> str:
        """Return one line that tells it all."""
        left = "" if self.seconds_left is None else f", {clock(self.seconds_left)} left"
        return (
            f"{100 * self.bytes / self.total:.0f}% of input, {self.documents} documents, {self.rejected} rejected, "
            f"{self.rate:.1f} documents/s{left}"
        )


def clock(seconds: float) -> str:
    """Return h:mm:ss."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


class Reporter:
    """Shows a meter. ``style`` is bar, lines or none."""

    def __init__(self, meter: Meter, style: str, progress: Progress | None = None) -> None:
        self.meter, self._style, self._progress = meter, style, progress
        self._last = time.monotonic()
        if progress is not None:
            progress.add_task("annotating", total=meter.total, completed=int(meter.bytes), told="")

    def beat(self, shard: Shard, beat: Beat) -> None:
        self.meter.beat(shard, beat)
        self._show()

    def done(self, shard: Shard, *, documents: int, rejected: int) -> None:
        self.meter.done(shard, documents=documents, rejected=rejected)
        self._show()

    def _show(self) -> None:
        if self._progress is not None:
            self._progress.update(self._progress.task_ids[0], completed=self.meter.bytes, told=self.meter.line())
        elif self._style == "lines":
            now = time.monotonic()
            if now - self._last >= SECONDS_BETWEEN_LINES or self.meter.finished:
                self._last = now
                print(self.meter.line(), file=sys.stderr)


@contextmanager
def reporter(style: str, *, total: int, finished: int) -> Iterator[Reporter]:
    """Yield the reporter of ``style`` (auto, bar, lines, none) for ``total`` bytes of which ``finished`` are done."""
    meter = Meter(total=total, finished=finished)
    if style == "auto":
        style = "bar" if sys.stderr.isatty() else "lines"
    if style != "bar":
        yield Reporter(meter, style)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield Reporter(meter, style, progress)

"""What happens in a run, told to the progress display and to log.jsonl (one JSON object a line)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

import msgspec

from pipeline.batch.documents import OutputError
from pipeline.batch.shards import Shard
from pipeline.batch.store import Folder, Store, cannot_write, write
from pipeline.batch.task import Beat

FILE = "log.jsonl"


class Events(Protocol):
    """Is told of everything that happens while shards are worked through."""

    def beat(self, shard: Shard, beat: Beat) -> None: ...
    def log(self, event: str, **facts: Any) -> None: ...


class Log:
    """Appends events to ``log.jsonl`` of a run; to a store that cannot append it is written whole on ``close``."""

    def __init__(self, store: Store, *, on_beat: Callable[[Shard, Beat], None] = lambda _shard, _beat: None) -> None:
        self._store, self.beat = store, on_beat
        self._lines: list[bytes] = []

    def log(self, event: str, **facts: Any) -> None:
        """Append one line: ``time`` (UTC, ISO 8601), ``event`` and its facts."""
        line = msgspec.json.encode(
            {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event} | facts
        )
        if not isinstance(self._store, Folder):
            self._lines.append(line + b"\n")
            return
        path = self._store.path / FILE
        try:
            with path.open("ab") as stream:
                stream.write(line + b"\n")
        except OSError as error:
            raise OutputError(cannot_write(str(path), error)) from error

    def close(self) -> None:
        if self._lines:
            write(self._store, FILE, (self._store.read(FILE) or b"") + b"".join(self._lines))
            self._lines = []

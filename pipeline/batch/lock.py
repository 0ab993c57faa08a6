"""One run at a time in a folder."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from pipeline.batch.documents import InputError
from pipeline.batch.store import Folder, Store, cannot_write

FILE = ".lock"
TRIES, PAUSE = 5, 0.1


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Hold the run folder inside the block: a second run on it is told and stops. Ends with the process, however it ends.

    A store behind fsspec knows no locks; two runs there do the work twice but cannot mix: see ``Store.unique``.
    """
    if not isinstance(store, Folder):
        yield
        return
    try:
        store.path.mkdir(parents=True, exist_ok=True)
        lock = (store.path / FILE).open("a")
    except OSError as error:
        raise InputError(cannot_write(store.place, error)) from error
    with lock:
        if not _taken(lock):
            raise InputError(f"{store.place}: another run is writing there")
        yield


def _taken(lock: IO[Any]) -> bool:
    """Take the lock; tried more than once, as ``is_held`` holds it for a moment."""
    for _ in range(TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(PAUSE)
        else:
            return True
    return False


def is_held(store: Store) -> bool:
    """Tell whether a run is going on in a local folder."""
    if not isinstance(store, Folder) or not (store.path / FILE).is_file():
        return False
    with (store.path / FILE).open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False

"""One run at a time in a folder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.batch.documents import InputError
from pipeline.batch.store import Folder, Store, cannot_write

FILE = ".lock"


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
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(f"{store.place}: another run is writing there") from error
        yield


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

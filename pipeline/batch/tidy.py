"""Remove what an interrupted run left behind and no marker names. Call it with the lock held."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.batch import marker
from pipeline.batch.shards import Shard
from pipeline.batch.store import TEMPORARY, Folder, Store


def up(store: Store, shards: Iterable[Shard]) -> None:
    """Remove temporary files, and shards and rejects that were superseded. A store without rename is left as it is:

    another run might be writing there, and what no marker names is never read.
    """
    if not isinstance(store, Folder):
        return
    named = set()
    for shard, done in marker.finished(store, shards):
        named |= {marker.name(shard), *(written.name for written in done.outputs)} | {done.rejects or ""}
    for folder in ("", "shards", "rejects"):
        for name in store.names(folder):
            path = f"{folder}/{name}" if folder else name
            if name.endswith(TEMPORARY) or (folder and path not in named):
                store.remove(path)

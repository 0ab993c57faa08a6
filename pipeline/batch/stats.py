"""The sums of a run: ``in = ok + rejected``, by reason, category and label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from pipeline.batch.shards import Shard
from pipeline.batch.work import Marker, write
from pipeline.record.io import open_lines

FILE = "stats.json"


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """stats.json. ``documents`` = ``ok`` + ``rejected``; ``seconds`` is work summed over shards.

    ``duplicates`` maps an id that the input gave more than once to its places ["file:line", …].
    """

    documents: int
    ok: int
    rejected: int
    reasons: dict[str, int]
    unreadable_published: int
    duplicates: dict[str, list[str]]
    characters: int
    sentences: int
    words: int
    categories: dict[str, int]
    entities: dict[str, int]
    quantities: dict[str, int]
    dates: int
    seconds: float


class _Labelled(msgspec.Struct):
    label: str


class _Kinded(msgspec.Struct):
    kind: str


class _Sentence(msgspec.Struct):
    category: str | None = None
    tokens: list[msgspec.Raw] = []


class _Counted(msgspec.Struct):
    """The parts of a record that are counted."""

    sentences: list[_Sentence] = []
    entities: list[_Labelled] = []
    quantities: list[_Kinded] = []
    dates: list[msgspec.Raw] = []


def marker(folder: Path, shard: Shard) -> Marker | None:
    """Return the marker of a finished shard, or None; a marker without its shard counts for nothing."""
    path = folder / "shards" / f"{shard.name}.done"
    if not path.is_file() or not path.with_suffix(".jsonl").is_file():
        return None
    return msgspec.json.decode(path.read_bytes(), type=Marker)


def total(folder: Path, shards: Iterable[Shard]) -> Stats:
    """Sum the finished shards of a run folder and write stats.json."""
    found = [(shard, done) for shard in shards if (done := marker(folder, shard)) is not None]
    markers = [done for _, done in found]
    reasons: Counter[str] = Counter()
    for done in markers:
        reasons.update(done.reasons)
    counts: dict[str, Any] = count_records(folder / "shards" / f"{shard.name}.jsonl" for shard, _ in found)
    stats = Stats(
        documents=sum(done.documents for done in markers),
        ok=sum(done.ok for done in markers),
        rejected=sum(done.rejected for done in markers),
        reasons=dict(sorted(reasons.items())),
        unreadable_published=sum(done.unreadable_published for done in markers),
        duplicates=duplicates(markers),
        characters=sum(done.characters for done in markers),
        seconds=round(sum(done.seconds for done in markers), 3),
        **counts,
    )
    write(folder / FILE, msgspec.json.format(msgspec.json.encode(stats), indent=1) + b"\n")
    return stats


def duplicates(markers: Iterable[Marker]) -> dict[str, list[str]]:
    """Return the ids that were given more than once, with their places."""
    places: dict[str, list[str]] = {}
    for done in markers:
        for id, file, line in done.ids:
            places.setdefault(id, []).append(f"{file}:{line}")
    return {id: where for id, where in places.items() if len(where) > 1}


def count_records(files: Iterable[Path]) -> dict[str, Any]:
    """Count sentences, words, and labels over record files."""
    sentences = words = dates = 0
    categories: Counter[str] = Counter()
    entities: Counter[str] = Counter()
    quantities: Counter[str] = Counter()
    decoder = msgspec.json.Decoder(_Counted)
    for file in files:
        with open_lines(file) as lines:
            for line in lines:
                record = decoder.decode(line)
                sentences += len(record.sentences)
                words += sum(len(sentence.tokens) for sentence in record.sentences)
                categories.update(sentence.category for sentence in record.sentences if sentence.category)
                entities.update(entity.label for entity in record.entities)
                quantities.update(quantity.kind for quantity in record.quantities)
                dates += len(record.dates)
    return {
        "sentences": sentences,
        "words": words,
        "categories": dict(categories.most_common()),
        "entities": dict(entities.most_common()),
        "quantities": dict(quantities.most_common()),
        "dates": dates,
    }

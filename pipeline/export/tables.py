"""Records as tidy Arrow tables: one row a document, sentence, token, entity, quantity, date or quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.record import Record, read

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 500
TABLES = ("documents", "sentences", "tokens", "entities", "quantities", "dates", "quotes")


def frames(path: str | Path | Iterable[Record], *, tables: Iterable[str] = TABLES) -> dict[str, pa.Table]:
    """Return Arrow tables of a run folder, a record file, or records, by name.

    Every table but documents has ``doc`` (the row of its document, from 0) and ``id``; those with a place in the text have
    ``sentence`` (the number of the sentence in its document, or null) and ``text``. Raises ImportError where pyarrow is
    missing and ValueError for an unknown table.
    """
    wanted = tuple(tables)
    for name in wanted:
        if name not in TABLES:
            raise ValueError(f"no table {name!r}; there are {', '.join(TABLES)}")
    arrow = pyarrow()
    columns = schemas(arrow)
    found: dict[str, list[Any]] = {name: [] for name in wanted}
    for chunk in batches(path, tables=wanted):
        for name, batch in chunk.items():
            found[name].append(batch)
    return {name: arrow.Table.from_batches(found[name], schema=columns[name]) for name in wanted}


def batches(
    path: str | Path | Iterable[Record], *, tables: Iterable[str] = TABLES
) -> Iterator[dict[str, pa.RecordBatch]]:
    """Yield the tables of ``frames`` in pieces of CHUNK documents, by name."""
    arrow = pyarrow()
    columns = schemas(arrow)
    names = tuple(tables)
    for first, chunk in _chunks(read(path) if isinstance(path, (str, Path)) else path):
        rows = {
            name: [row for doc, record in enumerate(chunk, first) for row in ROWS[name](doc, record)] for name in names
        }
        yield {name: arrow.RecordBatch.from_pylist(rows[name], schema=columns[name]) for name in names}


def pyarrow() -> Any:
    """Return the module pyarrow; raise ImportError with the cure where it is missing."""
    try:
        import pyarrow
    except ImportError as error:
        raise ImportError("tables need pyarrow: pip install 'warta[tables]'") from error
    return pyarrow


def _chunks(records: Iterable[Record]) -> Iterator[tuple[int, list[Record]]]:
    waiting, first = iter(records), 0
    while chunk := list(islice(waiting, CHUNK)):
        yield first, chunk
        first += len(chunk)


def schemas(arrow: Any) -> dict[str, pa.Schema]:
    """Return the columns of every table by name."""
    whole, number, text, flag = arrow.int64(), arrow.float64(), arrow.string(), arrow.bool_()
    place = {"doc": whole, "id": text, "sentence": whole, "start": whole, "end": whole, "text": text}
    fields = {
        "documents": {"doc": whole, "id": text, "text": text, "published": text, "title": text, "meta": text,
                      "sentences": whole, "tokens": whole},
        "sentences": place | {"category": text, "score": number, "abstained": flag, "block": text, "tokens": whole},
        "tokens": place | {"lemma": text, "upos": text, "xpos": text, "feats": text, "mwt": text, "head": whole,
                           "deprel": text},
        "entities": place | {"label": text, "score": number, "cluster": whole, "name": text, "link": text},
        "quantities": place | {"kind": text, "value": number, "low": number, "high": number, "unit": text,
                               "currency": text, "per": text, "approximate": flag, "ambiguous": flag},
        "dates": place | {"value": text, "resolved": flag, "anchor": text},
        "quotes": place | {"direct": flag, "speaker": text, "cue": text},
    }  # fmt: skip
    return {name: arrow.schema(list(columns.items())) for name, columns in fields.items()}


def _documents(doc: int, record: Record) -> Iterator[dict[str, Any]]:
    meta = record.meta
    title = next((record.text[block.start : block.end] for block in record.blocks if block.kind == "title"), None)
    yield {
        "doc": doc,
        "id": record.id,
        "text": record.text,
        "published": _text(meta.get("published")),
        "title": _text(meta.get("title")) or title,
        "meta": msgspec.json.encode(meta).decode(),
        "sentences": len(record.sentences),
        "tokens": sum(len(sentence.tokens) for sentence in record.sentences),
    }


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)


def _place(doc: int, record: Record, item: Any, sentence: int | None) -> dict[str, Any]:
    return {
        "doc": doc, "id": record.id, "sentence": sentence, "start": item.start, "end": item.end,
        "text": record.text[item.start : item.end],
    }  # fmt: skip


def _sentences(doc: int, record: Record) -> Iterator[dict[str, Any]]:
    for number, sentence in enumerate(record.sentences):
        kind = next((block.kind for block in record.blocks if block.start <= sentence.start < block.end), None)
        yield _place(doc, record, sentence, number) | {
            "category": sentence.category,
            "score": sentence.scores.get(sentence.category) if sentence.category else None,
            "abstained": sentence.abstained,
            "block": kind,
            "tokens": len(sentence.tokens),
        }


def _tokens(doc: int, record: Record) -> Iterator[dict[str, Any]]:
    for number, sentence in enumerate(record.sentences):
        for token in sentence.tokens:
            yield msgspec.structs.asdict(token) | {"doc": doc, "id": record.id, "sentence": number}


def _entities(doc: int, record: Record) -> Iterator[dict[str, Any]]:
    for row, entity in _placed(doc, record, record.entities):
        cluster = record.clusters[entity.cluster] if entity.cluster is not None else None
        yield row | {
            "label": entity.label,
            "score": entity.score,
            "cluster": entity.cluster,
            "name": cluster.name if cluster else entity.text,
            "link": cluster.link if cluster else None,
        }


def _quantities(doc: int, record: Record) -> Iterator[dict[str, Any]]:
    for row, quantity in _placed(doc, record, record.quantities):
        yield msgspec.structs.asdict(quantity) | row


def _dates(doc: int, record: Record) -> Iterator[dict[str, Any]]:
    for row, date in _placed(doc, record, record.dates):
        yield msgspec.structs.asdict(date) | row


def _quotes(doc: int, record: Record) -> Iterator[dict[str, Any]]:
    for row, quote in _placed(doc, record, record.quotes):
        yield row | {"direct": quote.direct, "speaker": quote.speaker.name if quote.speaker else None, "cue": quote.cue}


def _placed(doc: int, record: Record, items: Iterable[Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield each item with its place; its sentence is the one it begins in."""
    at = 0
    for item in sorted(items, key=lambda item: item.start):
        while at < len(record.sentences) and record.sentences[at].end <= item.start:
            at += 1
        inside = at < len(record.sentences) and record.sentences[at].start <= item.start
        yield _place(doc, record, item, at if inside else None), item


ROWS = {
    "documents": _documents,
    "sentences": _sentences,
    "tokens": _tokens,
    "entities": _entities,
    "quantities": _quantities,
    "dates": _dates,
    "quotes": _quotes,
}

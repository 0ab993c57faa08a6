"""One self-contained HTML page to look at records: no network, all text put in as text."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from pipeline.record import Record, read

PLACE = "__DATA__"


def view(source: str | Path | Iterable[Record], output: Path) -> int:
    """Write the page for a run folder, a record file, or records; return how many documents it shows."""
    records = read(source) if isinstance(source, (str, Path)) else source
    template = resources.files("pipeline.export").joinpath("view.html").read_text(encoding="utf-8")
    before, after = template.split(PLACE)
    output.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with output.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(before + "[")
        for count, record in enumerate(records, 1):
            stream.write((",\n" if count > 1 else "") + data(record))
        stream.write("]" + after)
    return count


def data(record: Record) -> str:
    """Return what the page needs of a record, as JSON with ``<`` and ``&`` escaped: no text can end the script element."""
    text = msgspec.json.encode(_shown(record)).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _shown(record: Record) -> dict[str, Any]:
    title = next((record.text[block.start : block.end] for block in record.blocks if block.kind == "title"), None)
    published = record.meta.get("published")
    return {
        "id": record.id,
        "text": record.text,
        "title": str(record.meta.get("title") or title or ""),
        "published": None if published is None else str(published),
        "blocks": record.blocks,
        "sentences": [
            _slim(sentence, without=("scores", "tokens"))
            | ({"score": sentence.scores.get(sentence.category)} if sentence.category else {})
            for sentence in record.sentences
        ],
        "entities": [_slim(entity) for entity in record.entities],
        "clusters": record.clusters,
        "quantities": [_slim(quantity) for quantity in record.quantities],
        "dates": [_slim(date) for date in record.dates],
        "quotes": [_slim(quote, without=("cue",)) for quote in record.quotes],
    }


def _slim(item: msgspec.Struct, *, without: tuple[str, ...] = ("text",)) -> dict[str, Any]:
    """Return the fields of an item that say something; its text stands in that of the document."""
    named = msgspec.structs.asdict(item).items()
    return {name: value for name, value in named if value is not None and value is not False and name not in without}

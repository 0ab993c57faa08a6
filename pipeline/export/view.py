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
    shown = [_shown(record) for record in records]
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page(shown), encoding="utf-8")
    return len(shown)


def page(shown: list[dict[str, Any]]) -> str:
    """Return the page; ``<`` and ``&`` of the data are escaped, so that no text can end the script element."""
    template = resources.files("pipeline.export").joinpath("view.html").read_text(encoding="utf-8")
    data = msgspec.json.encode(shown).decode()
    for char in "<>&\u2028\u2029":
        data = data.replace(char, f"\\u{ord(char):04x}")
    before, after = template.split(PLACE)
    return before + data + after


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
            {
                "start": sentence.start,
                "end": sentence.end,
                "category": sentence.category,
                "score": sentence.scores.get(sentence.category) if sentence.category else None,
                "abstained": sentence.abstained,
            }
            for sentence in record.sentences
        ],
        "entities": record.entities,
        "clusters": record.clusters,
        "quantities": record.quantities,
        "dates": record.dates,
        "quotes": record.quotes,
    }

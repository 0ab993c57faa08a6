"""The article of an HTML page, through trafilatura (extra ``html``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.batch import extras

META = {"title": "title", "date": "published", "url": "url", "sitename": "site"}


@dataclass(frozen=True, slots=True)
class Page:
    """Main text of a page, paragraphs on lines of their own, and what its head tells; ``published`` is YYYY-MM-DD."""

    text: str
    meta: dict[str, Any]


def page(data: bytes) -> Page | None:
    """Return the article of a page, or None where there is none."""
    trafilatura = extras.require("trafilatura", extra="html", what="reading .html")
    options = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    found = trafilatura.bare_extraction(
        data, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=options
    )
    if found is None or not found.text:
        return None
    told = found.as_dict()
    return Page(found.text, {ours: told[theirs] for theirs, ours in META.items() if told.get(theirs)})

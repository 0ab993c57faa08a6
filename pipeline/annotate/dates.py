"""The dates component: `pipeline.values` on a Doc, completed from `meta.published`, into `doc._.dates`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import state
from pipeline.annotate.quantities import within
from pipeline.values import read_values


def published(doc: Doc) -> str | date | None:
    """The day of publication in the Doc's meta; anything but text or a date counts as none."""
    value = (doc._.meta or {}).get("published")
    return value if isinstance(value, str | date) else None


def dates(doc: Doc, *, names: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """The dates of a Doc as plain dicts, none of them inside an entity labelled with one of `names`."""
    covered = within(doc, names)
    found = read_values(doc.text, published=published(doc)).dates
    return [asdict(item) for item in found if not any(s <= item.start and item.end <= e for s, e in covered)]


class DatesComponent:
    """Sets `doc._.dates`."""

    def __init__(self, names: list[str]) -> None:
        self.names = frozenset(names)

    def __call__(self, doc: Doc) -> Doc:
        doc._.dates = dates(doc, names=self.names)
        return doc


@Language.factory("dates", assigns=["doc._.dates"], default_config={"names": ["LAW"]})
def create(nlp: Language, name: str, names: list[str]) -> DatesComponent:
    """Make the component; years inside entities labelled with one of `names` are no dates."""
    state.register()
    return DatesComponent(names)

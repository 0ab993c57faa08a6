"""The quantities component: `pipeline.values` on a Doc, with its tags, into `doc._.quantities`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import state
from pipeline.values import read_values


def tags(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """Start, end and part of speech of the tagged words of a Doc; an untagged Doc gives none."""
    return ((token.idx, token.idx + len(token), token.pos_) for token in doc if token.pos_)


def within(doc: Doc, labels: frozenset[str]) -> list[tuple[int, int]]:
    """Spans in code points of the entities with one of these labels; quantities and dates in them are left out."""
    spans = [*doc.spans.get("sc", ()), *doc.ents]
    return sorted({(span.start_char, span.end_char) for span in spans if span.label_ in labels})


def quantities(doc: Doc, *, names: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """The quantities of a Doc as plain dicts, none of them inside an entity labelled with one of `names`."""
    covered = within(doc, names)
    found = read_values(doc.text, tags=tags(doc)).quantities
    return [asdict(item) for item in found if not any(s <= item.start and item.end <= e for s, e in covered)]


class QuantitiesComponent:
    """Sets `doc._.quantities`."""

    def __init__(self, names: list[str]) -> None:
        self.names = frozenset(names)

    def __call__(self, doc: Doc) -> Doc:
        doc._.quantities = quantities(doc, names=self.names)
        return doc


@Language.factory("quantities", assigns=["doc._.quantities"], default_config={"names": ["LAW"]})
def create(nlp: Language, name: str, names: list[str]) -> QuantitiesComponent:
    """Make the component; numbers inside entities labelled with one of `names` are no quantities."""
    state.register()
    return QuantitiesComponent(names)

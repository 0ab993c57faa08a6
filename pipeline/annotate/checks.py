"""The checks component: verifies the arithmetic and weekdays of a Doc's quantities and dates, into `doc._.checks`."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import state
from pipeline.values import DateMention, Quantity
from pipeline.values.checks import check


def checks(doc: Doc) -> list[dict[str, Any]]:
    """The checks of a Doc as plain dicts; every span holds start and end."""
    quantities = [Quantity(**item) for item in doc._.quantities]
    dates = [DateMention(**item) for item in doc._.dates]
    found = check(doc.text, quantities, dates)
    return [
        {
            "kind": item.kind,
            "ok": item.ok,
            "detail": item.detail,
            "spans": [{"start": start, "end": end} for start, end in item.spans],
        }
        for item in found
    ]


class ChecksComponent:
    """Sets `doc._.checks`."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.checks = checks(doc)
        return doc


@Language.factory("checks", assigns=["doc._.checks"], requires=["doc._.quantities", "doc._.dates"])
def create(nlp: Language, name: str) -> ChecksComponent:
    """Make the component; it has no settings and no model."""
    state.register()
    return ChecksComponent()

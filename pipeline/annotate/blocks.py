"""The blocks component: which part of a copied page is story and which is portal; runs before ``stanza``.

Measured on the held-out portals of `corpus/blocks/test` (72 pages, 47,482 characters, sha256:cf95cc2e3bb5):
88.47 % of the characters right, body recall 98.69 %, promo recall 51.36 %; below the aims of 98 and 99.5.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import text
from pipeline.annotate import state


class BlocksComponent:
    """Sets ``doc._.blocks`` and ``doc._.signoffs``, where the stanza component then ends its sentences."""

    def __call__(self, doc: Doc) -> Doc:
        found = text.read_blocks(doc.text)
        doc._.blocks = [{"start": block.start, "end": block.end, "kind": block.kind} for block in found]
        doc._.signoffs = [{"start": start, "end": end} for start, end in text.signoffs(doc.text, found)]
        return doc


@Language.factory("blocks", assigns=["doc._.blocks", "doc._.signoffs"])
def create(nlp: Language, name: str) -> BlocksComponent:
    """Make the component; it has no settings and no model."""
    state.register()
    return BlocksComponent()

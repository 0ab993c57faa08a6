"""The blocks component: which part of a copied page is story and which is portal; runs before ``stanza``.

Measured on the held-out portals of `corpus/blocks/test` (72 pages, 47,482 characters, sha256:cf95cc2e3bb5):
93.17 % of the characters right, body recall 98.12 %, promo recall 82.2 %; below the aims of 98 and 99.5.
On the 216 train portals, each read with weights learnt from other folds of them (`evaluate blocks --split train --folds 4`):
93.47 % of the characters, body recall 99.51 %.
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
    """Make the component; it has no settings; its weights are a fact file."""
    state.register()
    return BlocksComponent()

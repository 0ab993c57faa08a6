"""The Doc extensions that components write and the record reads. Importing this module registers them.

All hold JSON types only, so that a Doc survives ``to_bytes`` and ``nlp.pipe(n_process=2)``.
"""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc, Span, SpanGroup, Token

from pipeline.record.doc import sentence_spans

LISTS = ("blocks", "signoffs", "categories", "quantities", "dates", "acronyms", "clusters", "quotes", "checks")
SENTENCE_KINDS = ("title", "body")
ENTITIES = "sc"


def register() -> None:
    """Register the extensions; doing so twice changes nothing."""
    for name in LISTS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])
    for name, default in (("id", None), ("meta", {}), ("provenance", {})):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    if not Token.has_extension("mwt"):
        Token.set_extension("mwt", default=None)


def blocks(doc: Doc) -> list[dict[str, Any]]:
    """Return the blocks of the Doc; one body block over the whole text where no component has cut it."""
    return doc._.blocks or [{"start": 0, "end": len(doc.text), "kind": "body"}]


def cuts(doc: Doc) -> list[int]:
    """Return the offsets at which a sentence must end: the borders of blocks and sign-offs."""
    return [offset for span in (*doc._.blocks, *doc._.signoffs) for offset in (span["start"], span["end"])]


def entities(doc: Doc) -> SpanGroup:
    """Return ``doc.spans["sc"]``; where no component has set it, it is made of ``doc.ents``, which any component may write."""
    if ENTITIES not in doc.spans:
        doc.spans[ENTITIES] = list(doc.ents)
    group: SpanGroup = doc.spans[ENTITIES]
    return group


def story_sentences(doc: Doc) -> list[tuple[Span, str]]:
    """Return (sentence, block kind) for every sentence that the record holds; kinds as in ``Block.kind``."""
    regions = blocks(doc)
    found = []
    place = 0
    for span in sentence_spans(doc):
        while place + 1 < len(regions) and regions[place]["end"] <= span.start_char:
            place += 1
        found.append((span, regions[place]["kind"]))
    return found


register()

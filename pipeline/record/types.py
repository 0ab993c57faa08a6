"""The record, version 1: one annotated document as it stands on disk.

All ``start`` and ``end`` are Unicode code points into ``Record.text``, end exclusive. The meaning of every field is told
in ``docs/record.md``; the JSON Schema in ``record.schema.json`` is generated from these types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from spacy.tokens import Doc

SCHEMA_VERSION = "1"

BlockKind = Literal["title", "breadcrumb", "caption", "byline", "promo", "body"]
QuantityKind = Literal["count", "money", "percent", "measure", "ordinal", "multiple", "duration", "age"]
CheckKind = Literal["share", "sum", "difference", "growth", "weekday"]
Anchor = Literal["published", "weekday", "text"]
Number = int | float


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the record's text: ``text[start:end]``."""

    start: int
    end: int


class Block(Span, frozen=True, kw_only=True):
    """Whole lines of one kind; only title and body hold sentences with a category."""

    kind: BlockKind


class Token(Span, frozen=True, kw_only=True):
    """A syntactic word. ``mwt`` is "B" on the first and "I" on later words of a multiword token."""

    text: str
    lemma: str | None = None
    upos: str | None = None
    xpos: str | None = None
    feats: str | None = None
    mwt: Literal["B", "I"] | None = None
    head: int | None = None
    deprel: str | None = None


class Sentence(Span, frozen=True, kw_only=True):
    """A sentence with its category (null outside title and body) and the scores of all categories."""

    category: str | None = None
    scores: dict[str, float] = {}
    abstained: bool = False
    tokens: list[Token] = []


class Entity(Span, frozen=True, kw_only=True):
    """A named thing; entities may nest. ``cluster`` is an index into ``Record.clusters``."""

    text: str
    label: str
    score: float | None = None
    cluster: int | None = None


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """The aliases of one thing; ``link`` is a code such as "id-region:33.74"."""

    name: str
    label: str
    link: str | None = None


class Quantity(Span, frozen=True, kw_only=True):
    """An expression of amount, in base units; see the annotation guide for each field."""

    text: str
    kind: QuantityKind
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: str | None = None
    currency: str | None = None
    per: str | None = None
    approximate: bool = False
    ambiguous: bool = False


class DateMention(Span, frozen=True, kw_only=True):
    """A date or time; ``value`` is an EDTF / ISO 8601 string."""

    text: str
    value: str
    resolved: bool = False
    anchor: Anchor | None = None


class Acronym(Span, frozen=True, kw_only=True):
    """A defining pair; the span is the defining mention."""

    short: str
    long: str


class Speaker(Span, frozen=True, kw_only=True):
    """The nearest named mention of who speaks."""

    name: str


class Quote(Span, frozen=True, kw_only=True):
    """What somebody said, in quotation marks (``direct``) or reported."""

    direct: bool
    speaker: Speaker | None = None
    cue: str | None = None


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """A figure or date of the text held against another; ``spans`` are the places it used."""

    kind: CheckKind
    ok: bool
    detail: str
    spans: list[Span] = []


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """What made the record: versions and digests."""

    pipeline: str
    config: str | None = None
    models: dict[str, str] = {}


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One annotated document."""

    schema_version: str = SCHEMA_VERSION
    id: str
    text: str
    meta: dict[str, Any] = {}
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    clusters: list[Cluster] = []
    quantities: list[Quantity] = []
    dates: list[DateMention] = []
    acronyms: list[Acronym] = []
    quotes: list[Quote] = []
    checks: list[Check] = []
    provenance: Provenance | None = None

    @classmethod
    def from_doc(cls, doc: Doc, *, id: str | None = None, provenance: Provenance | None = None) -> Record:
        """Return the record of an annotated spaCy ``Doc``; ``id`` falls back to ``doc._.id``, then to ""."""
        from pipeline.record.doc import record_from_doc

        return record_from_doc(doc, id=id, provenance=provenance)

    def _repr_html_(self) -> str:
        """Show the record in a notebook."""
        from pipeline.record.html import render

        return render(self)

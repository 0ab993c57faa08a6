"""From an annotated spaCy Doc to its record. Reads the Doc's attributes only, so spaCy itself is not imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from pipeline.record import types

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

T = TypeVar("T")


def extension(doc: Doc, name: str, default: Any, *, at: int | None = None) -> Any:
    """Return ``doc._.name``, or that of the token at offset ``at``, where a component has set it, else ``default``.

    Needs no registered extension.
    """
    data: dict[Any, Any] = doc.user_data
    return data.get(("._.", name, at, None), default)


def record_from_doc(
    doc: Doc, *, id: str | None = None, meta: dict[str, Any] | None = None, provenance: types.Provenance | None = None
) -> types.Record:
    """Return the record of ``doc``; arguments left out are taken from the Doc's own extensions."""
    text = doc.text
    if provenance is None and (made_by := extension(doc, "provenance", None)):
        provenance = msgspec.convert(made_by, types.Provenance)
    return types.Record(
        id=id if id is not None else extension(doc, "id", None) or "",
        text=text,
        meta=extension(doc, "meta", {}) if meta is None else meta,
        blocks=_convert(doc, "blocks", types.Block),
        sentences=_sentences(doc),
        entities=_entities(doc),
        clusters=_convert(doc, "clusters", types.Cluster),
        quantities=_convert(doc, "quantities", types.Quantity),
        dates=_convert(doc, "dates", types.DateMention),
        acronyms=_convert(doc, "acronyms", types.Acronym),
        quotes=_convert(doc, "quotes", types.Quote),
        checks=_convert(doc, "checks", types.Check),
        provenance=provenance,
    )


def sentence_spans(doc: Doc) -> list[SpacySpan]:
    """Return the sentences of the Doc that the record holds: not those of white space or sign-off initials alone."""
    if not len(doc):
        return []
    signoffs = {(span["start"], span["end"]) for span in extension(doc, "signoffs", [])}
    spans = [span for sent in doc.sents if (span := trimmed(sent)) is not None]
    return [span for span in spans if (span.start_char, span.end_char) not in signoffs]


def trimmed(span: SpacySpan) -> SpacySpan | None:
    """Return the span without white-space tokens at its edges, or None when nothing is left."""
    doc, start, end = span.doc, span.start, span.end
    while start < end and doc[start].is_space:
        start += 1
    while end > start and doc[end - 1].is_space:
        end -= 1
    return doc[start:end] if start < end else None


def _convert(doc: Doc, name: str, kind: type[T]) -> list[T]:
    return msgspec.convert(extension(doc, name, []), list[kind])  # type: ignore[valid-type]


def _sentences(doc: Doc) -> list[types.Sentence]:
    spans = sentence_spans(doc)
    labels = extension(doc, "categories", None) or [{}] * len(spans)
    if len(labels) != len(spans):
        raise ValueError(f"doc._.categories has {len(labels)} entries for {len(spans)} sentences")
    return [_sentence(span, label) for span, label in zip(spans, labels, strict=True)]


def _sentence(span: SpacySpan, label: dict[str, Any]) -> types.Sentence:
    parsed = span.doc.has_annotation("DEP")
    words = [token for token in span if not token.is_space]
    place = {token.i: number for number, token in enumerate(words)}
    return types.Sentence(
        start=span.start_char,
        end=span.end_char,
        category=label.get("category"),
        scores=label.get("scores", {}),
        abstained=label.get("abstained", False),
        tokens=[_token(token, place if parsed else None) for token in words],
    )


def _token(token: Token, place: dict[int, int] | None) -> types.Token:
    head = deprel = None
    if place is not None:
        head = -1 if token.head.i == token.i else place.get(token.head.i)
        deprel = "root" if token.dep_ == "ROOT" else token.dep_ or None
    return types.Token(
        start=token.idx,
        end=token.idx + len(token),
        text=token.text,
        lemma=token.lemma_ or None,
        upos=token.pos_ or None,
        xpos=token.tag_ or None,
        feats=str(token.morph) or None,
        mwt=extension(token.doc, "mwt", None, at=token.idx),
        head=head,
        deprel=deprel,
    )


def _entities(doc: Doc) -> list[types.Entity]:
    group = doc.spans.get("sc")
    spans = list(doc.ents) if group is None else list(group)
    scores = group.attrs.get("scores") if group is not None else None
    clusters = group.attrs.get("clusters") if group is not None else None
    return [
        types.Entity(
            start=span.start_char,
            end=span.end_char,
            text=span.text,
            label=span.label_,
            score=round(float(scores[number]), 3) if scores is not None else None,
            cluster=clusters[number] if clusters is not None else None,
        )
        for number, span in enumerate(spans)
    ]

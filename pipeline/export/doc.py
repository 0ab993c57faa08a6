"""From a record back to a spaCy Doc: ``Record.from_doc(to_doc(record)) == record`` for records that hold their tokens."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans
from spacy.vocab import Vocab

from pipeline.annotate import state
from pipeline.annotate.spacing import spaced
from pipeline.export.errors import ExportError
from pipeline.record import Record, Token

state.register()
LISTS = ("blocks", "clusters", "quantities", "dates", "acronyms", "quotes", "checks")


def to_doc(record: Record, vocab: Vocab) -> Doc:
    """Return the Doc of a record. Raises ExportError where the record was written without its tokens."""
    tokens = [token for sentence in record.sentences for token in sentence.tokens]
    if record.sentences and not tokens:
        raise ExportError(f'record {record.id!r} holds no tokens: it was written with [output] omit = ["tokens"]')
    doc = _words(record, tokens, vocab)
    doc._.id, doc._.meta = record.id, record.meta
    if record.provenance is not None:
        doc._.provenance = msgspec.to_builtins(record.provenance)
    for name in LISTS:
        setattr(doc._, name, msgspec.to_builtins(getattr(record, name)))
    doc._.categories = [
        {"category": sentence.category, "scores": sentence.scores, "abstained": sentence.abstained}
        for sentence in record.sentences
    ]
    _set_entities(doc, record)
    return doc


def to_docs(records: Iterable[Record], nlp: Language) -> Iterable[Doc]:
    """Yield the Docs of records, one at a time."""
    for record in records:
        yield to_doc(record, nlp.vocab)


def _words(record: Record, tokens: list[Token], vocab: Vocab) -> Doc:
    found = spaced(record.text, ((token.start, token.end) for token in tokens))
    source = [tokens[number] if number is not None else None for number in found.index]
    first = {id(sentence.tokens[0]) for sentence in record.sentences if sentence.tokens}
    parsed = any(token.deprel for token in tokens)
    heads = _heads(record, found.index) if parsed else None
    doc = Doc(
        vocab,
        words=found.words,
        spaces=found.spaces,
        tags=[token.xpos or "" if token else "" for token in source],
        pos=[
            token.upos or "" if token else ("SPACE" if word.isspace() else "")
            for token, word in zip(source, found.words, strict=True)
        ],
        morphs=[token.feats or "" if token else "" for token in source],
        lemmas=[token.lemma or "" if token else "" for token in source],
        heads=heads,
        deps=[_deprel(token) for token in source] if parsed else None,
        sent_starts=None if parsed else _starts(source, found.words, first),
    )
    doc._.signoffs = [
        {"start": word.idx, "end": word.idx + len(word)}
        for word, token in zip(doc, source, strict=True)
        if token is None and not word.is_space
    ]
    for word, token in zip(doc, source, strict=True):
        if token is not None and token.mwt:
            word._.mwt = token.mwt
    return doc


def _starts(source: list[Token | None], words: list[str], first: set[int]) -> list[bool | int | None]:
    """A sentence starts at its first token, and at visible text that stands in no sentence."""
    starts: list[bool | int | None] = []
    outside = False
    for token, word in zip(source, words, strict=True):
        visible_gap = token is None and not word.isspace()
        starts.append(not starts or (token is not None and (id(token) in first or outside)) or visible_gap)
        outside = visible_gap or (outside and token is None)
    return starts


def _deprel(token: Token | None) -> str:
    if token is None or token.deprel == "root":
        return "ROOT"
    return token.deprel or "dep"


def _heads(record: Record, index: list[int | None]) -> list[int]:
    position = {number: place for place, number in enumerate(index) if number is not None}
    heads = [max(place - 1, 0) for place in range(len(index))]
    base = 0
    for sentence in record.sentences:
        for number, token in enumerate(sentence.tokens, base):
            head = token.head
            heads[position[number]] = position[number if head is None or head < 0 else base + head]
        base += len(sentence.tokens)
    return heads


def _set_entities(doc: Doc, record: Record) -> None:
    spans: list[Span] = []
    for entity in record.entities:
        link = record.clusters[entity.cluster].link if entity.cluster is not None else None
        span = doc.char_span(entity.start, entity.end, label=entity.label, kb_id=link or 0)
        if span is None:
            raise ExportError(
                f"record {record.id!r}: entity {entity.text!r} at {entity.start} does not end at token borders"
            )
        spans.append(span)
    group = SpanGroup(doc, name="sc", spans=spans)
    if any(entity.score is not None for entity in record.entities):
        group.attrs["scores"] = [entity.score for entity in record.entities]
    if any(entity.cluster is not None for entity in record.entities):
        group.attrs["clusters"] = [entity.cluster for entity in record.entities]
    doc.spans["sc"] = group
    doc.ents = filter_spans(spans)

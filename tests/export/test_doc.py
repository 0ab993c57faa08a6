"""Record to Doc and back loses nothing."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings

from pipeline.export.doc import to_doc
from pipeline.export.errors import ExportError
from pipeline.record import Entity, Record, decode, encode
from tests.export.records import RECORD, records

VOCAB = spacy.blank("id").vocab


def test_a_full_record_comes_back_as_it_was() -> None:
    assert Record.from_doc(to_doc(RECORD, VOCAB)) == RECORD


@settings(max_examples=300, deadline=None)
@given(records())
def test_any_record_comes_back_as_it_was(record: Record) -> None:
    assert Record.from_doc(to_doc(record, VOCAB)) == record


def test_the_empty_record_comes_back() -> None:
    assert Record.from_doc(to_doc(Record(id="", text=""), VOCAB)) == Record(id="", text="")


def test_the_doc_has_what_spacy_users_look_for() -> None:
    doc = to_doc(RECORD, VOCAB)
    assert [ent.text for ent in doc.ents] == ["Solo", "Wali Kota Solo"]
    assert doc.ents[0].kb_id_ == "id-region:33.72"
    assert [sent.text.strip() for sent in doc.sents][:2] == ["Kota Solo", "Wali Kota Solo membeli bukunya."]
    assert [token.lemma_ for token in doc if token.text == "membeli"] == ["beli"]


def test_a_record_without_tokens_is_refused() -> None:
    with pytest.raises(ExportError, match="'contoh 1' holds no tokens"):
        to_doc(decode(encode(RECORD, omit=["tokens"])), VOCAB)


def test_an_entity_that_cuts_a_token_is_refused() -> None:
    broken = Record(
        id="b", text=RECORD.text, sentences=RECORD.sentences, entities=[Entity(start=1, end=3, text="ot", label="PER")]
    )
    with pytest.raises(ExportError, match="does not end at token borders"):
        to_doc(broken, VOCAB)

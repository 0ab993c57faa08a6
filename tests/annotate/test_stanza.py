"""The bridge from stanza's sentences to spaCy's Doc, without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.annotate.stanza import Joined, StanzaComponent, surface_parts
from pipeline.annotate.tokenizer import PlainTokenizer
from pipeline.record import Record

VOCAB = spacy.blank("id").vocab
SPLITS = {"bukunya": ["buku", "nya"], "satu-satunya": ["satu", "nya"]}


def fake_sentence(text: str, start: int, end: int) -> Any:
    tokens = []
    number = 0
    for match in re.finditer(r"[\w-]+|[^\w\s]", text[start:end]):
        words = []
        for form in SPLITS.get(match[0].lower(), [match[0]]):
            number += 1
            words.append(
                SimpleNamespace(
                    id=number, text=form, lemma=form.lower(), upos="NOUN", xpos=None, feats="Number=Sing",
                    head=0 if number == 1 else 1, deprel="root" if number == 1 else "dep",
                )
            )  # fmt: skip
        tokens.append(SimpleNamespace(start_char=start + match.start(), end_char=start + match.end(), words=words))
    return SimpleNamespace(tokens=tokens)


def fake_stanza(text: str) -> Any:
    """Sentences end at a full stop or a blank line; raises on the word "rusak"."""
    if "rusak" in text:
        raise ValueError("stanza fell over")
    spans: Iterator[re.Match[str]] = re.finditer(r"(?:(?!\n\n)[^.])*[\w](?:(?!\n\n)[^.])*\.?|\.", text)
    sentences = [fake_sentence(text, *match.span()) for match in spans]
    return SimpleNamespace(sentences=[sentence for sentence in sentences if sentence.tokens])


def component(**named: Any) -> StanzaComponent:
    settings: dict[str, Any] = {"batch_chars": 1000, "fast": True} | named
    made = StanzaComponent("stanza", path=".", lang="id", processors="tokenize", threads=1, options={}, **settings)
    made._model = Joined(fake_stanza)
    return made


def docs(*texts: str) -> list[Doc]:
    return [PlainTokenizer(VOCAB)(text) for text in texts]


@pytest.mark.parametrize(
    ("surface", "words", "ends"),
    [
        ("bukunya", ["buku", "nya"], [4, 7]),
        ("Bukunya", ["buku", "nya"], [4, 7]),
        ("satu-satunya", ["satu", "nya"], None),
        ("", [], []),
    ],
)
def test_words_that_concatenate_have_places(surface: str, words: list[str], ends: list[int] | None) -> None:
    assert surface_parts(surface, words) == ends


def test_a_doc_has_the_words_tags_and_sentences_of_stanza() -> None:
    (doc,) = component().annotate(docs("Ini bukunya.  Satu-satunya buku.\nJudul"))
    assert [[token.text for token in sent] for sent in doc.sents] == [
        ["Ini", "buku", "nya", ".", " "], ["Satu-satunya", "buku", ".", "\n"], ["Judul"],
    ]  # fmt: skip
    assert [token._.mwt for token in doc[:4]] == [None, "B", "I", None]
    assert doc[5].lemma_ == "satu"
    assert doc[1].head.i == 0


def test_every_document_gets_its_own_annotation_back() -> None:
    texts = ["Satu dua.", "", "  \n ", "Tiga. Empat.", "\U0001f600 lima"]
    pooled = component().annotate(docs(*texts))
    assert [doc.text for doc in pooled] == texts
    assert [len(Record.from_doc(doc).sentences) for doc in pooled] == [1, 0, 0, 2, 1]


def test_one_bad_document_goes_to_the_error_handler_alone() -> None:
    failed: list[str] = []
    made = component()
    made.set_error_handler(lambda name, proc, docs, error: failed.extend(doc.text for doc in docs))
    found = list(made.pipe(docs("Satu.", "ini rusak", "Tiga.", "Empat.")))
    assert [doc.text for doc in found] == ["Satu.", "Tiga.", "Empat."]
    assert failed == ["ini rusak"]


def test_without_an_error_handler_the_error_is_raised() -> None:
    with pytest.raises(ValueError, match="fell over"):
        list(component().pipe(docs("ini rusak")))


def test_user_data_and_context_are_carried_over() -> None:
    (doc,) = docs("Halo.")
    doc._.meta = {"published": "2020-01-01"}
    doc._context = 7
    (found,) = component().pipe([doc])
    assert found._.meta == {"published": "2020-01-01"}
    assert found._context == 7


def test_a_sentence_ends_at_a_block_and_sign_offs_are_in_no_sentence() -> None:
    text = "close-linkDalam kota. (duh)"
    (doc,) = docs(text)
    doc._.blocks = [{"start": 0, "end": 10, "kind": "promo"}, {"start": 10, "end": len(text), "kind": "body"}]
    doc._.signoffs = [{"start": 22, "end": 27}]
    record = Record.from_doc(component()(doc))
    assert [text[sentence.start : sentence.end] for sentence in record.sentences] == ["close-link", "Dalam kota."]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.sampled_from(" \n\r\t.ab\u00a0\u200b\u0301-\U0001f600\x00\x85"), max_size=30), max_size=4))
def test_any_text_comes_back_whole_with_true_offsets(texts: list[str]) -> None:
    for text, doc in zip(texts, component().annotate(docs(*texts)), strict=True):
        assert doc.text == text
        for sentence in Record.from_doc(doc).sentences:
            assert all(text[token.start : token.end] == token.text for token in sentence.tokens)
            assert sentence.start <= sentence.tokens[0].start <= sentence.tokens[-1].end <= sentence.end

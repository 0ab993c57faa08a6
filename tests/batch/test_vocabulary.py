"""spaCy's tables stay small over any number of distinct words, and nothing that counts is lost from them."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline.batch import annotate, vocabulary
from pipeline.batch.documents import Document


def document(text: str) -> Document:
    return Document(text, "d", {}, "f", 1, 0)


def cells(nlp: object) -> int:
    return len(nlp.vocab.strings._map)  # type: ignore[attr-defined]  # counts the cells of words that are gone too


@pytest.mark.parametrize("words", [0, 1, 20_000])
def test_words_of_documents_leave_nothing_behind_and_records_stay_the_same(plain_config: Path, words: int) -> None:
    nlp = pipeline.load(plain_config)
    nlp.vocab.strings.add("tetap", allow_transient=False)
    before = annotate.batch(nlp, [document("Satu kalimat. Dua kalimat.")])
    annotate.batch(nlp, [document(" ".join(f"kata{number}" for number in range(words)) + ".")])
    vocabulary.compact(nlp.vocab)
    assert cells(nlp) == 1
    assert "tetap" in nlp.vocab.strings
    assert annotate.batch(nlp, [document("Satu kalimat. Dua kalimat.")]) == before


def test_settings_of_a_word_made_by_hand_are_kept(plain_config: Path) -> None:
    nlp = pipeline.load(plain_config)
    nlp.vocab["anehsekali"].is_stop = True
    vocabulary.compact(nlp.vocab)
    assert nlp.vocab["anehsekali"].is_stop

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import torch

from pipeline.training import stanza_stages
from pipeline.training.conll import Sentence, Token, Word


def sentence(*words: Word) -> Sentence:
    return Sentence("s", tuple(Token(word.form, (word,)) for word in words))


MENULIS = Word("Menulis", "tulis", "VERB")
RINA = Word("Rina", "rina", "PROPN")


def listed(sentences: list[Sentence]) -> list[tuple[str, str]]:
    return [(word.form, word.lemma) for one in sentences for word in one.words]


def test_the_seq2seq_learns_each_open_class_word_once_and_names_as_written() -> None:
    types = listed(stanza_stages.lemma_types([sentence(MENULIS, RINA), sentence(MENULIS)]))
    assert types == [("menulis", "tulis"), ("Menulis", "tulis"), ("Rina", "rina")]


def test_the_dictionary_knows_a_word_in_other_cases_and_frequent_ones_in_capitals() -> None:
    often = [sentence(MENULIS)] * stanza_stages.SHOUTED_FROM
    variants = listed(stanza_stages.cased_variants([*often, sentence(RINA)]))
    assert variants == [
        ("MENULIS", "tulis"),
        ("Menulis", "tulis"),
        ("menulis", "tulis"),
        ("Rina", "rina"),
        ("rina", "rina"),
    ]


def test_no_words_give_no_types() -> None:
    assert stanza_stages.lemma_types([]) == stanza_stages.cased_variants([]) == []


def test_whole_forms_are_entered_as_one_word(tmp_path: Path) -> None:
    torch.save({"model": None, "dict": {"bukunya": "buku nya"}}, tmp_path / "mwt.pt")
    stanza_stages.keep_whole(tmp_path / "mwt.pt", ["lainnya"])
    saved = torch.load(tmp_path / "mwt.pt", weights_only=True)
    assert saved["dict"] == {"bukunya": "buku nya", "lainnya": "lainnya"}


def test_a_stanza_document_becomes_sentences_with_its_tags() -> None:
    word = SimpleNamespace(text="Menulis", lemma="tulis", upos="VERB", feats=None)
    token = SimpleNamespace(text="Menulis", words=[word], spaces_after="")
    document = SimpleNamespace(sentences=[SimpleNamespace(tokens=[token])])
    assert list(stanza_stages.from_stanza(document)) == [Sentence("s1", (Token("Menulis", (MENULIS,), False),))]


def test_with_capitals_a_word_is_learned_as_written_with_its_usual_lemma() -> None:
    kept = Word("Menulis", "Menulis", "VERB")
    types = listed(
        stanza_stages.lemma_types([sentence(MENULIS, kept), sentence(kept, Word("di", "di", "ADP"))], cased=True)
    )
    assert types == [("Menulis", "Menulis")]

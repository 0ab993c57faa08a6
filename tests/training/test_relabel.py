from __future__ import annotations

import numpy as np
import pytest

from pipeline.training import relabel
from pipeline.training.conll import Sentence, Token, Word
from pipeline.training.lemmas import Dictionary, Lexicon, lemmatised
from pipeline.training.teacher import Opinion

CLASSES = ["ADP", "AUX", "NOUN", "SCONJ"]


def opinion(*best: tuple[str, float]) -> Opinion:
    rows = [[share if name == tag else (1 - share) / 3 for name in CLASSES] for tag, share in best]
    return Opinion(np.array(rows).reshape(-1, len(CLASSES)), tuple("Voice=Act" for _ in best))


def sentence(*words: tuple[str, str]) -> Sentence:
    return Sentence("s", tuple(Token(form, (Word(form, upos=upos),)) for form, upos in words))


def test_a_class_of_words_moves_where_the_teacher_keeps_saying_so() -> None:
    old = [sentence(("untuk", "ADP"), ("meja", "NOUN")) for _ in range(60)]
    said = [opinion(("SCONJ", 0.9), ("NOUN", 0.9)) for _ in old]
    tagged = relabel.relabel(old, said, CLASSES, [])
    assert {tuple(word.upos for word in one.words) for one in tagged} == {("SCONJ", "NOUN")}


def test_an_unsure_teacher_yields_to_the_old_tag() -> None:
    sure = [sentence(("meja", "NOUN"), ("di", "ADP")) for _ in range(60)]
    said = [opinion(("NOUN", 0.95), ("ADP", 0.95)) for _ in sure] + [opinion(("ADP", 0.4))]
    tagged = relabel.relabel([*sure, sentence(("kursi", "NOUN"))], said, CLASSES, [])
    assert tagged[-1].words[0].upos == "NOUN"


def test_a_word_without_an_old_tag_keeps_the_teachers_view() -> None:
    old = [sentence(("buku", "NOUN"), ("nya", "_"))]
    tagged = relabel.relabel(old, [opinion(("NOUN", 0.9), ("AUX", 0.8))], CLASSES, [])
    assert [word.upos for word in tagged[0].words] == ["NOUN", "AUX"]


def test_features_come_from_the_gold_where_the_teacher_is_overruled() -> None:
    gold = Sentence("g", (Token("kursi", (Word("kursi", "kursi", "NOUN", "Number=Sing"),)),))
    sure = [sentence(("meja", "NOUN"), ("di", "ADP")) for _ in range(60)]
    said = [opinion(("NOUN", 0.95), ("ADP", 0.95)) for _ in sure] + [opinion(("ADP", 0.4))]
    tagged = relabel.relabel([*sure, sentence(("kursi", "NOUN"))], said, CLASSES, [gold])
    assert tagged[-1].words[0].feats == "Number=Sing"


OWN = Sentence("g", (Token("Mereka", (Word("Mereka", "mereka", "PRON"),)), Token("nya", (Word("nya", "dia", "PRON"),))))
OTHERS = Sentence(
    "c", (Token("menulis", (Word("menulis", "tulis", "VERB"),)), Token("nya", (Word("nya", "nya", "PRON"),)))
)


@pytest.mark.parametrize(
    ("form", "upos", "lemma"),
    [
        ("nya", "PRON", "dia"),
        ("nya", "DET", "dia"),
        ("Menulis", "VERB", "tulis"),
        ("Menulis", "PROPN", "menulis"),
        ("tanah", "NOUN", "tanah"),
        ("bertanam", "VERB", "tanam"),
        ("rumah-rumah", "NOUN", "rumah"),
        ("1990-an", "NUM", "1990-an"),
        ("xyz", "X", "xyz"),
        ("", "X", ""),
    ],
)
def test_lemma_sources_in_their_order(form: str, upos: str, lemma: str) -> None:
    words = Lexicon([OWN], [OTHERS], Dictionary(frozenset({"tanah", "rumah"}), {"bertanam": "tanam", "tanah": "nah"}))
    assert words.lemma(form, upos) == lemma


@pytest.mark.parametrize(
    ("forms", "capitals", "lemmas"),
    [
        ("", True, ""),
        ("Menulis buku Direktur", True, "tulis buku Direktur"),
        ("Menulis buku Direktur", False, "tulis buku direktur"),
        ('" Menulis Direktur', True, '" tulis Direktur'),
        ("menulis MENULIS", True, "tulis MENULIS"),
    ],
)
def test_capitals_inside_a_sentence_are_kept_where_a_style_wants_it(forms: str, capitals: bool, lemmas: str) -> None:
    words = Lexicon([], [], Dictionary(frozenset(), {"menulis": "tulis"}))
    given = sentence(*((form, "VERB") for form in forms.split()))
    assert [word.lemma for word in lemmatised(given, words, capitals=capitals).words] == lemmas.split()

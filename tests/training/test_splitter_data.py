from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.training import splitter_data
from pipeline.training.augmentation import Augmenter, dotted, glue, token
from pipeline.training.conll import Sentence, raw_text


def sentence(*forms: str, space: bool = True) -> Sentence:
    tokens = [token(form, space=number < len(forms) - 1) for number, form in enumerate(forms, start=1)]
    return Sentence("s", (*tokens[:-1], token(forms[-1], space=space)))


@pytest.mark.parametrize(
    ("paragraph", "text", "labels"),
    [
        ([], "", ""),
        ([sentence("Ia", "datang", ".")], "Ia datang.", "0100000012"),
        ([sentence("Ia", "."), sentence("Ya", ".")], "Ia. Ya.", "0120012"),
        ([sentence("Ia", ".", space=False), sentence("Ya", ".")], "Ia.Ya.", "012012"),
        ([sentence("buku|nya", ".")], "bukunya.", "00000032"),
        ([sentence("ada", "padi", "buku|nya")], "ada padibukunya", "001000010000004"),
    ],
)
def test_every_character_has_its_label(paragraph: list[Sentence], text: str, labels: str) -> None:
    assert splitter_data.labelled(paragraph) == (text, labels)


@given(st.lists(st.integers(0, 3), max_size=40), st.integers())
def test_pseudo_paragraphs_keep_all_sentences_in_order(numbers: list[int], seed: int) -> None:
    sentences = [Sentence(str(number), (token(str(number)),)) for number in numbers]
    paragraphs = splitter_data.pseudo_paragraphs(sentences, random.Random(seed))
    assert [one for paragraph in paragraphs for one in paragraph] == sentences
    assert all(1 <= len(paragraph) <= splitter_data.LONGEST for paragraph in paragraphs)


def test_written_labels_are_as_long_as_the_text(tmp_path: Path) -> None:
    paragraphs = [[sentence("Ia", "datang", "."), sentence("Ya", ".")], [sentence("Tidak", ".")]]
    splitter_data.write(paragraphs, tmp_path / "a.txt", tmp_path / "a.labels")
    text, labels = ((tmp_path / name).read_text("utf-8").split("\n") for name in ("a.txt", "a.labels"))
    assert [len(line) for line in text] == [len(line) for line in labels]


def test_gluing_drops_the_space_only_before_a_capital() -> None:
    paragraph = [sentence("Ia", "."), sentence("Ya", "."), sentence("dan", ".")]
    assert raw_text(glue(paragraph, 1.0, random.Random(1))) == "Ia.Ya. dan."


@pytest.mark.parametrize(("form", "text"), [("Dr", "Dr."), ("M.Si", "M.Si.")])
def test_abbreviations_are_cut_as_gsd_cuts_them(form: str, text: str) -> None:
    tokens = dotted(form)
    assert raw_text([Sentence("s", tuple(tokens))]) == text
    assert [one.form for one in tokens[1::2]] == ["."] * (len(tokens) // 2)


@pytest.fixture(scope="module")
def augmenter() -> Augmenter:
    name = [token(part, upos="PROPN") for part in ("Rina", "Wulandari")]
    pool = [
        Sentence("1", (*name, token("menanam"), token("padi"), token("pagi"), token("ini", space=False), token("."))),
        Sentence(
            "2",
            (*map(token, ("Harga", "beras", "naik")), token("12", upos="NUM"), token("kali", space=False), token(".")),
        ),
    ]
    return Augmenter(pool, seed=3)


def test_every_made_paragraph_can_be_labelled(augmenter: Augmenter) -> None:
    for paragraph in augmenter.paragraphs(200):
        text, labels = splitter_data.labelled(paragraph)
        assert len(text) == len(labels)
        assert sum(label in "24" for label in labels) == len(paragraph)


def test_a_sentence_that_ends_in_an_acronym_is_followed_by_another(augmenter: Augmenter) -> None:
    first, second = augmenter.acronym()
    assert first.tokens[-2].words[0].upos == "PROPN"
    assert first.tokens[-1].form == "."
    assert second.tokens

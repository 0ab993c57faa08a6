from __future__ import annotations

import pytest

from pipeline.training import silver
from pipeline.training.conll import Sentence, Token, Word


def old(*words: tuple[str, str, str, str]) -> Sentence:
    """(form, lemma, UPOS, UM) of each word."""
    tokens = [Token(form, (Word(form, lemma, upos, "_", f"UM={um}"),)) for form, lemma, upos, um in words]
    return Sentence("s", tuple(tokens))


def shown(sentence: Sentence) -> list[str]:
    return ["|".join(word.form for word in token.words) for token in sentence.tokens]


@pytest.mark.parametrize(
    ("sentence", "habits", "expected"),
    [
        (old(), {}, []),
        (old(("bukunya", "buku", "NOUN", "N;PSS3S;SG")), {}, ["buku|nya"]),
        (old(("hanya", "hanya", "ADV", "ADV")), {}, ["hanya"]),
        (old(("apakah", "apa", "ADV", "ADV")), {}, ["apa|kah"]),
        (old(("menikah", "mennikah", "VERB", "V")), {}, ["menikah"]),
        (old(("Allahku", "allah", "PROPN", "PROPN;PSS1S")), {}, ["Allahku"]),
        (old(("lainnya", "lain", "ADJ", "ADJ;PSS3S")), {"lainnya": False}, ["lainnya"]),
        (old(("adanya", "adanya", "NOUN", "N")), {"adanya": True}, ["ada|nya"]),
        (
            old(("kota", "kota", "NOUN", "N"), ("-", "-", "PUNCT", "_"), ("kota", "kota", "NOUN", "N")),
            {},
            ["kota-kota"],
        ),
        (old(("ke", "ke", "ADP", "_"), ("-", "-", "PUNCT", "_"), ("5", "5", "NUM", "_")), {}, ["ke-5"]),
        (old(("1990", "_", "NUM", "_"), ("-", "-", "PUNCT", "_"), ("an", "an", "NUM", "_")), {}, ["1990-an"]),
        (
            old(("2001", "_", "NUM", "_"), ("-", "-", "PUNCT", "_"), ("2004", "_", "NUM", "_")),
            {},
            ["2001", "-", "2004"],
        ),
    ],
)
def test_old_tokens_become_todays(sentence: Sentence, habits: dict[str, bool], expected: list[str]) -> None:
    assert shown(silver.modern_tokens(sentence, habits)) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("kota", "kota", True),
        ("Undang", "undang", True),
        ("besar", "besaran", True),
        ("berbulan", "bulan", True),
        ("Kroya", "Purwokerto", False),
        ("2001", "2001", False),
        ("", "", False),
    ],
)
def test_reduplication(first: str, second: str, expected: bool) -> None:
    assert silver.is_reduplication(first, second) is expected


def test_habits_follow_the_majority_of_the_gold() -> None:
    whole = Token("lainnya", (Word("lainnya"),))
    cut = Token("bukunya", (Word("buku"), Word("nya")))
    assert silver.clitic_habits([Sentence("s", (whole, cut, whole))]) == {"lainnya": False, "bukunya": True}


def test_another_treebank_follows_a_whole_form() -> None:
    sentence = Sentence("s", (Token("lainnya", (Word("lain", "lain", "ADJ"), Word("nya"))),))
    assert shown(silver.follow_habits(sentence, {"lainnya": False})) == ["lainnya"]


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ("", []),
        ("Dr+. Rina datang+.", ["Dr.", "Rina", "datang", "."]),
        ("Rina+, M+.+Si+. datang+.", ["Rina", ",", "M.Si.", "datang", "."]),
        ("Ia naik KRL+. Lalu pulang+.", ["Ia", "naik", "KRL", ".", "Lalu", "pulang", "."]),
        ("temui Joko P+.", ["temui", "Joko", "P", "."]),
        ("Joko P+. . .", ["Joko", "P.", ".", "."]),
    ],
)
def test_abbreviations_keep_their_stop_where_a_style_wants_it(forms: str, expected: list[str]) -> None:
    """A plus joins a token to the next one."""
    tokens = [
        Token(form, (Word(form, form.lower(), "X"),), number == len(part.split("+")))
        for part in forms.split()
        for number, form in enumerate(part.split("+"), start=1)
    ]
    assert shown(silver.with_stops(Sentence("s", tuple(tokens)))) == expected

"""Cases are one treebank item each; `|` stands where the item must be cut, `?` alone means that it must be dropped."""

from __future__ import annotations

import re

import pytest

from pipeline.training import boundaries
from pipeline.training.conll import Sentence, Token, Word

NAMES = {"Soetomo", "Tjetje", "Somantri", "Bandung", "Maktal", "Semarang"}


def item(text: str) -> Sentence:
    """Cut a text into tokens at blanks and round punctuation; listed names are PROPN."""
    tokens = [
        Token(match[0], (Word(match[0], upos="PROPN" if match[0] in NAMES else "X"),), text[match.end() :][:1] == " ")
        for match in re.finditer(r"\w+|[^\w\s]", text)
    ]
    return Sentence("s", tuple(tokens))


CASES = [
    "Kota itu ramai.",
    "Kota itu ramai. | Warganya senang.",
    "Siaran ini bekerja pada 450 MHz. | Standar ini lama.",
    "Markas TNI. | Pasukan datang.",
    "Ketua lama adalah Dr. Soetomo dan kawan.",
    "Penari itu R. Tjetje Somantri.",
    "Ia tinggal di Jl. Bandung No. Semarang.",
    "Ia datang! | Kami senang? | Ya.",
    "Ia berkata lirih.” | Kami diam.",
    "Nilainya 5 %. | Angka itu naik.",
    "Mereka bernyanyi, menari, dst. Kota itu ramai.",
    "Ayo! kata mereka.",
    "Ia (lahir di kota. Pindah lagi) senang.",
    "Mereka ke Raya. | Semarang ramai.",
]


@pytest.mark.parametrize("marked", CASES)
def test_cuts_items_where_a_sentence_ends(marked: str) -> None:
    pieces = boundaries.cut(item(marked.replace(" | ", " ")))
    assert " | ".join(piece.text for piece in pieces) == marked


@pytest.mark.parametrize(
    "text",
    [
        "Rapat di Aula A. Tepat jam dua.",
        "Nomor 5. 600 orang datang.",
        "Ia (lahir di kota. Pindah lagi.",
        "Kata Tbk. Maktal itu benar.",
    ],
)
def test_drops_items_that_cannot_be_told(text: str) -> None:
    assert boundaries.cut(item(text)) == []


def test_an_item_without_tokens_stays_one_empty_sentence() -> None:
    assert boundaries.cut(Sentence("s", ())) == [Sentence("s", ())]


def test_cut_all_keeps_the_order_and_loses_only_doubtful_items() -> None:
    items = [item("Satu. Dua."), item("Aula A. Tepat jam dua."), item("Tiga.")]
    assert [sentence.text for sentence in boundaries.cut_all(items)] == ["Satu.", "Dua.", "Tiga."]

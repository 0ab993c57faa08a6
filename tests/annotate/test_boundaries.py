"""Tokens follow the corrected boundaries: none is lost, none runs through a boundary, a final stop stands alone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.boundaries import corrected
from pipeline.annotate.stanza_tokens import Token


def sentences(line: str, *, stops: str = "") -> list[list[Token]]:
    """Tokens are what stands between blanks; a sentence ends behind a token with one of ``stops``."""
    found: list[list[Token]] = [[]]
    for match in re.finditer(r"\S+", line):
        found[-1].append(Token(*match.span(), match[0], False))
        if stops and match[0].endswith(tuple(stops)):
            found.append([])
    return [sentence for sentence in found if sentence]


@pytest.mark.parametrize(
    ("line", "stops", "forms"),
    [
        ("", "", []),
        ("kata lanjutnya.Khofifah pergi", "", [["kata", "lanjutnya", "."], ["Khofifah", "pergi"]]),
        ('Harga turun."Kami rugi', "", [["Harga", "turun", "."], ['"', "Kami", "rugi"]]),
        ("Lihat www.desa.example.", "", [["Lihat", "www.desa.example", "."]]),
        ("Hebat?! Semua kaget…", "!", [["Hebat", "?!"], ["Semua", "kaget", "…"]]),
        ("Ia diam... lalu pergi", ".", [["Ia", "diam...", "lalu", "pergi"]]),
        ('"Ayo!" katanya', "", [['"Ayo!"', "katanya"]]),
        ("...", "", [["..."]]),
    ],
)
def test_tokens_are_cut_and_joined_with_the_sentences(line: str, stops: str, forms: list[list[str]]) -> None:
    found = corrected(line, sentences(line, stops=stops))
    assert [[token.form for token in sentence] for sentence in found] == forms
    assert all(line[token.start : token.end] == token.form for sentence in found for token in sentence)


def test_only_the_first_part_of_a_cut_token_stays_a_multiword_token() -> None:
    (first, *_), *_ = found = corrected("lanjutnya.Khofifah", [[Token(0, 18, "lanjutnya.Khofifah", True)]])
    assert first == Token(0, 9, "lanjutnya", True)
    assert not any(token.multiword for token in [*found[0][1:], *found[1]])


LINES = st.text(alphabet=" .?!…\"“”'()-12aAbB,:", min_size=1, max_size=40).map(str.strip).filter(bool)


@given(LINES, st.sampled_from(["", ".", "!?"]))
def test_every_visible_character_stays_in_one_token(line: str, stops: str) -> None:
    found = [token for sentence in corrected(line, sentences(line, stops=stops)) for token in sentence]
    assert "".join(token.form for token in found) == "".join(line.split())
    assert all(left.end <= right.start for left, right in pairwise(found))

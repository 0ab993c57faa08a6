"""The plain tokenizer keeps every character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.tokenizer import words_and_spaces

CASES = [
    ("", []),
    ("Halo dunia.", ["Halo", "dunia", "."]),
    ("a  b", ["a", " ", "b"]),
    (" a\n", [" ", "a", "\n"]),
    ("17-08-1945 naik 8,2%", ["17-08-1945", "naik", "8,2", "%"]),
]


@pytest.mark.parametrize(("text", "words"), CASES)
def test_words(text: str, words: list[str]) -> None:
    assert words_and_spaces(text)[0] == words


@given(st.text(max_size=80))
def test_words_and_spaces_give_the_text_again(text: str) -> None:
    words, spaces = words_and_spaces(text)
    assert "".join(word + " " * space for word, space in zip(words, spaces, strict=True)) == text

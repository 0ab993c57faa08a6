"""Stretches are where sentences may live."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.lines import stretches

CASES = [
    ("", [], []),
    (" \n\u00a0\t\n", [], []),
    ("Satu.\nDua.", [], ["Satu.", "Dua."]),
    ("Satu.\r\n\r\n  Dua. \u2028Tiga", [], ["Satu.", "Dua.", "Tiga"]),
    ("close-linkDalam kota", [10], ["close-link", "Dalam kota"]),
    ("isi (duh)", [0, 4, 9], ["isi", "(duh)"]),
    ("a\tb\u00a0c\x00d", [], ["a b c d"]),
]


@pytest.mark.parametrize(("text", "cuts", "expected"), CASES)
def test_a_text_is_cut_at_lines_and_offsets(text: str, cuts: list[int], expected: list[str]) -> None:
    assert [stretch.safe for stretch in stretches(text, cuts)] == expected


@given(text=st.text(max_size=60), cuts=st.lists(st.integers(0, 60), max_size=5))
def test_stretches_are_ordered_and_keep_every_visible_character(text: str, cuts: list[int]) -> None:
    found = stretches(text, cuts)
    assert all(len(stretch.safe) == stretch.end - stretch.start for stretch in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    covered = "".join(text[stretch.start : stretch.end] for stretch in found)
    visible = [char for char in text if not char.isspace() and ord(char) > 0x9F]
    assert [char for char in covered if not char.isspace() and ord(char) > 0x9F and char != "\ufeff"] == [
        char for char in visible if char != "\ufeff"
    ]

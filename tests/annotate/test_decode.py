from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.annotate import decode
from pipeline.annotate.decode import WordSpan


def scores(*rows: str) -> np.ndarray:
    """One string of tags a label → scores (words, labels, 5) that are sure of them."""
    out = np.zeros((len(rows[0]) if rows else 0, len(rows), 5), np.float32)
    for label, row in enumerate(rows):
        for word, tag in enumerate(row):
            out[word, label, decode.TAGS.index(tag)] = 20.0
    return out


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([""], []),
        (["OOO"], []),
        (["SOS"], [(0, 1, 0), (2, 3, 0)]),
        (["BIEO", "OSOO"], [(0, 3, 0), (1, 2, 1)]),
        (["BEBE"], [(0, 2, 0), (2, 4, 0)]),
    ],
)
def test_sure_tags_become_spans(rows: list[str], expected: list[tuple[int, int, int]]) -> None:
    found = decode.spans(scores(*rows))
    assert [span[:3] for span in found] == expected
    assert all(span.score > 0.99 for span in found)


def test_an_illegal_row_is_mended_by_the_best_legal_one() -> None:
    logits = scores("BOE")
    logits[1, 0, decode.I_TAG] = 19.0
    assert [span[:3] for span in decode.spans(logits)] == [(0, 3, 0)]


def test_the_score_is_the_mean_probability_of_the_tags() -> None:
    logits = np.log(np.array([[[0.1, 0.8, 0.05, 0.03, 0.02]], [[0.2, 0.1, 0.05, 0.6, 0.05]]], dtype=np.float32))
    assert decode.spans(logits) == [WordSpan(0, 2, 0, pytest.approx(0.7))]


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([], []),
        ([(0, 2, 0, 0.9), (0, 2, 1, 0.8)], [(0, 2, 0)]),
        ([(0, 2, 0, 0.7), (1, 3, 1, 0.8)], [(1, 3, 1)]),
        ([(0, 3, 0, 0.7), (1, 3, 1, 0.8)], [(0, 3, 0), (1, 3, 1)]),
    ],
)
def test_conflicts_are_won_by_the_higher_score(spans: list[tuple], kept: list[tuple[int, int, int]]) -> None:
    assert [span[:3] for span in decode.without_conflicts(WordSpan(*span) for span in spans)] == kept


@given(
    arrays(np.float32, st.tuples(st.integers(0, 7), st.integers(1, 3), st.just(5)), elements=st.floats(-5, 5, width=32))
)
def test_tags_are_always_legal_and_spans_nest(logits: np.ndarray) -> None:
    if len(logits):
        for row in decode.best_tags(logits).T:
            tags = "O" + "".join(decode.TAGS[tag] for tag in row) + "O"
            assert all((a in "BI") == (b in "IE") for a, b in pairwise(tags))
    found = decode.spans(logits)
    for a, b in pairwise(found):
        assert b.start >= a.end or b.end <= a.end

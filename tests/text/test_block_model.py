"""The chain model weighs the features of a line and the kinds beside it."""

from __future__ import annotations

import pytest

from pipeline.text.block_context import page_features
from pipeline.text.block_features import Piece, line_features
from pipeline.text.block_model import KINDS, Weights, kinds, probabilities, shipped

NONE = (0.0,) * len(KINDS)


def row(**weights: float) -> tuple[float, ...]:
    return tuple(weights.get(kind, 0.0) for kind in KINDS)


def chain(features: dict[str, tuple[float, ...]], *, after_promo: tuple[float, ...] = NONE) -> Weights:
    return Weights(features, tuple(after_promo if kind == "promo" else NONE for kind in KINDS), NONE, NONE)


CASES = [
    ([], {}, NONE, []),
    ([[]], {}, NONE, ["body"]),
    ([["unknown"]], {"share": row(promo=3)}, NONE, ["body"]),
    ([["share"]], {"share": row(promo=3)}, NONE, ["promo"]),
    ([["share", "share"]], {"share": row(promo=0.5)}, NONE, ["body"]),
    ([["share"], []], {"share": row(promo=3)}, row(promo=4), ["promo", "promo"]),
    ([[], ["share"]], {"share": row(promo=3)}, row(promo=4), ["promo", "promo"]),
    ([["share"], ["x"]], {"share": row(promo=900), "x": row(title=900)}, row(title=-30), ["promo", "title"]),
]


@pytest.mark.parametrize(("page", "features", "after", "expected"), CASES)
def test_kinds_follow_features_and_neighbours(
    page: list[list[str]], features: dict[str, tuple[float, ...]], after: tuple[float, ...], expected: list[str]
) -> None:
    assert kinds(page, chain(features, after_promo=after)) == expected


def test_probabilities_are_those_of_all_chains_summed() -> None:
    weights = chain({"share": row(promo=1.5)}, after_promo=row(body=0.7))
    found = probabilities([["share"], []], weights)
    assert [sum(values) for values in found] == pytest.approx([1.0, 1.0])
    assert found[0][4] > found[0][5] == pytest.approx(found[0][0])
    assert found[1][5] > found[1][4]


def test_shipped_weights_know_every_kind() -> None:
    assert all(len(values) == len(KINDS) for values in shipped().features.values())
    assert len(shipped().after) == len(KINDS)


FEATURES = [
    ("Editor: Rina Astuti", {"phrase=byline", "label=editor", "look=short-caps"}),
    ("Baca juga: Pupuk Langka di Kota", {"phrase=promo", "end=letter"}),
    ("Rabu, 14 Juni 2017", {"says=date", "is=year"}),
    ("(nwy/hns)", {"says=initials", "start=bracket"}),
    ("1.", {"look=figure", "start=digit"}),
    ("!?", {"look=sign"}),
    ('"', {"look=sign", "end=quotedsign"}),
]


@pytest.mark.parametrize(("text", "expected"), FEATURES)
def test_a_line_shows_its_shape_and_wording(text: str, expected: set[str]) -> None:
    assert expected <= set(line_features(text))


def test_a_page_without_lines_has_no_features() -> None:
    assert page_features([]) == []


def test_a_line_sees_its_neighbours() -> None:
    above, below = page_features([Piece("Editor: Rina Astuti"), Piece("Bagikan")])
    assert {"-1:edge", "+1:phrase=promo"} <= set(above)
    assert {"+1:edge", "-1:phrase=byline"} <= set(below)

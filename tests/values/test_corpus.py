"""Floors on the parts of the corpus that are open to development."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.training.evaluate_values import evaluate

CORPUS = Path(__file__).parents[2] / "corpus" / "values"


@pytest.mark.parametrize("split", ["train", "dev"])
def test_open_parts_are_read_almost_without_error(split: str) -> None:
    report = evaluate(CORPUS, split=split)
    assert report.sentences > 100
    assert report.overall.score >= 99, "\n".join(report.errors)

"""`reads` holds a sentence with inline markup against what is read from its plain text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.training import values_markup
from pipeline.training.evaluate_values import same, show
from pipeline.values import read_values


def _reads(marked: str, published: str | None = None) -> None:
    text, expected = values_markup.parse(marked)
    found = read_values(text, published=published)
    wanted = sorted([*expected.quantities, *expected.dates], key=lambda item: item.start)
    given = sorted([*found.quantities, *found.dates], key=lambda item: item.start)
    agree = len(wanted) == len(given) and all(same(one, other) for one, other in zip(wanted, given, strict=True))
    assert agree, f"\nwanted: {' '.join(map(show, wanted))}\nfound:  {' '.join(map(show, given))}"


@pytest.fixture
def reads() -> Callable[..., None]:
    """A function of marked text and, optionally, the day of publication; it fails where the reading differs."""
    return _reads

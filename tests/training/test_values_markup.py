"""The markup of the values corpus and the score on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.training import values_markup
from pipeline.training.evaluate_values import Tally, compare, evaluate, score
from pipeline.training.values_markup import MarkupError
from pipeline.values import Quantity


def test_reads_items_with_offsets_and_fields() -> None:
    text, values = values_markup.parse(
        "Ada {3.497 IKM | count value=3497 unit=IKM approximate}, {2017 | date value=2017 resolved}."
    )
    assert text == "Ada 3.497 IKM, 2017."
    (item,), (day,) = values.quantities, values.dates
    assert (item.start, item.end, item.text, item.kind, item.value, item.unit) == (
        4,
        13,
        "3.497 IKM",
        "count",
        3497,
        "IKM",
    )
    assert item.approximate
    assert not item.ambiguous
    assert (day.start, day.value, day.resolved, day.anchor) == (15, "2017", True, None)


def test_quotes_fractions_and_escapes() -> None:
    text, values = values_markup.parse(r"\{a\} {2 \| 3 x | count value=2/3 unit='tenaga kerja'}")
    assert text == "{a} 2 | 3 x"
    assert values.quantities[0].unit == "tenaga kerja"
    assert values.quantities[0].value == pytest.approx(2 / 3)


def test_empty_text_has_no_items() -> None:
    assert values_markup.parse("") == ("", values_markup.Values((), ()))


BAD = [
    ("{3 orang}", "needs 'mention | kind fields'"),
    ("{3 orang | count value=3", "unmatched '{'"),
    ("3 orang}", "unmatched '}'"),
    ("{3 | coin value=3}", "unknown kind 'coin'"),
    ("{3 | count valu=3}", "unknown field 'valu'"),
    ("{3 | count value=tiga}", "not a number: 'tiga'"),
    ("{3 | count value=3 value=4}", "stands twice"),
    ("{3 | count approximate=yes}", "takes no value"),
    ("{3 | count unit='a}", "quotation"),
    ("{2017 | date resolved}", "a date needs a value"),
    ("{ | count value=3}", "needs 'mention"),
]


@pytest.mark.parametrize(("marked", "message"), BAD)
def test_bad_markup_is_refused(marked: str, message: str) -> None:
    with pytest.raises(MarkupError, match=message):
        values_markup.parse(marked)


def test_a_file_gives_cases_with_their_publication(tmp_path: Path) -> None:
    path = tmp_path / "law.txt"
    path.write_text(
        "# a comment\n# published: 2017-06-15\n{kemarin | date value=2017-06-14}\n\n# published: -\nkosong\n"
    )
    assert [(case.text, case.published, case.topic, case.line) for case in values_markup.read(path)] == [
        ("kemarin", "2017-06-15", "law", 3),
        ("kosong", None, "law", 6),
    ]


def test_an_error_in_a_file_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "law.txt"
    path.write_text("# x\n{3}\n")
    with pytest.raises(MarkupError, match=r"law\.txt, line 2: "):
        list(values_markup.read(path))


def item(start: int, value: int) -> Quantity:
    return Quantity(start=start, end=start + 1, text="3", kind="count", value=value)


def test_every_difference_counts_against_the_score() -> None:
    verdicts = [
        verdict for verdict, _, _ in compare([item(0, 3), item(2, 3), item(4, 3)], [item(0, 3), item(2, 4), item(6, 3)])
    ]
    assert verdicts == ["right", "wrong", "missing", "spurious"]
    assert Tally(right=1, wrong=1, missing=1, spurious=1).score == 25


def test_errors_of_the_test_split_are_not_listed() -> None:
    text, values = values_markup.parse("{tidak ada | count value=3}")
    cases = [values_markup.Case(text, values)]
    assert score(cases, split="test").errors == []
    assert len(score(cases, split="dev").errors) == 1


def test_an_unknown_split_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="split 'x' is none of train, dev, test"):
        evaluate(tmp_path, split="x")
    with pytest.raises(ValueError, match=r"no \.txt files"):
        evaluate(tmp_path, split="dev")

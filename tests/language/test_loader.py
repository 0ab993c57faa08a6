"""The loader of language facts, and what holds for every fact file."""

from __future__ import annotations

import pytest

from pipeline import language


@pytest.mark.parametrize("name", language.names())
def test_every_file_has_a_source_and_distinct_rows(name: str) -> None:
    rows = [tuple(row.values()) for row in language.table(name)]
    assert len(set(rows)) == len(rows)


def test_reads_tables_words_mappings_and_phrases() -> None:
    assert language.table("months")[0] == {"form": "januari", "number": "1"}
    assert "sekitar" in language.words("hedges")
    assert language.mapping("months")["juni"] == "6"
    assert language.mapping("units", "form", "kind")["persen"] == "percent"
    assert ("kurang", "lebih") in language.phrases("hedges")


def test_results_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        language.mapping("months")["juni"] = "7"  # type: ignore[index]


BAD = [
    ("", "x.tsv, line 1: must begin with '# source:'"),
    ("form\tvalue\na\t1\n", "x.tsv, line 1: must begin with '# source:'"),
    ("# source: us\nform\tvalue\na\n", "x.tsv, line 3: 1 cells, expected 2"),
    ("# source: us\nform\tform\n", "x.tsv, line 2: column names must be distinct"),
    ("# source: us\nform\tvalue\n\t1\n", "x.tsv, line 3: the first cell is empty"),
    ("# source: us\nform\n", "x.tsv: no facts in it"),
]


@pytest.mark.parametrize(("content", "message"), BAD)
def test_a_bad_file_is_named_with_its_line(content: str, message: str) -> None:
    with pytest.raises(language.LanguageError, match=message):
        language.parse(content, name="x.tsv")


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(language.LanguageError, match=r"no language facts named 'mnths'.*months"):
        language.table("mnths")


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(language.LanguageError, match="no column 'number'"):
        language.words("hedges", "number")


def test_a_key_given_twice_is_an_error() -> None:
    with pytest.raises(language.LanguageError, match="stands twice"):
        language.mapping("bounds", "side", "phrase")

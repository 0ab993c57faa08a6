"""Records as tables that other tools take as they are."""

from __future__ import annotations

import pytest

from pipeline.export.tables import TABLES, frames
from pipeline.record import Record
from tests.export.records import RECORD

pytest.importorskip("pyarrow")


def test_every_table_has_its_rows() -> None:
    tables = frames([RECORD, RECORD])
    counts = {name: tables[name].num_rows for name in TABLES}
    assert counts == {
        "documents": 2, "sentences": 6, "tokens": 30, "entities": 6, "quantities": 2, "dates": 2, "quotes": 2,
    }  # fmt: skip


def test_mentions_know_their_sentence_document_and_link() -> None:
    tables = frames([Record(id="leer", text=""), RECORD])
    (money,) = tables["quantities"].to_pylist()
    assert (money["doc"], money["id"], money["sentence"], money["text"]) == (1, "contoh 1", 2, "Rp 3 miliar")
    assert (money["value"], money["currency"]) == (3e9, "IDR")
    assert [row["link"] for row in tables["entities"].to_pylist()] == ["id-region:33.72", None, "id-region:33.72"]
    assert [row["block"] for row in tables["sentences"].to_pylist()] == ["title", "body", "body"]


def test_tables_of_nothing_keep_their_columns() -> None:
    tables = frames([], tables=["sentences"])
    assert tables["sentences"].num_rows == 0
    assert "category" in tables["sentences"].column_names


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no table 'words'"):
        frames([], tables=["words"])


def test_polars_takes_a_table_without_copying() -> None:
    polars = pytest.importorskip("polars")
    frame = polars.from_arrow(frames([RECORD])["quantities"])
    assert frame["value"].to_list() == [3e9]


def test_duckdb_asks_the_tables_in_sql() -> None:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    for name, table in frames([RECORD]).items():
        connection.register(name, table)
    query = (
        "select s.category, q.value from quantities q join sentences s using (doc, sentence) where q.currency = 'IDR'"
    )
    assert connection.execute(query).fetchall() == [(None, 3e9)]


def test_pandas_takes_a_table_with_arrow_types() -> None:
    pandas = pytest.importorskip("pandas")
    frame = frames([RECORD])["sentences"].to_pandas(types_mapper=pandas.ArrowDtype)
    assert frame["category"].tolist()[:2] == ["context", "policy"]

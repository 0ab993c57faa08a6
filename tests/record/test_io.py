"""Records to JSON lines and back."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record import (
    Block,
    DateMention,
    Entity,
    Provenance,
    Quantity,
    Record,
    RecordError,
    Sentence,
    Token,
    decode,
    encode,
    read,
)

TEXT = "Kota Lama punya 8,2 persen."
RECORD = Record(
    id="a",
    text=TEXT,
    meta={"published": "2017-06-15", "nested": {"x": [1, None]}},
    blocks=[Block(start=0, end=len(TEXT), kind="body")],
    sentences=[
        Sentence(
            start=0,
            end=len(TEXT),
            category="context",
            scores={"context": 0.912},
            tokens=[Token(start=0, end=4, text="Kota", upos="NOUN")],
        )
    ],
    entities=[Entity(start=0, end=9, text="Kota Lama", label="LOC", score=0.9)],
    quantities=[Quantity(start=16, end=26, text="8,2 persen", kind="percent", value=8.2)],
    dates=[DateMention(start=0, end=4, text="2017", value="2017", resolved=True)],
    provenance=Provenance(pipeline="0.1.0"),
)

numbers = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False, width=32)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def test_a_record_comes_back_as_it_was() -> None:
    assert decode(encode(RECORD)) == RECORD


@given(text=texts, value=numbers)
def test_any_text_and_number_come_back(text: str, value: float) -> None:
    record = Record(id=text, text=text, quantities=[Quantity(start=0, end=1, text=text, kind="count", value=value)])
    assert decode(encode(record)) == record


@pytest.mark.parametrize(
    ("value", "written"), [(3, "3"), (8.2, "8.2"), (3_000_000_000, "3000000000"), (0.1 + 0.2, None)]
)
def test_numbers_are_written_whole_or_at_their_shortest(value: float, written: str | None) -> None:
    line = encode(Record(id="", text="", quantities=[Quantity(start=0, end=0, text="", kind="count", value=value)]))
    assert f'"value":{written or repr(value)},' in line.decode()


def test_the_same_record_gives_the_same_bytes() -> None:
    assert encode(RECORD) == encode(decode(encode(RECORD)))


@pytest.mark.parametrize("name", ["tokens", "scores"])
def test_a_sentence_field_can_be_left_out(name: str) -> None:
    data = json.loads(encode(RECORD, omit=[name]))
    assert name not in data["sentences"][0]
    assert data["entities"]


def test_a_top_field_can_be_left_out_and_reads_as_empty() -> None:
    assert decode(encode(RECORD, omit=["entities", "provenance"])).entities == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "truncated"),
        (b'{"id": 1, "text": ""}', r"`\$.id`"),
        (b'{"schema_version": "2", "id": "", "text": ""}', "'2' is not known"),
        (b'{"schema_version": "2"}', "'2' is not known"),
        (b'{"id": "x"}', "missing required field `text`"),
        (b'{"id": "", "text": "", "meta": {"a": ' + b"[" * 100_000, "recursion"),
    ],
)
def test_a_bad_line_is_told_with_file_line_and_reason(line: bytes, reason: str) -> None:
    with pytest.raises(RecordError, match=rf"^f\.jsonl:7: .*({reason})"):
        decode(line, source="f.jsonl", number=7)


def test_read_takes_a_run_folder_a_file_and_a_compressed_file(tmp_path: Path) -> None:
    (tmp_path / "shards").mkdir()
    (tmp_path / "shards" / "00000.jsonl").write_bytes(encode(RECORD) + b"\n")
    (tmp_path / "shards" / "00001.jsonl.gz").write_bytes(gzip.compress(encode(RECORD) + b"\n\n"))
    (tmp_path / "shards" / "00001.done").write_text("{}")
    assert list(read(tmp_path)) == [RECORD, RECORD]
    assert list(read(tmp_path / "shards" / "00001.jsonl.gz")) == [RECORD]


def test_read_says_where_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="holds no records"):
        list(read(tmp_path))

"""Records of version 1 written long ago stay readable, and nothing of them is lost; other versions are refused clearly."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.app import run_app
from pipeline.record import RecordError, decode, encode, read
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "data" / "golden" / "record-v1.jsonl"
LINES = GOLDEN.read_bytes().splitlines()
WHOLE, WITHOUT_TOKENS, WITHOUT_ALL, LEAST, LATER = range(5)


def holds(new: Any, old: Any) -> bool:
    """Tell whether everything in ``old`` stands in ``new``, where fields may have been added."""
    if isinstance(old, dict):
        return all(key in new and holds(new[key], value) for key, value in old.items())
    if isinstance(old, list):
        return len(new) == len(old) and all(holds(*pair) for pair in zip(new, old, strict=True))
    return type(new) is type(old) and bool(new == old)


@pytest.mark.parametrize("line", LINES[:LATER], ids=["whole", "without tokens", "without all", "least"])
def test_a_golden_record_loses_nothing(line: bytes) -> None:
    assert holds(json.loads(encode(decode(line))), json.loads(line))


def test_the_golden_record_means_what_it_meant() -> None:
    record = decode(LINES[WHOLE])
    assert record.meta == {
        "published": "2017-06-15",
        "title": "Anggaran Pasar Naik",
        "tags": ["pasar", 1, None],
        "source": {"page": 2.5},
    }
    assert [sentence.category for sentence in record.sentences] == ["result", "policy", None, None]
    assert [token.mwt for token in record.sentences[1].tokens if token.mwt] == ["B", "I"]
    assert [quantity.value for quantity in record.quantities] == [3_000_000_000, 60, 5e9, 12]
    assert record.quotes[0].speaker is not None
    assert record.text[record.quotes[0].speaker.start : record.quotes[0].speaker.end] == "Ratna Dewi"
    assert (record.clusters[1].link, record.checks[0].kind, record.dates[0].anchor) == (
        "id-region:33.72",
        "share",
        "published",
    )


def test_every_mention_of_the_golden_record_is_where_it_says() -> None:
    record = decode(LINES[WHOLE])
    tokens = [token for sentence in record.sentences for token in sentence.tokens]
    for item in (*tokens, *record.entities, *record.quantities, *record.dates):
        assert record.text[item.start : item.end] == item.text


@pytest.mark.parametrize("line", [LINES[WITHOUT_ALL], LINES[LEAST]], ids=["without all", "least"])
def test_fields_left_out_read_as_empty(line: bytes) -> None:
    record = decode(line)
    assert record.text
    assert (record.meta, record.sentences, record.entities, record.provenance) == ({}, [], [], None)


def test_fields_added_later_are_passed_over() -> None:
    assert decode(LINES[LATER]).sentences[0].category == "context"


def test_golden_records_are_read_compressed_too(tmp_path: Path) -> None:
    packed = tmp_path / "golden.jsonl.gz"
    packed.write_bytes(gzip.compress(GOLDEN.read_bytes()))
    assert list(read(packed)) == list(read(GOLDEN))


@pytest.mark.parametrize("version", ["2", "0.9", "1.0"])
def test_a_record_of_another_version_is_refused_with_the_cure(tmp_path: Path, version: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(LINES[LEAST] + b"\n" + json.dumps({"schema_version": version, "body": "x"}).encode() + b"\n")
    with pytest.raises(RecordError, match=rf"a\.jsonl:2: schema_version '{version}' is not known.*upgrade"):
        list(read(file))


def test_a_compressed_file_that_breaks_off_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(GOLDEN.read_bytes())[:-20])
    with pytest.raises(RecordError, match=r"a\.jsonl\.gz:\d+: cannot be decompressed"):
        list(read(tmp_path / "a.jsonl.gz"))


def broken(place: list[str | int], value: object) -> bytes:
    """Return the whole golden record with ``value`` at ``place``."""
    data = at = json.loads(LINES[WHOLE])
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    return json.dumps(data).encode() + b"\n"


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (["sentences", 1, "tokens", 2, "head"], "x", "$.sentences[1].tokens[2].head"),
        (["sentences", 0, "scores", "result"], "x", "$.sentences[0].scores"),
        (["quotes", 0, "speaker", "end"], None, "$.quotes[0].speaker.end"),
        (["checks", 1, "kind"], "guess", "$.checks[1].kind"),
        (["checks", 0, "spans", 1], {}, "$.checks[0].spans[1]"),
        (["schema_version"], "7", "schema_version '7' is not known"),
    ],
)
@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz"])
def test_validate_names_file_line_and_the_deep_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str, place: list[str | int], value: object, told: str
) -> None:
    file = tmp_path / f"a{ending}"
    lines = GOLDEN.read_bytes() + b"\n" + broken(place, value)
    file.write_bytes(gzip.compress(lines) if ending.endswith("gz") else lines)
    assert run_app(["validate", str(file)]) == 1
    shown = capsys.readouterr()
    assert f"a{ending}:{len(LINES) + 2}:" in shown.err
    assert told in shown.err
    assert f"{len(LINES)} valid, 1 not" in shown.out

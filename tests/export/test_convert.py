"""Every format holds what it should and is read by the tool it is for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

from pipeline.export import conllu
from pipeline.export.convert import WRITERS, convert
from pipeline.export.doc import ExportError
from pipeline.record import Record, encode
from tests.export.records import RECORD

EXPECTED_ROWS = [
    ["1", "Wali", "_", "PROPN", "_"],
    ["5-6", "bukunya", "_", "_", "SpaceAfter=No"],
    ["6", "nya", "_", "PRON", "_"],
]


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "run" / "shards"
    folder.mkdir(parents=True)
    (folder / "00000.jsonl").write_bytes((encode(RECORD) + b"\n") * 3)
    return tmp_path / "run"


def test_conllu_restores_multiword_tokens_and_spacing() -> None:
    lines = list(conllu.lines(RECORD))
    assert lines[0] == "# newdoc id = contoh 1"
    assert "# text = Wali Kota Solo membeli bukunya." in lines
    rows = [line.split("\t") for line in lines if "\t" in line]
    assert all(len(row) == 10 for row in rows)
    shown = [[row[0], row[1], row[2], row[3], row[9]] for row in rows]
    assert all(row in shown for row in EXPECTED_ROWS)


def test_conllu_of_a_record_without_sentences_is_its_head() -> None:
    assert list(conllu.lines(Record(id="x", text=""))) == ["# newdoc id = x"]


def test_a_docbin_holds_the_records(run_folder: Path, tmp_path: Path) -> None:
    convert(run_folder, "docbin", tmp_path / "x.spacy")
    docs = list(DocBin(store_user_data=True).from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("id").vocab))
    assert len(docs) == 3
    assert docs[0]._.quantities[0]["value"] == 3_000_000_000
    assert [ent.label_ for ent in docs[0].ents] == ["LOC", "POSITION"]


def test_label_studio_tasks_carry_entities_and_categories(run_folder: Path, tmp_path: Path) -> None:
    convert(run_folder, "labelstudio", tmp_path / "tasks.json")
    task = json.loads((tmp_path / "tasks.json").read_text())[0]
    regions = task["predictions"][0]["result"]
    assert [region["value"]["labels"] for region in regions if region["from_name"] == "category"] == [
        ["context"],
        ["policy"],
    ]
    assert all(RECORD.text[r["value"]["start"] : r["value"]["end"]] == r["value"]["text"] for r in regions)
    assert '<Label value="POSITION"/>' in (tmp_path / "tasks.xml").read_text()


def test_prodigy_tasks_are_sentences_with_offsets_of_their_own(run_folder: Path, tmp_path: Path) -> None:
    convert(run_folder, "prodigy", tmp_path / "tasks.jsonl")
    tasks = [json.loads(line) for line in (tmp_path / "tasks.jsonl").read_text().splitlines()]
    assert len(tasks) == 6
    task = tasks[1]
    assert task["label"] == "policy"
    assert [task["text"][span["start"] : span["end"]] for span in task["spans"]] == ["Wali Kota Solo", "Solo"]
    assert all(task["text"][token["start"] : token["end"]] == token["text"] for token in task["tokens"])


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_tables_are_written_one_a_file(run_folder: Path, tmp_path: Path, format: str) -> None:
    pytest.importorskip("pyarrow")
    convert(run_folder, format, tmp_path / "tables")
    names = {file.name for file in (tmp_path / "tables").iterdir()}
    assert f"quantities.{format}" in names
    assert len(names) == 7


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=f"no format 'xls'; there are {', '.join(WRITERS)}"):
        convert(tmp_path, "xls", tmp_path / "x")

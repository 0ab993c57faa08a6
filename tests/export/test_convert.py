"""Every format holds what it should and is read by the tool it is for."""

from __future__ import annotations

import json
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from pipeline.cli.app import run_app
from pipeline.export.convert import WRITERS, convert
from pipeline.export.errors import ExportError
from pipeline.export.labelling import label_studio_config
from pipeline.export.tables import frames
from pipeline.record import Record, encode
from tests.export.records import RECORD

SMALL = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 32,
    "maxout_pieces": 2,
    "use_upper": False,
    "tok2vec": {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 32,
        "depth": 1,
        "embed_size": 200,
        "window_size": 1,
        "maxout_pieces": 2,
        "subword_features": True,
    },
}


class Held(Record, frozen=True, kw_only=True, weakref=True):
    """A record that can be watched."""


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "run" / "shards"
    folder.mkdir(parents=True)
    (folder / "00000.jsonl").write_bytes((encode(RECORD) + b"\n") * 3)
    return tmp_path / "run"


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


def test_the_labelling_configuration_is_xml_whatever_labels_are_called() -> None:
    root = ElementTree.fromstring(label_studio_config(['a "b" & <c>'], []))
    assert [label.get("value") for label in root.iter("Label")] == ['a "b" & <c>']


def test_prodigy_tasks_are_sentences_with_offsets_of_their_own(run_folder: Path, tmp_path: Path) -> None:
    convert(run_folder, "prodigy", tmp_path / "tasks.jsonl")
    tasks = [json.loads(line) for line in (tmp_path / "tasks.jsonl").read_text().splitlines()]
    assert len(tasks) == 6
    task = tasks[1]
    assert task["label"] == "policy"
    assert [task["text"][span["start"] : span["end"]] for span in task["spans"]] == ["Wali Kota Solo", "Solo"]
    assert all(task["text"][token["start"] : token["end"]] == token["text"] for token in task["tokens"])


def test_a_docbin_trains_a_spacy_model(run_folder: Path, tmp_path: Path) -> None:
    convert(run_folder, "docbin", tmp_path / "x.spacy")
    nlp = spacy.blank("id")
    recognizer = nlp.add_pipe("ner", config={"model": SMALL})
    gold = list(DocBin().from_disk(tmp_path / "x.spacy").get_docs(nlp.vocab))
    examples = [
        Example(Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc]), doc)
        for doc in gold
    ]
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = 0.01
    assert set(recognizer.labels) == {"LOC", "POSITION"}
    losses = [nlp.update(examples, sgd=optimizer, losses={})["ner"] for _ in range(40)]
    assert losses[-1] < losses[0] / 4
    assert [(ent.text, ent.label_) for ent in recognizer(examples[0].predicted.copy()).ents] == [
        ("Solo", "LOC"),
        ("Wali Kota Solo", "POSITION"),
    ]


def test_a_list_of_no_label_studio_tasks_is_json(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_bytes(b"")
    convert(tmp_path / "none.jsonl", "labelstudio", tmp_path / "tasks.json")
    assert json.loads((tmp_path / "tasks.json").read_text()) == []


def test_parquet_holds_what_the_frames_hold_in_row_groups(
    run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrow = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("pipeline.export.tables.CHUNK", 2)
    convert(run_folder, "parquet", tmp_path / "tables")
    for name, table in frames(run_folder).items():
        written = arrow.ParquetFile(tmp_path / "tables" / f"{name}.parquet")
        assert written.num_row_groups == 2
        assert written.read().to_pylist() == table.to_pylist()


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_tables_without_pyarrow_name_the_extra(
    run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert run_app(["export", str(run_folder), "--to", format, "--output", str(tmp_path / "tables")]) == 2
    assert "pip install 'warta[tables]'" in capsys.readouterr().err


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


def test_an_unknown_format_on_the_command_line_exits_with_2(
    run_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_app(["export", str(run_folder), "--to", "xls", "--output", str(tmp_path / "x")]) == 2
    assert "no format 'xls'" in capsys.readouterr().err


@pytest.mark.parametrize("format", ["conllu", "prodigy", "labelstudio", "parquet", "csv"])
def test_writers_take_records_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    """The first record is written, or waits in a piece of two, before the last one is asked for."""
    if format in ("parquet", "csv"):
        pytest.importorskip("pyarrow")
    monkeypatch.setattr("pipeline.export.tables.CHUNK", 2)
    alive: list[weakref.ref[object]] = []
    most = 0

    def records() -> Iterator[Record]:
        nonlocal most
        for number in range(30):
            record = Held(id=str(number), text=RECORD.text, sentences=RECORD.sentences)
            alive.append(weakref.ref(record))
            most = max(most, sum(held() is not None for held in alive))
            yield record
            del record

    WRITERS[format](records(), tmp_path / "x")
    assert most <= 4

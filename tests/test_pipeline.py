"""The default pipeline with its shipped models, end to end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import spacy

import pipeline
from pipeline.annotate.model_folder import wrong_checksums
from pipeline.batch.run import run
from pipeline.config import ConfigError, default_path
from pipeline.record import Record, encode, schema
from tests.conftest import ROOT

SAMPLES = sorted((ROOT / "corpus" / "sample").glob("*.txt"))
TEXT = (
    "Wali Kota Semarang Hendrar Prihadi mengatakan, bukunya terjual 3.497 eksemplar atau Rp 3 miliar.\n"
    "Ketua tim juri meminta laporan itu dilengkapi, Rabu (14/6)."
)
ODD = {
    "one long line": "Harga beras naik 5 persen. " * 1600 + "x" * 5000 + " " + "seribu " * 800,
    "emoji": "Harga naik \U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 di Solo.",
    "carriage returns": "Satu.\r\nDua.\rTiga.",
    "zero width": "Kota\u200bSemarang\u200d dan\ufeff Solo.",
    "combining": "Cafe\u0301 itu buka.",
    "controls": "a\x00b\x07c \x85 d\u2028e",
    "right to left": "Kata \u0645\u0631\u062d\u0628\u0627 itu.",
    "a very long word": "a" * 3000,
    "marks only": "... !!! ??? \u201c\u201d",
}


@pytest.fixture(scope="module")
def nlp() -> Any:
    return pipeline.load()


def record_of(doc: Any) -> Record:
    return Record.from_doc(doc)


def test_the_checksums_of_all_models_hold() -> None:
    folders = [path.parent for path in (ROOT / "models").glob("*/SHA256SUMS")]
    assert len(folders) == 3
    assert {folder.name: wrong_checksums(folder) for folder in folders} == {folder.name: [] for folder in folders}


def test_every_stage_leaves_its_mark(nlp: Any) -> None:
    record = record_of(nlp(TEXT))
    assert [len(sentence.tokens) > 5 for sentence in record.sentences] == [True, True]
    assert [(token.text, token.mwt) for token in record.sentences[0].tokens if token.mwt] == [
        ("buku", "B"),
        ("nya", "I"),
    ]
    assert {entity.label for entity in record.entities} >= {"PER", "LOC", "POSITION"}
    assert [(quantity.kind, quantity.value) for quantity in record.quantities] == [
        ("count", 3497),
        ("money", 3_000_000_000),
    ]
    assert [date.value for date in record.dates] == ["XXXX-06-14"]
    assert all(sentence.category for sentence in record.sentences)
    assert record.sentences[1].category == "judge_feedback"
    assert record.provenance is not None
    assert set(record.provenance.models) == {"stanza", "entities", "categories"}


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_a_text_of_nothing_is_a_record_of_nothing(nlp: Any, text: str) -> None:
    record = record_of(nlp(text))
    assert (record.text, record.sentences, record.entities, record.quantities) == (text, [], [], [])


@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_annotated_with_true_offsets(nlp: Any, name: str) -> None:
    record = record_of(nlp(ODD[name]))
    assert record.text == ODD[name]
    assert record.sentences
    for sentence in record.sentences:
        assert all(record.text[token.start : token.end] == token.text for token in sentence.tokens)
    for mention in (*record.entities, *record.quantities, *record.dates):
        assert record.text[mention.start : mention.end] == mention.text


def test_records_satisfy_the_schema_and_do_not_depend_on_their_neighbours(nlp: Any) -> None:
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES[:6]]
    pooled = [encode(record_of(doc)) for doc in nlp.pipe(texts)]
    assert pooled == [encode(record_of(nlp(text))) for text in texts]
    for line in pooled:
        jsonschema.validate(json.loads(line), schema.shipped())


def test_contexts_come_back_and_two_processes_give_the_same(nlp: Any) -> None:
    texts = [(TEXT, 1), ("Satu kalimat saja.", 2), ("", 3)]
    one = [(encode(record_of(doc)), context) for doc, context in nlp.pipe(texts, as_tuples=True)]
    two = [
        (encode(record_of(doc)), context) for doc, context in nlp.pipe(texts, as_tuples=True, n_process=2, batch_size=1)
    ]
    assert [context for _, context in one] == [1, 2, 3]
    assert one == two


def test_a_saved_pipeline_annotates_the_same(nlp: Any, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    loaded = spacy.load(tmp_path / "saved")
    before, after = record_of(nlp(TEXT)), record_of(loaded(TEXT))
    assert (after.sentences, after.entities, after.quantities) == (before.sentences, before.entities, before.quantities)
    assert str(ROOT) not in str([getattr(pipe, "path", "") for _, pipe in loaded.pipeline])


@pytest.mark.parametrize("name", ["stanza", "encoder", "categories"])
def test_a_missing_model_stops_with_path_and_cure(name: str) -> None:
    with pytest.raises(ConfigError, match=r"no model at .*nowhere.*python -m pipeline train"):
        pipeline.load(overrides={f"paths.{name}": "/nowhere"})


@pytest.mark.parametrize("component", ["blocks", "entities", "quantities", "dates", "quotes", "categories", "checks"])
def test_a_component_can_be_switched_off(component: str) -> None:
    names = [name for name in pipeline.load().pipe_names if name != component]
    if component == "entities":
        names.remove("categories")
    nlp = pipeline.load(overrides={"nlp.pipeline": names})
    record = record_of(nlp(TEXT))
    assert record.sentences
    field = {"categories": record.sentences[0].scores}.get(component, getattr(record, component, None))
    assert not field


def test_the_sample_runs_without_a_reject(tmp_path: Path) -> None:
    result = run(
        default_path(), [str(ROOT / "corpus" / "sample")], tmp_path / "out", overrides={"run.progress": "none"}
    )
    assert (result.stats.documents, result.stats.rejected) == (len(SAMPLES), 0)
    assert set(result.stats.categories) == {"policy", "result", "judge_feedback", "future_plan", "context"}


@pytest.mark.slow
def test_a_megabyte_in_one_line_is_annotated(nlp: Any) -> None:
    text = "Harga beras naik 5 persen di Kota Solo sejak awal tahun. " * 18_000
    record = record_of(nlp(text))
    assert len(text) > 1_000_000
    assert len(record.sentences) > 17_000
    assert len(record.quantities) == 18_000

"""Components of other spaCy pipelines in our slots, and what is refused at loading."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

import pipeline
from pipeline.cli.app import run_app
from pipeline.config import ConfigError, default_path

CONFIG = default_path().with_name("entities-spacy.cfg")
STAGES = ["blocks", "sentencizer", "entities", "clusters", "places", "quotes"]
SENTENCES = [
    ("Rina Wibisono pulang ke Sigi .", [(0, 13, "PER"), (24, 28, "LOC")]),
    ("Kemarin Rina Wibisono tiba di Sigi .", [(8, 21, "PER"), (30, 34, "LOC")]),
    ("Jalan ke Sigi rusak , kata Rina Wibisono .", [(9, 13, "LOC"), (27, 40, "PER")]),
    ("Hujan turun sejak pagi .", []),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small spaCy pipeline that has learned four sentences by heart."""
    nlp = spacy.blank("id")
    ner = nlp.add_pipe("ner", config={"model": {"tok2vec": {"width": 32, "embed_size": 200, "depth": 1}}})
    examples = [Example.from_dict(nlp.make_doc(text), {"entities": spans}) for text, spans in SENTENCES]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(60):
        nlp.update(examples, sgd=optimizer)
    assert ner.labels == ("LOC", "PER")
    path = tmp_path_factory.mktemp("spacy") / "ner"
    nlp.to_disk(path)
    return path


def test_the_ner_of_spacy_feeds_clusters_places_and_quotes(folder: Path) -> None:
    overrides = {"paths.ner": str(folder), "nlp.pipeline": STAGES, "components.sentencizer": {"factory": "sentencizer"}}
    nlp = pipeline.load(CONFIG, overrides=overrides)
    record = pipeline.Record.from_doc(nlp("Jalan ke Sigi rusak , kata Rina Wibisono ."))
    assert [(entity.text, entity.label, entity.cluster) for entity in record.entities] == [
        ("Sigi", "LOC", 0), ("Rina Wibisono", "PER", 1)
    ]  # fmt: skip
    assert record.clusters[0].link == "id-region:72.10"
    assert record.quotes[0].speaker is not None
    assert record.quotes[0].speaker.name == "Rina Wibisono"
    assert record.provenance is not None
    assert set(record.provenance.models) == {"entities"}


def test_a_run_takes_a_source_relative_to_the_file(folder: Path, tmp_path: Path) -> None:
    config = tmp_path / "my.cfg"
    config.write_text(
        '[nlp]\nlang = "id"\npipeline = ["sentencizer", "entities"]\n[nlp.tokenizer]\n@tokenizers = "warta.Plain.v1"\n[components]\n'
        '[components.sentencizer]\nfactory = "sentencizer"\n'
        f'[components.entities]\nsource = "./{folder.name}"\ncomponent = "ner"\n'
    )
    (tmp_path / folder.name).symlink_to(folder)
    (tmp_path / "a.txt").write_text("Rina Wibisono pulang ke Sigi .")
    assert run_app(["run", str(config), str(tmp_path / "a.txt"), "--output", str(tmp_path / "out")]) == 0
    (record,) = pipeline.read(tmp_path / "out")
    assert [entity.text for entity in record.entities] == ["Rina Wibisono", "Sigi"]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["provenance"]["models"]["entities"].startswith("sha256:")


@pytest.mark.parametrize(
    ("overrides", "reason"),
    [
        ({"paths.ner": "/nowhere"}, "component 'entities': no spaCy pipeline at /nowhere; save one"),
        ({"components.entities.source": "no_such_package"}, "no spaCy pipeline at no_such_package"),
        ({"components.entities.component": "tagger"}, "tagger"),
    ],
)
def test_a_source_that_is_not_there_is_refused(folder: Path, overrides: dict[str, str], reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        pipeline.load(CONFIG, overrides={"paths.ner": str(folder), "nlp.pipeline": ["entities"]} | overrides)


def test_a_folder_without_a_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"entities-spacy\.cfg: .*meta\.json"):
        pipeline.load(CONFIG, overrides={"paths.ner": str(tmp_path), "nlp.pipeline": ["entities"]})


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("threshhold", 2, r"cfg: categories\.threshhold: unexpected argument"),
        ("threshold", "abc", r"cfg: categories\.threshold: .*'abc'"),
    ],
)
def test_a_refused_setting_of_a_component_is_named_in_one_line(key: str, value: object, expected: str) -> None:
    with pytest.raises(ConfigError, match=expected) as error:
        pipeline.load(overrides={f"components.categories.{key}": value, "nlp.pipeline": ["categories"]})
    assert "\n" not in str(error.value)
    assert "object at" not in str(error.value)

"""The Hugging Face component: its decoding, and a model of a few words in the slot of the entities."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc

import pipeline
from pipeline.annotate import token_classifier
from pipeline.annotate.model_folder import MissingModelError
from pipeline.annotate.token_classifier import LABELS, TokenClassifierComponent, tagged_spans
from pipeline.config import ConfigError, default_path
from tests.annotate.test_entities import make_doc

TAGS = ["O", "B-PER", "I-PER", "B-GPE", "B-DAT"]
PIECES = {
    "[PAD]": "O", "[UNK]": "O", "[CLS]": "B-DAT", "[SEP]": "B-DAT", "Rina": "B-PER", "Wibi": "I-PER", "##sono": "B-GPE",
    "Sigi": "B-GPE", "kemarin": "B-DAT", "datang": "O", "dari": "O", ".": "O", ",": "O",
}  # fmt: skip
TEXTS = ["Rina| |Wibisono|,| |dari| |Sigi|,| |datang| |kemarin|.||Sigi|.", "", "datang", "\n|\n"]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("", []),
        ("O O", []),
        ("B-A I-A O B-B", [(0, 2, "A"), (3, 4, "B")]),
        ("B-A B-A I-A", [(0, 1, "A"), (1, 3, "A")]),
        ("O I-A I-A", [(1, 3, "A")]),
        ("B-A I-B", [(0, 1, "A"), (1, 2, "B")]),
        ("B-A I-A E-A S-A", [(0, 3, "A"), (3, 4, "A")]),
        ("B-A L-A U-B O", [(0, 2, "A"), (2, 3, "B")]),
        ("E-A I-A", [(0, 1, "A"), (1, 2, "A")]),
        ("A A O B", [(0, 2, "A"), (3, 4, "B")]),
        ("B_A I_A", [(0, 2, "A")]),
    ],
)
def test_spans_of_tags(tags: str, spans: list[tuple[int, int, str]]) -> None:
    assert tagged_spans(tags.split()) == spans


def saved(folder: Path, *, layers: int) -> Path:
    """Save a model whose words mean what PIECES says: with no layers, it has nothing but that; else they are mixed."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers", reason="the extra hf is not installed")
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    vocabulary = {piece: number for number, piece in enumerate(PIECES)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    marks = [(mark, vocabulary[mark]) for mark in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=marks)
    named = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, **named).save_pretrained(folder)
    torch.manual_seed(5)
    size = len(TAGS) + 3
    config = transformers.BertConfig(
        vocab_size=len(PIECES), hidden_size=size, num_hidden_layers=layers, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=20, id2label=dict(enumerate(TAGS)), label2id={tag: n for n, tag in enumerate(TAGS)},
        initializer_range=1.0,
    )  # fmt: skip
    model = transformers.BertForTokenClassification(config)
    embeddings = model.bert.embeddings
    with torch.no_grad():
        for table in (embeddings.position_embeddings, embeddings.token_type_embeddings):
            table.weight.zero_()
        meant = torch.tensor([TAGS.index(tag) for tag in PIECES.values()])
        embeddings.word_embeddings.weight.copy_(torch.nn.functional.one_hot(meant, size).float())
        model.classifier.weight.copy_(torch.eye(size)[: len(TAGS)])
        model.classifier.bias.zero_()
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("words"), layers=0)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("mixed"), layers=2)


def component(folder: Path, **settings: Any) -> TokenClassifierComponent:
    given: dict[str, Any] = {"labels": LABELS, "batch_size": 4, "threads": 1} | settings
    return TokenClassifierComponent("entities", path=str(folder), **given)


def found(doc: Doc) -> list[tuple[str, str, float]]:
    group = doc.spans["sc"]
    return [(s.text, s.label_, score) for s, score in zip(group, group.attrs["scores"], strict=True)]


def test_the_first_piece_of_a_word_tells_and_labels_become_ours(folder: Path) -> None:
    doc = component(folder)(make_doc(TEXTS[0]))
    assert [entity[:2] for entity in found(doc)] == [("Rina Wibisono", "PER"), ("Sigi", "LOC"), ("Sigi", "LOC")]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [entity[:2] for entity in found(doc)]
    assert all(0.2 < score < 1 for _, _, score in found(doc))


def test_labels_can_be_added_and_left_out(folder: Path) -> None:
    doc = component(folder, labels=LABELS | {"DAT": "DATE", "GPE": ""})(make_doc(TEXTS[0]))
    assert [entity[:2] for entity in found(doc)] == [("Rina Wibisono", "PER"), ("kemarin", "DATE")]


def test_a_sentence_longer_than_the_model_is_windowed(folder: Path) -> None:
    doc = component(folder)(make_doc("|".join(["Sigi", " ", "datang", " "] * 50)))
    assert [entity[:2] for entity in found(doc)] == [("Sigi", "LOC")] * 50


def test_a_document_gets_the_same_alone_and_pooled(mixed: Path) -> None:
    texts = [*TEXTS, "|".join(["Rina", " ", "datang", " ", "Sigi", " "] * 20)]
    pooled = [found(doc) for doc in component(mixed).pipe(make_doc(text) for text in texts)]
    assert pooled == [found(component(mixed)(make_doc(text))) for text in texts]
    assert any(pooled)


def test_the_config_takes_it_in_the_slot_of_the_entities(folder: Path) -> None:
    stages = ["blocks", "sentencizer", "entities", "clusters", "places", "quotes"]
    overrides = {
        "nlp.pipeline": stages,
        "paths.classifier": str(folder),
        "components.sentencizer": {"factory": "sentencizer"},
    }
    nlp = pipeline.load(default_path().with_name("entities-hf.cfg"), overrides=overrides)
    record = pipeline.Record.from_doc(nlp("Rina Wibisono datang dari Sigi. Rina datang."))
    assert [(entity.text, entity.label, entity.cluster) for entity in record.entities] == [
        ("Rina Wibisono", "PER", 0), ("Sigi", "LOC", 1), ("Rina", "PER", 0)
    ]  # fmt: skip
    assert record.provenance is not None
    assert set(record.provenance.models) == {"entities"}


def test_a_missing_model_is_named_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match=r"none.*save_pretrained"):
        component(tmp_path / "none").check()


def test_a_missing_package_is_named_with_its_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setattr(token_classifier, "find_spec", lambda _: None)
    with pytest.raises(MissingModelError, match=r"pip install 'warta\[hf\]'"):
        component(tmp_path).check()


@pytest.mark.parametrize(("tags", "named"), [({"0": "O", "1": "B-XYZ"}, "map some of XYZ"), ({}, "it names none")])
def test_a_model_of_other_labels_is_refused(tmp_path: Path, tags: dict[str, str], named: str) -> None:
    pytest.importorskip("transformers", reason="the extra hf is not installed")
    (tmp_path / "config.json").write_text(json.dumps({"id2label": tags}))
    with pytest.raises(ConfigError, match=named):
        pipeline.load(
            default_path().with_name("entities-hf.cfg"),
            overrides={"nlp.pipeline": ["entities"], "paths.classifier": str(tmp_path)},
        )

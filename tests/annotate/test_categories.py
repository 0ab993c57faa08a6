"""The categories component, on a small model trained in the test."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import categories, category_model
from pipeline.annotate.category_features import AFTER, BEFORE, CUES, TEXT, rows, story
from pipeline.annotate.category_model import ModelMismatchError
from pipeline.annotate.model_folder import MissingModelError, write_checksums
from pipeline.training.categories import train
from pipeline.training.category_fit import Recipe

WORDS = {"plan": "akan dibangun tahun depan", "fact": "sudah berdiri sejak lama", "say": "kata orang itu indah"}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    lines = [
        json.dumps({"text": f"Gedung {name} {words}.", "label": label})
        for label, words in WORDS.items()
        for name in ("A", "B", "C", "D", "E", "F")
    ]
    (folder / "my.jsonl").write_text("\n".join(lines), encoding="utf-8")
    train(folder / "my.jsonl", folder / "model", recipe=Recipe(strengths=(1.0,), folds=2))
    return folder / "model"


def nlp_with(model: Path, **settings: object) -> Language:
    nlp = spacy.blank("id")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("categories", config={"path": str(model), **settings})
    return nlp


TEXT_OF_TWO = "Gedung baru akan dibangun tahun depan. Gedung lama sudah berdiri sejak lama."


def test_every_sentence_gets_the_best_label_and_all_scores(model: Path) -> None:
    found = nlp_with(model)(TEXT_OF_TWO)._.categories
    assert [one["category"] for one in found] == ["plan", "fact"]
    for one in found:
        assert set(one["scores"]) == set(WORDS)
        assert sum(one["scores"].values()) == pytest.approx(1, abs=0.002)
        assert one["scores"][one["category"]] == max(one["scores"].values())
        assert one["abstained"] is False


def test_under_the_threshold_it_abstains(model: Path) -> None:
    found = nlp_with(model, threshold=1.0)(TEXT_OF_TWO)._.categories
    assert [(one["category"], one["abstained"]) for one in found] == [(None, True)] * 2
    assert all(one["scores"] for one in found)


def test_sentences_outside_title_and_body_get_nothing(model: Path) -> None:
    nlp = nlp_with(model)
    doc = nlp.get_pipe("sentencizer")(nlp.make_doc(TEXT_OF_TWO))
    cut = TEXT_OF_TWO.index("Gedung lama")
    doc._.blocks = [{"start": 0, "end": cut, "kind": "promo"}, {"start": cut, "end": len(doc.text), "kind": "body"}]
    found = nlp.get_pipe("categories")(doc)._.categories
    assert found[0] == {"category": None, "scores": {}, "abstained": False}
    assert found[1]["category"] == "fact"


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_a_text_without_sentences_gets_no_categories(model: Path, text: str) -> None:
    assert nlp_with(model)(text)._.categories == []


def test_a_document_gets_the_same_alone_and_among_others(model: Path) -> None:
    nlp = nlp_with(model, batch=7)
    texts = [f"Gedung {n} akan dibangun. Warga {n} sudah lama menunggu." for n in range(20)]
    together = [doc._.categories for doc in nlp.pipe(texts)]
    assert together == [nlp(text)._.categories for text in texts]


def test_it_comes_back_from_disk_the_same(model: Path, tmp_path: Path) -> None:
    nlp = nlp_with(model)
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert again(TEXT_OF_TWO)._.categories == nlp(TEXT_OF_TWO)._.categories


def test_a_missing_model_is_told_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match=r"no model at .*train categories"):
        nlp_with(tmp_path / "none")("Satu.")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"scikit_learn": "0.1.0"}, r"saved by scikit-learn 0\.1\.0 and .* pip install 'scikit-learn==0\.1\.\*'"),
        ({"features": 0}, "reads features of version 0, not .*train it anew"),
        ({"vectors": True, "encoder": "sha256:0"}, "put the component 'entities' before 'categories'"),
        ({"labels": None}, "is no meta of a category model"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(
    model: Path, tmp_path: Path, change: dict[str, object], message: str
) -> None:
    folder = copy_of(model, tmp_path)
    meta = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps(meta | change))
    write_checksums(folder)
    with pytest.raises(ModelMismatchError, match=message):
        nlp_with(folder)("Satu.")


def test_another_encoder_is_refused(model: Path) -> None:
    meta = category_model.read_meta(model)
    needs = category_model.Meta(meta.labels, True, "sha256:0", meta.scikit_learn, meta.features)
    with pytest.raises(ModelMismatchError, match="trained with the encoder sha256:0, not sha256:1; train it anew"):
        category_model.check(model, needs, encoder="sha256:1")


def test_a_changed_file_is_refused(model: Path, tmp_path: Path) -> None:
    folder = copy_of(model, tmp_path)
    with (folder / "card.md").open("a") as file:
        file.write("x")
    with pytest.raises(ModelMismatchError, match=r"card\.md is not the file in SHA256SUMS"):
        nlp_with(folder)("Satu.")


def test_untrusted_types_are_refused(model: Path, tmp_path: Path) -> None:
    from skops import io

    folder = copy_of(model, tmp_path)
    io.dump(Untrusted(), folder / "model.skops")
    write_checksums(folder)
    with pytest.raises(ModelMismatchError, match=r"types that are not trusted: .*Untrusted"):
        nlp_with(folder)("Satu.")


class Untrusted:
    """A type of this test, which skops cannot trust."""

    def __init__(self) -> None:
        self.value = 1


@pytest.mark.parametrize("settings", [{"threshold": 1.5}, {"threshold": -0.1}, {"batch": 0}])
def test_bad_settings_are_refused(model: Path, settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="it m"):
        nlp_with(model, **settings)


def test_rows_hold_the_sentence_and_its_neighbours() -> None:
    doc = Doc(spacy.blank("id").vocab, words=["Satu", ".", "Dua", ".", "Tiga", "."], sent_starts=[1, 0, 1, 0, 1, 0])
    table = rows(doc, story(doc), vectors=False)
    assert table[:, TEXT].tolist() == ["Satu .", "Dua .", "Tiga ."]
    assert table[:, BEFORE].tolist() == ["", "Satu .", "Dua ."]
    assert table[:, AFTER].tolist() == ["Dua .", "Tiga .", ""]
    assert "last" in table[2, CUES].split()


def test_vectors_need_the_entities_component() -> None:
    doc = Doc(spacy.blank("id").vocab, words=["Satu", "itu", "."], sent_starts=[True, False, False])
    with pytest.raises(ValueError, match="put the component 'entities'"):
        rows(doc, story(doc), vectors=True)


def test_verdict_rounds_to_three_decimals() -> None:
    found = categories.verdict(np.array([0.12345, 0.87655]), ("a", "b"), threshold=0.5)
    assert found == {"category": "b", "scores": {"a": 0.123, "b": 0.877}, "abstained": False}


def copy_of(model: Path, folder: Path) -> Path:
    import shutil

    return Path(shutil.copytree(model, folder / "copy"))

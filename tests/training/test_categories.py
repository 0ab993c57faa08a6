"""Training, scores, the gate and the review loop, on small corpora made in the test."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skops import io

from pipeline.annotate.category_model import read_meta
from pipeline.record import Block, Record, Sentence
from pipeline.training import review
from pipeline.training.categories import train
from pipeline.training.category_examples import CorpusError, read
from pipeline.training.category_fit import Recipe, fit_temperature, softmax
from pipeline.training.category_scores import agreement, calibration_error, coverage, f1_scores, score
from pipeline.training.evaluate_categories import compare, evaluate, paired
from pipeline.training.promote import promote

QUICK = Recipe(strengths=(1.0,), folds=3)
WORDS = {
    "plan": ["akan dibangun", "rencananya dibuka", "ditargetkan rampung"],
    "fact": ["berdiri sejak lama", "terletak di kota", "berwarna putih"],
    "win": ["meraih juara", "berhasil naik", "mendapat medali"],
}
NAMES = [
    "Gedung serbaguna Kelurahan Sukamaju",
    "Sekolah dasar di tepi Sungai Barito",
    "Taman bermain bekas lahan parkir",
    "Pasar hewan Kecamatan Wonorejo",
    "Jembatan gantung penghubung dua dusun",
    "Museum batik peninggalan saudagar lama",
]


PLACES = ["di Ambon", "di Blitar", "di Cilacap", "di Demak", "di Ende", "di Fakfak"]


def sentences(places: Sequence[str] = ("",)) -> list[tuple[str, str]]:
    return [
        (f"{name} {place} itu {words}.", label)
        for name in NAMES
        for place in places
        for label, choices in WORDS.items()
        for words in choices
    ]


def corpus_at(path: Path, *, wrong_every: int = 0, places: Sequence[str] = ("",)) -> Path:
    """Write a corpus with parts; one training sentence in ``wrong_every`` carries the next label instead."""
    labels = list(WORDS)
    rows = []
    every = sentences(places)
    for number, (text, label) in enumerate(every):
        split = "test" if number >= len(every) * 2 // 3 else "train"
        if split == "train" and wrong_every and number % wrong_every == 0:
            label = labels[(labels.index(label) + 1) % len(labels)]
        rows.append({"id": str(number), "text": text, "label": label, "split": split})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_training_writes_the_whole_folder(tmp_path: Path) -> None:
    trained = train(corpus_at(tmp_path / "my.jsonl"), tmp_path / "model", recipe=QUICK, command="the command")
    names = {path.name for path in (tmp_path / "model").iterdir()}
    assert names == {
        "model.skops", "meta.json", "card.md", "metrics.json", "confusion.png", "calibration.png", "SHA256SUMS"
    }  # fmt: skip
    assert read_meta(tmp_path / "model").labels == ("fact", "plan", "win")
    assert io.get_untrusted_types(file=tmp_path / "model" / "model.skops") == []
    card = (tmp_path / "model" / "card.md").read_text()
    assert "the command" in card
    assert trained.test is not None
    assert f"{trained.test.macro_f1.value:.3f}" in card


def test_two_trainings_give_equal_coefficients(tmp_path: Path) -> None:
    corpus = corpus_at(tmp_path / "my.jsonl")
    one, two = (train(corpus, tmp_path / name, recipe=QUICK).fitted.pipeline for name in ("a", "b"))
    assert np.array_equal(one[-1].coef_, two[-1].coef_)
    assert np.array_equal(one[-1].intercept_, two[-1].intercept_)


def test_cached_features_give_the_same_model(tmp_path: Path) -> None:
    corpus = corpus_at(tmp_path / "my.jsonl")
    runs = [train(corpus, tmp_path / name, recipe=QUICK, cache=tmp_path / "cache") for name in ("a", "b")]
    assert list((tmp_path / "cache").glob("*.npz"))
    assert np.array_equal(runs[0].fitted.pipeline[-1].coef_, runs[1].fitted.pipeline[-1].coef_)


def test_a_prior_makes_its_label_likelier(tmp_path: Path) -> None:
    corpus = corpus_at(tmp_path / "my.jsonl")
    likely = Recipe(strengths=(1.0,), folds=3, prior={"fact": 0.8, "plan": 0.1, "win": 0.1})
    plain, moved = (train(corpus, tmp_path / n, recipe=r).fitted.pipeline[-1] for n, r in (("a", QUICK), ("b", likely)))
    assert moved.intercept_[0] - plain.intercept_[0] == pytest.approx(np.log(0.8 * 3), abs=0.1)


def test_further_corpora_are_trained_on(tmp_path: Path) -> None:
    corpus, more = corpus_at(tmp_path / "my.jsonl"), tmp_path / "more.csv"
    more.write_text("text,label\nStadion itu akan dibangun.,plan\n", encoding="utf-8")
    train(corpus, tmp_path / "model", also=[more], recipe=QUICK)
    metrics = json.loads((tmp_path / "model" / "metrics.json").read_text())
    assert metrics["trained_on"]["sentences"] == len(read(corpus).part("train")) + 1


def test_the_gate_lets_the_better_model_in_and_keeps_the_old_one(tmp_path: Path) -> None:
    good, bad = corpus_at(tmp_path / "good.jsonl"), corpus_at(tmp_path / "bad.jsonl", wrong_every=1)
    train(good, tmp_path / "good", recipe=QUICK)
    train(bad, tmp_path / "champion", recipe=QUICK)
    old = (tmp_path / "champion" / "metrics.json").read_bytes()
    found = promote(tmp_path / "good", champion=tmp_path / "champion", corpus=good)
    assert found.comparison.passed
    assert found.kept == tmp_path / "champion.old-1"
    assert (found.kept / "metrics.json").read_bytes() == old
    assert (tmp_path / "champion" / "metrics.json").read_bytes() == (tmp_path / "good" / "metrics.json").read_bytes()


def test_the_gate_keeps_the_worse_model_out(tmp_path: Path) -> None:
    good, bad = corpus_at(tmp_path / "good.jsonl"), corpus_at(tmp_path / "bad.jsonl", wrong_every=1)
    train(good, tmp_path / "champion", recipe=QUICK)
    train(bad, tmp_path / "bad", recipe=QUICK)
    before = (tmp_path / "champion" / "metrics.json").read_bytes()
    found = promote(tmp_path / "bad", champion=tmp_path / "champion", corpus=good)
    assert not found.comparison.passed
    assert found.kept is None
    assert (tmp_path / "champion" / "metrics.json").read_bytes() == before


def test_models_with_other_labels_are_not_compared(tmp_path: Path) -> None:
    corpus = corpus_at(tmp_path / "my.jsonl")
    train(corpus, tmp_path / "a", recipe=QUICK)
    other = tmp_path / "other.jsonl"
    other.write_text(corpus.read_text().replace('"win"', '"fact"'))
    train(other, tmp_path / "b", recipe=QUICK)
    with pytest.raises(CorpusError, match="models with different labels cannot be compared: train"):
        compare(other, candidate=tmp_path / "b", champion=tmp_path / "a")


def test_a_split_that_is_not_there_is_refused(tmp_path: Path) -> None:
    corpus = corpus_at(tmp_path / "my.jsonl")
    train(corpus, tmp_path / "a", recipe=QUICK)
    with pytest.raises(CorpusError, match="no article has the split 'dev'"):
        evaluate(corpus, model=tmp_path / "a", split="dev")


def test_a_corrected_review_file_is_trained_on_and_helps(tmp_path: Path) -> None:
    """A person reviews what the model doubts: labels that were given wrongly come back first, corrected ones train better."""
    pytest.importorskip("cleanlab", reason="the extra review is not installed")
    truth = dict(sentences(PLACES))
    wrong = corpus_at(tmp_path / "wrong.jsonl", wrong_every=7, places=PLACES)
    items = review.from_corpus(wrong, count=30)
    caught = [item for item in items if truth[item.text] != item.label]
    assert len(caught) > len(items) / 2  # one label in seven is wrong: by chance one item in seven would be
    review.write(items, tmp_path / "review", labels=sorted(WORDS))
    rows = [json.loads(line) for line in (tmp_path / "review" / "review.jsonl").read_text().splitlines()]
    fixed = {row["text"]: truth[row["text"]] for row in rows}
    lines = [json.loads(line) for line in wrong.read_text().splitlines()]
    corrected = tmp_path / "corrected.jsonl"
    corrected.write_text("".join(json.dumps(r | {"label": fixed.get(r["text"], r["label"])}) + "\n" for r in lines))
    before = train(wrong, tmp_path / "before", recipe=QUICK).test
    after = train(corrected, tmp_path / "after", recipe=QUICK).test
    assert before is not None
    assert after is not None
    assert after.macro_f1.value >= before.macro_f1.value


def test_suspect_labels_come_worst_first() -> None:
    pytest.importorskip("cleanlab", reason="the extra review is not installed")
    table = np.array([[0.9, 0.1], [0.1, 0.9]] * 20)
    given = [0, 1] * 20
    table[6], table[8] = [0.08, 0.92], [0.05, 0.95]
    found = review.suspects(table, given)
    assert list(found) == [8, 6]
    assert found[8] == pytest.approx(0.95)


def test_a_missing_cleanlab_is_named_with_its_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "find_spec", lambda _: None)
    with pytest.raises(CorpusError, match=r"pip install 'warta\[review\]'"):
        review.from_corpus(corpus_at(tmp_path / "my.jsonl"), count=5)


def record(id: str, rows: list[tuple[str, dict[str, float]]]) -> Record:
    text = " ".join(row[0] for row in rows)
    found, at = [], 0
    for sentence, scores in rows:
        best = max(scores, key=lambda label: scores[label]) if scores else None
        found.append(
            Sentence(start=at, end=at + len(sentence), category=best, scores=scores, abstained=False, tokens=[])
        )
        at += len(sentence) + 1
    return Record(id=id, text=text, blocks=[Block(start=0, end=len(text), kind="body")], sentences=found)


def test_review_of_a_run_puts_the_unsure_first_with_context(tmp_path: Path) -> None:
    run = [
        record("a", [("Satu ayam lewat.", {"x": 0.95, "y": 0.05}), ("Dua kambing tidur.", {"x": 0.51, "y": 0.49})]),
        record("b", [("Tiga sapi makan.", {"x": 0.9, "y": 0.1}), ("Empat ikan.", {})]),
    ]
    items = review.from_records(run, count=2)
    assert [item.text for item in items] == ["Dua kambing tidur.", "Tiga sapi makan."]
    assert items[0].before == "Satu ayam lewat."
    assert items[0].label is None
    review.write(items, tmp_path, labels=["x", "y"])
    tasks = json.loads((tmp_path / "tasks.json").read_text())
    assert [task["data"]["text"] for task in tasks] == [item.text for item in items]
    assert '<Choice value="y"/>' in (tmp_path / "config.xml").read_text()


def test_review_of_nothing_is_empty() -> None:
    assert review.from_records([], count=5) == []


def test_nearly_alike_sentences_are_reviewed_once() -> None:
    rows = [(f"Warga desa menunggu bantuan beras {n}.", {"x": 0.6, "y": 0.4}) for n in ("itu", "itu", "itu")]
    assert len(review.from_records([record("a", rows)], count=5)) == 1


def test_like_sentences_with_another_guess_are_odd() -> None:
    texts = ["harga beras naik", "harga beras naik lagi", "harga beras naik tajam", "wasit meniup peluit"]
    found = review.disagreement(texts, ["x", "y", "y", "x"])
    assert found[0] == max(found)
    assert review.disagreement([], []) == []


@pytest.mark.parametrize(
    ("first", "second", "kappa"),
    [("aabb", "aabb", 1.0), ("aaaa", "aaaa", 1.0), ("aabb", "bbaa", -1.0), ("aabb", "abab", 0.0)],
)
def test_agreement(first: str, second: str, kappa: float) -> None:
    assert agreement(list(first), list(second)) == pytest.approx(kappa)


def test_scores_of_known_predictions() -> None:
    probabilities = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.6, 0.4]])
    found = score(probabilities, ["x", "x", "y", "y"], ["1", "1", "2", "3"], ["x", "y"])
    assert found.confusion == ((2, 0), (1, 1))
    assert found.accuracy.value == 0.75
    assert found.labels[0].f1.value == pytest.approx(0.8)
    assert found.macro_f1.low <= found.macro_f1.value <= found.macro_f1.high
    assert coverage(probabilities, ["x", "x", "y", "y"], ["x", "y"], [0.65]) == [(0.65, 0.75, 1.0)]


def test_sure_and_right_has_no_calibration_error() -> None:
    sure = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert calibration_error(sure, ["x", "y"], ["x", "y"]) == 0
    assert calibration_error(sure, ["y", "x"], ["x", "y"]) == 1


def test_a_label_that_never_occurs_has_f1_zero() -> None:
    assert f1_scores(np.array([[[3, 0], [0, 0]]])).tolist() == [[1.0, 0.0]]


def test_a_model_is_not_worse_than_itself() -> None:
    table = np.array([[0.9, 0.1], [0.2, 0.8]])
    found = paired(table, table, ["x", "y"], ["1", "2"], ["x", "y"])
    assert found.passed
    assert found.macro_f1.difference.value == 0


def test_overconfident_logits_get_a_temperature_over_one() -> None:
    logits = np.array([[8.0, 0.0]] * 8 + [[0.0, 8.0]] * 2)
    assert fit_temperature(logits, np.array(["x"] * 10), ["x", "y"]) > 1


@given(st.lists(st.lists(st.floats(-50, 50), min_size=3, max_size=3), min_size=1, max_size=5))
def test_softmax_sums_to_one(rows: list[list[float]]) -> None:
    assert softmax(np.array(rows)).sum(axis=1) == pytest.approx(1)

"""The loop of the categories as a user goes through it, by commands alone: run, review, correct, train, evaluate, promote."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import pipeline
from pipeline.cli.app import run_app
from pipeline.training.category_examples import read
from tests.training.test_categories import NAMES, PLACES, WORDS

CONFIG = """
[paths]
categories = "champion"
[nlp]
lang = "id"
pipeline = ["sentencizer", "categories"]
[nlp.tokenizer]
@tokenizers = "warta.Plain.v1"
[components]
[components.sentencizer]
factory = "sentencizer"
[components.categories]
factory = "categories"
path = ${paths.categories}
[run]
progress = "none"
"""


def told(names: list[str], *, ways: slice) -> list[tuple[str, str]]:
    """Return sentences on things of these names with their labels, in some of the ways that each label is told."""
    return [
        (f"{name} {place} itu {words}.", label)
        for name in names
        for place in PLACES
        for label, choices in WORDS.items()
        for words in choices[ways]
    ]


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def start(folder: Path) -> tuple[Path, Path, dict[str, str]]:
    """Write a corpus that knows one way of telling each label, with a test part of all, and articles that use all;
    return both and the truth about the articles."""
    known = [(*row, "train") for row in told(NAMES[:1], ways=slice(1))]
    asked = [(*row, "test") for row in told(NAMES[4:], ways=slice(3))]
    rows = [{"text": text, "label": label, "split": split} for text, label, split in (*known, *asked)]
    truth = dict(told(NAMES[1:4], ways=slice(3)))
    texts = list(truth)
    articles = [{"id": f"a{at}", "text": "\n".join(texts[at : at + 6])} for at in range(0, len(texts), 6)]
    return written(folder / "corpus.jsonl", rows), written(folder / "articles.jsonl", articles), truth


def corrected(review: Path, truth: dict[str, str]) -> Path:
    """A person opens the review file, gives every sentence its label, and saves it."""
    rows = [json.loads(line) for line in review.read_text(encoding="utf-8").splitlines()]
    return written(review, [row | {"label": truth[row["text"]]} for row in rows])


def corrected_table(review: Path, truth: dict[str, str]) -> Path:
    """The same in a table."""
    with review.open(encoding="utf-8", newline="") as file:
        rows = [row | {"label": truth[row["text"]]} for row in csv.DictReader(file)]
    with review.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return review


def labelled(file: Path) -> list[tuple[str, str, list[tuple[int, int, str | None]]]]:
    """Return what training reads from a corrected file."""
    return [(a.id, a.text, [(s.start, s.end, s.label) for s in a.sentences]) for a in read(file).articles]


def share_right(run: Path, truth: dict[str, str]) -> float:
    """Return the share of the sentences of a run whose category is the true one."""
    found = [
        truth[record.text[sentence.start : sentence.end]] == sentence.category
        for record in pipeline.read(run)
        for sentence in record.sentences
    ]
    return sum(found) / len(found)


def test_sentences_reviewed_by_a_person_make_a_better_model_that_takes_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, articles, truth = start(tmp_path)
    config = tmp_path / "run.cfg"
    config.write_text(CONFIG)
    champion, mine, review = str(tmp_path / "champion"), str(tmp_path / "mine"), tmp_path / "review"
    training = ["train", "categories", "--corpus", str(corpus), "--no-vectors", "--work", str(tmp_path / "work")]
    running = ["run", str(config), str(articles), "--output"]
    assert run_app([*training, "--output", champion]) == 0
    assert run_app([*running, str(tmp_path / "before")]) == 0
    assert run_app(["review", str(tmp_path / "before"), "--count", "40", "--output", str(review)]) == 0
    fixed, table = corrected(review / "review.jsonl", truth), corrected_table(review / "review.csv", truth)
    assert labelled(fixed) == labelled(table)
    assert run_app([*training, "--also", str(fixed), "--output", mine]) == 0
    judging = ["evaluate", "categories", "--corpus", str(corpus)]
    assert run_app([*judging, "--candidate", champion, "--champion", mine]) == 1
    assert run_app([*judging, "--candidate", mine, "--champion", champion]) == 0
    assert run_app(["promote", "categories", mine, "--champion", champion, "--corpus", str(corpus)]) == 0
    assert "the old model is kept in" in capsys.readouterr().out.replace("\n", " ")
    assert (tmp_path / "champion.old-1" / "model.skops").is_file()
    assert run_app([*running, str(tmp_path / "before")]) == 2  # the model is another one: not a run to go on with
    assert run_app([*running, str(tmp_path / "after")]) == 0
    assert share_right(tmp_path / "after", truth) > share_right(tmp_path / "before", truth) + 0.2


def test_training_on_another_corpus_leaves_the_shipped_model_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "mine.csv"
    corpus.write_text("text,label\nHujan turun.,cuaca\n")
    assert run_app(["train", "categories", "--corpus", str(corpus), "--no-vectors"]) == 2
    assert "models/categories is the shipped model" in " ".join(capsys.readouterr().err.split())

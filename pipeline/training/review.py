"""Choose the sentences most worth a person's time: unsure, at odds with their like, or probably labelled wrongly.

From a run folder the model's own scores decide; from a labelled corpus its out-of-fold predictions do, by the confident
learning of cleanlab (Northcutt, Jiang and Chuang, 2021; the extra ``review``). With 5 % of the labels of
`corpus/categories` (train and dev, words and hints alone) changed at random, 60 of the first 100 are changed ones, with
15 % 96 (means of three seeds).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.record import Record
from pipeline.training.category_docs import alone, examples
from pipeline.training.category_examples import CorpusError, read
from pipeline.training.category_fit import Recipe, fit

KINDS = ("title", "body")
NEIGHBOURS = 5
ALIKE = 0.8
STEP = 512
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence with its neighbours. guess: the model's label; label: what a person has to fill in, or has given before;
    reason: unsure, odd (its like have another label) or suspect (the given label is doubtful); worth: higher is sooner."""

    id: str
    text: str
    before: str
    after: str
    guess: str
    label: str | None
    score: float
    reason: str
    worth: float


def from_records(records: Iterable[Record], *, count: int) -> list[Item]:
    """Return the ``count`` sentences of annotated records that are most worth reviewing, no two nearly alike."""
    items, odd = [], []
    for record in records:
        kept = [s for s in record.sentences if s.scores and _kind(record, s.start) in KINDS]
        texts = [record.text[s.start : s.end] for s in kept]
        for place, sentence in enumerate(kept):
            ranked = sorted(sentence.scores.items(), key=lambda pair: -pair[1])
            margin = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0)
            items.append(
                Item(
                    id=f"{record.id}:{sentence.start}-{sentence.end}",
                    text=texts[place],
                    before=texts[place - 1] if place else "",
                    after=texts[place + 1] if place + 1 < len(texts) else "",
                    guess=ranked[0][0],
                    label=None,
                    score=ranked[0][1],
                    reason="unsure",
                    worth=1 - margin,
                )
            )
    odd = disagreement([item.text for item in items], [item.guess for item in items])
    scored = [
        _with(item, worth=max(item.worth, share), reason="odd" if share > item.worth else "unsure")
        for item, share in zip(items, odd, strict=True)
    ]
    return diverse(scored, count=count)


def from_corpus(corpus: Path, *, count: int, encoder: Path | None = None, threads: int = 1) -> list[Item]:
    """Return the ``count`` sentences of a labelled corpus whose label is most doubtful; the test part is left alone.

    Raises CorpusError where cleanlab is not installed.
    """
    if find_spec("cleanlab") is None:
        raise CorpusError(
            f"{corpus}: to look for wrong labels takes the package 'cleanlab': pip install 'warta[review]'"
        )
    articles = read(corpus).part("train", "dev")
    given = examples(articles, encoder=encoder, threads=threads)
    fitted = fit(given, Recipe(strengths=(1.0,)), extra=alone(given))
    judged = given.take(fitted.judged)
    doubts = suspects(fitted.out_of_fold, [fitted.labels.index(label) for label in judged.labels])
    items = [
        Item(
            id=f"{judged.articles[row]}:{row}",
            text=judged.texts[row],
            before=str(judged.features[row, 1]),
            after=str(judged.features[row, 2]),
            guess=fitted.labels[int(fitted.out_of_fold[row].argmax())],
            label=str(judged.labels[row]),
            score=round(float(fitted.out_of_fold[row].max()), 3),
            reason="suspect",
            worth=round(doubt, 4),
        )
        for row, doubt in doubts.items()
    ]
    return diverse(items, count=count)


def suspects(probabilities: Floats, given: Sequence[int]) -> dict[int, float]:
    """Return row → doubt, 1 minus the score of its label, for the labels that are probably wrong, the worst first.

    ``probabilities`` (n, labels) are out of fold, ``given`` (n,) the columns of the labels.
    """
    from cleanlab.filter import find_label_issues

    found = find_label_issues(
        np.array(given),
        probabilities,
        filter_by="confident_learning",
        return_indices_ranked_by="self_confidence",
        n_jobs=1,
    )
    return {int(row): float(1 - probabilities[row, given[row]]) for row in found}


def disagreement(texts: Sequence[str], guesses: Sequence[str]) -> list[float]:
    """Return for each text the similarity-weighted share of its nearest others that have another guess, 0 to 1."""
    if len(texts) < 2:
        return [0.0] * len(texts)
    table = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    found, names = [], np.array(guesses)
    for start in range(0, len(texts), STEP):
        likeness = (table[start : start + STEP] @ table.T).toarray()
        for row, values in enumerate(likeness):
            values[start + row] = -1.0
            nearest = np.argsort(-values, kind="stable")[:NEIGHBOURS]
            weights = np.clip(values[nearest], 0, None)
            other = names[nearest] != names[start + row]
            found.append(float((weights * other).sum() / max(1.0, len(nearest))))
    return found


def diverse(items: Sequence[Item], *, count: int) -> list[Item]:
    """Return up to ``count`` items, the most worthwhile first, none nearly alike to one before it."""
    if not items:
        return []
    ranked = sorted(items, key=lambda item: (-item.worth, item.id))
    table = TfidfVectorizer(token_pattern=r"(?u)\b\w+\b|\S").fit_transform([item.text for item in ranked])
    chosen: list[int] = []
    for row in range(len(ranked)):
        if len(chosen) == count:
            break
        if not chosen or (table[row] @ table[chosen].T).max() < ALIKE:
            chosen.append(row)
    return [ranked[row] for row in chosen]


def write(items: Sequence[Item], folder: Path, *, labels: Sequence[str]) -> None:
    """Write review.jsonl, review.csv, and for Label Studio tasks.json and its labelling set-up config.xml."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [asdict(item) for item in items]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "review.jsonl").write_text(lines, encoding="utf-8")
    with (folder / "review.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(Item.__dataclass_fields__))
        writer.writeheader()
        writer.writerows(rows)
    tasks = [{"data": row | {"label": None}, "predictions": [_choice(row["guess"], row["score"])]} for row in rows]
    (folder / "tasks.json").write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "config.xml").write_text(_set_up(labels), encoding="utf-8")


def _choice(label: str, score: float) -> dict[str, object]:
    result = {"from_name": "category", "to_name": "text", "type": "choices", "value": {"choices": [label]}}
    return {"score": score, "result": [result]}


def _set_up(labels: Sequence[str]) -> str:
    choices = "".join(f'    <Choice value="{label}"/>\n' for label in labels)
    return (
        '<View>\n  <Text name="before" value="$before"/>\n  <Text name="text" value="$text"/>\n'
        '  <Text name="after" value="$after"/>\n  <Choices name="category" toName="text" choice="single">\n'
        f"{choices}  </Choices>\n</View>\n"
    )


def _kind(record: Record, offset: int) -> str:
    return next((block.kind for block in record.blocks if block.start <= offset < block.end), "body")


def _with(item: Item, *, worth: float, reason: str) -> Item:
    return Item(**(asdict(item) | {"worth": round(worth, 4), "reason": reason}))

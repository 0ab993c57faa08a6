"""``evaluate``: measure a stage on a test set."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import out
from pipeline.config import default_path

TITLE = "Measure a stage."
MODELS = default_path().parent.parent / "models"
CORPUS = Path("corpus")

Data = Annotated[Path, typer.Option(help="The data folder with ud/ and ner/; README says where each set is published.")]
Threads = Annotated[int, typer.Option(help="Threads of the model.")]


def tagging(
    data: Data,
    models: Annotated[Path, typer.Option(help="A stanza resources folder.")] = MODELS / "stanza-id",
    threads: Threads = 1,
) -> int:
    """Score tokens, words, sentences, tags and lemmas by the CoNLL 2018 rules, from raw text and with gold words."""
    from pipeline.training.evaluate_tagging import evaluate

    out.print(str(evaluate(data, models=models, threads=threads)))
    return 0


def entities(
    data: Data,
    model: Annotated[Path, typer.Option(help="An encoder folder.")] = MODELS / "encoder-id",
    corpus: Annotated[Path, typer.Option(help="Our marked-up articles.")] = CORPUS / "entities",
    threads: Threads = 1,
    to_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> int:
    """Score exact spans and labels: idner-news-2k test, NERGrit test, our held-out part; also in lower and upper case."""
    from pipeline.training.evaluate_entities import evaluate

    found = evaluate(data, model=model, corpus=corpus, threads=threads)
    if to_json:
        out.print_json(json.dumps(found))
        return 0
    out.print("| set | sentences | as written | lower | upper |\n|---|---:|---|---|---|")
    for name, result in found.items():
        cells = [f"{result[case]['f1']:.2f}" for case in ("as written", "lower", "upper")]
        out.print(f"| {name} | {result['sentences']} | {' | '.join(cells)} |", markup=False)
    return 0


def values(
    corpus: Annotated[Path, typer.Option(help="Sentences with every quantity and date marked.")] = CORPUS / "values",
    split: Annotated[str, typer.Option(help="train, dev or test.")] = "test",
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong (train and dev only).")] = False,
) -> int:
    """Score quantities and dates: items with exact span and all fields right."""
    from pipeline.training.evaluate_values import evaluate

    report = evaluate(corpus, split=split)
    total = report.overall
    out.print(f"{total.score:.2f} % of {total.total} items right in {report.sentences} sentences ({split})")
    out.print(f"{total.wrong} wrong, {total.missing} missing, {total.spurious} spurious")
    for name, tally in {**report.kinds, **report.topics}.items():
        out.print(f"  {name}: {tally.score:.1f} % of {tally.total}", markup=False)
    if errors:
        for line in report.errors:
            out.print(line, markup=False)
    return 0


def blocks(
    corpus: Annotated[Path, typer.Option(help="The corpus folder; pages are in its blocks/.")] = CORPUS,
    split: Annotated[str, typer.Option(help="train or test.")] = "test",
) -> int:
    """Score blocks by characters: accuracy over all kinds, and how much of the story is kept."""
    from pipeline.training.evaluate_blocks import evaluate

    found = evaluate(corpus, split=split)
    out.print(f"accuracy {found.accuracy:.2f} %, body recall {found.body_recall:.2f} % ({found.pages} pages, {split})")
    for kind, recall in found.recall.items():
        out.print(f"  {kind}: recall {recall:.1f} %, precision {found.precision[kind]:.1f} %")
    return 0


COMMANDS: dict[str, tuple[Callable[..., int], str]] = {
    "tagging": (tagging, "python -m pipeline evaluate tagging --data ../shared/data"),
    "entities": (entities, "python -m pipeline evaluate entities --data ../shared/data"),
    "values": (values, "python -m pipeline evaluate values"),
    "blocks": (blocks, "python -m pipeline evaluate blocks"),
}

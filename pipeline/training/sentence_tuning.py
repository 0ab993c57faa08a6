"""Second stage of the encoder recipe: the sentence vector learns what a sentence is for, the entities are kept.

A linear head on the mean vector reads the categories of `corpus/categories`, `corpus/entities` and labelled sentences of
the data folder; it is thrown away, so that the shipped vector serves any label set. Articles used here are named in the model's config: who trains a classifier
on the vector must not measure on them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from pipeline.training import category_examples, markup
from pipeline.training.category_examples import CODES
from pipeline.training.entity_model import EntityModel, Item, batches, collate, loss, prepare, word_scores
from pipeline.training.entity_training import Change, Options, case_noise, loop
from pipeline.training.mentions import Example

SHARE = 2
FURTHER = ("news.jsonl", "real.tsv")
SMOOTHING = 0.05


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with its category, and the article it is of."""

    text: str
    category: str
    article: str


def read(categories: Path, entities: Path, data: Path) -> list[Labelled]:
    """Return the sentences of one training article in SHARE of `categories`, and those of `entities` that are labelled.

    Of `categories` are read the split corpus, and `news.jsonl` and `real.tsv` (texts in `data`) where they are there.
    `entities/categories.tsv` gives an article and one letter a sentence (CODES). Raises ValueError naming file and line.
    """
    return [*_own_corpus(categories), *_further(categories, data), *_entity_corpus(entities)]


def is_used(article: str) -> bool:
    """Tell whether a training article of `corpus/categories` is used here: one in SHARE, by the digest of its id."""
    return sha256(article.encode()).digest()[0] % SHARE == 0


def _own_corpus(folder: Path) -> Iterator[Labelled]:
    texts: dict[str, str] = {}
    for line in (folder / "articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["split"] == "train" and is_used(row["article"]):
            texts[row["article"]] = row["text"]
    source = folder / "labels.jsonl"
    for line in source.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["article"] in texts:
            yield Labelled(texts[row["article"]][row["start"] : row["end"]], row["label"], row["article"])


def _further(folder: Path, data: Path) -> Iterator[Labelled]:
    for file in FURTHER:
        if (folder / file).is_file():
            for article in category_examples.read(folder / file, fewest=0, data=data).articles:
                if is_used(article.id):
                    for sentence in article.sentences:
                        yield Labelled(article.text[sentence.start : sentence.end], str(sentence.label), article.id)


def _entity_corpus(folder: Path) -> Iterator[Labelled]:
    source = folder / "categories.tsv"
    sentences: dict[str, list[str]] = {}
    for sentence in markup.read_folder(folder):
        sentences.setdefault(sentence.article, []).append(sentence.text)
    for number, line in enumerate(source.read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        article, codes = line.split("\t")
        if len(codes) != len(sentences.get(article, ())) or set(codes) - set(CODES):
            raise ValueError(f"{source}:{number}: {codes!r} does not fit the sentences of {article}")
        for text, code in zip(sentences[article], codes, strict=True):
            yield Labelled(text, CODES[code], article)


def fit(
    model: EntityModel,
    tokenizer: Tokenizer,
    examples: Sequence[Example],
    labelled: Sequence[Labelled],
    options: Options,
    *,
    weight: float = 0.5,
    change: Change | None = None,
    log: Callable[[str], None] = print,
) -> EntityModel:
    """Train entities and categories together, a batch of each a step; `weight` is that of the category loss."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    random = Random(options.seed)
    names = sorted({sentence.category for sentence in labelled})
    head = nn.Linear(model.encoder.config.hidden, len(names))
    sentences = _endless(labelled, names, tokenizer, options, random)

    def step(_: list[int], items: list[Item]) -> Tensor:
        return _step(model, head, items, next(sentences), weight=weight)

    return loop(
        model,
        tokenizer,
        examples,
        options,
        step,
        random=random,
        names=("entities", "categories"),
        also=head,
        change=change,
        log=log,
    )


def _step(
    model: EntityModel, head: nn.Linear, items: list[Item], sentences: tuple[list[Item], Tensor], *, weight: float
) -> Tensor:
    """Back-propagate a batch of each kind; returns the two losses."""
    batch = collate(items)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        _, scores, _ = model(batch.ids, batch.mask)
    tag_loss = loss(word_scores(scores, batch), batch.targets)
    tag_loss.backward()  # type: ignore[no-untyped-call]
    rows, labels = sentences
    batch = collate(rows)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        _, _, pooled = model(batch.ids, batch.mask)
    seen = functional.dropout(pooled.float(), 0.1)
    category_loss = functional.cross_entropy(head(seen), labels, label_smoothing=SMOOTHING)
    (weight * category_loss).backward()  # type: ignore[no-untyped-call]
    return torch.stack([tag_loss.detach(), category_loss.detach()])


def _endless(
    labelled: Sequence[Labelled], names: list[str], tokenizer: Tokenizer, options: Options, random: Random
) -> Iterator[tuple[list[Item], Tensor]]:
    """Yield batches of sentences and their category numbers for ever, anew shuffled each round."""
    for _ in cycle([None]):
        examples = [case_noise(Example(sentence.text, ()), options, random) for sentence in labelled]
        items = [prepare(example, tokenizer) for example in examples]
        for rows in batches(items, size=options.batch, random=random):
            yield [items[row] for row in rows], torch.tensor([names.index(labelled[row].category) for row in rows])

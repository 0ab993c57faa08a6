"""Predicted entities of plain sentences by a torch model, and their comparison with a set's own spans."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from tokenizers import Tokenizer

from pipeline.annotate import decode
from pipeline.training import span_scores
from pipeline.training.entity_model import EntityModel, Item, collate, prepare, word_scores
from pipeline.training.markup import LABELS, Mention
from pipeline.training.mentions import FLAT_LABELS, Example, outermost
from pipeline.training.span_scores import Labelled, Score

Predictor = Callable[[Sequence[str]], list[list[Mention]]]


def by_model(model: EntityModel, tokenizer: Tokenizer, *, batch: int = 16, half: bool = False) -> Predictor:
    """texts → mentions a text, outer before inner; `half` computes in bfloat16, three times as fast on some CPUs."""

    def predict(texts: Sequence[str]) -> list[list[Mention]]:
        items = [prepare(Example(text, ()), tokenizer) for text in texts]
        order = sorted((i for i in range(len(items)) if len(items[i].words)), key=lambda i: len(items[i].ids))
        found: list[list[Mention]] = [[] for _ in texts]
        model.eval()
        for at in range(0, len(order), batch):
            rows = order[at : at + batch]
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                predicted = _predict([items[row] for row in rows], model)
            for row, mentions in zip(rows, predicted, strict=True):
                found[row] = mentions
        return found

    return predict


@torch.no_grad()
def _predict(items: list[Item], model: EntityModel) -> list[list[Mention]]:
    batch = collate(items)
    scores = word_scores(model(batch.ids, batch.mask)[1], batch).numpy()
    found, at = [], 0
    for item in items:
        logits = scores[at : at + len(item.words)].reshape(len(item.words), len(LABELS), -1)
        at += len(item.words)
        found.append([_mention(span, item) for span in decode.spans(logits)])
    return found


def _mention(span: decode.WordSpan, item: Item) -> Mention:
    return Mention(int(item.words[span.start, 0]), int(item.words[span.end - 1, 1]), LABELS[span.label])


def compare(
    examples: Sequence[Example], predict: Predictor, *, case: str = ""
) -> tuple[list[list[Labelled]], list[list[Labelled]]]:
    """Gold and found spans a sentence. Sets with PER, ORG and LOC only are compared on the outermost of these, in
    units of the set's own words; `case` "lower" or "upper" changes the text first."""
    texts = [_cased(example.text, case) for example in examples]
    gold: list[list[Labelled]] = []
    found: list[list[Labelled]] = []
    for example, mentions in zip(examples, predict(texts), strict=True):
        if example.flat:
            mentions = outermost(mentions, FLAT_LABELS)
        gold.append([_snapped(mention, example) for mention in example.mentions])
        found.append([_snapped(mention, example) for mention in mentions])
    return gold, found


def evaluate(examples: Sequence[Example], predict: Predictor, *, case: str = "", samples: int = 0) -> Score:
    gold, found = compare(examples, predict, case=case)
    return span_scores.score(gold, found, samples=samples)


def _cased(text: str, case: str) -> str:
    changed = {"": text, "lower": text.lower(), "upper": text.upper()}[case]
    return changed if len(changed) == len(text) else text


def _snapped(mention: Mention, example: Example) -> Labelled:
    """The mention grown to the set's own words, where the set has words."""
    touched = [t for t in example.tokens if t[0] < mention.end and t[1] > mention.start]
    if not touched:
        return mention.start, mention.end, mention.label
    return touched[0][0], touched[-1][1], mention.label

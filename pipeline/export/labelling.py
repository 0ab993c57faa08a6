"""Records as tasks of labelling tools: Label Studio (one task a document) and Prodigy (one a sentence)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from pipeline.record import Entity, Record, Sentence


def label_studio_config(categories: list[str], labels: list[str]) -> str:
    """Return the labelling configuration (XML) that shows the tasks of ``label_studio``."""
    choices = "".join(f"<Label value={quoteattr(name)}/>" for name in categories)
    names = "".join(f"<Label value={quoteattr(name)}/>" for name in labels)
    return (
        f'<View><Labels name="category" toName="text">{choices}</Labels>'
        f'<Labels name="entity" toName="text">{names}</Labels><Text name="text" value="$text"/></View>\n'
    )


def label_studio(record: Record) -> dict[str, Any]:
    """Return one task: entities and sentence categories as pre-annotated regions of the document's text."""
    regions = [_region("entity", entity, entity.label, record, score=entity.score) for entity in record.entities]
    regions += [
        _region("category", sentence, sentence.category, record, score=sentence.scores.get(sentence.category))
        for sentence in record.sentences
        if sentence.category
    ]
    return {"data": {"text": record.text, "id": record.id, "meta": record.meta}, "predictions": [{"result": regions}]}


def _region(
    control: str, item: Entity | Sentence, label: str, record: Record, *, score: float | None
) -> dict[str, Any]:
    region: dict[str, Any] = {
        "id": f"{control}-{item.start}-{item.end}-{label}",
        "from_name": control,
        "to_name": "text",
        "type": "labels",
        "value": {"start": item.start, "end": item.end, "text": record.text[item.start : item.end], "labels": [label]},
    }
    return region | ({"score": score} if score is not None else {})


def prodigy(record: Record) -> Iterator[dict[str, Any]]:
    """Yield one task a sentence with a category: text, tokens, entity spans, label; offsets are within the sentence."""
    for sentence in record.sentences:
        if sentence.category:
            inside = [e for e in record.entities if sentence.start <= e.start and e.end <= sentence.end]
            yield {
                "text": record.text[sentence.start : sentence.end],
                "label": sentence.category,
                "tokens": _tokens(sentence),
                "spans": [
                    {"start": e.start - sentence.start, "end": e.end - sentence.start, "label": e.label} for e in inside
                ],
                "meta": {"id": record.id, "start": sentence.start, "end": sentence.end},
            }


def _tokens(sentence: Sentence) -> list[dict[str, Any]]:
    following = [token.start for token in sentence.tokens[1:]] + [sentence.end]
    return [
        {
            "text": token.text,
            "start": token.start - sentence.start,
            "end": token.end - sentence.start,
            "id": number,
            "ws": after > token.end,
        }
        for number, (token, after) in enumerate(zip(sentence.tokens, following, strict=True))
    ]

"""A record as a piece of HTML for notebooks: sentences tinted by category, mentions underlined, values on hover."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.record.types import Record

TINTS = {
    "policy": "#cfe3ff",
    "result": "#cdeed3",
    "judge_feedback": "#f3d5f5",
    "future_plan": "#ffe8b0",
    "context": "#eceef1",
}
OTHER_TINT = "#e6dfd5"


def render(record: Record) -> str:
    """Return the record as HTML; every text of the record is escaped."""
    parts, at = [], 0
    marks = _marks(record)
    for sentence in record.sentences:
        parts.append(_marked(record.text, at, sentence.start, marks))
        inside = _marked(record.text, sentence.start, sentence.end, marks)
        if sentence.category:
            tint = TINTS.get(sentence.category, OTHER_TINT)
            title = escape(sentence.category, quote=True)
            inside = f'<span title="{title}" style="background:{tint};color:#1a1d21">{inside}</span>'
        parts.append(inside)
        at = sentence.end
    parts.append(_marked(record.text, at, len(record.text), marks))
    return f'<div style="white-space:pre-wrap;line-height:1.6"><b>{escape(record.id)}</b>\n{"".join(parts)}</div>'


def _marks(record: Record) -> list[tuple[int, int, str]]:
    """Return (start, end, told) of entities, quantities and dates."""
    marks = [(entity.start, entity.end, entity.label) for entity in record.entities]
    for quantity in record.quantities:
        value = quantity.value if quantity.value is not None else f"{quantity.low}–{quantity.high}"
        marks.append(
            (
                quantity.start,
                quantity.end,
                f"{quantity.kind} {value} {quantity.currency or quantity.unit or ''}".strip(),
            )
        )
    return marks + [(date.start, date.end, date.value) for date in record.dates]


def _marked(text: str, start: int, end: int, marks: list[tuple[int, int, str]]) -> str:
    inside = [mark for mark in marks if mark[0] < end and mark[1] > start]
    cuts = sorted({start, end, *(min(max(offset, start), end) for mark in inside for offset in mark[:2])})
    parts = []
    for first, last in pairwise(cuts):
        told = "; ".join(mark[2] for mark in inside if mark[0] <= first and mark[1] >= last)
        piece = escape(text[first:last])
        parts.append(f'<u title="{escape(told, quote=True)}">{piece}</u>' if told else piece)
    return "".join(parts)

"""Show a run on a terminal: its sums, and one record in colour."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.record import Record, Sentence, read

if TYPE_CHECKING:
    from pipeline.batch.run import Result
    from pipeline.batch.stats import Stats

CATEGORY_STYLE = {
    "policy": "blue",
    "result": "green",
    "judge_feedback": "magenta",
    "future_plan": "yellow",
    "context": "dim",
}
MENTION_STYLE = {"entity": "bold cyan", "quantity": "bold green", "date": "bold yellow"}


def summary(console: Console, result: Result) -> None:
    """Print what a run came to."""
    stats = result.stats
    console.print(f"{stats.documents} in = {stats.ok} ok + {stats.rejected} rejected", style="bold")
    if result.retried:
        console.print(f"the rejects of {result.retried} of {result.shards} shards were tried again")
    elif result.resumed:
        console.print(f"{result.resumed} of {result.shards} shards were done before")
    console.print(counts_table(stats))
    warnings(console, stats)
    console.print(f"records in {result.place}/shards")


def counts_table(stats: Stats) -> Table:
    """Return a table of what was rejected and of what the records hold."""
    rows: list[tuple[str, int, dict[str, int]]] = [
        ("rejected", stats.rejected, stats.reasons),
        ("sentences", stats.sentences, stats.categories),
        ("words", stats.words, {}),
        ("entities", sum(stats.entities.values()), stats.entities),
        ("quantities", sum(stats.quantities.values()), stats.quantities),
        ("dates", stats.dates, {}),
    ]
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, count, parts in rows:
        table.add_row(name, str(count), ", ".join(f"{part} {label}" for label, part in parts.items()))
    speed = f"{stats.words / stats.seconds:.0f} words/s a worker" if stats.seconds else ""
    table.add_row("work", f"{stats.seconds:.1f} s", f"{speed}, at most {stats.peak_mb:.0f} MB a worker")
    return table


def timing_table(timing: dict[str, float]) -> Table:
    """Return a table of seconds and share by stage, summed over workers."""
    table = Table("stage", "seconds", "share", box=None, pad_edge=False)
    whole = sum(timing.values()) or 1.0
    for name, seconds in sorted(timing.items(), key=lambda pair: -pair[1]):
        table.add_row(name, f"{seconds:.2f}", f"{100 * seconds / whole:.0f}%")
    return table


def warnings(console: Console, stats: Stats) -> None:
    """Print what the user should look into."""
    doubled = (
        f"id {id!r} was given {len(places)} times: {', '.join(first(places))}"
        for id, places in stats.duplicates.items()
    )
    for told in first(doubled):
        console.print(f"warning: {told}", style="yellow", markup=False)
    if stats.unreadable_published:
        told = f"warning: {stats.unreadable_published} documents name a date of publication that cannot be read"
        console.print(told, style="yellow")


def first(things: Iterable[str], *, most: int = 10) -> list[str]:
    """Return the first things, and how many more there are."""
    found = list(things)
    return found if len(found) <= most else [*found[:most], f"… and {len(found) - most} more"]


def example(console: Console, folder: Path) -> None:
    """Print the record of a run folder that has the most kinds of annotation."""
    record = max(read(folder), key=_richness, default=None)
    if record is None:
        return
    console.print()
    console.print(f"one example: {record.id}", style="bold")
    for sentence in record.sentences:
        if sentence.category:
            style = CATEGORY_STYLE.get(sentence.category, "")
            console.print(Text(f"{sentence.category:>14}  ", style=style) + marked(record, sentence))
    console.print(values_table(record))


def marked(record: Record, sentence: Sentence) -> Text:
    """Return the sentence with its entities, quantities and dates in colour."""
    text = Text(record.text[sentence.start : sentence.end])
    for kind, mentions in (("entity", record.entities), ("quantity", record.quantities), ("date", record.dates)):
        for mention in mentions:
            if sentence.start <= mention.start and mention.end <= sentence.end:
                text.stylize(MENTION_STYLE[kind], mention.start - sentence.start, mention.end - sentence.start)
    return text


def values_table(record: Record) -> Table:
    """Return a table of the record's quantities and dates with what was read from them."""
    table = Table("text", "kind", "value", box=None)
    for quantity in record.quantities:
        value = quantity.value if quantity.value is not None else f"{quantity.low} to {quantity.high}"
        table.add_row(quantity.text, quantity.kind, f"{value} {quantity.currency or quantity.unit or ''}".strip())
    for date in record.dates:
        table.add_row(date.text, "date", date.value)
    return table


def _richness(record: Record) -> tuple[int, int]:
    parts: Iterable[str] = chain(
        (str(sentence.category) for sentence in record.sentences),
        (entity.label for entity in record.entities),
        (quantity.kind for quantity in record.quantities),
    )
    return len(set(parts)), len(record.dates)

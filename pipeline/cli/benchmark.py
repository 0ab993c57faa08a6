"""``benchmark``: the pipeline's speed beside the naive line."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from pipeline.cli import show
from pipeline.cli.console import err, out
from pipeline.config import default_path

if TYPE_CHECKING:
    from pipeline.batch.benchmark import Measured

EXAMPLE = "python -m pipeline benchmark --text news.txt --documents 300 --plot speed.png"


def command(
    context: typer.Context,
    text: Annotated[Path, typer.Option(help="A text file with one document a line.")],
    config: Annotated[Path | None, typer.Option(help="The .cfg; else the default one.")] = None,
    documents: Annotated[
        int, typer.Option(min=1, help="How many documents, from the first. 100 take two minutes on two idle cores.")
    ] = 100,
    workers: Annotated[int, typer.Option(min=1, help="Processes, beside a run with one.")] = 2,
    naive: Annotated[bool, typer.Option(help="Measure the naive line too.")] = True,
    checkpoint: Annotated[
        Path | None, typer.Option(help="The entity model before export, for the naive line in fp32 torch.")
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Write a picture (.png, .svg) there; needs matplotlib.")] = None,
) -> int:
    """Annotate the same documents naively, with one worker and with several, and compare.

    The naive line is stanza.Pipeline, the entity model and the classifier, one document and one sentence at a time.
    """
    from pipeline.batch import benchmark

    source = config or default_path()
    overrides = [f"--{key}={value}" for key, value in context.obj.items()]
    with tempfile.TemporaryDirectory(prefix="warta-benchmark-") as folder:
        place = Path(folder)
        sample, words = benchmark.sample(text, count=documents, folder=place)
        out.print(f"{documents} documents, {words} words of {text}")
        measured = []
        if naive:
            kind = "fp32 torch" if checkpoint else "the shipped ONNX"
            err.print(f"measuring the naive line (entities by {kind}) …")
            call = [sys.executable, "-m", "pipeline.cli.naive", str(source), str(sample)]
            call += [str(checkpoint)] if checkpoint else []
            measured.append(_told(benchmark.child(f"naive, entities by {kind}", call, words)))
        for count in dict.fromkeys((1, workers)):
            err.print(f"measuring {count} workers …")
            one = benchmark.run(source, sample, words, workers=count, folder=place, overrides=overrides)
            measured.append(_told(one))
        err.print("measuring the first record of a stream …")
        first = benchmark.first_record(source, sample, overrides=overrides)
    out.print(_table(measured))
    out.print(f"first record of --output -: {first:.1f} s after the start of the command")
    for one in measured:
        out.print(f"\n{one.name}, seconds by stage summed over processes:")
        out.print(show.timing_table(one.stages))
    if plot is not None:
        benchmark.plot(measured, plot)
        out.print(f"picture in {plot}")
    return 0


def _told(one: Measured) -> Measured:
    """Print a measurement as soon as it is there: on a busy machine the next one may take long."""
    err.print(f"  {one.rate:.0f} words/s, {one.startup + one.seconds:.0f} s in all", highlight=False)
    return one


def _table(measured: list[Measured]) -> Table:
    head = ("words/s", "times the first", "seconds", "start-up s", "CPU s in all", "peak MB a process")
    table = Table("", *head, box=None)
    for one in measured:
        ratio = one.rate / measured[0].rate
        times = (f"{one.seconds:.1f}", f"{one.startup:.1f}", f"{one.cpu:.1f}")
        table.add_row(one.name, f"{one.rate:.0f}", f"{ratio:.2f}", *times, f"{one.peak_mb:.0f}")
    return table

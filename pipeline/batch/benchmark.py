"""Measure a whole run on a text file: words a second, start-up, memory, and the share of every stage."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.batch.documents import InputError


@dataclass(frozen=True, slots=True)
class Measured:
    """One way of annotating the same documents. ``seconds`` are of work with models loaded, ``startup`` those before.

    ``peak_mb`` is resident memory: of the one process, or of the largest worker; ``stages`` are seconds summed over
    processes. ``cpu`` are processor seconds of the whole command, start-up included: they tell most on a busy machine.
    """

    name: str
    words: int
    seconds: float
    startup: float
    peak_mb: float
    stages: dict[str, float]
    cpu: float

    @property
    def rate(self) -> float:
        """Words (split at white space) a second."""
        return self.words / self.seconds


def sample(text: Path, *, count: int, folder: Path) -> tuple[Path, int]:
    """Write the first ``count`` lines of a file of one document a line as .jsonl; return its path and number of words."""
    target, words, kept = folder / "sample.jsonl", 0, 0
    with text.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in lines:
            if kept == count:
                break
            if line.strip():
                out.write(json.dumps({"id": str(kept), "text": line.strip()}, ensure_ascii=False) + "\n")
                words, kept = words + len(line.split()), kept + 1
    if not kept:
        raise InputError(f"{text}: no documents; it should hold one a line")
    return target, words


def run(config: Path, documents: Path, words: int, *, workers: int, folder: Path, overrides: list[str]) -> Measured:
    """Run the pipeline over the documents in ``workers`` processes: the same shards for any number of them."""
    out = folder / f"out-{workers}"
    command = [sys.executable, "-m", "pipeline", "run", str(config), str(documents), "--output", str(out)]
    options = ["--workers", str(workers), "--engine", "processes", "--progress", "none"]
    began = time.time()
    _, cpu = _call([*command, *options, *overrides])
    log = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    times = {event["event"]: datetime.fromisoformat(event["time"]).timestamp() for event in reversed(log)}
    stats = json.loads((out / "stats.json").read_bytes())
    if stats["rejected"]:
        raise InputError(
            f"{stats['rejected']} documents were rejected ({stats['reasons']}); a speed would mean nothing"
        )
    return Measured(
        name=f"pipeline, {workers} worker{'s' if workers > 1 else ''}",
        words=words,
        seconds=times["end"] - times["worker_ready"],
        startup=times["worker_ready"] - began,
        peak_mb=stats["peak_mb"],
        stages=stats["timing"],
        cpu=cpu,
    )


def child(name: str, command: list[str], words: int) -> Measured:
    """Run a command that prints {"seconds", "loaded", "peak_mb", "stages"} (``loaded`` is a time stamp) and measure it."""
    began = time.time()
    printed, cpu = _call(command)
    told: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return Measured(name, words, told["seconds"], told["loaded"] - began, told["peak_mb"], told["stages"], cpu)


def first_record(config: Path, documents: Path, *, overrides: list[str]) -> float:
    """Return the seconds from the start of the command to the first record on its standard output."""
    command = [sys.executable, "-m", "pipeline", "run", str(config), "-", "--output", "-", *overrides]
    began = time.monotonic()
    with documents.open("rb") as source:
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    line = process.stdout.readline()
    seconds = time.monotonic() - began
    process.kill()
    process.stdout.close()
    process.wait()
    if not line:
        raise InputError("no record came to standard output")
    return seconds


def plot(measured: list[Measured], path: Path) -> None:
    """Write a picture of the rates, and of the seconds by stage."""
    from pipeline.batch import extras

    extras.require("matplotlib", extra="plot", what="--plot")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4), layout="constrained")
    rates, stages = figure.subplots(1, 2)
    rates.barh([one.name for one in measured], [one.rate for one in measured])
    rates.set_xlabel("words a second")
    names = list(dict.fromkeys(stage for one in measured for stage in one.stages))
    left = [0.0] * len(measured)
    for name in names:
        spent = [one.stages.get(name, 0.0) for one in measured]
        stages.barh([one.name for one in measured], spent, left=left, label=name)
        left = [before + more for before, more in zip(left, spent, strict=True)]
    stages.set_xlabel("seconds by stage, summed over processes")
    stages.set_yticks([])
    stages.legend(fontsize="x-small")
    figure.savefig(path)


def _call(command: list[str]) -> tuple[str, float]:
    """Return what the command printed and the processor seconds that it and its workers took."""
    before = _children_cpu()
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    if done.returncode:
        raise InputError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout, _children_cpu() - before


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

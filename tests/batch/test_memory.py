"""Memory stays flat over many short documents, the parent included, and a worker of the default pipeline stays small."""

from __future__ import annotations

import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.batch.conftest import log, write_lines
from tests.batch.test_kill import start, workers
from tests.conftest import ROOT

DOCUMENTS = 50_000
SETTLED = 2_000
GROWTH = 1.05
SECONDS = 240.0
WORKER_MB = 900
CONSONANTS, VOWELS = "bcdghjklmnprstwy", "aiueo"


@dataclass(frozen=True, slots=True)
class Sample:
    """Resident megabytes of parent and worker when ``documents`` were committed."""

    documents: int
    parent: float
    worker: float


def texts(count: int) -> Iterator[str]:
    """Yield documents of one sentence, each with names and numbers that no other has."""
    chance = random.Random(50_000)

    def name() -> str:
        return "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(chance.randint(2, 5))).title()

    for number in range(count):
        person, money, day = f"{name()} {name()}", chance.randint(1_000, 9_999_999), chance.randint(1, 28)
        yield (
            f"{person} membantu {number} warga {name()} pada {day} Mei {chance.randint(1950, 2025)}.",
            f"Kepala Desa {name()} menyerahkan Rp{money} kepada {person}.",
            f'"Panen {name()} naik {number % 90},{day} persen," kata {person}.',
        )[number % 3]


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB; 0.0 when it has ended."""
    try:
        fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return float(fields["VmRSS"].split()[0]) / 1024 if "VmRSS" in fields else 0.0
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def committed(out: Path) -> int:
    done = log(out) if (out / "log.jsonl").is_file() else []
    return sum(event["documents"] for event in done if event["event"] == "shard_done")


def watched(process: subprocess.Popen[bytes], out: Path, *, seconds: float) -> list[Sample]:
    """Return samples of a run with one worker, from its first shard to its end; stop it after ``seconds`` of them."""
    samples: list[Sample] = []
    began: float | None = None
    pids: set[int] = set()
    while process.poll() is None:
        time.sleep(0.25)
        found, documents = workers(process.pid), committed(out)
        if not documents or not found:
            continue
        began = began or time.monotonic()
        pids |= set(found)
        samples.append(Sample(documents, resident(process.pid), resident(found[0])))
        if time.monotonic() - began > seconds and documents > 3 * SETTLED:
            process.send_signal(signal.SIGTERM)
            process.wait()
    assert len(pids) == 1, "the worker was replaced"
    return [sample for sample in samples if sample.parent and sample.worker]


def growth(samples: list[Sample]) -> dict[str, float]:
    """Return how parent and worker grew from the first ``SETTLED`` documents after they settled to the last of the run.

    Both ends are medians over as many documents: what a single batch holds for a moment is no growth.
    """
    last = samples[-1].documents
    first = [sample for sample in samples if SETTLED <= sample.documents <= 2 * SETTLED]
    final = [sample for sample in samples if sample.documents >= last - SETTLED]
    return {
        who: statistics.median(getattr(one, who) for one in final)
        / statistics.median(getattr(one, who) for one in first)
        for who in ("parent", "worker")
    }


def tell(samples: list[Sample]) -> None:
    """Print the curve in about twenty points."""
    for sample in samples[:: max(1, len(samples) // 20)]:
        print(f"{sample.documents:6d} documents: parent {sample.parent:.1f} MB, worker {sample.worker:.1f} MB")


@pytest.mark.slow
def test_memory_is_flat_over_fifty_thousand_documents(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", list(texts(DOCUMENTS)))
    process = start(ROOT / "tests" / "data" / "light.cfg", source, tmp_path / "out")
    samples = watched(process, tmp_path / "out", seconds=float("inf"))
    tell(samples)
    assert process.returncode == 0
    assert committed(tmp_path / "out") == DOCUMENTS
    grown = growth(samples)
    assert grown["parent"] < GROWTH
    assert grown["worker"] < GROWTH


@pytest.mark.slow
def test_memory_is_flat_and_small_in_the_whole_pipeline(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", list(texts(DOCUMENTS)))
    command = [sys.executable, "-m", "pipeline", "run", "configs/default.cfg", str(source), "--output"]
    options = ["--engine", "processes", "--workers", "1", "--progress", "none", "--run.shard_chars", "50000"]
    process = subprocess.Popen([*command, str(tmp_path / "out"), *options], cwd=ROOT)
    samples = watched(process, tmp_path / "out", seconds=SECONDS)
    tell(samples)
    grown = growth(samples)
    assert grown["parent"] < GROWTH
    assert grown["worker"] < GROWTH
    assert max(event["peak_mb"] for event in log(tmp_path / "out") if event["event"] == "shard_done") <= WORKER_MB

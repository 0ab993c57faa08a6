"""Memory stays flat over 50,000 short documents, the parent included."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.conftest import write_lines
from tests.batch.test_kill import workers
from tests.conftest import ROOT

DOCUMENTS = 50_000
SETTLED = 2_000
GROWTH = 1.05


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB; 0.0 when it has ended."""
    try:
        fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return float(fields["VmRSS"].split()[0]) / 1024 if "VmRSS" in fields else 0.0
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


@pytest.mark.slow
def test_memory_is_flat_over_many_documents(plain_config: Path, tmp_path: Path) -> None:
    texts = [f"Warga desa nomor {n} menanam {n * 7919 % 1000} pohon. Nama mereka w{n:x}z." for n in range(DOCUMENTS)]
    source = write_lines(tmp_path / "a.jsonl", texts)
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "run",
        str(plain_config),
        str(source),
        "--output",
        str(tmp_path / "out"),
    ]
    options = ["--engine", "processes", "--run.batch_size", "64", "--run.shard_chars", "200000"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    first: dict[int, float] = {}
    most: dict[int, float] = {}
    while process.poll() is None:
        time.sleep(0.05)
        done = sum(1 for _ in (tmp_path / "out" / "shards").glob("*.done"))
        if done * 200_000 / source.stat().st_size * DOCUMENTS < SETTLED:
            continue
        for pid in (process.pid, *workers(process.pid)):
            if held := resident(pid):
                first.setdefault(pid, held)
                most[pid] = max(most.get(pid, 0.0), held)
    assert process.returncode == 0
    assert len(first) == 2
    assert {pid: most[pid] / first[pid] < GROWTH for pid in first} == dict.fromkeys(first, True), (first, most)

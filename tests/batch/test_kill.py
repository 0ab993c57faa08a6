"""kill -9 of workers and of the parent at random points: the end result is the same bytes, nothing twice, nothing missing."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline
from pipeline.batch import store
from pipeline.batch.documents import Reading
from pipeline.batch.inputs import InputFile
from pipeline.batch.job import Job, Limits
from pipeline.batch.pool import Pool
from pipeline.batch.ray_engine import Recorder
from pipeline.batch.run import run
from pipeline.batch.shards import Part, Shard
from pipeline.batch.task import Task
from tests.batch.conftest import FAULTS, log, write_lines
from tests.conftest import ROOT

Digest = Callable[[Path], dict[str, str]]
NO_TORCH = ROOT / "tests" / "data" / "no_torch"
PATIENCE = 400.0


def start(config: Path, source: Path, out: Path, *extra: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline", "run", str(config), str(source), "--output", str(out), *extra]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (NO_TORCH, FAULTS, ROOT)))}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)


def workers(parent: int) -> list[int]:
    """Return the worker processes of a run."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(condition: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until the condition holds or the process has ended; fail after ``PATIENCE`` seconds, telling who does what."""
    limit = time.monotonic() + PATIENCE
    while not condition() and (process is None or process.poll() is None):
        assert time.monotonic() < limit, [doing(pid) for pid in (process.pid, *workers(process.pid))] if process else ""
        time.sleep(0.02)


def doing(pid: int) -> tuple[int, str, str, float]:
    """Return a process with its state, what it waits for, and the CPU seconds it had: few on a loaded machine is no stall."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return pid, fields[0], Path(f"/proc/{pid}/wchan").read_text(), seconds


def done(out: Path) -> int:
    return len(list((out / "shards").glob("*.done")))


def kill_a_worker(process: subprocess.Popen[bytes], out: Path, chance: random.Random) -> None:
    seen = done(out)
    until(lambda: done(out) > seen and bool(workers(process.pid)), process)
    time.sleep(chance.uniform(0, 0.3))
    if pids := workers(process.pid):
        os.kill(chance.choice(pids), signal.SIGKILL)


def kill_the_parent(process: subprocess.Popen[bytes], out: Path, chance: random.Random) -> None:
    """Kill the run, and hold it to what it owes: its workers end, its lock is free."""
    seen = done(out)
    until(lambda: done(out) > seen, process)
    time.sleep(chance.uniform(0, 0.3))
    pids = workers(process.pid)
    process.kill()
    process.wait()
    until(lambda: not any(alive(pid) for pid in pids))
    with (out / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def survive(config: Path, tmp_path: Path, digest: Digest, kills: int, seed: int) -> None:
    """Kill worker and parent in turn ``kills`` times over one run, let it end, and compare it with one left in peace."""
    print(f"seed {seed}")
    chance = random.Random(seed)
    texts = [f"Kalimat {n} pendek. Yang {n * 7919} juga." for n in range(40 * kills)]
    source = write_lines(tmp_path / "a.jsonl", texts)
    out = tmp_path / "out"
    slow = ("--workers", "2", "--components.faults.seconds", "0.01")
    process = start(config, source, out, *slow)
    for number in range(kills):
        if process.poll() is not None:
            process = start(config, source, out, *slow)
        (kill_the_parent if number % 2 else kill_a_worker)(process, out, chance)
    process.wait(PATIENCE)
    if process.returncode:
        assert process.returncode == -signal.SIGKILL
        process = start(config, source, out, *slow)
        assert process.wait(PATIENCE) == 0
    overrides = {"run.engine": "inline", "components.faults.seconds": 0.01}
    whole = run(config, [str(source)], tmp_path / "whole", overrides=overrides)
    assert digest(out) == digest(tmp_path / "whole")
    assert [record.id for record in pipeline.read(out)] == [f"d{n}" for n in range(len(texts))]
    assert whole.stats.rejected == 0
    assert any(event["event"] == "worker_lost" for event in log(out))


def test_five_kills(faulty_config: Path, tmp_path: Path, digest: Digest) -> None:
    survive(faulty_config, tmp_path, digest, kills=5, seed=int(time.time()))


@pytest.mark.slow
def test_fifty_kills(faulty_config: Path, tmp_path: Path, digest: Digest) -> None:
    survive(faulty_config, tmp_path, digest, kills=50, seed=int(time.time()))


def test_a_worker_killed_before_it_has_read_a_large_job_is_replaced(plain_config: Path, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", ["Satu kalimat."])
    real = InputFile(str(source), "a.jsonl", "jsonl", source.stat().st_size, source.stat().st_mtime_ns)
    others = [InputFile(f"/tidak/ada/{number:09d}.jsonl", f"{number}", "jsonl", 1, number) for number in range(20_000)]
    job = Job(plain_config, {}, [real, *others], Reading(), store.of(tmp_path / "out"), 4, 1000, (), "none")
    recorder = Recorder()
    pool = Pool(job, size=1, limits=Limits(), events=recorder)
    parent = os.getpid()

    def kill_the_first() -> None:
        until(lambda: bool(workers(parent)))
        os.kill(workers(parent)[0], signal.SIGKILL)

    killer = threading.Thread(target=kill_the_first)
    killer.start()
    try:
        ((_, done),) = pool.run([Task(Shard(0, [Part(0, 0, real.size)]))])
    finally:
        killer.join()
        pool.close()
    assert done.ok == 1
    assert ("worker_lost", {"cause": "signal 9", "shard": None}) in recorder.events


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_the_run_cleanly(faulty_config: Path, tmp_path: Path, number: signal.Signals) -> None:
    source = write_lines(tmp_path / "a.jsonl", [f"Kalimat {n}. Lagi." for n in range(600)])
    out = tmp_path / "out"
    process = start(faulty_config, source, out, "--workers", "1", "--components.faults.seconds", "0.02")
    until(lambda: done(out) > 0, process)
    pids = workers(process.pid)
    process.send_signal(number)
    assert process.wait(PATIENCE) == 2
    assert not any(alive(pid) for pid in pids)
    assert list(out.rglob("*.part")) == []
    assert log(out)[-1]["outcome"] == "interrupted"

"""What a run tells while it goes: the meter, the log, the timing, and how much of the pipeline a stage took."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.batch import progress
from pipeline.batch.clock import Clock
from pipeline.batch.progress import Meter
from pipeline.batch.run import TooManyRejectsError, run
from pipeline.batch.shards import Part, Shard
from pipeline.batch.task import Beat
from tests.batch.conftest import log, write_lines

SHARDS = [Shard(number, [Part(0, number * 100, number * 100 + 100)]) for number in range(4)]


def test_the_meter_counts_shards_under_way_and_forgets_what_was_lost() -> None:
    meter = Meter(total=400, finished=100)
    assert (meter.documents, meter.seconds_left) == (0, None)
    meter.done(SHARDS[1], documents=10, rejected=1)
    meter.beat(SHARDS[2], Beat(1, 5, 4, alone=False, rejected=2))
    assert (meter.documents, meter.rejected, meter.bytes) == (15, 3, 250.0)
    meter.beat(SHARDS[2], Beat(0, 0, 4, alone=False, rejected=0))  # its worker was lost, the shard begins again
    assert (meter.documents, meter.rejected, meter.bytes) == (10, 1, 200.0)
    assert meter.seconds_left is not None
    assert meter.line().startswith("50% of input, 10 documents, 1 rejected, ")
    for shard in SHARDS[2:]:
        meter.done(shard, documents=10, rejected=0)
    assert meter.finished


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00:00"), (59.6, "0:01:00"), (3725, "1:02:05"), (90000, "25:00:00")]
)
def test_time_is_told_in_hours_minutes_and_seconds(seconds: float, text: str) -> None:
    assert progress.clock(seconds) == text


@pytest.mark.parametrize(("style", "told"), [("none", False), ("lines", True), ("bar", True)])
def test_progress_goes_to_standard_error(
    plain_config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], style: str, told: bool
) -> None:
    source = write_lines(tmp_path / "a.jsonl", ["satu", "dua", ""])
    run(plain_config, [str(source)], tmp_path / "out", overrides={"run.progress": style})
    captured = capsys.readouterr()
    assert captured.out == ""
    assert ("100% of input, 3 documents, 1 rejected" in captured.err) == told


def test_the_log_tells_start_shards_and_end(plain_config: Path, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", [f"Kalimat {n}." for n in range(30)] + [""])
    result = run(plain_config, [str(source)], tmp_path / "out")
    run(plain_config, [str(source)], tmp_path / "out")
    events = log(tmp_path / "out")
    assert [event["event"] for event in events] == [
        "start", "worker_ready", *["shard_done"] * result.shards, "end", "start", "end",
    ]  # fmt: skip
    assert sum(event["documents"] for event in events if event["event"] == "shard_done") == 31
    assert [event["reasons"] for event in events if event["event"] == "shard_done"][-1] == {"empty": 1}
    assert events[-1]["outcome"] == "complete"
    assert all(event["time"].endswith("+00:00") for event in events)


def test_the_log_tells_why_a_run_ended_early(plain_config: Path, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", ["", "satu"])
    with pytest.raises(TooManyRejectsError):
        run(plain_config, [str(source)], tmp_path / "out", overrides={"run.max_rejects": 0})
    assert "more than max_rejects = 0" in log(tmp_path / "out")[-1]["outcome"]
    with pytest.raises(TooManyRejectsError):  # also when nothing is left to do
        run(plain_config, [str(source)], tmp_path / "out", overrides={"run.max_rejects": 0})


def test_a_stage_is_charged_its_own_time_only() -> None:
    clock = Clock()

    def slow(stream, seconds):  # type: ignore[no-untyped-def]
        for item in stream:
            time.sleep(seconds)
            yield item

    first = clock.stage("first", slow(range(5), 0.02))
    second = clock.stage("second", slow(first, 0.04), before="first")
    assert list(clock.stage("third", second, before="second")) == [0, 1, 2, 3, 4]
    seconds = clock.seconds
    assert seconds["first"] >= 0.1
    assert seconds["second"] >= 0.2
    assert seconds["third"] < seconds["first"]
    assert seconds["second"] < seconds["first"] + seconds["second"]


def test_timing_by_component_is_summed_over_shards_and_kept_on_resume(faulty_config: Path, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", [f"Kalimat {n}." for n in range(30)])
    overrides = {"run.engine": "inline", "components.faults.seconds": 0.01}
    stats = run(faulty_config, [str(source)], tmp_path / "out", overrides=overrides).stats
    assert list(stats.timing) == ["read", "tokenizer", "sentencizer", "faults", "record"]
    assert 0.3 <= stats.timing["faults"] <= stats.seconds
    assert stats.timing["sentencizer"] < stats.timing["faults"]
    assert stats.peak_mb > 20
    assert run(faulty_config, [str(source)], tmp_path / "out", overrides=overrides).stats == stats

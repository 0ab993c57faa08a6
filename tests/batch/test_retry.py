"""``retry`` reads only what was rejected, and the sums stay right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline
from pipeline.batch import marker
from pipeline.batch.documents import InputError
from pipeline.batch.retry import retry
from pipeline.batch.run import run
from pipeline.batch.status import status
from tests.batch.conftest import rejects, write_lines

Digest = Callable[[Path], dict[str, str]]
INLINE = {"run.engine": "inline"}


@pytest.fixture
def half_rejected(plain_config: Path, tmp_path: Path) -> Path:
    """A run in which long texts were rejected, beside an empty one that never can be saved."""
    texts = [f"Kalimat {n}. " * (1 + 9 * (n % 4 == 1)) for n in range(20)]
    texts[7] = ""
    source = write_lines(tmp_path / "a.jsonl", texts)
    (tmp_path / "b.csv").write_text("id,text\nx,pendek saja\nd3,kembar\ny," + "panjang " * 20 + "\n")
    (tmp_path / "c.txt").write_text("Sangat panjang. " * 20)
    files = [str(source), str(tmp_path / "b.csv"), str(tmp_path / "c.txt")]
    result = run(plain_config, files, tmp_path / "out", overrides={"run.max_chars": 50})
    assert result.stats.reasons == {"empty": 1, "too_long": 7}
    return tmp_path / "out"


def test_the_rejected_are_saved_and_all_else_stays(half_rejected: Path, digest: Digest) -> None:
    before, stats_before = digest(half_rejected), json.loads((half_rejected / "stats.json").read_bytes())
    result = retry(half_rejected, overrides={"run.max_chars": 1000})
    assert (result.stats.documents, result.stats.ok, result.stats.rejected) == (24, 23, 1)
    assert result.stats.reasons == {"empty": 1}
    assert [reject["id"] for reject in rejects(half_rejected)] == ["d7"]
    after = digest(half_rejected)
    shards = {name for name in before if name.startswith("shards/")}
    assert {name: after[name] for name in shards} == {name: before[name] for name in shards}
    assert any(".retry1.jsonl" in name for name in after)
    ids = [record.id for record in pipeline.read(half_rejected)]
    assert sorted(ids) == sorted([f"d{n}" for n in range(20) if n != 7] + ["x", "d3", "y", "c.txt"])
    assert result.stats.characters > stats_before["characters"]
    assert result.stats.sentences == sum(len(record.sentences) for record in pipeline.read(half_rejected))
    assert result.stats.duplicates == {"d3": ["a.jsonl:4", "b.csv:3"]}
    assert json.loads((half_rejected / "stats.json").read_bytes())["ok"] == 23


def test_a_second_retry_adds_to_the_first(half_rejected: Path) -> None:
    retry(half_rejected, overrides={"run.max_chars": 140})
    middle = status(half_rejected)
    assert (middle.documents, middle.ok, middle.rejected) == (24, 21, 3)
    result = retry(half_rejected, overrides={"run.max_chars": 1000})
    assert (result.stats.ok, result.stats.rejected) == (23, 1)
    assert len(list(pipeline.read(half_rejected))) == 23
    assert status(half_rejected).retries == 2


def test_a_retry_that_saves_none_changes_nothing_but_the_count(half_rejected: Path, digest: Digest) -> None:
    before = {name: value for name, value in digest(half_rejected).items() if name.startswith("shards/")}
    told = rejects(half_rejected)
    result = retry(half_rejected)
    assert (result.stats.ok, result.stats.rejected, result.retried) == (16, 8, 5)
    assert {name: value for name, value in digest(half_rejected).items() if name.startswith("shards/")} == before
    assert rejects(half_rejected) == told


def test_the_same_retry_gives_the_same_bytes_with_other_workers(
    faulty_config: Path, tmp_path: Path, digest: Digest
) -> None:
    texts = [f"Kalimat {n}. " * (1 + 9 * (n % 3 == 1)) for n in range(30)]
    source = write_lines(tmp_path / "a.jsonl", texts)
    for name, workers in (("one", INLINE), ("two", {"run.workers": 2, "run.engine": "processes"})):
        run(faulty_config, [str(source)], tmp_path / name, overrides=INLINE | {"run.max_chars": 50})
        retry(tmp_path / name, overrides=workers | {"run.max_chars": 1000})
    assert digest(tmp_path / "one") == digest(tmp_path / "two")


def test_nothing_is_left_of_a_retry_cut_off(
    half_rejected: Path, monkeypatch: pytest.MonkeyPatch, digest: Digest
) -> None:
    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(marker, "after_retry", cut_off)
    with pytest.raises(KeyboardInterrupt):
        retry(half_rejected, overrides={"run.max_chars": 1000})
    monkeypatch.undo()
    assert list(half_rejected.glob("shards/*.retry1.jsonl")) == []
    (half_rejected / "shards" / "00000.retry1.jsonl").write_text("left behind by a process that was killed\n")
    assert sum(1 for _ in pipeline.read(half_rejected)) == status(half_rejected).ok == 16
    retry(half_rejected)
    assert list(half_rejected.glob("shards/*.retry1.jsonl")) == []
    assert len(rejects(half_rejected)) == status(half_rejected).rejected == 8


def test_a_run_goes_on_after_a_retry(half_rejected: Path, plain_config: Path, tmp_path: Path) -> None:
    retry(half_rejected, overrides={"run.max_chars": 1000})
    files = [str(tmp_path / name) for name in ("a.jsonl", "b.csv", "c.txt")]
    again = run(plain_config, files, half_rejected, overrides={"run.max_chars": 50})
    assert again.resumed == again.shards
    assert (again.stats.documents, again.stats.ok) == (24, 23)


def test_another_configuration_may_save_them(half_rejected: Path, plain_config: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.cfg"
    other.write_text(plain_config.read_text().replace("shard_chars", "max_chars = 5000\nshard_chars"))
    assert retry(half_rejected, config=other).stats.rejected == 1


def test_a_changed_input_is_told(half_rejected: Path, tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("Lain.")
    with pytest.raises(InputError, match=r"c\.txt has changed"):
        retry(half_rejected)


def test_a_changed_configuration_is_told(plain_config: Path, tmp_path: Path) -> None:
    config = tmp_path / "mine.cfg"
    config.write_text(plain_config.read_text())
    source = write_lines(tmp_path / "a.jsonl", ["", "baik"])
    run(config, [str(source)], tmp_path / "out")
    config.write_text(plain_config.read_text().replace("batch_size = 4", "batch_size = 5"))
    with pytest.raises(InputError, match="changed since the run; give --config"):
        retry(tmp_path / "out", overrides={"run.workers": 1})


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no run folder"):
        retry(tmp_path)

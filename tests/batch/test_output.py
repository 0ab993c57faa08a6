"""Output that cannot be written is told exactly, and nothing half-written counts."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline.batch import lock, store
from pipeline.batch.documents import InputError, OutputError
from pipeline.batch.run import run
from pipeline.cli.app import run_app
from tests.batch.conftest import write_lines

Digest = Callable[[Path], dict[str, str]]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "a.jsonl", [f"Kalimat {n} pendek. Yang kedua juga." for n in range(200)])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 96 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("mounting a small disk needs root")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_ends_the_run_with_2_and_keeps_what_was_committed(
    plain_config: Path,
    articles: Path,
    small_disk: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    digest: Digest,
) -> None:
    assert run_app(["run", str(plain_config), str(articles), "--output", str(small_disk / "out")]) == 2
    assert "cannot write: No space left on device" in capsys.readouterr().err
    assert list((small_disk / "out").rglob("*.part")) == []
    kept = list(pipeline.read(small_disk / "out"))
    assert 0 < len(kept) < 200
    assert [record.id for record in kept] == [f"d{n}" for n in range(len(kept))]
    shutil.copytree(small_disk / "out", tmp_path / "moved")  # room is made
    rest = run(plain_config, [str(articles)], tmp_path / "moved")
    run(plain_config, [str(articles)], tmp_path / "whole")
    assert rest.resumed > 0
    assert digest(tmp_path / "moved") == digest(tmp_path / "whole")


def test_a_full_disk_is_told_by_a_worker_process_too(faulty_config: Path, articles: Path, small_disk: Path) -> None:
    with pytest.raises(OutputError, match="cannot write: No space left on device"):
        run(faulty_config, [str(articles)], small_disk / "out")


@pytest.mark.parametrize("piece", ["manifest.json", "shards/", "rejects/", ".done", "stats.json", "log.jsonl"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_any_piece_that_cannot_be_written_ends_the_run_and_the_next_one_goes_on(
    plain_config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digest: Digest, piece: str, code: int
) -> None:
    texts = [f"Kalimat {n}." for n in range(20)]
    texts[3] = texts[15] = ""
    source = write_lines(tmp_path / "a.jsonl", texts)
    real = Path.open

    def failing(self: Path, mode: str = "r", *args: object, **named: object) -> object:
        if piece in str(self.relative_to("/")) and ("w" in mode or "a" in mode):
            raise OSError(code, os.strerror(code), str(self))
        return real(self, mode, *args, **named)  # type: ignore[arg-type, call-overload]

    monkeypatch.setattr(Path, "open", failing)
    with pytest.raises(OutputError, match=f"cannot write: {os.strerror(code)}"):
        run(plain_config, [str(source)], tmp_path / "out")
    monkeypatch.undo()
    result = run(plain_config, [str(source)], tmp_path / "out")
    assert (result.stats.documents, result.stats.ok, result.stats.rejected) == (20, 18, 2)
    run(plain_config, [str(source)], tmp_path / "whole")
    assert digest(tmp_path / "out") == digest(tmp_path / "whole")


@pytest.mark.parametrize("place", ["file/out", "/proc/none/out", "/sys/out"])
def test_a_place_that_cannot_be_written_is_told_before_anything(
    plain_config: Path, articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    (tmp_path / "file").write_text("x")
    assert run_app(["run", str(plain_config), str(articles), "--output", str(tmp_path / place)]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_a_marker_whose_shard_was_cut_counts_for_nothing(
    plain_config: Path, articles: Path, tmp_path: Path, digest: Digest
) -> None:
    run(plain_config, [str(articles)], tmp_path / "out")
    before = digest(tmp_path / "out")
    shards = tmp_path / "out" / "shards"
    os.truncate(shards / "00001.jsonl", 10)
    (shards / "00002.done").write_bytes((shards / "00002.done").read_bytes()[:20])
    (shards / "00003.jsonl").unlink()
    again = run(plain_config, [str(articles)], tmp_path / "out")
    assert again.shards - again.resumed == 3
    assert digest(tmp_path / "out") == before


def test_a_second_run_on_the_same_folder_is_told(plain_config: Path, articles: Path, tmp_path: Path) -> None:
    with lock.held(store.of(tmp_path / "out")):
        assert lock.is_held(store.of(tmp_path / "out"))
        with pytest.raises(InputError, match="another run is writing there"):
            run(plain_config, [str(articles)], tmp_path / "out")
    assert not lock.is_held(store.of(tmp_path / "out"))
    assert run(plain_config, [str(articles)], tmp_path / "out").stats.ok == 200


def test_the_markers_hold_counts_and_digests(plain_config: Path, articles: Path, tmp_path: Path) -> None:
    import hashlib

    run(plain_config, [str(articles)], tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    data = articles.read_bytes()
    for path in sorted((tmp_path / "out" / "shards").glob("*.done")):
        marker = json.loads(path.read_bytes())
        (part,) = manifest["shards"][int(path.stem)]["parts"]
        assert marker["input_sha256"] == hashlib.sha256(data[part["start"] : part["end"]]).hexdigest()
        (output,) = marker["outputs"]
        assert output["sha256"] == hashlib.sha256((tmp_path / "out" / output["name"]).read_bytes()).hexdigest()
        assert (
            marker["documents"] == marker["ok"] + marker["rejected"] == data[part["start"] : part["end"]].count(b"\n")
        )


def test_a_look_at_the_status_does_not_keep_a_run_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = store.of(tmp_path / "out")
    (tmp_path / "out").mkdir()
    with (tmp_path / "out" / lock.FILE).open("a") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        monkeypatch.setattr("pipeline.batch.lock.time.sleep", lambda _: fcntl.flock(looking, fcntl.LOCK_UN))
        with lock.held(folder):
            assert lock.is_held(folder)
    assert not lock.is_held(folder)

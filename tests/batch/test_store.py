"""A run on a store without rename: the marker alone commits and names its shard."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import manifest, marker, status, store, work
from pipeline.batch.documents import InputError, OutputError
from pipeline.batch.retry import retry
from pipeline.batch.run import run
from pipeline.batch.store import Remote
from tests.batch.conftest import write_lines

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'warta[ray]'")
TARGET = "memory://bucket/out"


@pytest.fixture(autouse=True)
def empty_memory() -> Iterator[None]:
    files = fsspec.filesystem("memory")
    for kept in (files.store, files.pseudo_dirs):
        kept.clear()
    yield
    for kept in (files.store, files.pseudo_dirs):
        kept.clear()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    texts = [f"Kalimat {n} pendek." for n in range(40)]
    texts[11] = ""
    return write_lines(tmp_path / "a.jsonl", texts)


def committed(target: str) -> list[bytes]:
    """Return the committed bytes of every shard, by its marker."""
    place = store.of(target)
    found = manifest.find(place)
    assert found is not None
    return [
        place.read(written.name) or b"" for _, done in marker.finished(place, found.shards) for written in done.outputs
    ]


def test_the_same_bytes_as_in_a_folder(plain_config: Path, articles: Path, tmp_path: Path) -> None:
    result = run(plain_config, [str(articles)], TARGET)
    run(plain_config, [str(articles)], tmp_path / "out")
    assert committed(TARGET) == [file.read_bytes() for file in sorted((tmp_path / "out" / "shards").glob("*.jsonl"))]
    assert (result.stats.documents, result.stats.ok, result.stats.rejected) == (40, 39, 1)
    place = store.of(TARGET)
    assert json.loads(place.read("stats.json") or b"")["ok"] == 39
    assert [json.loads(line)["event"] for line in (place.read("log.jsonl") or b"").splitlines()][-1] == "end"


def test_what_no_marker_names_counts_for_nothing(
    plain_config: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, real, calls = store.of(TARGET), work.write, iter(range(100))

    def killed(at: store.Store, name: str, data: bytes) -> None:
        if name.endswith(".done") and next(calls) == 2:
            raise KeyboardInterrupt
        real(at, name, data)

    monkeypatch.setattr(work, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        run(plain_config, [str(articles)], TARGET)
    monkeypatch.undo()
    orphans = [name for name in place.names("shards") if name.startswith("00002")]
    assert len(orphans) == 1
    result = run(plain_config, [str(articles)], TARGET)
    assert (result.resumed, result.stats.ok) == (2, 39)
    named = [json.loads(place.read("shards/00002.done") or b"")["outputs"][0]["name"]]
    assert named[0].removeprefix("shards/") not in orphans
    assert sum(data.count(b"\n") for data in committed(TARGET)) == 39


def test_the_same_command_again_does_nothing_and_another_configuration_is_told(
    plain_config: Path, articles: Path
) -> None:
    run(plain_config, [str(articles)], TARGET)
    before = committed(TARGET)
    again = run(plain_config, [str(articles)], TARGET)
    assert again.resumed == again.shards
    assert committed(TARGET) == before
    with pytest.raises(InputError, match="the configuration changed"):
        run(plain_config, [str(articles)], TARGET, overrides={"run.batch_size": 3})


def test_status_and_retry_know_it(plain_config: Path, articles: Path) -> None:
    run(plain_config, [str(articles)], TARGET)
    assert (status.status(TARGET).ok, status.status(TARGET).running) == (39, False)
    assert retry(TARGET).stats.reasons == {"empty": 1}


def test_two_attempts_at_a_piece_never_meet_under_one_name() -> None:
    place = Remote("memory://bucket/out")
    names = {place.unique("00000.jsonl.gz") for _ in range(50)}
    assert len(names) == 50
    assert all(name.startswith("00000-") and name.endswith(".jsonl.gz") for name in names)


def test_a_store_that_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(sys.modules["fsspec.implementations.memory"].MemoryFileSystem, "_open", refuse)
    with pytest.raises(OutputError, match=r"memory://bucket/out/a: cannot write: Permission denied"):
        store.write(Remote("memory://bucket/out"), "a", b"x")


def test_standard_input_needs_a_folder(plain_config: Path) -> None:
    with pytest.raises(InputError, match="needs a local --output"):
        run(plain_config, ["-"], TARGET, stdin=io.BytesIO(b"{}"))

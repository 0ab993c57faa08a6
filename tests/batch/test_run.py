"""A run adds up, resumes, and gives the same bytes however it is cut."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import pipeline
from pipeline.batch import work
from pipeline.batch.documents import InputError
from pipeline.batch.retry import retry
from pipeline.batch.run import TooManyRejectsError, run


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    lines = [json.dumps({"id": f"d{n}", "text": f"Kalimat {n} pendek. Yang kedua juga."}) for n in range(60)]
    lines[10], lines[20] = "{", '{"text": ""}'
    lines[30] = json.dumps({"id": "d5", "text": "Kembar."})
    lines[40] = json.dumps({"text": "Tanggal aneh.", "published": "entah kapan"})
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "b.txt").write_text("Satu teks saja.")
    return folder


def digest(folder: Path) -> dict[str, str]:
    files = [*folder.glob("shards/*.jsonl"), *folder.glob("rejects/*.jsonl")]
    return {file.name + file.parent.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_what_goes_in_comes_out_or_is_rejected(plain_config: Path, articles: Path, tmp_path: Path) -> None:
    result = run(plain_config, [str(articles)], tmp_path / "out")
    stats = result.stats
    assert (stats.documents, stats.ok, stats.rejected) == (61, 59, 2)
    assert stats.reasons == {"empty": 1, "invalid_json": 1}
    assert stats.duplicates == {"d5": ["a.jsonl:6", "a.jsonl:31"]}
    assert stats.unreadable_published == 1
    assert result.shards > 3
    records = list(pipeline.read(tmp_path / "out"))
    assert len(records) == 59
    assert records[0].text == "Kalimat 0 pendek. Yang kedua juga."
    assert len(records[0].sentences) == 2


def test_the_same_command_again_does_nothing_twice(plain_config: Path, articles: Path, tmp_path: Path) -> None:
    first = run(plain_config, [str(articles)], tmp_path / "out")
    before = digest(tmp_path / "out")
    again = run(plain_config, [str(articles)], tmp_path / "out")
    assert again.resumed == again.shards == first.shards
    assert again.stats == first.stats
    assert digest(tmp_path / "out") == before


def test_a_run_cut_off_goes_on_to_the_same_bytes(
    plain_config: Path, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(plain_config, [str(articles)], tmp_path / "whole")
    real, calls = work.shard, iter(range(100))

    def cut_off(*args: object, **named: object) -> work.Marker:
        if next(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "shard", cut_off)
    with pytest.raises(KeyboardInterrupt):
        run(plain_config, [str(articles)], tmp_path / "out")
    monkeypatch.undo()
    rest = run(plain_config, [str(articles)], tmp_path / "out")
    assert rest.resumed == 2
    assert digest(tmp_path / "out") == digest(tmp_path / "whole")
    assert rest.stats.documents == whole.stats.documents


def test_two_processes_give_the_same_bytes_as_one(plain_config: Path, articles: Path, tmp_path: Path) -> None:
    run(plain_config, [str(articles)], tmp_path / "one")
    run(plain_config, [str(articles)], tmp_path / "two", overrides={"run.workers": 2})
    assert digest(tmp_path / "one") == digest(tmp_path / "two")


@pytest.mark.parametrize(
    ("overrides", "reason"),
    [({"run.batch_size": 3}, "the configuration changed"), ({"output.omit": ["tokens"]}, "the configuration changed")],
)
def test_another_configuration_is_told_and_stops(
    plain_config: Path, articles: Path, tmp_path: Path, overrides: dict[str, object], reason: str
) -> None:
    run(plain_config, [str(articles)], tmp_path / "out")
    with pytest.raises(InputError, match=reason):
        run(plain_config, [str(articles)], tmp_path / "out", overrides=overrides)


def test_a_changed_input_is_told_and_stops(plain_config: Path, articles: Path, tmp_path: Path) -> None:
    run(plain_config, [str(articles)], tmp_path / "out")
    (articles / "b.txt").write_text("Teks yang lain.")
    with pytest.raises(InputError, match=r"b\.txt has changed"):
        run(plain_config, [str(articles)], tmp_path / "out")


def test_a_folder_with_other_files_is_not_written_into(plain_config: Path, articles: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not empty and no run of ours"):
        run(plain_config, [str(articles)], articles)


def test_too_many_rejects_stop_the_run(plain_config: Path, articles: Path, tmp_path: Path) -> None:
    with pytest.raises(TooManyRejectsError, match="more than max_rejects = 1"):
        run(plain_config, [str(articles)], tmp_path / "out", overrides={"run.max_rejects": 1})
    stats = json.loads((tmp_path / "out" / "stats.json").read_bytes())
    assert 0 < stats["shards_done"] < stats["shards"]
    assert stats["documents"] == stats["ok"] + stats["rejected"]
    assert stats["ok"] == sum(1 for _ in pipeline.read(tmp_path / "out"))
    whole = run(plain_config, [str(articles)], tmp_path / "out", overrides={"run.max_rejects": 2}).stats
    assert (whole.documents, whole.ok, whole.shards_done) == (61, 59, stats["shards"])


def test_a_run_of_relative_inputs_can_be_retried_from_elsewhere(
    plain_config: Path, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = run(plain_config, ["in"], "out")
    monkeypatch.chdir(articles)
    assert retry(tmp_path / "out").stats.rejected == first.stats.rejected
    again = run(plain_config, [str(articles)], tmp_path / "out")
    assert again.resumed == again.shards


def test_rejects_are_kept_with_place_and_reason(plain_config: Path, articles: Path, tmp_path: Path) -> None:
    run(plain_config, [str(articles)], tmp_path / "out")
    lines = [
        line for file in sorted((tmp_path / "out" / "rejects").iterdir()) for line in file.read_text().splitlines()
    ]
    found = [json.loads(line) for line in lines]
    assert [(reject["file"], reject["line"], reject["reason"]) for reject in found] == [
        ("a.jsonl", 11, "invalid_json"),
        ("a.jsonl", 21, "empty"),
    ]

"""The command line: exit codes, overrides anywhere, streams, help."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import pipeline
from pipeline.cli import overrides
from pipeline.cli.app import run_app
from pipeline.config import ConfigError, load
from tests.conftest import ROOT


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("Satu kalimat. Dua kalimat.")
    return path


@pytest.mark.parametrize(
    ("arguments", "rest", "found"),
    [
        ([], [], {}),
        (["run", "--a.b", "1", "x"], ["run", "x"], {"a.b": 1}),
        (["--a.b.c=x=y", "run"], ["run"], {"a.b.c": "x=y"}),
        (["--workers", "2", "--a.b=", "x"], ["--workers", "2", "x"], {"a.b": ""}),
        (["--", "--a.b", "1"], ["--", "--a.b", "1"], {}),
        (["--file.txt"], None, None),
    ],
)
def test_overrides_are_found_anywhere(arguments: list[str], rest: list[str] | None, found: dict[str, object]) -> None:
    if rest is None:
        with pytest.raises(ConfigError, match="needs a value"):
            overrides.split(arguments)
    else:
        assert overrides.split(arguments) == (rest, found)


def test_a_good_run_exits_with_0(
    plain_config: Path, text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run_app(["run", str(plain_config), str(text), "--output", str(tmp_path / "out"), "--run.batch_size", "2"]) == 0
    )
    assert "1 in = 1 ok + 0 rejected" in capsys.readouterr().out
    assert run_app(["status", str(tmp_path / "out")]) == 0
    assert "1 of 1 shards done" in capsys.readouterr().out
    assert run_app(["validate", str(tmp_path / "out")]) == 0


def test_rejects_exit_with_1(plain_config: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "baik"}\n{"text": 1}\n')
    assert run_app(["run", str(plain_config), str(tmp_path / "a.jsonl"), "--output", str(tmp_path / "out")]) == 1


@pytest.mark.parametrize(
    "extra",
    [["--run.workrs", "1"], ["--workers", "x"], ["--nothing"], ["--format", "pdf"], ["--meta", "x"], ["missing.txt"]],
)
def test_what_cannot_be_run_exits_with_2(plain_config: Path, text: Path, tmp_path: Path, extra: list[str]) -> None:
    assert run_app(["run", str(plain_config), str(text), "--output", str(tmp_path / "out"), *extra]) == 2


def test_max_rejects_passed_exits_with_2(plain_config: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "baik"}\n{"text": 1}\n')
    code = run_app(
        ["run", str(plain_config), str(tmp_path / "a.jsonl"), "--output", str(tmp_path / "o"), "--max-rejects", "0"]
    )
    assert code == 2


def test_status_and_retry_of_a_run_with_rejects(
    plain_config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "baik"}\n{"text": "' + "panjang " * 20 + '"}\n')
    out = str(tmp_path / "out")
    assert run_app(["run", str(plain_config), str(tmp_path / "a.jsonl"), "--output", out, "--run.max_chars", "99"]) == 1
    capsys.readouterr()
    assert run_app(["status", out]) == 0
    told = capsys.readouterr().out
    assert "2 in = 1 ok + 1 rejected so far" in told
    assert "rejected for: 1 too_long" in told
    assert "finished" in told
    assert run_app(["retry", out, "--run.max_chars", "999"]) == 0
    assert "2 in = 2 ok + 0 rejected" in capsys.readouterr().out
    assert run_app(["retry", str(tmp_path)]) == 2
    assert run_app(["status", str(tmp_path)]) == 2


def test_profile_shows_time_by_component(
    plain_config: Path, text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_app(["run", str(plain_config), str(text), "--output", str(tmp_path / "out"), "--profile"]) == 0
    told = capsys.readouterr().out
    assert "stage" in told
    assert "sentencizer" in told


def test_a_fault_of_ours_exits_with_2_and_not_as_a_reject(
    plain_config: Path, text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("tidak terduga")

    monkeypatch.setattr("pipeline.batch.run.run", broken)
    assert run_app(["run", str(plain_config), str(text), "--output", str(tmp_path / "out")]) == 2
    assert "tidak terduga" in capsys.readouterr().err


def test_the_first_record_comes_before_the_input_ends(plain_config: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "run", str(plain_config), "-", "--output", "-"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"text": "satu"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["text"] == "satu"
        process.stdin.close()
        assert process.wait(60) == 0


@pytest.mark.parametrize(
    ("data", "extra", "texts"),
    [
        (b'{"text": "satu"}\n\n{"text": "dua", "id": "x"}\n', [], ["satu", "dua"]),
        (b"Satu teks\nutuh", ["--format", "txt"], ["Satu teks\nutuh"]),
    ],
)
def test_records_stream_to_standard_output(
    plain_config: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    data: bytes,
    extra: list[str],
    texts: list[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    monkeypatch.setattr(sys, "stdout", open(1, "w", closefd=False))  # noqa: SIM115
    assert run_app(["run", str(plain_config), "-", "--output", "-", *extra]) == 0
    lines = capfdbinary.readouterr().out.splitlines()
    assert [json.loads(line)["text"] for line in lines] == texts


def test_standard_input_into_a_folder_can_be_resumed(
    plain_config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["run", str(plain_config), "-", "--output", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"text": "satu"}\n')))
    assert run_app(arguments) == 0
    assert run_app(arguments) == 0
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"text": "satu"}\n')))
    assert run_app(arguments) == 0


@pytest.mark.parametrize("other", [b'{"text": "lain"}\n', b'{"text": "satu"}\n{"text": "dua"}\n', b'{"text"'])
def test_other_standard_input_into_the_same_folder_is_told(
    plain_config: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    other: bytes,
) -> None:
    arguments = ["run", str(plain_config), "-", "--output", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"text": "satu"}\n')))
    assert run_app(arguments) == 0
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(other)))
    assert run_app(arguments) == 2
    assert "standard input has changed since" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["--version"]) == 0
    assert capsys.readouterr().out == f"warta {pipeline.__version__}\n"


@pytest.mark.parametrize("value", ["tokens", "tokens,scores", '["scores", "tokens"]', ""])
def test_a_list_may_be_overridden_with_words(plain_config: Path, text: Path, tmp_path: Path, value: str) -> None:
    arguments = ["run", str(plain_config), str(text), "--output", str(tmp_path / "out"), f"--output.omit={value}"]
    assert run_app(arguments) == 0
    (line,) = (tmp_path / "out" / "shards" / "00000.jsonl").read_bytes().splitlines()
    sentence = json.loads(line)["sentences"][0]
    assert [name for name in ("tokens", "scores") if name not in sentence] == [
        name for name in ("tokens", "scores") if name in value
    ]


def test_the_pipeline_may_be_overridden_with_words(plain_config: Path) -> None:
    settings = load(plain_config, overrides={"nlp.pipeline": "sentencizer"})
    assert settings.nlp["nlp"]["pipeline"] == ["sentencizer"]
    with pytest.raises(ConfigError, match="omit names 'tokns'"):
        load(plain_config, overrides={"output.omit": "tokns"})


@pytest.mark.parametrize(
    ("redirection", "told"),
    [
        ("> /dev/full", "standard output: cannot write: No space left on device"),
        (">&-", "standard output is closed; give --output a folder"),
        ("> /dev/null <&-", "standard input (-) is not open"),
    ],
)
def test_standard_streams_that_cannot_be_used_are_told_in_one_line(
    plain_config: Path, redirection: str, told: str
) -> None:
    command = f"{sys.executable} -m pipeline run {plain_config} - --output - {redirection}"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests" / "data" / "no_torch")}
    call = ["bash", "-c", command]
    done = subprocess.run(call, cwd=ROOT, env=environment, input=b'{"text": "satu"}\n', capture_output=True)
    assert done.returncode == 2
    assert done.stderr.decode().strip().endswith(f"error: {told}")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (["--max-rejects", "0"], "1 documents rejected, more than max_rejects = 0"),
        (["--time-limit", "5"], "--output - cannot hold time_limit"),
        (["--memory-limit", "900"], "--output - cannot hold time_limit or memory_limit"),
    ],
)
def test_limits_of_a_stream_are_held_or_refused(
    plain_config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], extra: list[str], told: str
) -> None:
    (tmp_path / "a.jsonl").write_text("Teks biasa.\n" + '{"text": "baik"}\n')
    assert run_app(["run", str(plain_config), str(tmp_path / "a.jsonl"), "--output", "-", *extra]) == 2
    assert told in capsys.readouterr().err


def test_many_doubled_ids_are_counted_and_not_all_told(
    plain_config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_text("".join(f'{{"id": "d{n}", "text": "a"}}\n' for n in range(25)) * 2)
    assert run_app(["run", str(plain_config), str(tmp_path / "a.jsonl"), "--output", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().out
    assert told.count("was given 2 times") == 10
    assert "… and 15 more" in told
    assert len(json.loads((tmp_path / "out" / "stats.json").read_bytes())["duplicates"]) == 25


def test_validate_names_line_and_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "b"}\n{"id": "a", "text": 3}\n')
    assert run_app(["validate", str(tmp_path / "a.jsonl")]) == 1
    told = capsys.readouterr()
    assert "a.jsonl:2" in told.err
    assert "$.text" in told.err
    assert "1 valid, 1 not" in told.out


@pytest.mark.parametrize("command", ["run", "status", "retry", "benchmark", "validate"])
def test_help_shows_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app([command, "--help"]) == 0
    assert f"Example: python -m pipeline {command}" in capsys.readouterr().out

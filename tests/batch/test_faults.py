"""Documents that hang, grow, raise or kill cost themselves and nobody else; workers that are lost cost nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline
from pipeline.batch.documents import InputError
from pipeline.batch.retry import retry
from pipeline.batch.run import run
from tests.batch.conftest import log, rejects, write_lines
from tests.conftest import ROOT

Digest = Callable[[Path], dict[str, str]]


def plain_texts(count: int) -> list[str]:
    return [f"Kalimat nomor {number}. Yang kedua juga pendek." for number in range(count)]


def test_a_document_that_hangs_is_set_aside_and_the_run_goes_on(
    faulty_config: Path, tmp_path: Path, digest: Digest
) -> None:
    texts = plain_texts(20)
    texts[9] = "MACET selamanya"
    source = write_lines(tmp_path / "a.jsonl", texts)
    result = run(faulty_config, [str(source)], tmp_path / "out", overrides={"run.time_limit": 1.5})
    assert (result.stats.documents, result.stats.ok, result.stats.reasons) == (20, 19, {"timeout": 1})
    (reject,) = rejects(tmp_path / "out")
    assert (reject["file"], reject["line"], reject["id"], reject["reason"]) == ("a.jsonl", 10, "d9", "timeout")
    assert reject["detail"] == "over 1.5 s"
    assert reject["offset"] == len("\n".join(source.read_text().split("\n")[:9])) + 1
    assert [record.id for record in pipeline.read(tmp_path / "out")] == [f"d{n}" for n in range(20) if n != 9]
    assert [event["reason"] for event in log(tmp_path / "out") if event["event"] == "set_aside"] == ["timeout"]
    before = digest(tmp_path / "out")
    again = run(faulty_config, [str(source)], tmp_path / "out", overrides={"run.time_limit": 60})
    assert again.resumed == again.shards
    assert digest(tmp_path / "out") == before


def test_a_document_that_takes_too_much_memory_is_set_aside_and_the_run_goes_on(
    faulty_config: Path, tmp_path: Path
) -> None:
    texts = plain_texts(12)
    texts[3] = "RAKUS akan memori"
    texts[8] = "SESAK napas"
    source = write_lines(tmp_path / "a.jsonl", texts)
    result = run(faulty_config, [str(source)], tmp_path / "out", overrides={"run.memory_limit": 900})
    assert (result.stats.documents, result.stats.ok, result.stats.reasons) == (12, 10, {"out_of_memory": 2})
    assert [(reject["id"], reject["reason"]) for reject in rejects(tmp_path / "out")] == [
        ("d3", "out_of_memory"),
        ("d8", "out_of_memory"),
    ]


def test_a_memory_limit_below_what_the_models_need_stops_the_run(faulty_config: Path, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", plain_texts(2))
    with pytest.raises(InputError, match=r"memory_limit is 10 MB, but a worker holds \d+ MB before its first document"):
        run(faulty_config, [str(source)], tmp_path / "out", overrides={"run.memory_limit": 10})


def test_a_document_that_kills_its_worker_is_found_and_set_aside(faulty_config: Path, tmp_path: Path) -> None:
    texts = plain_texts(12)
    texts[5] = "MATI di tempat"
    texts[6] = "RUSAK saja"
    source = write_lines(tmp_path / "a.jsonl", texts)
    result = run(faulty_config, [str(source)], tmp_path / "out", overrides={"run.workers": 2})
    assert (result.stats.documents, result.stats.ok) == (12, 10)
    assert [(reject["id"], reject["reason"], reject["detail"]) for reject in rejects(tmp_path / "out")] == [
        ("d5", "worker_died", "its worker ended 2 times (signal 9)"),
        ("d6", "component_error", "faults: ValueError: rusak"),
    ]


def test_a_worker_that_is_killed_once_costs_no_document(faulty_config: Path, tmp_path: Path, digest: Digest) -> None:
    texts = plain_texts(12)
    texts[5] = f"MATI-SEKALI {tmp_path / 'flag'}"
    source = write_lines(tmp_path / "a.jsonl", texts)
    result = run(faulty_config, [str(source)], tmp_path / "out")
    assert (result.stats.ok, result.stats.rejected) == (12, 0)
    assert [event["cause"] for event in log(tmp_path / "out") if event["event"] == "worker_lost"] == ["signal 9"]
    run(faulty_config, [str(source)], tmp_path / "whole", overrides={"run.engine": "inline"})
    assert digest(tmp_path / "out") == digest(tmp_path / "whole")


def test_a_page_that_hangs_or_kills_its_parser_is_set_aside_and_the_run_goes_on(
    faulty_config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "data" / "pages"))
    monkeypatch.setitem(sys.modules, "trafilatura", None)  # so that the real one is back afterwards
    del sys.modules["trafilatura"]
    source = tmp_path / "in"
    source.mkdir()
    words = ["Satu", "MACET", "Dua", "MATI", "RUSAK", "Tiga", ""]
    for number, word in enumerate(words):
        (source / f"{number}.html").write_text(f"{word} halaman." if word else "")
    result = run(faulty_config, [str(source)], tmp_path / "out", overrides={"run.time_limit": 2})
    assert (result.stats.documents, result.stats.ok) == (7, 3)
    assert [(reject["file"], reject["reason"]) for reject in rejects(tmp_path / "out")] == [
        ("1.html", "timeout"),
        ("3.html", "worker_died"),
        ("4.html", "component_error"),
        ("6.html", "empty"),
    ]
    assert rejects(tmp_path / "out")[2]["detail"] == "trafilatura: ValueError: rusak"
    again = retry(tmp_path / "out", overrides={"run.time_limit": 2})
    assert (again.stats.documents, again.stats.ok, again.stats.rejected) == (7, 3, 4)
    assert [record.id for record in pipeline.read(tmp_path / "out")] == ["0.html", "2.html", "5.html"]


def test_limits_need_a_process_to_stop(faulty_config: Path, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", plain_texts(2))
    with pytest.raises(InputError, match="engine = inline cannot hold time_limit"):
        run(faulty_config, [str(source)], tmp_path / "o", overrides={"run.engine": "inline", "run.time_limit": 1})

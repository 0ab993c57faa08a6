"""Every piece of input becomes a document or a reject that says where and why."""

from __future__ import annotations

import gzip
import os
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.batch import inputs, read
from pipeline.batch.documents import REASONS, Document, InputError, Reading, Reject
from pipeline.batch.shards import Part, plan
from tests.conftest import ROOT


def items(path: Path, reading: Reading | None = None) -> list[read.Item]:
    files = inputs.find([str(path)], format=reading.format if reading else None)
    return list(read.part(files, Part(0, 0, files[0].size), reading or Reading()))


def only(path: Path, reading: Reading | None = None) -> read.Item:
    (item,) = items(path, reading)
    return item


LINES = [
    (b'{"text": "Halo"}', Document("Halo", "f.jsonl:1", {}, "f.jsonl", 1, 0)),
    (b'{"text": "Halo", "id": "x"}', Document("Halo", "x", {}, "f.jsonl", 1, 0, True)),
    (b'{"text": "Halo", "id": 7}', Document("Halo", "7", {}, "f.jsonl", 1, 0, True)),
    (b'{"text": "a", "url": "u", "meta": {"k": 1}}', Document("a", "f.jsonl:1", {"k": 1, "url": "u"}, "f.jsonl", 1, 0)),
    (b'{"text": "a", "meta": "m"}', Document("a", "f.jsonl:1", {"meta": "m"}, "f.jsonl", 1, 0)),
    (b'\xef\xbb\xbf{"text": "Halo"}', Document("Halo", "f.jsonl:1", {}, "f.jsonl", 1, 0)),
    (b'{"text": "Halo"}\r', Document("Halo", "f.jsonl:1", {}, "f.jsonl", 1, 0)),
    (b'{"text": "\\ud83d\\ude00"}', Document("\U0001f600", "f.jsonl:1", {}, "f.jsonl", 1, 0)),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_a_json_line_is_a_document(tmp_path: Path, line: bytes, expected: Document) -> None:
    (tmp_path / "f.jsonl").write_bytes(line + b"\n")
    assert only(tmp_path / "f.jsonl") == expected


@pytest.mark.parametrize("given", [b'""', b'"  "', b"null"])
def test_an_id_that_says_nothing_is_made_from_the_place(tmp_path: Path, given: bytes) -> None:
    (tmp_path / "f.jsonl").write_bytes(b'{"text": "a", "id": %s}\n' % given)
    assert only(tmp_path / "f.jsonl") == Document("a", "f.jsonl:1", {}, "f.jsonl", 1, 0)


BAD_LINES = [
    (b"{", "invalid_json"),
    (b"[1]", "invalid_json"),
    (b"null", "invalid_json"),
    (b'{"text": NaN}', "invalid_json"),
    (b'{"text": "a"} x', "invalid_json"),
    (b'{"a":' * 5000, "invalid_json"),
    (b'{"text": "\xff"}', "invalid_utf8"),
    (b'{"teks": "a"}', "missing_text"),
    (b'{"text": 3}', "text_not_string"),
    (b'{"text": null}', "text_not_string"),
    (b'{"text": ""}', "empty"),
    (b'{"text": " \\n\\u00a0"}', "empty"),
    (b'{"text": "a", "id": [1]}', "bad_id"),
    (b'{"text": "' + b"a" * 60 + b'"}', "too_long"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_bad_line_is_rejected_and_costs_no_other(tmp_path: Path, line: bytes, reason: str) -> None:
    good = b'{"text": "baik"}\n'
    (tmp_path / "f.jsonl").write_bytes(good + b"\n" + line + b"\n" + good)
    first, bad, last = items(tmp_path / "f.jsonl", Reading(max_chars=50))
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(bad, Reject)
    assert (bad.reason, bad.file, bad.line, bad.offset) == (reason, "f.jsonl", 3, len(good) + 1)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "a\\ud800b"}', "unpaired_surrogate"),
        (b'{"text": "a\\uDC00"}', "unpaired_surrogate"),
        (b'{"text": "a", "judul": "\\ud800"}', "unpaired_surrogate"),
        (b'{"text": "a\\ud800', "invalid_json"),
        (b'{"text": "\\\\ud800" NaN}', "invalid_json"),
    ],
)
def test_half_a_surrogate_pair_is_rejected(tmp_path: Path, line: bytes, reason: str) -> None:
    (tmp_path / "f.jsonl").write_bytes(line + b"\n")
    item = only(tmp_path / "f.jsonl")
    assert isinstance(item, Reject)
    assert item.reason == reason


def test_a_text_file_is_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfJudul\r\n\r\nIsi.")
    assert only(tmp_path / "a.txt") == Document("Judul\r\n\r\nIsi.", "a.txt", {}, "a.txt", 1, 0)


@pytest.mark.parametrize(("data", "reason"), [(b"", "empty"), (b" \n\t", "empty"), (b"a\nb\xff", "invalid_utf8")])
def test_a_bad_text_file_is_rejected(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    item = only(tmp_path / "a.txt")
    assert isinstance(item, Reject)
    assert item.reason == reason


def test_other_names_of_fields(tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_bytes(b'{"isi": "a", "kode": "k", "tanggal": "14 Juni 2017"}\n')
    reading = Reading("isi", "kode", "tanggal", {"media": "m", "tanggal": "lain"})
    item = only(tmp_path / "f.jsonl", reading)
    assert isinstance(item, Document)
    assert item.id == "k"
    assert item.meta == {"media": "m", "tanggal": "14 Juni 2017", "published": "14 Juni 2017"}


def test_csv_rows_and_their_faults(tmp_path: Path) -> None:
    rows = 'id,text,kota\r\n1,"baris satu\ndua",Solo\r\n2,pendek\r\n3,,Kudus\r\n4,baik,Pati\r\n'
    (tmp_path / "f.csv").write_bytes(b"\xef\xbb\xbf" + rows.encode() + b"5,\xff,x\r\n")
    found = items(tmp_path / "f.csv")
    assert [item.reason if isinstance(item, Reject) else item.text for item in found] == [
        "baris satu\ndua", "invalid_csv", "empty", "baik", "invalid_utf8",
    ]  # fmt: skip
    assert [item.line for item in found] == [2, 4, 5, 6, 7]
    assert isinstance(found[0], Document)
    assert found[0].meta == {"kota": "Solo"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["f.csv", "f.tsv"])
def test_the_separator_is_the_one_that_names_the_text(tmp_path: Path, separator: str, name: str) -> None:
    rows = [["id", "text", "kota"], ["1", f'"satu{separator} dua\ntiga"', "Solo"], ["2", "empat", "Kudus"]]
    (tmp_path / name).write_text("".join(separator.join(row) + "\n" for row in rows), encoding="utf-8-sig")
    first, second = items(tmp_path / name)
    offset = len((tmp_path / name).read_bytes()) - len(f"2{separator}empat{separator}Kudus\n")
    assert first == Document(f"satu{separator} dua\ntiga", "1", {"kota": "Solo"}, name, 2, 3 + 13, given_id=True)
    assert second == Document("empat", "2", {"kota": "Kudus"}, name, 4, offset, given_id=True)


@pytest.mark.parametrize(
    ("data", "texts"),
    [(b"", []), (b"\xef\xbb\xbf", []), (b"text", []), (b"text\na;b\n", ["a;b"]), (b'"text"\n"a\n\nb"\n', ["a\n\nb"])],
)
def test_a_table_of_one_column_or_none(tmp_path: Path, data: bytes, texts: list[str]) -> None:
    (tmp_path / "f.csv").write_bytes(data)
    assert [item.text for item in items(tmp_path / "f.csv") if isinstance(item, Document)] == texts


def test_a_quote_that_is_never_closed_is_a_reject_and_no_long_text(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text('id,text\n1,baik\n2,"tidak ditutup\n3,c\n')
    good, bad = items(tmp_path / "f.csv")
    assert isinstance(good, Document)
    assert isinstance(bad, Reject)
    assert (bad.reason, bad.line) == ("invalid_csv", 3)


@pytest.mark.parametrize(("encoding", "cure"), [("utf-16", "iconv -f UTF-16"), ("cp1252", "iconv -f WINDOWS-1252")])
def test_another_encoding_is_told_with_its_cure(tmp_path: Path, encoding: str, cure: str) -> None:
    (tmp_path / "f.csv").write_bytes("café,text\n".encode(encoding))
    with pytest.raises(InputError, match=cure):
        items(tmp_path / "f.csv")
    (tmp_path / "f.txt").write_bytes("Sebuah café.".encode(encoding))
    (tmp_path / "f.jsonl").write_bytes('{"text": "café"}'.encode(encoding))
    for name in ("f.txt", "f.jsonl"):
        item = only(tmp_path / name)
        assert isinstance(item, Reject)
        assert (item.reason, cure in item.detail) == ("invalid_utf8", True)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"Ini teks biasa.", "--format txt"),
        (b"14 Juni 2017", "--format txt"),
        (b'{"text": "a", "nilai": NaN}', "JSON has no NaN, write null"),
        (b'{"text": "a", "nilai": [1,-Infinity]}', "JSON has no -Infinity, write null"),
    ],
)
def test_the_cure_of_what_is_no_json_is_told(tmp_path: Path, line: bytes, told: str) -> None:
    (tmp_path / "f.jsonl").write_bytes(line + b"\n")
    item = only(tmp_path / "f.jsonl")
    assert isinstance(item, Reject)
    assert item.reason == "invalid_json"
    assert told in item.detail


@pytest.mark.parametrize(("name", "reason"), [("f.jsonl.gz", "broken_gzip"), ("f.jsonl.zst", "broken_zstd")])
def test_a_compressed_file_cut_off_at_its_very_beginning_is_a_reject(tmp_path: Path, name: str, reason: str) -> None:
    if name.endswith("zst"):
        pytest.importorskip("zstandard", reason="zstandard is not installed: pip install 'warta[zstd]'")
    (tmp_path / name).write_bytes(b"")
    item = only(tmp_path / name)
    assert isinstance(item, Reject)
    assert item.reason == reason


def test_a_text_file_longer_than_any_text_allowed_is_not_held(tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_bytes(b"a" * (8 << 20))
    tracemalloc.start()
    item = only(tmp_path / "f.txt", Reading(max_chars=100))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(item, Reject)
    assert item.reason == "too_long"
    assert peak < 1 << 20
    (tmp_path / "g.txt").write_text("\U0001f600" * 100, encoding="utf-8-sig")
    assert isinstance(only(tmp_path / "g.txt", Reading(max_chars=100)), Document)


def test_a_csv_without_the_column_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("id,isi\n1,a\n")
    with pytest.raises(InputError, match=r"no column 'text'; it has id, isi"):
        items(tmp_path / "f.csv")


def test_a_truncated_gzip_gives_what_is_readable_and_one_reject(tmp_path: Path) -> None:
    data = b"".join(b'{"text": "kalimat nomor %d yang unik %d"}\n' % (n, n * 7919) for n in range(5000))
    (tmp_path / "f.jsonl.gz").write_bytes(gzip.compress(data)[:-2000])
    found = items(tmp_path / "f.jsonl.gz")
    assert all(isinstance(item, Document) for item in found[:-1])
    assert len(found) > 1000
    assert isinstance(found[-1], Reject)
    assert found[-1].reason == "broken_gzip"


def test_files_folders_and_globs(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.jsonl", "note.md", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [file.name for file in inputs.find([str(tmp_path)])] == ["a.txt", "b.txt", "sub/c.jsonl"]
    assert [file.name for file in inputs.find([str(tmp_path / "*.txt"), str(tmp_path / "a.txt")])] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("argument", "reason"), [("nowhere", "no such file"), ("note.md", "ending"), ("leer", "no input")]
)
def test_arguments_that_name_nothing_stop_the_run(tmp_path: Path, argument: str, reason: str) -> None:
    (tmp_path / "note.md").write_text("x")
    (tmp_path / "leer").mkdir()
    with pytest.raises(InputError, match=reason):
        inputs.find([str(tmp_path / argument)])


def test_a_file_named_in_two_ways_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    (file,) = inputs.find(["a.txt", str(tmp_path), "./a.txt"])
    assert (file.name, file.path) == ("a.txt", str(tmp_path / "a.txt"))


@pytest.mark.parametrize("count", [1, 20, 500, 3000])
def test_shards_get_smaller_towards_the_end_and_hold_every_line_once(tmp_path: Path, count: int) -> None:
    (tmp_path / "f.jsonl").write_bytes(b'{"text": "%s"}\n' % (b"x" * 1100) * count)
    files = inputs.find([str(tmp_path / "f.jsonl")])
    shards = plan(files, size=500_000)
    assert [part for shard in shards for part in shard.parts if len(shard.parts) != 1] == []
    parts = [shard.parts[0] for shard in shards]
    assert [parts[0].start, *(part.end for part in parts)] == [*(part.start for part in parts), files[0].size]
    assert [part.line for part in parts] == [1 + part.start // 1113 for part in parts]
    sizes = [shard.size for shard in shards]
    assert max(sizes) <= 500_000
    assert all(after <= before + 16_000 + 1113 for before, after in pairwise(sizes))
    assert sizes[-1] < 34_000


@pytest.mark.parametrize("size", [1, 7, 30, 64, 1000])
def test_shards_cover_every_line_once_with_its_number(tmp_path: Path, size: int) -> None:
    lines = [b'{"text": "%s"}' % (b"x" * (n % 13)) for n in range(40)] + [b"", b'{"text": "akhir"}']
    (tmp_path / "f.jsonl").write_bytes(b"\n".join(lines))
    (tmp_path / "g.txt").write_text("satu")
    files = inputs.find([str(tmp_path)])
    parts = [part for shard in plan(files, size=size) for part in shard.parts]
    found = [item for part in parts for item in read.part(files, part, Reading())]
    whole = [item for n in (0, 1) for item in read.part(files, Part(n, 0, files[n].size), Reading())]
    assert found == whole


def test_every_reason_is_documented_and_no_other() -> None:
    text = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    table = {line.split("`")[1]: line.split("|")[2].strip() for line in text.splitlines() if line.startswith("| `")}
    assert {reason: table.get(reason) for reason in REASONS} == REASONS
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pipeline" / "batch").glob("*.py"))
    assert [reason for reason in REASONS if source.count(f'"{reason}"') < 2] == []


def test_a_line_of_50_megabytes_is_read_or_rejected_and_costs_no_other(tmp_path: Path) -> None:
    good = b'{"text": "baik"}\n'
    long = b'{"text": "' + b"a" * (50 << 20) + b'"}\n'
    (tmp_path / "f.jsonl").write_bytes(good + long + good)
    first, bad, last = items(tmp_path / "f.jsonl")
    assert isinstance(bad, Reject)
    assert (bad.reason, bad.line, bad.offset) == ("too_long", 2, len(good))
    assert [item.line for item in (first, last)] == [1, 3]
    assert isinstance(items(tmp_path / "f.jsonl", Reading(max_chars=60 << 20))[1], Document)


def test_a_line_longer_than_any_text_allowed_is_skipped_without_being_held(tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_bytes(b'{"text": "' + b"a" * (40 << 20) + b'"}\n{"text": "baik"}\n')
    tracemalloc.start()
    bad, good = items(tmp_path / "f.jsonl", Reading(max_chars=10))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(bad, Reject)
    assert (bad.reason, bad.detail) == ("too_long", f"a line of {(40 << 20) + 13} bytes")
    assert (good.line, good.offset) == (2, (40 << 20) + 13)
    assert peak < 36 << 20


def test_the_input_of_a_run_must_not_change_while_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_bytes(b'{"text": "satu"}\n')
    files = inputs.find([str(tmp_path / "f.jsonl")])
    inputs.unchanged(files)
    (tmp_path / "f.jsonl").write_bytes(b'{"text": "lain"}\n')
    os.utime(tmp_path / "f.jsonl", ns=(1, files[0].mtime_ns + 1))
    with pytest.raises(InputError, match="has changed since the run was begun"):
        inputs.unchanged(files)
    (tmp_path / "f.jsonl").unlink()
    with pytest.raises(InputError, match="cannot read: No such file"):
        inputs.unchanged(files)

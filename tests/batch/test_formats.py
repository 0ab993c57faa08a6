"""Parquet, Zstandard and HTML: optional readers, and compressed shards."""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.batch import extras, inputs, read, sink
from pipeline.batch.documents import Document, InputError, Reading, Reject
from pipeline.batch.run import run
from pipeline.batch.shards import plan
from pipeline.batch.store import Folder
from tests.batch.conftest import write_lines


def everything(path: Path, *, size: int = 1 << 20) -> list[read.Item]:
    files = inputs.find([str(path)])
    return [
        item for shard in plan(files, size=size) for part in shard.parts for item in read.part(files, part, Reading())
    ]


def parquet_file(path: Path, texts: Sequence[str | bytes | None], **columns: Any) -> Path:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'warta[parquet]'")
    tables = importlib.import_module("pyarrow.parquet")
    tables.write_table(arrow.table({"text": texts, **columns}), path, row_group_size=7)
    return path


@pytest.mark.parametrize("size", [1, 100, 300, 1 << 20])
def test_parquet_rows_are_documents_however_they_are_cut(tmp_path: Path, size: int) -> None:
    texts = [f"Baris {n}." for n in range(40)]
    path = parquet_file(tmp_path / "a.parquet", [*texts], id=list(range(40)), terbit=[date(2017, 6, 14)] * 40)
    found = everything(path, size=size)
    assert found == [
        Document(text, str(n), {"terbit": "2017-06-14"}, "a.parquet", n + 1, n, given_id=True)
        for n, text in enumerate(texts)
    ]


def test_the_types_of_parquet_columns_become_those_of_json(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'warta[parquet]'")
    path = parquet_file(
        tmp_path / "a.parquet",
        ["satu"],
        id=arrow.array([float("nan")]),
        waktu=arrow.array([1_500_000_000_123_456_789], arrow.timestamp("ns", "UTC")),
        lama=arrow.array([90], arrow.duration("s")),
        harga=arrow.array([150], arrow.decimal128(5, 2)),
        nama=[b"Kudus"],
    )
    (item,) = everything(path)
    assert isinstance(item, Document)
    assert (item.id, item.given_id) == ("a.parquet:1", False)
    assert item.meta == {"waktu": "2017-07-14T02:40:00.123456Z", "lama": "PT90S", "harga": "150.00", "nama": "Kudus"}


def test_texts_that_a_parquet_holds_as_bytes_are_read_where_they_are_utf_8(tmp_path: Path) -> None:
    good, bad = everything(parquet_file(tmp_path / "a.parquet", [b"caf\xc3\xa9", b"caf\xe9"]))
    assert isinstance(good, Document)
    assert good.text == "café"
    assert isinstance(bad, Reject)
    assert (bad.reason, bad.detail) == ("text_not_string", "field 'text' holds bytes")


@pytest.mark.parametrize("name", ["z.csv", "z.parquet"])
def test_a_table_without_the_column_is_told_before_the_first_document(
    plain_config: Path, tmp_path: Path, name: str
) -> None:
    write_lines(tmp_path / "a.jsonl", ["satu"])
    if name == "z.csv":
        (tmp_path / name).write_text("id,isi\n1,a\n")
    else:
        parquet_file(tmp_path / name, ["a"]).rename(tmp_path / "y.parquet")
        arrow = importlib.import_module("pyarrow.parquet")
        arrow.write_table(arrow.read_table(tmp_path / "y.parquet").rename_columns(["isi"]), tmp_path / name)
        (tmp_path / "y.parquet").unlink()
    with pytest.raises(InputError, match=r"no column 'text'; it has (id, )?isi"):
        run(plain_config, [str(tmp_path)], tmp_path / "out")
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_a_parquet_row_without_text_is_rejected(tmp_path: Path) -> None:
    path = parquet_file(tmp_path / "a.parquet", ["satu", None, " "])
    first, missing, empty = everything(path)
    assert isinstance(first, Document)
    assert isinstance(missing, Reject)
    assert isinstance(empty, Reject)
    assert [(reject.reason, reject.line) for reject in (missing, empty)] == [("missing_text", 2), ("empty", 3)]


def test_a_parquet_without_the_column_stops_the_run(tmp_path: Path, plain_config: Path) -> None:
    path = parquet_file(tmp_path / "a.parquet", ["satu"])
    with pytest.raises(InputError, match="no column 'isi'; it has text"):
        run(plain_config, [str(path)], tmp_path / "out", reading=Reading("isi"))


def test_a_file_that_is_no_parquet_stops_the_run(tmp_path: Path, plain_config: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'warta[parquet]'")
    (tmp_path / "a.parquet").write_bytes(b"bukan parquet")
    with pytest.raises(InputError, match="not readable as Parquet"):
        run(plain_config, [str(tmp_path / "a.parquet")], tmp_path / "out")


def test_a_damaged_parquet_gives_what_is_readable_and_a_reject_for_every_other_row(tmp_path: Path) -> None:
    path = parquet_file(tmp_path / "a.parquet", [f"Baris {n} {n * 7919} yang panjang." for n in range(21)])
    data = bytearray(path.read_bytes())
    metadata = importlib.import_module("pyarrow.parquet").ParquetFile(path).metadata
    column = metadata.row_group(1).column(0)
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    path.write_bytes(bytes(data))
    found = everything(path)
    assert [item.text for item in found if isinstance(item, Document)] == [
        f"Baris {n} {n * 7919} yang panjang." for n in (*range(7), *range(14, 21))
    ]
    assert [(item.reason, item.line) for item in found if isinstance(item, Reject)] == [
        ("broken_parquet", n) for n in range(8, 15)
    ]


def zst_file(path: Path, frames: list[bytes]) -> Path:
    zstandard = pytest.importorskip("zstandard", reason="zstandard is not installed: pip install 'warta[zstd]'")
    path.write_bytes(b"".join(zstandard.ZstdCompressor().compress(frame) for frame in frames))
    return path


def json_lines(count: int) -> bytes:
    return b"".join(b'{"text": "kalimat nomor %d yang unik %d"}\n' % (n, n * 7919) for n in range(count))


def test_zstandard_frames_are_read_one_after_another(tmp_path: Path) -> None:
    path = zst_file(tmp_path / "f.jsonl.zst", [json_lines(3), json_lines(2), b""])
    assert [item.line for item in everything(path) if isinstance(item, Document)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("cut", [0.5, 0.99])
def test_a_truncated_zstandard_file_gives_what_is_readable_and_one_reject(tmp_path: Path, cut: float) -> None:
    path = zst_file(tmp_path / "f.jsonl.zst", [json_lines(2000), json_lines(20000)])
    data = path.read_bytes()
    path.write_bytes(data[: int(cut * len(data))])
    found = everything(path)
    assert len(found) > 2000
    assert all(isinstance(item, Document) for item in found[:-1])
    assert isinstance(found[-1], Reject)
    assert found[-1].reason == "broken_zstd"


def test_damaged_zstandard_is_a_reject(tmp_path: Path) -> None:
    path = zst_file(tmp_path / "f.jsonl.zst", [b""])
    path.write_bytes(b"bukan zstd sama sekali")
    (item,) = everything(path)
    assert isinstance(item, Reject)
    assert item.reason == "broken_zstd"


PAGE = """<!DOCTYPE html><html><head><title>Pasar Induk Dibuka Lagi</title>
<meta property="og:title" content="Pasar Induk Dibuka Lagi"><meta name="date" content="2017-06-14">
<link rel="canonical" href="https://contoh.example/pasar"></head>
<body><nav><a href="/">Beranda</a> <a href="/kota">Kota</a></nav>
<article><h1>Pasar Induk Dibuka Lagi</h1>
<p>Wali kota membuka kembali pasar induk pada Rabu pagi setelah perbaikan selama delapan bulan yang menelan biaya besar.</p>
<p>Sebanyak 320 pedagang sudah menempati kios baru mereka, dan sisanya menyusul pada akhir bulan ini menurut dinas.</p>
</article><footer>Hak cipta</footer></body></html>"""


def test_an_html_page_is_its_article_with_title_and_date(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", reason="trafilatura is not installed: pip install 'warta[html]'")
    (tmp_path / "pasar.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "kosong.htm").write_text("<html><body></body></html>")
    empty, page = everything(tmp_path)
    assert isinstance(page, Document)
    assert page.id == "pasar.html"
    assert "320 pedagang" in page.text
    assert "Beranda" not in page.text
    assert page.meta["title"] == "Pasar Induk Dibuka Lagi"
    assert page.meta["published"] == "2017-06-14"
    assert page.meta["url"] == "https://contoh.example/pasar"
    assert isinstance(empty, Reject)
    assert (empty.reason, empty.file) == ("no_main_text", "kosong.htm")


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [("a.parquet", "pyarrow", "parquet"), ("a.html", "trafilatura", "html"), ("a.jsonl.zst", "zstandard", "zstd")],
)
def test_a_missing_reader_is_named_with_its_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str, extra: str
) -> None:
    def missing(module: str) -> Any:
        raise ImportError(module)

    monkeypatch.setattr(extras, "import_module", missing)
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(InputError, match=rf"{name} needs the package '{package}': pip install 'warta\[{extra}\]'"):
        inputs.find([str(tmp_path / name)])


@pytest.mark.parametrize("compression", ["gz", "zst"])
def test_compressed_shards_hold_the_same_records_and_the_same_bytes_every_time(
    plain_config: Path, tmp_path: Path, compression: str
) -> None:
    if compression == "zst":
        pytest.importorskip("zstandard", reason="zstandard is not installed: pip install 'warta[zstd]'")
    source = write_lines(tmp_path / "a.jsonl", [f"Kalimat {n}. Lagi." for n in range(30)])
    run(plain_config, [str(source)], tmp_path / "plain")
    overrides = {"output.compression": compression}
    for name in ("one", "two"):
        run(plain_config, [str(source)], tmp_path / name, overrides=overrides)
    ending = f".jsonl.{compression}"
    one, two = (
        [file.read_bytes() for file in sorted((tmp_path / name).glob(f"shards/*{ending}"))] for name in ("one", "two")
    )
    assert one
    assert one == two
    plain = [record.text for record in pipeline.read(tmp_path / "plain")]
    assert [record.text for record in pipeline.read(tmp_path / "one")] == plain
    assert list((tmp_path / "one").glob("shards/*.jsonl")) == []


def test_the_digest_is_of_the_bytes_on_disk(tmp_path: Path) -> None:
    with sink.opened(Folder(tmp_path), "shards", "00000", compression="gz") as out:
        out.add(b'{"a":1}')
        out.add(b'{"a":2}')
    data = (tmp_path / "shards" / "00000.jsonl.gz").read_bytes()
    assert out.written == sink.Written("shards/00000.jsonl.gz", len(data), hashlib.sha256(data).hexdigest(), 2)
    assert [json.loads(line) for line in gzip.decompress(data).splitlines()] == [{"a": 1}, {"a": 2}]
    assert data[4:8] == b"\0\0\0\0"

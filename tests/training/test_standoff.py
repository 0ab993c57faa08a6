"""Labels kept apart from their text find it again, or say what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.training.markup import Mention
from pipeline.training.mentions import Example
from pipeline.training.standoff import StandoffError, digest, read_labels, read_mentions

TEXT = "Wali kota Budi hadir."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "text").mkdir()
    (tmp_path / "text/news.txt").write_text(f"Lain.\n{TEXT}\n", "utf-8")
    return tmp_path


def table(folder: Path, *rows: str, column: str = "label") -> Path:
    path = folder / "real.tsv"
    path.write_text("\n".join([f"sentence\tdigest\t{column}", *rows]) + "\n", "utf-8")
    return path


def test_labels_come_with_their_text(data: Path) -> None:
    assert read_labels(table(data, f"news:2\t{digest(TEXT)}\tcontext"), data) == [("news:2", TEXT, "context")]


def test_mentions_come_with_their_text(data: Path) -> None:
    path = table(data, f"news:2\t{digest(TEXT)}\t10-14 PER", f"news:1\t{digest('Lain.')}\t", column="mentions")
    assert read_mentions(path, data) == [
        Example(TEXT, (Mention(10, 14, "PER"),), source="own/news:2"),
        Example("Lain.", (), source="own/news:1"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"news:1\t{digest(TEXT)}\t", r"real\.tsv:2: news\.txt line 1 is not the text that was labelled"),
        (f"news:9\t{digest(TEXT)}\t", r"real\.tsv:2: news\.txt line 9 is not the text"),
        (f"gone:2\t{digest(TEXT)}\t", r"real\.tsv:2: .*gone\.txt is not there"),
        (f"news:2\t{digest(TEXT)}\t10-14 NAME", r"real\.tsv:2: mentions '10-14 NAME': no label 'NAME'"),
        (f"news:2\t{digest(TEXT)}\t10 PER", r"real\.tsv:2: mentions '10 PER'"),
    ],
)
def test_a_row_that_fits_no_text_is_told(data: Path, row: str, reason: str) -> None:
    with pytest.raises(StandoffError, match=reason):
        read_mentions(table(data, row, column="mentions"), data)

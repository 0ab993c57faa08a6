from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.training import markup
from pipeline.training.markup import MarkupError, Mention, parse, render

CASES = [
    ("", "", ()),
    ("Tak ada nama di sini.", "Tak ada nama di sini.", ()),
    ("[PER Rukmini Tarigan] datang.", "Rukmini Tarigan datang.", (Mention(0, 15, "PER"),)),
    (
        "[POSITION Camat [LOC Wanasari]] hadir",
        "Camat Wanasari hadir",
        (Mention(0, 14, "POSITION"), Mention(6, 14, "LOC")),
    ),
    (
        "[ORG [LOC Wanasari] Berdaya]",
        "Wanasari Berdaya",
        (Mention(0, 16, "ORG"), Mention(0, 8, "LOC")),
    ),
    (r"tanda \[kurung\] dan \\", r"tanda [kurung] dan " + "\\", ()),
]

REJECTED = [
    ("[PER Rukmini", "never closed"),
    ("Rukmini]", "closes nothing"),
    ("[NAMA Rukmini]", "opens no known label"),
    ("[PER]", "opens no known label"),
    ("[PER ]", "empty or has space"),
    ("[PER Rukmini ] datang", "space at its edge"),
    ("[PER [PER Rukmini]]", "same label twice"),
    ("a\\b", "backslash"),
    ("akhir\\", "backslash"),
]


@pytest.mark.parametrize(("line", "text", "mentions"), CASES)
def test_parse_gives_plain_text_and_mentions(line: str, text: str, mentions: tuple[Mention, ...]) -> None:
    assert parse(line) == (text, mentions)


@pytest.mark.parametrize(("line", "text", "mentions"), CASES)
def test_render_is_the_inverse_of_parse(line: str, text: str, mentions: tuple[Mention, ...]) -> None:
    assert parse(render(text, mentions)) == (text, mentions)


@given(st.text())
def test_any_text_without_mentions_comes_back(text: str) -> None:
    assert parse(render(text, ())) == (text, ())


@pytest.mark.parametrize(("line", "reason"), REJECTED)
def test_bad_markup_is_rejected_with_its_reason(line: str, reason: str) -> None:
    with pytest.raises(MarkupError, match=reason):
        parse(line)


HEAD = "# article: x-1 | split: train | topic: economy\n"


def test_read_gives_sentences_with_article_and_split(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(HEAD + "[LOC Dumai] ramai.\n\nSepi.\n# article: x-2 | split: test | topic: law\nBaik.\n", "utf-8")
    found = [(s.text, s.article, s.split) for s in markup.read(file)]
    assert found == [("Dumai ramai.", "x-1", "train"), ("Sepi.", "x-1", "train"), ("Baik.", "x-2", "test")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Kalimat tanpa kepala.\n", r"x\.txt:1: a sentence stands before"),
        (HEAD + "Baik.\n[PER Rukmini\n", r"x\.txt:3: .*never closed"),
        (HEAD + "Baik.\n" + HEAD, r"x\.txt:3: article 'x-1' stands twice"),
        ("# article: x-1 | split: latih | topic: law\n", r"x\.txt:1: split 'latih'"),
        ("# artikel: x-1\n", r"x\.txt:1: header"),
    ],
)
def test_read_names_file_line_and_reason(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "x.txt"
    file.write_text(content, "utf-8")
    with pytest.raises(MarkupError, match=reason):
        markup.read(file)


def test_an_article_in_two_files_is_rejected(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(HEAD + "Baik.\n", "utf-8")
    with pytest.raises(MarkupError, match="also stands in"):
        markup.read_folder(tmp_path)


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no \.txt files"):
        markup.read_folder(tmp_path)

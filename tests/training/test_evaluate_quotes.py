"""Marked quotations are read as they stand, and bad markup is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.training.evaluate_quotes import (
    QuoteMarkupError,
    evaluate,
    evaluate_roles,
    parse,
    read_articles,
    same_person,
)

ARTICLE = (
    "# article: q-1 | split: test | topic: desa\n"
    'Bupati Sinta Maharani datang. {Q direct speaker="Sinta Maharani" cue="kata" | "Kami siap,"} kata Sinta.\n'
    "\n"
    "Panen naik.\n"
    "# cluster: PER | Sinta Maharani = Sinta\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "quotes" / "test"
    folder.mkdir(parents=True)
    return folder / "a.txt"


def test_markup_leaves_the_plain_text(file: Path) -> None:
    file.write_text(ARTICLE, "utf-8")
    (article,) = read_articles(file)
    assert article.text == 'Bupati Sinta Maharani datang. "Kami siap," kata Sinta.\n\nPanen naik.'
    (quote,) = article.quotes
    assert (article.text[quote.start : quote.end], quote.direct, quote.speaker, quote.cue) == (
        '"Kami siap,"',
        True,
        "Sinta Maharani",
        "kata",
    )


PARSED = [
    ("", ("", [])),
    (r"satu \{dua\}", ("satu {dua}", [])),
    ("{Q indirect speaker=- cue=- | dana cair}", ("dana cair", [(0, 9, False, None, None)])),
]


@pytest.mark.parametrize(("marked", "expected"), PARSED)
def test_marked_text_is_parsed(
    marked: str, expected: tuple[str, list[tuple[int, int, bool, str | None, str | None]]]
) -> None:
    text, quotes = parse(marked)
    assert (text, [(q.start, q.end, q.direct, q.speaker, q.cue) for q in quotes]) == expected


@pytest.mark.parametrize(
    ("marked", "reason"),
    [("{Q direkt", "opens no"), ("a } b", "closes nothing"), ("{Q direct speaker=- cue=- | a", "never closed")],
)
def test_bad_markup_is_refused(marked: str, reason: str) -> None:
    with pytest.raises(QuoteMarkupError, match=reason):
        parse(marked)


def test_the_split_of_a_header_is_that_of_its_folder(file: Path) -> None:
    file.write_text(ARTICLE.replace("split: test", "split: train"), "utf-8")
    with pytest.raises(QuoteMarkupError, match="split: test"):
        read_articles(file)


def test_span_and_speaker_are_scored(file: Path, tmp_path: Path) -> None:
    file.write_text(ARTICLE, "utf-8")
    score = evaluate(tmp_path, split="test")
    assert (score.articles, score.quotes, score.f1, score.strict) == (1, 1, 100.0, 100.0)


def test_nothing_found_scores_nothing(file: Path, tmp_path: Path) -> None:
    file.write_text(ARTICLE, "utf-8")
    score = evaluate(tmp_path, split="test", reader=lambda text: [])
    assert (score.precision, score.recall, score.f1) == (100.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, None, True),
        (None, "Sinta", False),
        ("Sinta", "Sinta Maharani", True),
        ("Sin", "Sinta Maharani", False),
        ("OJK", "Otoritas Jasa Keuangan", True),
    ],
)
def test_names_of_one_thing_are_the_same(one: str | None, other: str | None, same: bool) -> None:
    assert same_person(one, other, [frozenset({"ojk", "otoritas jasa keuangan"})]) is same


JUDGED = "Juri lainnya Bakti Halomoan menilai stan itu rapi. Halomoan meminta lampu ditambah. Kata Bakti, atap bocor."
ROLES = [
    ("# judge: Bakti Halomoan", (1, 100.0, 100.0, 0, 100.0)),
    ("# judge: Bakti Halomoan\n# cluster: PER | Bakti Halomoan = Halomoan", (1, 100.0, 100.0, 1, 100.0)),
    ("# judge: Bakti Halomoan\n# cluster: PER | Bakti Halomoan = Halomoan = Bakti", (1, 100.0, 100.0, 2, 100.0)),
    ("# judge: Retno Wulandari\n# cluster: PER | Retno Wulandari = Halomoan", (1, 0.0, 0.0, 2, 0.0)),
    ("# cluster: PER | Bakti Halomoan = Halomoan", (0, 0.0, 100.0, 0, 100.0)),
]


@pytest.mark.parametrize(("marked", "expected"), ROLES)
def test_marked_judges_and_their_short_names_are_scored(
    marked: str, expected: tuple[int, float, float, int, float], tmp_path: Path
) -> None:
    folder = tmp_path / "quotes" / "judges" / "test"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(f"# article: q-2 | split: test | topic: lomba\n{JUDGED}\n{marked}\n", "utf-8")
    score = evaluate_roles(tmp_path, split="test")
    assert (score.judges, score.precision, score.recall, score.shorts, score.later) == expected


def test_an_empty_article_has_no_judges(tmp_path: Path) -> None:
    folder = tmp_path / "quotes" / "judges" / "test"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("# article: q-3 | split: test\n\n", "utf-8")
    assert evaluate_roles(tmp_path, split="test").judges == 0

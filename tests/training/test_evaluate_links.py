from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.text.clusters import Mention
from pipeline.training.evaluate_links import (
    Found,
    LinkMarkupError,
    evaluate,
    kept_links,
    mentions_of,
    names_in,
    read_links,
)

ARTICLE = """# article: a-1 | split: train | topic: pasar
Wali Kota Tegal Rano Wibisono membuka rapat Forum Guru Desa (FGD). Rano pulang dari Kupang.
# cluster: PER | Rano Wibisono = Rano
# cluster: ORG | Forum Guru Desa = FGD
# acronym: FGD = Forum Guru Desa
# link: Tegal = id-region:33.76
# link: Kupang = -
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "quotes" / "train"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def test_given_names_are_joined_and_linked(corpus: Path) -> None:
    report = evaluate(corpus, split="train")
    tallies = (report.acronyms, report.clusters, report.places)
    assert [(tally.precision, tally.recall, tally.wanted) for tally in tallies] == [
        (100, 100, 1),
        (100, 100, 2),
        (100, 100, 1),
    ]
    assert report.errors == []


def test_wrong_and_missing_links_are_counted_and_told(corpus: Path) -> None:
    found = Found(
        acronyms=frozenset({("FGD", "Guru Desa")}),
        clusters=(frozenset({"rano", "fgd"}),),
        links=((frozenset({"kupang"}), "id-region:53.71"),),
    )
    report = evaluate(corpus, split="train", finder=lambda text, links: found)
    tallies = (report.acronyms, report.clusters, report.places)
    assert [(tally.precision, tally.recall) for tally in tallies] == [(0, 0), (0, 0), (0, 0)]
    assert len(report.errors) == 8


@pytest.mark.parametrize(
    ("clusters", "others", "expected"),
    [([], [], (0, 0)), (["abc"], ["ab", "c"], (1, 2)), (["ab"], [], (0, 1)), (["abcd"], ["ab", "cd"], (2, 3))],
)
def test_kept_links(clusters: list[str], others: list[str], expected: tuple[int, int]) -> None:
    assert kept_links([frozenset(c) for c in clusters], [frozenset(o) for o in others]) == expected


def test_mentions_are_all_occurrences_the_longest_first(corpus: Path) -> None:
    links = read_links(corpus / "quotes" / "train" / "a.txt")["a-1"]
    text = "Rano Wibisono, Rano, Ranoko di Tegal."
    assert [(text[m.start : m.end], m.label) for m in mentions_of(text, links)] == [
        ("Rano Wibisono", "PER"), ("Rano", "PER"), ("Tegal", "LOC"),
    ]  # fmt: skip
    assert mentions_of("", links) == []


def test_a_mention_gives_the_listed_names_in_it() -> None:
    text = "Kompol Rano di Sigi"
    listed = [Mention(7, 11, "PER"), Mention(15, 19, "LOC")]
    assert names_in(text, Mention(0, 11, "PER"), listed=listed) == {"rano"}
    assert names_in(text, Mention(0, 19, "ORG"), listed=listed) == {"kompol rano di sigi"}


@pytest.mark.parametrize("line", ["# cluster: PER Rano = Rano W", "# link: Tegal", "# acronym: FGD"])
def test_bad_lines_are_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"# article: a-1 | split: train | topic: x\nTeks.\n{line}\n", encoding="utf-8")
    with pytest.raises(LinkMarkupError, match=r"a\.txt:3"):
        read_links(file)

"""Exchanged mentions keep the sentence around them and carry exact offsets."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from pipeline.training import markup
from pipeline.training.markup import Mention
from pipeline.training.mention_swap import Names, Swapper, read_names, read_regions
from pipeline.training.mentions import Example

CORPUS = Path("corpus/entities")
LINES = (
    "[POSITION Wali Kota [LOC Solo]] [PER Budi Santoso] bertemu [PER Budi].",
    "[POSITION Bupati [LOC Alor]] [PER Yohana Nahak] membuka [EVENT Festival [LOC Alor]].",
)


def examples(*lines: str, flat: bool = False) -> list[Example]:
    return [Example(*markup.parse(line), flat=flat, source="idner" if flat else "own/x") for line in lines]


def swapper(share: float, given: list[Example], *, names: list[Names] | None = None) -> Swapper:
    return Swapper(given, names=names or [], regions=[], share=share)


@pytest.mark.parametrize("line", [*LINES, "Tanpa nama.", ""])
def test_without_a_share_nothing_changes(line: str) -> None:
    given = examples(line)
    assert swapper(0.0, given)(given[0], Random(1)).text == given[0].text


def test_mentions_are_replaced_by_others_of_their_label() -> None:
    given = examples(*LINES)
    known = {(m.label, e.text[m.start : m.end]) for e in given for m in e.mentions}
    seen = set()
    for seed in range(30):
        changed = swapper(0.5, given)(given[0], Random(seed))
        found = {(m.label, changed.text[m.start : m.end]) for m in changed.mentions}
        assert all(label == "POSITION" or (label, text) in known for label, text in found)
        outside = markup.render(changed.text, changed.mentions).split("] ")[-1]
        assert outside.endswith("].")
        seen |= found
    assert {("PER", "Yohana Nahak"), ("POSITION", "Bupati Alor"), ("POSITION", "Wali Kota Alor")} <= seen


def test_one_name_is_replaced_by_the_same_one_throughout_a_sentence() -> None:
    given = examples("[PER Ani] dan [PER Ani].", "[PER Budi] pergi.", "[PER Cici] pulang.")
    for seed in range(20):
        changed = swapper(1.0, given)(given[0], Random(seed))
        assert len({changed.text[m.start : m.end] for m in changed.mentions}) == 1


def test_capitals_stay_as_they_are() -> None:
    given = examples("[PER BUDI] PERGI.")
    assert swapper(1.0, given)(given[0], Random(1)) == given[0]


def test_persons_are_composed_of_name_parts() -> None:
    given = examples("[PER Budi Santoso] pergi.")
    names = [Names(("I",), ("Wayan", "Made"), ("Sudiarta",))]
    found = {swapper(1.0, given, names=names)(given[0], Random(seed)).text for seed in range(40)}
    assert {"Wayan Sudiarta pergi.", "I Made Sudiarta pergi."} <= found


def test_the_sets_of_the_repository_are_read() -> None:
    names = read_names(CORPUS / "names.tsv")
    assert any("de Jong" in group.last for group in names)


def test_a_group_without_names_is_told(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("# by us\ngroup\tprefixes\tgiven\tlast\njawa\t\tSlamet\t\n", "utf-8")
    with pytest.raises(ValueError, match=r"names\.tsv:3: a group needs given and last names"):
        read_names(path)


def test_regions_lose_their_kind(tmp_path: Path) -> None:
    path = tmp_path / "wilayah.tsv"
    path.write_text("kode\tnama\n11\tAceh\n11.01\tKabupaten Aceh Selatan\n", "utf-8")
    assert read_regions(path) == ["Aceh", "Aceh Selatan"]


def test_offsets_point_at_the_new_mentions() -> None:
    given = examples(*LINES)
    for seed in range(30):
        changed = swapper(0.7, given)(given[1], Random(seed))
        for mention in changed.mentions:
            assert isinstance(mention, Mention)
            text = changed.text[mention.start : mention.end]
            assert text
            assert text == text.strip()

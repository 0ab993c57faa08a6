from __future__ import annotations

import re

import pytest

from pipeline import language
from pipeline.text.places import links
from pipeline.text.regions import cut_kind, kind_before, named


def linked(source: str) -> list[str | None]:
    """Return the code of every place, marked as [Name]; places of the same name are one."""
    text, places, at = "", dict[str, list[tuple[int, int]]](), 0
    for match in re.finditer(r"\[([^\]]*)\]", source):
        text += source[at : match.start()]
        places.setdefault(match[1], []).append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    found = links(text + source[at:], list(places.values()))
    return [link.removeprefix("id-region:") if link else None for link in found]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("Hujan di [Kota Semarang].", ["33.74"]),
        ("Hujan di [Kabupaten Semarang].", ["33.22"]),
        ("Hujan di [Kab. Semarang].", ["33.22"]),
        ("Hujan di [Semarang].", [None]),
        ("Wali Kota [Semarang] hadir.", ["33.74"]),
        ("Pemkab [Semarang] rapat, lalu di [Semarang] hujan.", ["33.22"]),
        ("Wali Kota [Semarang] dan Bupati [Semarang] rapat.", [None]),
        ("Hujan di [Surabaya] dan [KLATEN].", ["35.78", "33.10"]),
        ("Hujan di [Jawa Tengah], [Jateng], [DKI Jakarta] dan [Provinsi Aceh].", ["33", "33", "31", "11"]),
        ("Hujan di [Jambi].", [None]),
        ("Gubernur [Jambi] hadir.", ["15"]),
        ("Hujan di [Banjar].", [None]),
        ("Hujan di [Banjar] dan [Ciamis].", ["32.79", "32.07"]),
        ("Hujan di [Kabupaten Banjar].", ["63.03"]),
        ("Hujan di [Kecamatan Semarang], [Desa Klaten], [Pulau Bali].", [None, None, None]),
        ("Hujan di Desa [Klaten].", [None]),
        ("Warga kota. [Semarang] hujan.", [None]),
        ("Hujan di [Palangkaraya] dan [Gunung Kidul].", ["62.71", "34.03"]),
        ("Hujan di [Malaysia].", [None]),
        ("Hujan di [Kota Klaten].", [None]),
    ],
)
def test_a_place_is_linked_where_name_kind_or_province_decide(source: str, expected: list[str | None]) -> None:
    assert linked(source) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", (None, "")),
        ("Kota Tegal", ("city", "Tegal")),
        ("Kota", (None, "Kota")),
        ("Sungai Penuh", (None, "Sungai Penuh")),
        ("Kota Administrasi Jakarta Barat", ("city", "Jakarta Barat")),
        ("Daerah Istimewa Yogyakarta", (None, "Daerah Istimewa Yogyakarta")),
    ],
)
def test_kind_words_are_cut_unless_they_belong_to_the_name(name: str, expected: tuple[str | None, str]) -> None:
    assert cut_kind(name) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [([], None), (["Wali", "Kota"], "city"), (["Bupati"], "regency"), (["di"], None), (["Desa"], "area")],
)
def test_words_before_a_place_tell_its_kind(words: list[str], expected: str | None) -> None:
    assert kind_before(words) == expected


def test_the_table_holds_every_region_once_under_its_province() -> None:
    rows = language.table("regions")
    codes = [row["code"] for row in rows]
    provinces = {row["code"] for row in rows if row["kind"] == "province"}
    assert (len(codes), len(set(codes)), len(provinces)) == (552, 552, 38)
    assert {code[:2] for code in codes} == provinces
    assert all(
        region.code == row["code"]
        for row in rows
        for region in named(row["name"])
        if region.kind == row["kind"] and region.province == row["code"][:2]
    )

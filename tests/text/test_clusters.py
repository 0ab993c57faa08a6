"""Names marked as [PER …] in a text, and the clusters they fall into."""

from __future__ import annotations

import re

import pytest

from pipeline.text.acronyms import find as find_acronyms
from pipeline.text.clusters import Cluster, Mention, find

MARK = re.compile(r"\[(PER|ORG|LOC|POSITION|AWARD|PROGRAM|LAW|EVENT) ([^\[\]]*)\]")


def marked(source: str) -> tuple[str, list[Mention]]:
    """Return the text without marks, and its mentions; marks do not nest."""
    text, mentions, at = "", [], 0
    for match in MARK.finditer(source):
        text += source[at : match.start()]
        mentions.append(Mention(len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + source[at:], mentions


def clusters_of(source: str) -> tuple[str, list[Mention], list[Cluster]]:
    text, mentions = marked(source)
    return text, mentions, find(text, mentions, acronyms=find_acronyms(text))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("[PER Rano Wibisono] tiba. [PER Rano] pulang.", [{"Rano Wibisono", "Rano"}]),
        ("[PER Wibisono] tiba, lalu [PER Rano Wibisono].", [{"Rano Wibisono", "Wibisono"}]),
        ("[PER Dr Rano Wibisono] dan [PER Pak Rano].", [{"Dr Rano Wibisono", "Pak Rano"}]),
        ("[PER RANO WIBISONO] tiba. [PER Rano Wibisono] pulang.", [{"RANO WIBISONO", "Rano Wibisono"}]),
        ("[PER Rano Adi Wibisono], juga [PER R. A. Wibisono].", [{"Rano Adi Wibisono", "R. A. Wibisono"}]),
        ("[PER Rano Wibisono] dan [PER Sari Wibisono]. [PER Wibisono] pulang.", [{"Rano Wibisono"}, {"Sari Wibisono"}]),
        ("[PER Rano Wibisono], yang akrab disapa [PER Noni].", [{"Rano Wibisono", "Noni"}]),
        ("[PER Noni], sapaan akrab [PER Rano Wibisono].", [{"Rano Wibisono", "Noni"}]),
        ("[PER Rano Wibisono]. Kata bupati [LOC Noni], sapaannya, jalan rusak.", [{"Rano Wibisono", "Noni"}]),
        ("[PER Rano Wibisono] maju. Pria yang akrab disapa [PER Noni] itu menang.", [{"Rano Wibisono", "Noni"}]),
        ("[PER Rano Wibisono] alias Bang [PER Noni] tiba.", [{"Rano Wibisono", "Noni"}]),
        ("[PER Rano Wibisono] ([PER Rawi]) tiba.", [{"Rano Wibisono", "Rawi"}]),
        (
            "Bupati [PER Rano Wibisono] dan Camat [PER Sari Puspa]. Kata bupati [PER Noni], sapaannya, jalan rusak.",
            [{"Rano Wibisono", "Noni"}, {"Sari Puspa"}],
        ),
        (
            "[PER Rano Puspa] dan [PER Sari Dewi]. [PER Noni], sapaannya, tiba.",
            [{"Rano Puspa"}, {"Sari Dewi"}, {"Noni"}],
        ),
        ("[ORG Forum Guru Desa] (FGD) rapat. [ORG FGD] usai.", [{"Forum Guru Desa", "FGD"}]),
        ("[PROGRAM Forum Guru Desa] (FGD) rapat. [ORG FGD] usai.", [{"Forum Guru Desa", "FGD"}]),
        ("[ORG Forum Guru Desa] rapat. [ORG FGD] usai.", [{"Forum Guru Desa", "FGD"}]),
        (
            "[ORG Forum Guru Desa], [ORG Forum Gali Dana]. [ORG FGD] usai.",
            [{"Forum Guru Desa"}, {"Forum Gali Dana"}, {"FGD"}],
        ),
        ("[ORG Dinas Pekerjaan Umum], kata [ORG Dinas PU].", [{"Dinas Pekerjaan Umum", "Dinas PU"}]),
        ("[ORG PT Laut Utara Tbk] untung. [ORG Laut Utara] naik.", [{"PT Laut Utara Tbk", "Laut Utara"}]),
        ("[ORG Pemerintah Kota Tegal] dan [ORG Pemkot Tegal].", [{"Pemerintah Kota Tegal", "Pemkot Tegal"}]),
        ("[ORG Pemkot Tegal] dan [ORG Pemkab Tegal].", [{"Pemkot Tegal"}, {"Pemkab Tegal"}]),
        ("[ORG Dinas Sosial Kota Tegal] dan [ORG Dinas Sosial].", [{"Dinas Sosial Kota Tegal", "Dinas Sosial"}]),
        (
            "[ORG Dinas Sosial Kota Tegal], [ORG Dinas Sosial Kabupaten Sigi]. [ORG Dinas Sosial] rapat.",
            [{"Dinas Sosial Kota Tegal"}, {"Dinas Sosial Kabupaten Sigi"}],
        ),
        ("[ORG Bank Lumbung] dan [ORG Bank Lumbung Syariah].", [{"Bank Lumbung"}, {"Bank Lumbung Syariah"}]),
        ("[LOC Kota Tegal] ramai. [LOC TEGAL] sepi.", [{"Kota Tegal", "TEGAL"}]),
        ("[LOC Kota Tegal], [LOC Kabupaten Tegal]. [LOC Tegal] sepi.", [{"Kota Tegal"}, {"Kabupaten Tegal"}]),
        ("[LOC Desa Beka] banjir. [LOC Beka] surut.", [{"Desa Beka", "Beka"}]),
        ("[LOC Stasiun Tegal] penuh. [LOC Tegal] sepi.", [{"Stasiun Tegal"}, {"Tegal"}]),
        ("[LOC Jawa Tengah] luas. [LOC Jateng] hijau.", [{"Jawa Tengah", "Jateng"}]),
        ("[LOC Palangkaraya] dan [LOC Palangka Raya].", [{"Palangkaraya", "Palangka Raya"}]),
        ("[PROGRAM kredit Sibaja] cair. [PROGRAM Sibaja] laku.", [{"kredit Sibaja", "Sibaja"}]),
        ("[EVENT Pekan Kopi 2023] dan [EVENT Pekan Kopi].", [{"Pekan Kopi 2023", "Pekan Kopi"}]),
        (
            "[LAW Perda Nomor 5 Tahun 2016 tentang Pasar] dan [LAW Perda Nomor 5 Tahun 2016].",
            [{"Perda Nomor 5 Tahun 2016 tentang Pasar", "Perda Nomor 5 Tahun 2016"}],
        ),
        ("[PER Sigi] tinggal di [LOC Sigi].", [{"Sigi"}, {"Sigi"}]),
        ("[POSITION Bupati Sigi] dan [POSITION Bupati].", []),
    ],
)
def test_names_of_one_thing_share_a_cluster(source: str, expected: list[set[str]]) -> None:
    text, mentions, found = clusters_of(source)
    names = [{text[mentions[n].start : mentions[n].end] for n in cluster.mentions} for cluster in found]
    assert names == expected


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("[PER Rano] dan [PER Rano Wibisono].", "Rano Wibisono"),
        ("[LOC TEGAL] dan [LOC Tegal].", "Tegal"),
        ("[ORG Dinkes Sigi] dan [ORG Dinas Kesehatan].", "Dinas Kesehatan"),
        ("[LOC Tegal] dan [LOC Kota Tegal].", "Kota Tegal"),
    ],
)
def test_the_fullest_name_names_the_cluster(source: str, name: str) -> None:
    assert [cluster.name for cluster in clusters_of(source)[2]] == [name]

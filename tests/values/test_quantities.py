"""Counts, measures, percentages, multiples, ordinals, ages and durations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from num2words import num2words

from pipeline import language
from pipeline.values import read_quantities, read_values

COUNTS = [
    "",
    "memiliki {3.497 IKM | count value=3497 unit=IKM} di sana",
    "menyerap {29.770 tenaga kerja | count value=29770 unit='tenaga kerja'}",
    "dari total {3.675 pelaku usaha | count value=3675 unit='pelaku usaha'} Kota Semarang",
    "{40 ekor sapi | count value=40 unit=sapi} dan {5 unit rumah | count value=5 unit=rumah}",
    "{12 orang | count value=12 unit=orang} luka, {3 | count value=3} di antaranya kritis",
    "{10 karung | count value=10 unit=karung} beras",
    "{5 kapal | count value=5 unit=kapal} asing",
    "{25 | count value=25} dari {34 provinsi | count value=34 unit=provinsi}",
    "hanya {satu orang | count value=1 unit=orang}",
    "{dua guru | count value=2 unit=guru} dan {satu siswa | count value=1 unit=siswa}",
    "{tiga kali | count value=3 unit=kali per=hari} sehari",
    "{dua kali | count value=2 unit=kali per=bulan} sebulan",
    "sebulan {dua kali | count value=2 unit=kali per=bulan}",
    "maksimal {10 (sepuluh) orang | count value=10 high=10 unit=orang}",
    "dari {12 kabupaten/kota | count value=12 unit=kabupaten/kota}",
    "gedung {25 lantai | count value=25 unit=lantai} itu",
    "pendapat {kedua belah pihak | count value=2 unit=pihak}",
    "{ketiga tersangka | count value=3 unit=tersangka} ditahan",
    "{puluhan warga | count low=10 high=99 unit=warga approximate}",
    "{ratusan hingga ribuan ikan | count low=100 high=9999 unit=ikan approximate}",
    "{beberapa ratus orang | count low=100 high=999 unit=orang approximate}",
    "{100 lebih rumah | count value=100 low=100 unit=rumah}",
    "{empat pilar | count value=4 unit=pilar}: pemerintah, kampus, usaha, dan warga",
    "naik dari {10 | count value=10} menjadi {20 orang | count value=20 unit=orang}",
]
BOUNDS = [
    "lebih dari {100 rumah | count value=100 low=100 unit=rumah}",
    "tidak kurang dari {30 kapal | count value=30 low=30 unit=kapal}",
    "tidak boleh lebih dari {14 persen | percent value=14 high=14}",
    "sedikitnya {7 orang | count value=7 low=7 unit=orang}",
    "maksimal {5 kg | measure value=5 high=5 unit=kg}",
    "minimal sebesar {Rp 5 juta | money value=5000000 low=5000000 currency=IDR}",
    "{17 tahun | duration value=17 low=17 unit=tahun} ke atas",
    "sekitar {50 orang | count value=50 unit=orang approximate}",
    "hampir {90 persen | percent value=90 approximate}",
    "upah minimum {Rp 2 juta | money value=2000000 currency=IDR}",
    "kurang lebih {3 bulan | duration value=3 unit=bulan approximate}",
    "{50-an orang | count value=50 unit=orang approximate}",
    "{5-10 orang | count low=5 high=10 unit=orang}",
    "{3-5 juta orang | count low=3000000 high=5000000 unit=orang}",
    "{lima hingga enam guru | count low=5 high=6 unit=guru}",
    "sekitar {5-10 orang | count low=5 high=10 unit=orang approximate}",
    "antara {10 dan 20 persen | percent low=10 high=20}",
    "{15 menit sampai 30 menit | duration low=15 high=30 unit=menit}",
    "{dua-tiga hari | duration low=2 high=3 unit=hari}",
]
MEASURES = [
    "{100 km | measure value=100 unit=km per=jam}/jam",
    "{2.500 m2 | measure value=2500 unit=m2}",
    "{1,5 juta hektare | measure value=1500000 unit=hektare} hutan",
    "{20 ton | measure value=20 unit=ton} beras",
    "{39 | measure value=39 unit=cm} x {27 | measure value=27 unit=cm} x {7,5 cm | measure value=7.5 unit=cm}",
    "{-5 derajat Celsius | measure value=-5 unit='derajat Celsius'}",
    "{-5°C | measure value=-5 unit=°C}",
    "daya {18W | measure value=18 unit=W}",
    "{660.000 barel | measure value=660000 unit=barel per=hari} per hari",
    "{5 ton | measure value=5 unit=ton per=hektare} gabah kering per hektare",
    "{12,5 liter | measure value=12.5 unit=liter per=hari} setiap hari",
    "setiap hari minum {2 liter | measure value=2 unit=liter per=hari} air",
    "{0.5 gram | measure value=0.5 unit=gram ambiguous}",
    "{25 basis poin | measure value=25 unit='basis poin'}",
]
SHARES = [
    "{95% | percent value=95}",
    "{8.20% | percent value=8.2 ambiguous}",
    "{3.5 persen | percent value=3.5 ambiguous}",
    "{minus 0,3 persen | percent value=-0.3}",
    "{3,4 poin persentase | percent value=3.4}",
    "{setengah persen | percent value=0.5}",
    "{5-10% | percent low=5 high=10}",
    "{dua pertiga | multiple value=2/3} anggota",
    "{separuh | multiple value=0.5} penduduk",
    "{Seperempat | multiple value=0.25} mahasiswa",
    "{dua kali lipat | multiple value=2}",
    "{tiga kali | multiple value=3} lebih besar",
    "{5x lipat | multiple value=5}",
    "lebih dari {dua kali lipat | multiple value=2 low=2}",
]
ORDINALS = [
    "Presiden {ke-7 | ordinal value=7} RI",
    "babak {kedua | ordinal value=2}",
    "hari jadi {ke-1.278 | ordinal value=1278}",
    "urutan {ketiga | ordinal value=3}",
    "yang {kedua puluh lima | ordinal value=25}",
    "{peringkat I | ordinal value=1} nasional",
    "{juara 2 | ordinal value=2} lomba",
    "uji coba {pertama | ordinal value=1}",
    "anak {kedua | ordinal value=2} pasangan itu",
    "untuk {ketiga | ordinal value=3} kalinya",
]
TIMES = [
    "berusia {33 tahun | age value=33 unit=tahun}",
    "perempuan {23 tahun | age value=23 unit=tahun} itu",
    "usia minimal {17 tahun | age value=17 low=17 unit=tahun}",
    "usia {7 hingga 12 tahun | age low=7 high=12 unit=tahun}",
    "Sri Wahyuni ({45 | age value=45 unit=tahun}) dan Joko, {38 tahun | age value=38 unit=tahun}, selamat",
    "bayi berusia {8 bulan | age value=8 unit=bulan}",
    "selama {dua tahun | duration value=2 unit=tahun}",
    "{setengah jam | duration value=0.5 unit=jam}",
    "{1 jam 30 menit | duration value=1.5 unit=jam}",
    "{4 tahun 6 bulan | duration value=4.5 unit=tahun} penjara",
    "{2x24 jam | duration value=48 unit=jam}",
    "dalam {setahun | duration value=1 unit=tahun}",
    "{dua bulan | duration value=2 unit=bulan} terakhir",
    "dalam {dua bulan | duration value=2 unit=bulan} mendatang",
]


@pytest.mark.parametrize("marked", [*COUNTS, *BOUNDS, *MEASURES, *SHARES, *ORDINALS, *TIMES])
def test_quantity(marked: str, reads: Callable[..., None]) -> None:
    reads(marked)


@pytest.mark.parametrize("row", language.table("units"), ids=lambda row: row["form"])
def test_every_unit_is_read(row: language.Row) -> None:
    (item,) = read_quantities(f"sebesar 2,5 {row['form']}.")
    assert (item.kind, item.value, item.text) == (row["kind"], 2.5, f"2,5 {row['form']}")
    assert item.unit == (None if row["kind"] == "percent" else row["form"])


@pytest.mark.parametrize("number", [*range(2, 120), 200, 999])
def test_ordinals_as_num2words_writes_them(number: int) -> None:
    (item,) = read_quantities(f"yang {num2words(number, lang='id', to='ordinal')} itu")
    assert (item.kind, item.value) == ("ordinal", number)


def test_tags_say_what_is_counted() -> None:
    text = "ada 12 gubuk reyot"
    with_noun = read_values(text, tags=[(0, 3, "VERB"), (4, 6, "NUM"), (7, 12, "NOUN"), (13, 18, "ADJ")])
    without = read_values(text, tags=[(0, 3, "VERB"), (4, 6, "NUM"), (7, 12, "VERB"), (13, 18, "ADJ")])
    assert [item.unit for item in with_noun.quantities] == ["gubuk"]
    assert [item.unit for item in without.quantities] == [None]


def test_numbers_are_whole_or_shortest() -> None:
    values = [item.value for item in read_quantities("Rp 1,1 juta, 8,2 persen, 4,0 km")]
    assert values == [1_100_000, 8.2, 4]
    assert [type(value) for value in values] == [int, float, int]

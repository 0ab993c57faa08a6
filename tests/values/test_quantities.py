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
    "hanya mencetak {satu gol | count value=1 unit=gol}",
    "sebanyak {satu warga | count value=1 unit=warga} tewas",
    "minimal {satu saksi | count value=1 low=1 unit=saksi}",
    "mencuri {satu unit laptop | count value=1 unit=laptop} dan {satu ponsel | count value=1 unit=ponsel}",
    "{tiga mantan pejabat | count value=3 unit='mantan pejabat'} diperiksa",
    "{dua eks pegawai | count value=2 unit='eks pegawai'} bank",
    "{dua eks-pegawai | count value=2 unit='eks-pegawai'} bank",
    "{lima calon bupati | count value=5 unit='calon bupati'}, {40 calon | count value=40 unit=calon} lain",
    "{12 bakal calon kepala daerah | count value=12 unit='bakal calon kepala daerah'}",
    "{70 makalah | count value=70 unit=makalah} dibahas",
    "{60 batang pohon | count value=60 unit=pohon} jati",
    "{13 penumpang | count value=13 unit=penumpang} {tiga | count value=3} diantaranya selamat",
    "setiap hari kami menyambut {kedua tamu | count value=2 unit=tamu} itu",
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
    "jarak {5 | measure value=5}, {7 | measure value=7}, dan {9 km | measure value=9 unit=km}",
    "dari {5 | percent value=5} menjadi {7 persen | percent value=7}",
    "mencapai {842.000 | count value=842000} atau {46 persen | percent value=46}",
    "{satu | count value=1} atau {dua orang | count value=2 unit=orang}",
    "diperpanjang {satu kali | count value=1 unit=kali}",
    "{kedua orang tuanya | count value=2 unit='orang tuanya'} hadir",
    "penggabungan {kedua pemilu | count value=2 unit=pemilu} itu",
    "identitas {kedua korban | count value=2 unit=korban}",
    "kasus tewasnya {sembilan Brimob | count value=9 unit=Brimob} di sana",
    "{dua Menteri | count value=2 unit=Menteri} hadir",
    "Baca juga: {5 Kesalahan | count value=5 unit=Kesalahan} Saat Melamar Kerja yang sering dibuat",
    "{ratusan orang | count low=100 high=999 unit=orang per=tahun approximate} pertahunnya",
    "{22 SMA/SMK | count value=22 unit=SMA/SMK} negeri",
    "{96 orang | count value=96 unit=orang} cedera dan {15 orang | count value=15 unit=orang} dewasa",
    "penonton lebih dari {65,2 juta | count value=65200000 low=65200000} di YouTube",
    "sebanyak {4.309 | count value=4309} {tahun 2007 | date value=2007 resolved}",
    "pada {23 Mei 2017 | date value=2017-05-23 resolved} ada {1966 TPS | count value=1966 unit=TPS}",
    "antar {kedua wilayah | count value=2 unit=wilayah}",
    "salah satu kekuatan dengan {dua juta usaha | count value=2000000 unit=usaha}",
    "nilai terendah {41 | count value=41} di kelas itu",
    "sebanyak {14 orang warga negara Indonesia | count value=14 unit='warga negara Indonesia'} pulang",
    "Sebanyak {24 Parpol | count value=24 unit=Parpol} mendaftar",
    "{tiga ganda putra | count value=3 unit='ganda putra'} dan {dua tunggal putri | count value=2 unit='tunggal putri'}",
    "{ribuan pengunjuk rasa | count low=1000 high=9999 unit='pengunjuk rasa' approximate}",
    "{dua orang | count value=2 unit=orang} tewas dan {satu | count value=1} lainnya luka",
    "dari {lima korban | count value=5 unit=korban}, {satu | count value=1} di antaranya anak-anak",
    "{Tiga | count value=3} lagi masih dicari",
    "satu lagi, kata dia",
    "hadir {33,914 orang | count value=33914 unit=orang ambiguous}",
    "rata-rata {2,125 anak | count value=2.125 unit=anak} dan {3,125 poin | count value=3.125 unit=poin}",
    "naik {seperempat poin | count value=0.25 unit=poin} saja",
    "meraih skor {75 | count value=75} dalam tes",
    "revisi {tiga UU | count value=3 unit=UU}",
    "{Satu | count value=1} tewas, {dua | count value=2} luka",
    "{3 | count value=3} tewas dan {12 | count value=12} luka berat",
    "mengalami {tiga luka | count value=3 unit=luka} berat",
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
    "penjara paling singkat {2 tahun | duration value=2 low=2 unit=tahun}",
    "kuranglebih {20 orang | count value=20 unit=orang approximate}",
    "dan lebih {13 ribu buku | count value=13000 low=13000 unit=buku}",
    "{2 kali | count value=2 low=2 unit=kali} atau lebih dalam {setahun | duration value=1 unit=tahun}",
    "{2 jam lebih 10 menit | duration value=2.1666666666666665 unit=jam}",
    "paling mahal {Rp 275 ribu | money value=275000 high=275000 currency=IDR}",
    "kembali ke bawah {3 persen | percent value=3 high=3}",
    "meluas hingga radius {5 km | measure value=5 high=5 unit=km}",
]
BRACKETS = [
    "",
    "medali Riau ({27 | count value=27}), Kalimantan Timur ({24 | count value=24})",
    "Budi ({27 | age value=27 unit=tahun}) dan Siti Riau ({24 | age value=24 unit=tahun})",
]
MEASURES = [
    "dari {12 ton | measure value=12 unit=ton per=hari} sampah per hari terolah {300 kg | measure value=300 unit=kg}",
    "pembangkit {2x50 MW | measure value=100 unit=MW}",
    "lahan {3 | measure value=3 unit=meter}x{4 meter | measure value=4 unit=meter}",
    "sejauh {5 km-an | measure value=5 unit=km approximate}",
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
    "gempa {magnitudo 5,6 | measure value=5.6 unit=magnitudo} dan {M 4,2 | measure value=4.2 unit=M}",
    "gempa {Magnitudo (M) 5,1 | measure value=5.1 unit=Magnitudo}, bermagnitudo {6 | measure value=6 unit=magnitudo}",
    "varian {16 GB | measure value=16 unit=GB}/{512 GB | measure value=512 unit=GB}",
    "tekanan {1.014 mbar | measure value=1014 unit=mbar}, suhu {25 Celsius | measure value=25 unit=Celsius}",
    "terseret {100 meteran | measure value=100 unit=meter approximate}",
    "{5 menitan | duration value=5 unit=menit approximate} kemudian",
    "konsentrasi {52,3µg | measure value=52.3 unit=µg per=m³}/m³",
    "daya {2.200 volt ampere | measure value=2200 unit='volt ampere'}",
    "{1,5 juta WP | count value=1500000 unit=WP} dan {100 Wp | measure value=100 unit=Wp}",
    "{1 menit 37.5 detik | duration value=1.625 unit=menit ambiguous}",
    "{1 menit 37.205 detik | duration value=1.6200833333333333 unit=menit ambiguous}",
    "hasil panen {5-6 kuintal | measure low=5 high=6 unit=kuintal per='1.000 meter persegi'} per 1.000 meter persegi",
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
    "{70 persennya | percent value=70} dikirim",
    "{Separuh lebih | multiple value=0.5 low=0.5} pasar hangus",
    "dengan perolehan suara {40-43 persen | percent low=40 high=43}",
    "kapasitas {setengah | multiple value=0.5}.",
    "naik dari {2 kali | count value=2 unit=kali} menjadi {3 kali | count value=3 unit=kali per=hari} sehari",
    "bunga naik {satu kali | count value=1 unit=kali} lagi",
    "menang {tujuh kali | count value=7 unit=kali} dari {16 laga | count value=16 unit=laga}",
    "menembak sebanyak {tiga kali | count value=3 unit=kali} dari depan",
    "{lima kali | multiple value=5} lebih bau daripada itu",
    "sasaran {3±1 persen | percent value=3 low=2 high=4}",
    "{2,5% plus minus 1% | percent value=2.5 low=1.5 high=3.5}",
    "usia {65 tahun | age value=65 low=65 unit=tahun} ke atas mencapai {30 persen | percent value=30}",
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
    "{juara harapan 1 | ordinal value=1}",
    "HUT {ke-79 | ordinal value=79} RI",
    "(HUT) {ke-80 | ordinal value=80} Republik Indonesia",
    "pemakai terbesar {kedua | ordinal value=2} minyak mentah",
    "di posisi {ke lima | ordinal value=5} klasemen",
    "paruh {kedua | ordinal value=2} musim ini",
    "istri {kedua | ordinal value=2} pelaku",
    "minggu {ke 8 | ordinal value=8} kehamilan",
    "gol {keduanya | ordinal value=2} musim ini, tetapi keduanya diam",
    "{Juara I | ordinal value=1}, {II | ordinal value=2}, dan {III | ordinal value=3}",
    "{peringkat 2 | ordinal value=2} dan {5 medali | count value=5 unit=medali}",
    "meraih peringkat 5 besar",
    "{pertama | ordinal value=1} tahapan kampanye, {kedua | ordinal value=2} tahapan pemungutan suara",
    "leg {kedua | ordinal value=2} perempat final",
    "gelar {ketiga | ordinal value=3} Piala AFF",
    "Super Series {pertamanya | ordinal value=1}",
    "posisi {keduabelas | ordinal value=12}",
    "pekan {ke-empat | ordinal value=4} liga",
    "keempat-empatnya hilang",
    "kongres {ke-III | ordinal value=3} dan tahap {ke II | ordinal value=2}",
    "{juara 1-3 | ordinal low=1 high=3} dan {peringkat 5 sampai 10 | ordinal low=5 high=10}",
    "untuk kali {kedua | ordinal value=2} tim itu menang",
    "demo {kedua | ordinal value=2} buruh",
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
    "Pasal 374 KUHP dengan ancaman hukuman {5 tahun | duration value=5 unit=tahun} penjara",
    "menuntut {1 tahun 10 bulan | duration value=11/6 unit=tahun} menurut Pasal 64",
    "per kuartal ({tiga bulan | duration value=3 unit=bulan}) sekali",
    "seorang nenek ({70 tahun | age value=70 unit=tahun})",
    "sudah {empat hari | duration value=4 unit=hari} ini sakit",
    "periode {lima tahun | duration value=5 unit=tahun} mendatang",
    "karam dalam {semalam | duration value=1 unit=malam}",
    "{setengah abad | duration value=0.5 unit=abad} lalu",
    "usianya baru {17 | age value=17 unit=tahun}",
    "berusia {30 tahunan | age value=30 unit=tahun approximate}",
    "Kiper kawakan {39 tahun | age value=39 unit=tahun} itu",
    "agenda lima tahunan",
    "sudah {dua Minggu | duration value=2 unit=Minggu}",
    "dalam {dua hingga tiga tahun | duration low=2 high=3 unit=tahun} mendatang",
    "dalam waktu {sepuluh tahun | duration value=10 unit=tahun} mendatang",
]


@pytest.mark.parametrize("marked", [*COUNTS, *BOUNDS, *BRACKETS, *MEASURES, *SHARES, *ORDINALS, *TIMES])
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

"""Dates and clock times as EDTF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values import parse_date, read_dates

ALONE = [
    "mengesahkan APBD Perubahan {2022 | date value=2022 resolved}",
    "pasangan yang menikah {2018 lalu | date value=2018 resolved} itu",
    "{5-10 tahun lalu | date value=XXXX/XXXX}",
    "",
    "pada {14 Juni 2017 | date value=2017-06-14 resolved}",
    "{Rabu, 14 Juni 2017 | date value=2017-06-14 resolved} {pukul 10.30 WIB | date value=T10:30+07:00}",
    "{Rabu (14/6/2017) | date value=2017-06-14 resolved}",
    "{Rabu (14/6) | date value=XXXX-06-14}",
    "di Semarang ({14/6 | date value=XXXX-06-14})",
    "{14/06/2017 | date value=2017-06-14 resolved}, {2017-06-14 | date value=2017-06-14 resolved}",
    "{31/12/99 | date value=1999-12-31 resolved}",
    "{Juni 2017 | date value=2017-06 resolved} dan {bulan Juli | date value=XXXX-07}",
    "{tahun 2017 | date value=2017 resolved}",
    "{sejak 1985 | date value=1985/.. resolved}",
    "{hingga 2025 | date value=../2025 resolved}",
    "{sampai dengan 31 Desember 2019 | date value=../2019-12-31 resolved}",
    "{2017-2021 | date value=2017/2021 resolved}",
    "{sejak 2015 hingga 2018 | date value=2015/2018 resolved}",
    "per {31 Desember 2019 | date value=2019-12-31 resolved}",
    "mulai {1 Juli 2017 | date value=2017-07-01 resolved}",
    "{11-24 November 2019 | date value=2019-11-11/2019-11-24 resolved}",
    "{28 Februari-3 Maret 2022 | date value=2022-02-28/2022-03-03 resolved}",
    "{27 Desember 2023-3 Januari 2024 | date value=2023-12-27/2024-01-03 resolved}",
    "{28 Desember-3 Januari 2024 | date value=2023-12-28/2024-01-03 resolved}",
    "{Januari-Juni 2019 | date value=2019-01/2019-06 resolved}",
    "{12 | date value=2023-06-12 resolved anchor=text} dan {14 Juni 2023 | date value=2023-06-14 resolved}",
    "{Mei | date value=2020-05 resolved anchor=text} dan {Juni 2020 | date value=2020-06 resolved}",
    "antara {2010 dan 2015 | date value=2010/2015 resolved}",
    "{Sabtu dan Minggu (9-10/3) | date value=XXXX-03-09/XXXX-03-10}",
    "{kuartal II 2017 | date value=2017-34 resolved}, {triwulan IV | date value=XXXX-36}",
    "{semester I/2018 | date value=2018-40 resolved} dan {Q3 2019 | date value=2019-35 resolved}",
    "{era 90-an | date value=199X resolved}, {tahun 1970-an | date value=197X resolved}",
    "{abad ke-21 | date value=20XX resolved} dan {abad XIX | date value=18XX resolved}",
    "{awal 2018 | date value=2018 resolved}, {pertengahan Juni | date value=XXXX-06}",
    "{tahun anggaran 2018 | date value=2018 resolved}",
    "{tahun ajaran 2019/2020 | date value=2019/2020 resolved}",
    "APBD {2018 | date value=2018 resolved}",
    "{kemarin | date value=XXXX-XX-XX}, {tahun lalu | date value=XXXX}, {bulan ini | date value=XXXX-XX}",
    "pada {Minggu | date value=XXXX-XX-XX}",
    "laporan {2017 | date value=2017 resolved}, {Rabu (14/6) | date value=2017-06-14 resolved anchor=weekday}",
    "{pukul 07.30-14.00 WITA | date value=T07:30+08:00/T14:00+08:00}",
    "{10.00-21.00 WIT | date value=T10:00+09:00/T21:00+09:00}",
    "{jam 9 malam | date value=T21:00}, {pukul setengah delapan pagi | date value=T07:30}",
    "{pukul 3 dini hari | date value=T03:00}, {pukul 24.00 | date value=T24:00}",
    "{10:30:15 WIB | date value=T10:30:15+07:00}",
    "{Sabtu, (22/2/2025) | date value=2025-02-22 resolved}",
    "{pukul 20.00 WIB | date value=T20:00+07:00}/{21.00 WITA | date value=T21:00+08:00}",
    "{besok | date value=XXXX-XX-XX} pagi dan {kemarin | date value=XXXX-XX-XX} sore",
    "{era 1979-1990 | date value=1979/1990 resolved}",
    "{akhir tahun nanti | date value=XXXX}",
    "antara {5 dan 9 Maret 2024 | date value=2024-03-05/2024-03-09 resolved}",
    "antara {Januari dan Maret 2024 | date value=2024-01/2024-03 resolved}",
    "{jam 7-9 malam | date value=T19:00/T21:00}, {pukul 8 hingga 10 pagi | date value=T08:00/T10:00}",
    "{tanggal 17 bulan ini | date value=XXXX-XX-17}",
    "antara {3 dan 5 tahun lalu | date value=XXXX/XXXX}",
    "pada {era 1980-an | date value=198X resolved} desa itu",
    "pada edisi {2010 | date value=2010 resolved} dan {2014 | date value=2014 resolved}",
    "sejak Pemilu 1999 dan 2004",
    "terjadi sekitar {2020 | date value=2020 resolved} setelah itu",
    "sekitar {2020 rumah | count value=2020 unit=rumah approximate}",
    "dibandingkan dengan {2017 | date value=2017 resolved} yang lesu",
    "pada {23.30 | date value=T23:30} waktu setempat",
    "tanggal lahirnya {tujuh belas Agustus | date value=XXXX-08-17}",
    "{pertengahan hingga akhir 2019 | date value=2019 resolved}",
    "{tahun ajaran 2023/2024 | date value=2023/2024 resolved} kurikulum berubah",
    "{Semester I tahun anggaran 2023 | date value=2023-40 resolved}",
    "{tiga kuartal | duration value=3 unit=kuartal} {pertama | ordinal value=1} {2023 | date value=2023 resolved}",
    "{pukul 08.00 | date value=T08:00}, {10.30 | date value=T10:30}, dan {13.00 WIB | date value=T13:00+07:00}",
    "{Pukul 08.00 | date value=T08:00}, {12.500 orang | count value=12500 unit=orang} hadir",
    "pekan {ke-3 | ordinal value=3} {Januari | date value=XXXX-01}",
    "menang 2-1 {hari Minggu | date value=XXXX-XX-XX}, kalah 1-2 {pekan lalu | date value=XXXX-WXX}",
]
PUBLISHED = [
    "{dua hingga tiga tahun lalu | date value=2014/2015 anchor=published resolved} sepi",
    "selesai {2-3 bulan mendatang | date value=2017-08/2017-09 anchor=published resolved}",
    "{Rabu (14/6) | date value=2017-06-14 resolved anchor=published}",
    "{Kamis (15/6) | date value=2017-06-15 resolved anchor=published}",
    "{20 Juni | date value=2016-06-20 resolved anchor=published}",
    "akan digelar {20 Juni | date value=2017-06-20 resolved anchor=published}",
    "{Rabu (21/6) | date value=2017-06-21 resolved anchor=weekday}",
    "akan digelar {Rabu (21/6) | date value=2017-06-21 resolved anchor=published}",
    "{Selasa (14/6) | date value=2017-06-14 resolved anchor=published}",
    "jalan akan dibangun, kata dia, {Kamis (8/6) | date value=2017-06-08 resolved anchor=published}",
    "{Senin | date value=2017-06-12 resolved anchor=published}",
    "{Kamis lalu | date value=2017-06-08 resolved anchor=published}",
    "{Kamis depan | date value=2017-06-22 resolved anchor=published}",
    "{Rabu pekan lalu | date value=2017-06-07 resolved anchor=published}",
    "{hari ini | date value=2017-06-15 resolved anchor=published}",
    "{kemarin | date value=2017-06-14 resolved anchor=published}, {lusa | date value=2017-06-17 resolved anchor=published}",
    "{Juli | date value=2016-07 resolved anchor=published}, {Juni | date value=2017-06 resolved anchor=published}",
    "{Desember mendatang | date value=2017-12 resolved anchor=published}",
    "{17 Agustus lalu | date value=2016-08-17 resolved anchor=published}",
    "{pekan depan | date value=2017-W25 resolved anchor=published}",
    "{minggu lalu | date value=2017-W23 resolved anchor=published}",
    "{dua tahun lalu | date value=2015 resolved anchor=published}",
    "{tiga bulan lalu | date value=2017-03 resolved anchor=published}",
    "{setahun lalu | date value=2016 resolved anchor=published}",
    "{sejak Maret lalu | date value=2017-03/.. resolved anchor=published}",
    "{kuartal IV tahun lalu | date value=2016-36 resolved anchor=published}",
    "{akhir tahun ini | date value=2017 resolved anchor=published}",
    "{14-16 Juni | date value=2017-06-14/2017-06-16 resolved anchor=published}",
    "{29 Februari | date value=2016-02-29 resolved anchor=published}",
    "selama {dua tahun | duration value=2 unit=tahun} terakhir",
    "{tahun 2017 ini | date value=2017 resolved}",
    "{semalam | date value=2017-06-14 resolved anchor=published} hujan deras",
    "indeks naik {hari ini | date value=2017-06-15 resolved anchor=published}",
    "{tanggal 17 bulan ini | date value=2017-06-17 resolved anchor=published}",
    "{tanggal 20 bulan depan | date value=2017-07-20 resolved anchor=published}",
    "{tanggal 31 bulan ini | date value=XXXX-XX-31}",
    "{Sabtu pekan lalu (10/6) | date value=2017-06-10 resolved anchor=published}",
    "akan meninjau program {Desember lalu | date value=2016-12 anchor=published resolved}",
    "memperkirakan hujan {hingga 20 Juni | date value=../2017-06-20 anchor=published resolved}",
    "antara {3 dan 5 tahun lalu | date value=2012/2014 anchor=published resolved}",
]
FIELDS = [
    ("2017-06-14", "2017-06-14"),
    ("2017-06-14T10:30:00+07:00", "2017-06-14"),
    ("2017/06/14", "2017-06-14"),
    ("Rabu, 14 Juni 2017 10:30 WIB", "2017-06-14"),
    ("14/06/2017 - 10.30 WIB", "2017-06-14"),
    ("14-06-2017", "2017-06-14"),
    ("14 Jun 2017", "2017-06-14"),
    ("Wed, 14 Jun 2017 10:30:00 +0700", "2017-06-14"),
    ("June 14, 2017", "2017-06-14"),
    ("Rabu (14/6/2017)", "2017-06-14"),
]


@pytest.mark.parametrize("marked", ALONE)
def test_date_without_publication(marked: str, reads: Callable[..., None]) -> None:
    reads(marked)


@pytest.mark.parametrize("marked", PUBLISHED)
def test_date_completed_from_publication(marked: str, reads: Callable[..., None]) -> None:
    reads(marked, "2017-06-15")


@pytest.mark.parametrize(("text", "iso"), FIELDS)
def test_parse_date_reads_a_field(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize("text", ["", "kemarin", "Juni 2017", "14 Juni", "31/02/2017", "tidak ada"])
def test_parse_date_gives_none_for_less_than_a_day(text: str) -> None:
    assert parse_date(text) is None


def test_unreadable_publication_leaves_dates_partial() -> None:
    (item,) = read_dates("Rabu (14/6)", published="entah")
    assert (item.value, item.resolved, item.anchor) == ("XXXX-06-14", False, None)


@given(
    st.dates(min_value=date(1500, 1, 1), max_value=date(2100, 12, 31)),
    st.sampled_from(["short", "medium", "long", "full"]),
)
def test_reads_dates_as_babel_writes_them(day: date, style: str) -> None:
    if style == "short" and not 1950 <= day.year < 2050:
        return
    text = format_date(day, format=style, locale="id")
    (item,) = read_dates(text)
    assert (item.text, item.value, item.resolved) == (text, day.isoformat(), True)

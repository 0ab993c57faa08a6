"""Figures and number words that are no amounts and no dates."""

from __future__ import annotations

import pytest

from pipeline.values import read_values

CASES = [
    "",
    "   \n\n ",
    "Hubungi 0812-3456-7890 atau (021) 555 1234.",
    "Telepon 021-7403035, faks 021 7403036",
    "Nomor +62 812 3456 7890",
    "NIK 3374012345678901 dan NPWP 01.234.567.8-901.000",
    "UU Nomor 23 Tahun 2014 dan UU 23/2014",
    "Perda No. 5/2016, Pasal 3 ayat (2) huruf b",
    "Peraturan Menteri Nomor 11 Tahun 2019",
    "UUD 1945",
    "Surat Edaran SE-08/MBU/12/2015",
    "di Jalan Pemuda No. 10, RT 03/RW 05",
    "Jl. Sudirman 25 Blok B3",
    "Jalan 17 Agustus",
    "kuliah di Universitas 17 Agustus 1945",
    "menang 2-1 atas tamunya",
    "Persib takluk 0-2",
    "menang 21-19, 18-21, 21-15",
    "imbang 1-1",
    "Covid-19 menyebar",
    "KTT G20 dan Top 45",
    "siswa SMAN 2 Semarang",
    "Timnas U-19",
    "aplikasi versi 2.0.1 untuk Android 10",
    "iPhone 11 Pro",
    "layar 3D dan jaringan 5G",
    "Boeing 737-800",
    "1. Pendaftaran",
    "2) Seleksi",
    "naik ke lantai 3",
    "siswa kelas 5 SD",
    "nomor urut 2",
    "pada 6°12' LS",
    "plat H 1234 AB",
    "warga Simpang Lima",
    "wisata Kepulauan Seribu",
    "satu-satunya jalan",
    "salah satu warga",
    "seorang pria membawa sebuah tas",
    "setengah hati",
    "pertama-tama",
    "Asian Games 2018",
    "Pemilu 2019",
    "H-3",
    "saat ini",
    "masuk 50 besar",
    "lihat https://contoh.id/2017/06/14/5-orang dan akun @warga45 #2019",
    "surel 123@contoh.id",
    "setiap 5 menit",
    "Pasar Minggu",
    "mobil 4x4",
    "Ia datang dua hari sekali",
    "beberapa tahun lalu",
    "salah satu dari mereka",
    "Sertifikat ISO 9001",
    "a" * 50,
]


@pytest.mark.parametrize("text", CASES)
def test_gives_nothing(text: str) -> None:
    found = read_values(text, published="2017-06-15")
    assert [item.text for item in (*found.quantities, *found.dates)] == []

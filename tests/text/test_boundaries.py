"""What the rules make of the boundaries that a model found: the first text bears the model's, the second the right ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.boundaries import corrected
from pipeline.training.evaluate_segmentation import parse

ADDED = {
    "": "",
    "Rumah itu dijual! Pembelinya dari Tuban.": "Rumah itu dijual!| Pembelinya dari Tuban.",
    "“Hebat! Saya terharu,” kata Sari.": "“Hebat!| Saya terharu,” kata Sari.",
    '"Mundur!" Kerumunan pun bubar.': '"Mundur!"| Kerumunan pun bubar.',
    "JALAN DITUTUP LAGI. WARGA MEMUTAR.": "JALAN DITUTUP LAGI.| WARGA MEMUTAR.",
    "Ia pergi. (Kisahnya panjang.) Kini ia kembali.": "Ia pergi.| (Kisahnya panjang.)| Kini ia kembali.",
    "1. Cuci tangan. 2. Potong bawang.": "1. Cuci tangan.| 2. Potong bawang.",
    "a. Membaca soal. b. Menulis jawaban.": "a. Membaca soal.| b. Menulis jawaban.",
    "Timnya kalah 0-4. Pelatih mundur.": "Timnya kalah 0-4.| Pelatih mundur.",
    "Ia duduk di baris 3. Kursinya patah.": "Ia duduk di baris 3.| Kursinya patah.",
    "Mereka tinggal di RT. Rumahnya kecil.": "Mereka tinggal di RT.| Rumahnya kecil.",
    "Darahnya golongan B. Donor dicari.": "Darahnya golongan B.| Donor dicari.",
    "Petani rugi!Harga jatuh sejak Mei.": "Petani rugi!|Harga jatuh sejak Mei.",
    "ujar Wati.Koswara membantah hal itu.": "ujar Wati.Koswara membantah hal itu.",
    "ujarnya.Koswara membantah hal itu.": "ujarnya.|Koswara membantah hal itu.",
    "Lampu padam… Semua orang diam.": "Lampu padam…| Semua orang diam.",
    "Jalan dibuka kembali sore ini (sar)": "Jalan dibuka kembali sore ini| (sar)",
    "Jalan dibuka. (Sar/D-3)": "Jalan dibuka.| (Sar/D-3)",
    "Jalan dibuka. ***": "Jalan dibuka.| ***",
    "Jalan dibuka. -sar-": "Jalan dibuka.| -sar-",
    "Beratnya 12 (kg)": "Beratnya 12 (kg)",
}
REMOVED = {
    "Ia diam...| lalu pergi.": "Ia diam... lalu pergi.",
    "Juaranya adalah...| Dewi Lestari.": "Juaranya adalah... Dewi Lestari.",
    '"Kapan?"| Bu Ani bertanya dengan lirih.': '"Kapan?" Bu Ani bertanya dengan lirih.',
    "Bripka.| Joko dan Aipda.| Tono datang.": "Bripka. Joko dan Aipda. Tono datang.",
    "BANJIR DI KEC.| WELERI SURUT": "BANJIR DI KEC. WELERI SURUT",
    "Lihat No.| 5 dan tgl.| 3 Mei.": "Lihat No. 5 dan tgl. 3 Mei.",
    "Bayar Rp.| 5.000 di loket.": "Bayar Rp. 5.000 di loket.",
    "RS.| Budi Mulia penuh.": "RS. Budi Mulia penuh.",
    "Kunjungi Ceritadesa.|Com hari ini.": "Kunjungi Ceritadesa.Com hari ini.",
    "Urutannya 1.| Ani 2.| Budi 3.| Cici.": "Urutannya 1. Ani 2. Budi 3. Cici.",
    "Undang-undang tentan|g pasar.": "Undang-undang tentang pasar.",
    "Kodam IV/|Diponegoro membantah.": "Kodam IV/Diponegoro membantah.",
    '"Kami lega,"| Edi menutup rapat.': '"Kami lega," Edi menutup rapat.',
}
MOVED = {
    'Rapat selesai."|Kami lega," kata Edi.': 'Rapat selesai.|"Kami lega," kata Edi.',
    'Rapat selesai. "| Kami lega," kata Edi.': 'Rapat selesai.| " Kami lega," kata Edi.',
    "Lampu dimatikan.-| Pintu ditutup.": "Lampu dimatikan.|- Pintu ditutup.",
    '"Kami lega.|" Ia tertawa.': '"Kami lega."| Ia tertawa.',
    "Harga naik (|Stok kosong).": "Harga naik| (Stok kosong).",
}
KEPT = [
    "Ia dirawat di RS.| Kondisinya baik.",
    "Panjangnya 42 km.| 15 orang gugur.",
    "Rapat mulai pukul 07.15.| Semua hadir.",
    "Ia bernama S.| Sukarno menurut saksi.",
    "Kantor Yahoo! Indonesia tutup.",
    'Film "Siapa Dia?" Minggu ini tayang.',
    '"Siapa dia?" tanya Budi.',
    '"AWAS!" TERIAK SOPIR.',
    "Tersangka A.S. (34) ditahan.",
    "Drs.Sutomo dan PT.Maju datang.",
    "Bambang Sudarsono. MM., hadir.",
]


@pytest.mark.parametrize(("given", "right"), (ADDED | REMOVED | MOVED).items())
def test_a_sure_mark_overrules_the_model(given: str, right: str) -> None:
    case, model = parse(right), parse(given)
    assert case.text == model.text
    assert corrected(model.text, [*sorted(model.ends), len(model.text)]) == [*sorted(case.ends), len(case.text)]


@pytest.mark.parametrize("text", KEPT)
def test_in_doubt_the_model_decides(text: str) -> None:
    case = parse(text)
    ends = [*sorted(case.ends), len(case.text)]
    assert corrected(case.text, ends) == ends


LINES = st.text(alphabet=" .?!…\"“”'()[]-12aAbB,:*", min_size=1, max_size=40).map(str.strip).filter(bool)


@given(LINES, st.sets(st.integers(1, 40)))
def test_ends_rise_to_the_end_of_the_line_and_stand_behind_visible_characters(text: str, cuts: set[int]) -> None:
    model = sorted({len(text[:cut].rstrip()) for cut in cuts if 0 < cut < len(text)} - {0})
    found = corrected(text, [*(end for end in model if end < len(text)), len(text)])
    assert found == sorted(set(found))
    assert found[-1] == len(text)
    assert all(end > 0 and not text[end - 1].isspace() for end in found)

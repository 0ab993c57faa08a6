"""Blocks tell story from portal, whatever the portal."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import glued, read_blocks, signoffs
from pipeline.text.blocks import KINDS

STORY = "Warga Desa Sukamaju memanen padi organik seluas dua hektare pada musim tanam pertama tahun ini."
SECOND = "Hasilnya naik dari tiga ton menjadi lima ton gabah kering, kata kepala desa kepada wartawan."

PAGES = [
    ("", []),
    (" \n\u00a0\r\n\t", []),
    ("Panen Raya di Sukamaju", ["body"]),
    (STORY, ["body"]),
    (f"{STORY}\n{SECOND}", ["body", "body"]),
    (f"{STORY}\r\n\r\n{SECOND}\r\n", ["body", "body"]),
    (f"Panen Raya di Desa Sukamaju\n{STORY}", ["title", "body"]),
    (f"Beranda > Daerah\nPanen Raya di Desa Sukamaju\n\n{STORY}", ["breadcrumb", "title", "body"]),
    (f"Home » Desa » Panen Raya\nPanen Raya di Desa Sukamaju\n{STORY}", ["breadcrumb", "title", "body"]),
    (f"Panen Raya di Desa Sukamaju\nOleh Rina Astuti | Senin, 3 April 2023\n{STORY}", ["title", "byline", "body"]),
    (f"Panen Raya di Desa Sukamaju\n12/04/2023\n{STORY}", ["title", "byline", "body"]),
    (f"Panen Raya di Desa Sukamaju\nSUKAMAJU -\n{STORY}", ["title", "byline", "body"]),
    (f"{STORY}\nPetani mengikat gabah di sawah. Foto: istimewa\n{SECOND}", ["body", "caption", "body"]),
    (f"{STORY}\nPetani mengikat gabah. (Dok. Humas Pemkab)\n{SECOND}", ["body", "caption", "body"]),
    (f"{STORY}\nSCROLL TO CONTINUE WITH CONTENT\n{SECOND}", ["body", "promo", "body"]),
    (f"{STORY}\nBaca juga:\nJalan Desa Rusak Diperbaiki\n{SECOND}", ["body", "promo", "promo", "body"]),
    (f"{STORY}\n{SECOND}\n(rin/dan)", ["body", "body", "byline"]),
    (f"{STORY}\n{SECOND}\nEditor: Rina Astuti\nTags: panen, desa", ["body", "body", "byline", "promo"]),
    (f"{STORY}\nBagikan artikel ini\nclose-link", ["body", "promo", "promo"]),
    (f"{STORY}\nBERITA TERKAIT\nHarga Gabah Naik\nPupuk Langka", ["body", "promo", "promo", "promo"]),
    (f"{STORY}\nHarga gabah naik\n{SECOND}", ["body", "body", "body"]),
    (f"Di sawah itu ada:\n- padi,\n- ikan,\n{STORY}\n{SECOND}", ["body", "body", "body", "body", "body"]),
]


@pytest.mark.parametrize(("text", "kinds"), PAGES)
def test_lines_get_their_kind(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in read_blocks(text)] == kinds


MANNERS = [
    (f"{STORY}\n{SECOND}", "story", "body"),
    (f"{STORY}\nAda tiga syarat:\n1. Lahan datar\n2. Air cukup\n3. Benih unggul\n{SECOND}", "2. Air cukup", "body"),
    (f"{STORY}\nApa yang berubah tahun ini?\n{SECOND}\n{STORY}", "Apa yang berubah tahun ini?", "body"),
    (f"{STORY}\n{SECOND}\nArtikel ini telah tayang di Kabar Desa dengan judul Panen", "Artikel ini", "promo"),
    (f"{STORY}\n{SECOND}\nIkuti saluran WhatsApp Kabar Desa untuk berita terbaru.", "Ikuti saluran", "promo"),
    (f"{STORY}\n{SECOND}\nTag: panen, desa", "Tag:", "promo"),
    (f"{STORY}\n{SECOND}\n© 2023 Kabar Desa. All rights reserved", "©", "promo"),
    (f"Panen Raya di Desa Sukamaju\nReporter: Rina | Editor: Dani\n{STORY}\n{SECOND}", "Reporter", "byline"),
]


@pytest.mark.parametrize(("text", "start", "kind"), MANNERS)
def test_a_line_in_the_manner_of_portals_gets_its_kind(text: str, start: str, kind: str) -> None:
    found = {block.kind for block in read_blocks(text) if start == "story" or text[block.start :].startswith(start)}
    assert found == {kind}


GLUED = [
    (f"close-link{STORY}", [("promo", "close-link"), ("body", STORY)]),
    (f"{STORY}Baca juga: Pupuk Langka di Kota", [("body", STORY), ("promo", "Baca juga: Pupuk Langka di Kota")]),
    (
        f"{STORY} Baca juga: Pupuk Langka Kepala desa mengatakan hasilnya naik.",
        [("body", STORY), ("promo", "Baca juga: Pupuk Langka"), ("body", "Kepala desa mengatakan hasilnya naik.")],
    ),
    (
        f"{STORY} ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT {SECOND}",
        [("body", STORY), ("promo", "ADVERTISEMENT"), ("promo", "SCROLL TO CONTINUE WITH CONTENT"), ("body", SECOND)],
    ),
    (
        f"{STORY} Baca juga: Pupuk Langka di Kota Sementara itu, harga gabah naik.",
        [
            ("body", STORY),
            ("promo", "Baca juga: Pupuk Langka di Kota"),
            ("body", "Sementara itu, harga gabah naik."),
        ],
    ),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), GLUED)
def test_a_line_is_cut_where_portal_text_is_glued_to_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(block.kind, text[block.start : block.end]) for block in read_blocks(text)] == expected


FEET = [
    ("", [""]),
    (
        "Sidang dilanjutkan Kamis.Cek Berita lainnya di Google News",
        ["Sidang dilanjutkan Kamis.", "Cek Berita lainnya di Google News"],
    ),
    ("Ia membuka akun Instagram. Warga lain ikut.", ["Ia membuka akun Instagram. Warga lain ikut."]),
]


@pytest.mark.parametrize(("line", "cut"), FEET)
def test_a_short_last_sentence_is_parted_from_the_portal_text_behind_it(line: str, cut: list[str]) -> None:
    assert [line[start:end] for start, end, _ in glued.pieces(line)] == [part for part in cut if part]


SIGNED = [
    ("", []),
    (f"{STORY} (duh)", ["(duh)"]),
    (f"{STORY}(nwy/hns)", ["(nwy/hns)"]),
    (f"{STORY} [rin]", ["[rin]"]),
    (f"{STORY} (*)", ["(*)"]),
    ("Panjang jalan itu dua belas kilometer (km)", []),
    ("Ia lahir di kota kecil itu (lihat peta).", []),
]


@pytest.mark.parametrize(("text", "expected"), SIGNED)
def test_sign_off_initials_close_a_body_line(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in signoffs(text, read_blocks(text))] == expected


LINES = st.sampled_from(
    [
        "",
        " ",
        "\u00a0",
        STORY,
        SECOND,
        "Baca juga: Pupuk Langka",
        "close-link",
        "(duh)",
        "A > B > C",
        "Editor: Rina",
        "Foto: ist",
        "!?",
    ]
)
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\u2028", ""])
PAGE = st.lists(st.tuples(LINES, ENDS), max_size=12).map(lambda parts: "".join(line + end for line, end in parts))


@given(text=st.one_of(st.text(max_size=120), PAGE))
def test_blocks_are_ordered_and_hold_every_visible_character_once(text: str) -> None:
    blocks = read_blocks(text)
    assert all(block.kind in KINDS and text[block.start : block.end].strip() for block in blocks)
    assert all(first.end <= second.start for first, second in pairwise(blocks))
    assert all(text[block.start : block.end] == text[block.start : block.end].strip() for block in blocks)
    covered = {place for block in blocks for place in range(block.start, block.end)}
    assert [char for place, char in enumerate(text) if place not in covered and not char.isspace()] == []


@given(text=PAGE)
def test_sign_offs_lie_at_the_end_of_body_blocks(text: str) -> None:
    blocks = read_blocks(text)
    ends = {block.end for block in blocks if block.kind == "body"}
    assert all(end in ends for _, end in signoffs(text, blocks))


def test_a_line_of_a_million_characters_is_read_in_linear_time() -> None:
    text = " ".join([STORY] * 11_000)
    assert [block.kind for block in read_blocks(text)] == ["body"]

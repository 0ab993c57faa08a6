"""Who said what: cues before, after and inside, speakers through pronouns and titles."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import read_quotes
from pipeline.text.cues import alternatives

LEAD = "Bupati Sinta Maharani membuka pameran kerajinan di alun-alun, Rabu."
Row = tuple[str, str | None, str | None]

CASES: list[tuple[str, list[Row]]] = [
    ("", []),
    (f"{LEAD}", []),
    ('"Kami siap," kata Sinta Maharani.', [('"Kami siap,"', "Sinta Maharani", "kata")]),
    (f'{LEAD} "Kami siap," kata Sinta.', [('"Kami siap,"', "Sinta Maharani", "kata")]),
    (f"{LEAD} “Kami siap,” katanya.", [("“Kami siap,”", "Sinta Maharani", "katanya")]),
    (
        f"{LEAD}\n\n”Kami siap. Tidak ada alasan,” ujar dia.",
        [("”Kami siap. Tidak ada alasan,”", "Sinta Maharani", "ujar")],
    ),
    (f"{LEAD} „Kami siap,” tutur bupati.", [("„Kami siap,”", "Sinta Maharani", "tutur")]),
    (f"{LEAD} ''Kami siap,'' ucapnya.", [("''Kami siap,''", "Sinta Maharani", "ucapnya")]),
    (f'{LEAD} "Kami siap, ujar dia sambil tertawa.', [('"Kami siap,', "Sinta Maharani", "ujar")]),
    (f"{LEAD} Kami siap bekerja,” katanya.", [("Kami siap bekerja,”", "Sinta Maharani", "katanya")]),
    (f'{LEAD} " Kami siap bekerja," kata Sinta.', [('" Kami siap bekerja,"', "Sinta Maharani", "kata")]),
    (f'{LEAD} "Kami siap bekerja, " kata Sinta.', [('"Kami siap bekerja, "', "Sinta Maharani", "kata")]),
    (
        f'{LEAD} Sinta menyebut dana belum cair. " Tunggu dulu. Kami siap," ujarnya.',
        [
            ("dana belum cair", "Sinta Maharani", "menyebut"),
            ('" Tunggu dulu. Kami siap,"', "Sinta Maharani", "ujarnya"),
        ],
    ),
    (
        f'{LEAD} " Kami siap bekerja. Pameran berlangsung sepekan.',
        [('" Kami siap bekerja.', "Sinta Maharani", None)],
    ),
    (
        f"{LEAD} Menurut Sinta, saat ini warga tengah menanti dana.",
        [("saat ini warga tengah menanti dana", "Sinta Maharani", "Menurut")],
    ),
    (
        f"{LEAD} Suami Sinta itu mengatakan dana belum cair.",
        [("dana belum cair", None, "mengatakan")],
    ),
    (f'{LEAD} "Kami siap," ralatnya.', [('"Kami siap,"', "Sinta Maharani", "ralatnya")]),
    ('Sinta Maharani mengatakan, "Kami siap."', [('"Kami siap."', "Sinta Maharani", "mengatakan")]),
    (
        '"Kami siap," kata Sinta Maharani, "tetapi dana belum cair."',
        [('"Kami siap,"', "Sinta Maharani", "kata"), ('"tetapi dana belum cair."', "Sinta Maharani", "kata")],
    ),
    (
        '"Kami siap," kata Sinta Maharani. "Dana sudah cair."',
        [('"Kami siap,"', "Sinta Maharani", "kata"), ('"Dana sudah cair."', "Sinta Maharani", None)],
    ),
    (
        f"{LEAD}\n“Kami siap.\n“Dana sudah cair,” katanya.",
        [("“Kami siap.\n“Dana sudah cair,”", "Sinta Maharani", "katanya")],
    ),
    (
        "Bupati Sinta Maharani mengatakan bahwa dana sudah cair.",
        [("dana sudah cair", "Sinta Maharani", "mengatakan")],
    ),
    ("Bupati Sinta Maharani mengatakan, dana sudah cair.", [("dana sudah cair", "Sinta Maharani", "mengatakan")]),
    (
        "Menurut Bupati Sinta Maharani, dana sudah cair sejak pekan lalu.",
        [("dana sudah cair sejak pekan lalu", "Sinta Maharani", "Menurut")],
    ),
    ("Dana sudah cair, kata Bupati Sinta Maharani.", [("Dana sudah cair", "Sinta Maharani", "kata")]),
    (
        f"{LEAD} Dana itu, menurut Sinta, sudah cair sejak pekan lalu.",
        [("Dana itu, menurut Sinta, sudah cair sejak pekan lalu", "Sinta Maharani", "menurut")],
    ),
    (f"{LEAD} Ia menegaskan bahwa dana sudah cair.", [("dana sudah cair", "Sinta Maharani", "menegaskan")]),
    (f"{LEAD} Katanya, dana belum cair.", [("dana belum cair", "Sinta Maharani", "Katanya")]),
    (f"{LEAD} Sinta menyebut dana belum cair, Rabu (3/4).", [("dana belum cair", "Sinta Maharani", "menyebut")]),
    (
        f"{LEAD} Sinta mengatakan kepada wartawan dana belum cair saat ditemui di kantornya.",
        [("dana belum cair", "Sinta Maharani", "mengatakan")],
    ),
    (f"{LEAD} Dana itu diakui Sinta belum cair.", [("Dana itu diakui Sinta belum cair", "Sinta Maharani", "diakui")]),
    (f"{LEAD} Seperti dikatakan Sinta, dana belum cair.", [("dana belum cair", "Sinta Maharani", "dikatakan")]),
    (f"{LEAD} Dana, ia mengakui, belum cair.", [("Dana, ia mengakui, belum cair", "Sinta Maharani", "mengakui")]),
    (f"{LEAD} Sinta tidak membantah dana belum cair.", [("dana belum cair", "Sinta Maharani", "membantah")]),
    (f"{LEAD} Sinta membantah kabar dana belum cair.", []),
    (f"{LEAD} Sinta menyampaikan hal itu ketika membuka pameran.", []),
    (f"{LEAD} Sinta menyatakan kesiapannya menyediakan lahan.", []),
    (f"{LEAD} Sinta berpendapat sebaliknya.", []),
    (f"{LEAD} Dana cair besok, kata perempuan berkerudung itu.", [("Dana cair besok", "Sinta Maharani", "kata")]),
    (f"{LEAD} Beras, kata Sinta, mahal sekali.", [("Beras, kata Sinta, mahal sekali", "Sinta Maharani", "kata")]),
    (
        "Bupati Sinta Maharani memuji Camat Roni Wijaya. “Kerjanya rapi,” katanya.",
        [("“Kerjanya rapi,”", "Sinta Maharani", "katanya")],
    ),
    (
        "Pengacara Roni Wijaya, Sinta Maharani, kecewa. “Putusan ini keliru,” ujarnya.",
        [("“Putusan ini keliru,”", "Sinta Maharani", "ujarnya")],
    ),
    (
        "Dana belum cair, sebut Badan Geologi, Air, dan Batuan (BGAB) dalam laporannya.",
        [("Dana belum cair", "Badan Geologi, Air, dan Batuan", "sebut")],
    ),
    (
        "Menurut data BGAB, curah hujan naik sejak April.",
        [("curah hujan naik sejak April", "BGAB", "Menurut")],
    ),
    ("Warga: Jalan Kami Rusak", [("Jalan Kami Rusak", None, None)]),
    ("Seorang warga mengatakan dana belum cair.", [("dana belum cair", None, "mengatakan")]),
    (
        "Gubernur Budi Santoso bertemu Bupati Sinta Maharani. “Kami siap,” katanya.",
        [("“Kami siap,”", None, "katanya")],
    ),
    ("Bupati Sinta Maharani meminta warga bersabar.", []),
    ("Bupati Sinta Maharani mengingatkan agar warga bersabar.", []),
    ("Bupati Sinta Maharani menjelaskan program kerja di depan warga.", []),
    ('Pameran bertema "Tangan Desa" itu ramai.', []),
    ('Spanduk bertuliskan "Terima Kasih Warga" terpasang di gerbang.', []),
    ("Menurut data dinas, panen naik dua kali lipat.", []),
    ("Dengan kata lain, panen naik.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_quotation_has_its_span_speaker_and_cue(text: str, expected: list[Row]) -> None:
    found = read_quotes(text)
    assert [(text[q.start : q.end], q.speaker and q.speaker.name, q.cue) for q in found] == expected


def test_the_speaker_is_the_nearest_mention_under_the_fullest_name() -> None:
    text = f"{LEAD} Sinta menyebut dana sudah cair. “Kami siap,” katanya."
    speaker = read_quotes(text)[-1].speaker
    assert speaker is not None
    assert (text[speaker.start : speaker.end], speaker.start, speaker.name) == (
        "Sinta",
        len(LEAD) + 1,
        "Sinta Maharani",
    )


def test_a_surname_of_two_persons_leaves_the_speaker_open() -> None:
    text = "Warga bernama Tigor Manalu dan adiknya, Ramli Manalu, berselisih. “Rumah ini milik kami,” kata Manalu."
    assert [quote.speaker for quote in read_quotes(text)] == [None]


@pytest.mark.parametrize(
    ("text", "direct"), [('"Kami siap," kata Sinta.', True), ("Sinta berkata bahwa dana cair.", False)]
)
def test_marks_make_a_quotation_direct(text: str, direct: bool) -> None:
    assert [quote.direct for quote in read_quotes(text)] == [direct]


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "„",
        "\n",
        " ",
        "Sinta",
        "Sinta Maharani",
        "kata",
        "katanya",
        ",",
        ".",
        "menurut",
        "mengatakan",
        "bahwa",
        "ia",
        "dana sudah cair",
    ]
)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ({"kata", "katakan", "kata hati"}, "kata hatinya", "kata hati"),
        ({"kata", "katakan"}, "kata", "kata"),
        ({"kata", "katakan"}, "katak", "kata"),
        ({"ujar", "ucap"}, "ucap", "ucap"),
        ({"a.b"}, "axb", None),
        (set(), "", ""),
    ],
)
def test_alternatives_take_the_longest_word(words: set[str], text: str, found: str | None) -> None:
    match = re.match(alternatives(frozenset(words)), text)
    assert (match[0] if match else None) == found


@given(text=st.lists(PIECES, max_size=25).map("".join) | st.lists(PIECES, max_size=25).map(" ".join))
def test_quotations_are_ordered_and_lie_in_the_text(text: str) -> None:
    found = read_quotes(text)
    assert all(0 <= quote.start < quote.end <= len(text) for quote in found)
    assert all(first.start <= second.start for first, second in pairwise(found))
    assert all(text[q.start : q.end].strip() == text[q.start : q.end] for q in found if q.direct)

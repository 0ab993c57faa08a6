"""What holds for any text: offsets, no overlaps, no line crossed, linear time."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.values import read_values

WORDS = st.sampled_from(
    [
        "Rp",
        "3",
        "miliar",
        "3.497",
        "orang",
        "%",
        "persen",
        ",",
        ".",
        "(",
        ")",
        "-",
        "/",
        "dua",
        "puluh",
        "ribu",
        "juta",
        "lebih",
        "dari",
        "sekitar",
        "Rabu",
        "(14/6)",
        "Juni",
        "2017",
        "lalu\n",
        "tahun",
        "per",
        "hari",
        "pukul",
        "10.30",
        "WIB",
        "setengah",
        "belasan",
        "ke-3",
        "x",
        "kali",
        "lipat",
        "US$",
        "5-10",
        "dan",
        "hingga",
        "sejak",
        "\n",
        "½",
        "²",
        "\u2028",
        "İ",
        "1/2",
        "-an",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=3)), max_size=25).map(" ".join)


@settings(max_examples=400)
@given(TEXTS, st.sampled_from([None, "2017-06-15"]))
def test_mentions_are_slices_in_order_without_overlap_or_line_break(text: str, published: str | None) -> None:
    found = read_values(text, published=published)
    past = 0
    for item in sorted([*found.quantities, *found.dates], key=lambda item: item.start):
        assert past <= item.start < item.end
        assert item.text == text[item.start : item.end]
        assert item.text == item.text.strip()
        assert len(item.text.splitlines()) == 1
        past = item.end


@given(st.text(max_size=40), TEXTS)
def test_a_line_is_read_alone(first: str, second: str) -> None:
    line = first.splitlines()[0] if first.splitlines() else ""
    alone = [item.text for item in read_values(line).quantities]
    both = [item.text for item in read_values(f"{line}\n{second}").quantities if item.start < len(line)]
    assert both == alone


@pytest.mark.parametrize(
    ("unit", "seconds"),
    [
        ("0123456789", 1),
        (".", 1),
        ("1.", 1),
        ("seribu ", 1),
        ("dua ratus ", 1),
        ("1 ", 3),
        ("1-", 3),
        ("1/2/", 3),
        ("(1", 3),
        ("1 juta ", 3),
    ],
)
def test_a_megabyte_of_hostile_text_is_read_in_seconds(unit: str, seconds: int) -> None:
    text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]
    begin = time.process_time()
    read_values(text)
    assert time.process_time() - begin < seconds


def test_time_grows_linearly() -> None:
    sentence = "Pada 14 Juni 2017 ada 5 orang dan 6 juta rupiah per hari. "
    times = []
    for repeats in (500, 2000):
        begin = time.process_time()
        read_values(sentence * repeats)
        times.append(time.process_time() - begin)
    assert times[1] < 12 * times[0]


def test_imports_without_spacy_or_torch() -> None:
    code = "import sys, pipeline.values; print([name for name in ('spacy', 'torch', 'numpy') if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"

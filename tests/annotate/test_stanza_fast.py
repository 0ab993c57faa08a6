"""Our runner of stanza's models gives what stanza gives, whatever stands beside a line. Loads the shipped models."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from pipeline.annotate import stanza_batches, stanza_fast, stanza_lstm

MODELS = Path(__file__).parents[2] / "models" / "stanza-id"
PROCESSORS = "tokenize,mwt,pos,lemma"
LINES = [
    "Wali kota membuka pasar itu.",
    "Satu-satunya bukunya  dibeli   ibunya, kata Dr. H. Budi. Ia pulang!?!",
    "Tulis ke redaksi@contoh.co.id atau buka https://contoh.id/berita?id=1. Terima kasih.",
    "a",
    ".",
    "Kata " + "sangat" * 90 + " panjang itu dilewati.",
    " ".join(f"Pada {year} jumlahnya {year - 1900}, naik dari tahun sebelumnya." for year in range(1950, 1980)),
    "tanpa titik " * 120 + "sampai habis",
    "x" * 1500,
    "Harga naik 8,20%… “Ini berat,” ujarnya \U0001f600 語 \u0301 _ .",
]
Row = tuple[Any, ...]


def pipeline(processors: str = PROCESSORS, **options: Any) -> Any:
    import stanza

    settings = {"download_method": None, "use_gpu": False, "verbose": False} | options
    return stanza.Pipeline("id", dir=str(MODELS), processors=processors, **settings)


@pytest.fixture(scope="module", params=["news", "csui"])
def plain(request: pytest.FixtureRequest) -> Any:
    torch.set_num_threads(1)
    return pipeline(package=request.param)


@pytest.fixture(scope="module")
def runner(plain: Any) -> stanza_fast.Runner:
    return stanza_fast.Runner(plain)


def rows(sentences: Iterable[Any]) -> list[Row]:
    return [
        (number, token.start_char, token.end_char, word.id, word.text, word.upos, word.xpos, word.feats, word.lemma)
        for number, sentence in enumerate(sentences)
        for token in sentence.tokens
        for word in token.words
    ]


def by_line(found: Iterable[tuple[int, int, Any]], count: int) -> list[list[Row]]:
    sentences: list[list[Any]] = [[] for _ in range(count)]
    for number, _, sentence in found:
        sentences[number].append(sentence)
    return [rows(some) for some in sentences]


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_a_line_gets_what_stanza_gives_it(plain: Any, runner: stanza_fast.Runner, line: str) -> None:
    (found,) = by_line(runner([line]), 1)
    assert found == rows(plain(line).sentences)


def test_neighbours_change_nothing(runner: stanza_fast.Runner) -> None:
    alone = [by_line(runner([line]), 1)[0] for line in LINES]
    assert by_line(runner(LINES), len(LINES)) == alone
    assert by_line(runner(LINES[::-1]), len(LINES)) == alone[::-1]


@pytest.mark.parametrize("lines", [[], [""]])
def test_nothing_gives_no_sentence(runner: stanza_fast.Runner, lines: list[str]) -> None:
    assert list(runner(lines)) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.sampled_from(" .,ab1A-@\u00a7\u0301\u200b\U0001f600語"), max_size=30), max_size=4))
def test_tokens_lie_in_order_within_any_line(runner: stanza_fast.Runner, texts: list[str]) -> None:
    lines = [text.strip(" ") for text in texts]
    for line, found in zip(lines, by_line(runner(lines), len(lines)), strict=True):
        spans = sorted({(row[1], row[2]) for row in found})
        assert all(0 <= start < end <= len(line) for start, end in spans)
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
        covered = "".join(line[start:end] for start, end in spans)
        assert covered.replace(" ", "") == line.replace(" ", "")


@pytest.mark.parametrize(
    ("processors", "options", "known"),
    [
        (PROCESSORS, {}, True),
        ("tokenize", {}, True),
        ("tokenize,mwt,pos", {}, True),
        (PROCESSORS, {"tokenize_no_ssplit": True}, False),
        ("tokenize", {"tokenize_pretokenized": True}, False),
        (PROCESSORS, {"lemma_use_identity": True}, False),
    ],
)
def test_only_what_is_known_is_run(processors: str, options: dict[str, Any], known: bool) -> None:
    assert stanza_fast.supports(pipeline(processors, **options)) is known


@torch.inference_mode()
def test_the_vector_of_a_form_has_the_same_bits_beside_any_other(plain: Any) -> None:
    letters = random.Random(7)
    forms = ["".join(letters.choices("aeiknrtu", k=letters.randint(1, 12))) for _ in range(700)]
    forms = list(dict.fromkeys(forms))
    seen: dict[str, torch.Tensor] = {}
    for size in (len(forms), 90, 7):
        table = stanza_fast.Runner(plain).tagger.forms  # type: ignore[union-attr]
        letters.shuffle(forms)
        for at in range(0, len(forms), size):
            (places,) = table.rows([forms[at : at + size]])
            for form, place in zip(forms[at : at + size], places, strict=True):
                assert torch.equal(seen.setdefault(form, table.vectors[place].clone()), table.vectors[place])


@pytest.mark.parametrize("layers", [1, 2])
@torch.inference_mode()
def test_the_lstm_is_torchs_on_packed_rows(layers: int) -> None:
    torch.manual_seed(1)
    lstm = nn.LSTM(5, 7, num_layers=layers, bidirectional=True).eval()
    lengths, x = [9, 6, 6, 1], torch.randn(9, 4, 5)
    start = (torch.randn(2 * layers, 4, 7), torch.randn(2 * layers, 4, 7))
    expected, _ = pad_packed_sequence(lstm(pack_padded_sequence(x, lengths), start)[0])
    found = stanza_lstm.Lstm(lstm)(x, lengths, start=start)
    for row, length in enumerate(lengths):
        assert torch.allclose(found[:length, row], expected[:length, row], atol=1e-6)


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ([], []),
        (["aa", "b", "cc", "dd"], [["b"], ["aa", "cc"], ["dd"]]),
    ],
)
def test_groups_are_of_one_length(words: list[str], groups: list[list[str]]) -> None:
    assert list(stanza_batches.of_equal_length(words, length=len, rows=2)) == groups


@pytest.mark.parametrize(("count", "size"), [(1, 32), (32, 32), (33, 64)])
def test_a_batch_is_filled_up_to_a_round_number(count: int, size: int) -> None:
    found = stanza_batches.filled(list(range(count)))
    assert found[:count] == list(range(count))
    assert len(found) == size
    assert set(found[count:]) <= {0}

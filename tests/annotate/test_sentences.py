"""Sentences by rule, where no tagger or parser sets them."""

from __future__ import annotations

import pytest

import pipeline
from pipeline.config import default_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   ", []),
        ("A", ["A"]),
        ("Harga naik 5 persen. Warga resah.", ["Harga naik 5 persen.", "Warga resah."]),
        ("Judul berita\n\nDr. Sari datang. Ia pulang", ["Judul berita", "Dr. Sari datang.", "Ia pulang"]),
        ("Harga naik.\r\n  Warga resah.", ["Harga naik.", "Warga resah."]),
    ],
)
@pytest.mark.parametrize("stages", [["quantities"], ["blocks", "quantities"], ["blocks"], []])
def test_a_pipeline_without_a_tagger_still_cuts_sentences(stages: list[str], text: str, expected: list[str]) -> None:
    nlp = pipeline.load(overrides={"nlp.pipeline": stages})
    record = pipeline.Record.from_doc(nlp(text))
    assert [record.text[sentence.start : sentence.end] for sentence in record.sentences] == expected


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        (["blocks", "dates"], ["blocks", "sentences", "dates"]),
        (["dates"], ["sentences", "dates"]),
        (["sentences", "dates"], ["sentences", "dates"]),
        (["blocks", "sentencizer"], ["blocks", "sentencizer"]),
        (["stanza", "dates"], ["stanza", "dates"]),
    ],
)
def test_it_stands_before_what_needs_sentences_and_only_where_missing(stages: list[str], expected: list[str]) -> None:
    own = {f"components.{name}": {"factory": name} for name in stages if name in ("sentences", "sentencizer")}
    assert pipeline.load(default_path(), overrides={"nlp.pipeline": stages} | own).pipe_names == expected

"""The quotes component uses the sentences, blocks, entities and clusters of the Doc."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

import pipeline.annotate.blocks
import pipeline.annotate.quotes  # noqa: F401
from pipeline.annotate.tokenizer import create as tokenizer
from pipeline.record.doc import record_from_doc

TEXT = "Dewi Lestari Ayu membuka pameran. “Kami siap,” kata Ayu."


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("id")
    nlp.tokenizer = tokenizer()(nlp)
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("blocks", first=True)
    nlp.add_pipe("quotes")
    return nlp


def with_entities(nlp: Language, text: str, entities: list[tuple[str, str, int | None]], names: list[str]) -> Doc:
    """Return the Doc before quotes, with entities (text, label, cluster) and the names of the clusters."""
    doc = nlp.make_doc(text)
    for name in ("blocks", "sentencizer"):
        doc = nlp.get_pipe(name)(doc)  # type: ignore[operator]
    spans: list[Any] = []
    clusters = []
    at = 0
    for surface, label, cluster in entities:
        at = text.index(surface, at)
        spans.append(doc.char_span(at, at + len(surface), label=label))
        clusters.append(cluster)
        at += len(surface)
    doc.spans["sc"] = SpanGroup(doc, spans=spans, attrs={"clusters": clusters})
    doc._.clusters = [{"name": name, "label": "PER", "link": None} for name in names]
    return doc


def test_an_empty_text_has_no_quotes(nlp: Language) -> None:
    assert nlp("")._.quotes == []


def test_without_entities_names_are_known_by_shape(nlp: Language) -> None:
    doc = nlp("“Kami siap,” kata Dewi Lestari.")
    assert doc._.quotes == [
        {
            "start": 0,
            "end": 12,
            "direct": True,
            "speaker": {"start": 18, "end": 30, "name": "Dewi Lestari"},
            "cue": "kata",
        }
    ]


def test_the_cluster_names_the_speaker(nlp: Language) -> None:
    doc = with_entities(nlp, TEXT, [("Dewi Lestari Ayu", "PER", 0)], ["Dewi L. Ayu"])
    doc.spans["sc"].append(doc.char_span(TEXT.rindex("Ayu"), TEXT.rindex("Ayu") + 3, label="PER"))
    doc.spans["sc"].attrs["clusters"] = [0, 0]
    speaker = nlp.get_pipe("quotes")(doc)._.quotes[0]["speaker"]  # type: ignore[operator]
    assert speaker == {"start": TEXT.rindex("Ayu"), "end": TEXT.rindex("Ayu") + 3, "name": "Dewi L. Ayu"}


def test_portal_lines_hold_no_quotes(nlp: Language) -> None:
    text = "Pameran kerajinan desa itu dibuka Rabu pagi di alun-alun kota.\nBaca juga: “Kami Siap,” Kata Bupati Sinta"
    assert nlp(text)._.quotes == []


def test_the_record_takes_the_quotes(nlp: Language) -> None:
    quotes = record_from_doc(nlp("“Kami siap,” kata Dewi Lestari.")).quotes
    assert [(quote.cue, quote.speaker and quote.speaker.name) for quote in quotes] == [("kata", "Dewi Lestari")]

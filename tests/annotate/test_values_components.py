"""The quantities, dates and checks components on Docs built by hand."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import pipeline.annotate.checks
import pipeline.annotate.dates
import pipeline.annotate.quantities


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("id")
    for name in ("quantities", "dates", "checks"):
        made.add_pipe(name)
    return made


def annotate(nlp: Language, text: str, meta: dict[str, Any] | None = None) -> Doc:
    doc = nlp.make_doc(text)
    doc._.meta = meta or {}
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def test_lists_of_plain_dicts(nlp: Language) -> None:
    doc = annotate(
        nlp, "Rabu (14/6) ada 3.497 IKM atau 95% dari total 3.675 pelaku usaha.", {"published": "2017-06-15"}
    )
    assert [item["text"] for item in doc._.quantities] == ["3.497 IKM", "95%", "3.675 pelaku usaha"]
    assert doc._.dates == [
        {"start": 0, "end": 11, "text": "Rabu (14/6)", "value": "2017-06-14", "resolved": True, "anchor": "published"}
    ]
    assert [(item["kind"], item["ok"], len(item["spans"])) for item in doc._.checks] == [
        ("weekday", True, 1),
        ("share", True, 3),
    ]
    assert doc._.checks[0]["spans"] == [{"start": 0, "end": 11}]


def test_an_empty_doc_has_empty_lists(nlp: Language) -> None:
    doc = annotate(nlp, "")
    assert (doc._.quantities, doc._.dates, doc._.checks) == ([], [], [])


def test_no_figure_is_a_quantity_and_a_date(nlp: Language) -> None:
    doc = annotate(nlp, "Dua tahun lalu, pada 2017, ada 2.017 orang selama dua tahun.")
    assert [item["text"] for item in doc._.dates] == ["Dua tahun lalu", "2017"]
    assert [item["text"] for item in doc._.quantities] == ["2.017 orang", "dua tahun"]


def test_numbers_inside_laws_are_left_out(nlp: Language) -> None:
    text = "Aturan Dua Belas Langkah 2 juta orang tahun 2017 berlaku."
    doc = nlp.make_doc(text)
    doc.spans["sc"] = [doc.char_span(0, 49, label="LAW", alignment_mode="expand")]
    assert pipeline.annotate.quantities.quantities(doc, names=frozenset({"LAW"})) == []
    assert pipeline.annotate.dates.dates(doc, names=frozenset({"LAW"})) == []
    assert len(pipeline.annotate.dates.dates(doc)) == 1


@pytest.mark.parametrize("published", [None, 17, "entah", {}])
def test_unreadable_publication_leaves_dates_partial(nlp: Language, published: object) -> None:
    doc = annotate(nlp, "kemarin", {"published": published})
    assert doc._.dates[0]["value"] == "XXXX-XX-XX"


def test_tags_of_the_doc_decide_what_is_counted(nlp: Language) -> None:
    words = ["ada", "12", "gubuk", "reyot"]
    tagged = Doc(nlp.vocab, words=words, pos=["VERB", "NUM", "NOUN", "ADJ"])
    verbal = Doc(nlp.vocab, words=words, pos=["VERB", "NUM", "VERB", "ADJ"])
    units = [pipeline.annotate.quantities.quantities(doc)[0]["unit"] for doc in (tagged, verbal)]
    assert units == ["gubuk", None]

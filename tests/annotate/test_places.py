"""The places component on Docs built by hand."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Span

from pipeline.annotate import clusters, places


def annotate(text: str, *spans: tuple[int, int, str]) -> Doc:
    """Return the Doc with clusters and links; spans are given in words."""
    nlp = spacy.blank("id")
    doc = nlp.make_doc(text)
    doc.spans["sc"] = [Span(doc, *span) for span in spans]
    doc.spans["sc"].attrs["scores"] = [0.9] * len(spans)
    doc.ents = [span for span in doc.spans["sc"] if span.label_ != "POSITION"]
    return places.create(nlp, "places")(clusters.create(nlp, "clusters")(doc))


def test_a_link_stands_in_the_cluster_and_on_every_span_of_it() -> None:
    doc = annotate(
        "Wali Kota Magelang Rano tiba di Magelang .", (0, 3, "POSITION"), (2, 3, "LOC"), (3, 4, "PER"), (6, 7, "LOC")
    )
    assert [(cluster["name"], cluster["link"]) for cluster in doc._.clusters] == [
        ("Magelang", "id-region:33.71"),
        ("Rano", None),
    ]
    assert [span.kb_id_ for span in doc.spans["sc"]] == ["", "id-region:33.71", "", "id-region:33.71"]
    assert [ent.kb_id_ for ent in doc.ents] == ["id-region:33.71", "", "id-region:33.71"]
    assert doc.spans["sc"].attrs == {"scores": [0.9] * 4, "clusters": [None, 0, 1, 0]}


def test_links_live_through_bytes() -> None:
    doc = annotate("Hujan di Klaten .", (2, 3, "LOC"))
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert [span.kb_id_ for span in again.spans["sc"]] == ["id-region:33.10"]


def test_an_ambiguous_place_and_a_person_named_like_one_stay_open() -> None:
    doc = annotate("Hujan di Semarang , kata Sigi .", (2, 3, "LOC"), (5, 6, "PER"))
    assert [cluster["link"] for cluster in doc._.clusters] == [None, None]
    assert [span.kb_id_ for span in doc.spans["sc"]] == ["", ""]


def test_an_empty_doc_has_no_links() -> None:
    assert annotate("")._.clusters == []

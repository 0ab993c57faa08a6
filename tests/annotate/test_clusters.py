"""The clusters component on Docs built by hand."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Span

from pipeline.annotate import acronyms, clusters


def annotate(text: str, *spans: tuple[int, int, str]) -> Doc:
    """Return the Doc with clusters; spans are given in words."""
    nlp = spacy.blank("id")
    doc = nlp.make_doc(text)
    doc.spans["sc"] = [Span(doc, *span) for span in spans]
    doc.spans["sc"].attrs["scores"] = [0.9] * len(spans)
    return clusters.create(nlp, "clusters")(acronyms.create(nlp, "acronyms")(doc))


def test_the_attribute_is_parallel_to_the_spans() -> None:
    doc = annotate(
        "Camat Sigi Rano Wibisono tiba . Rano pulang .",
        (0, 2, "POSITION"), (1, 2, "LOC"), (2, 4, "PER"), (6, 7, "PER"),
    )  # fmt: skip
    assert doc.spans["sc"].attrs["clusters"] == [None, 0, 1, 1]
    assert doc._.clusters == [
        {"name": "Sigi", "label": "LOC", "link": None},
        {"name": "Rano Wibisono", "label": "PER", "link": None},
    ]
    assert doc.spans["sc"].attrs["scores"] == [0.9] * 4


def test_a_short_name_of_two_persons_has_no_cluster() -> None:
    doc = annotate("Rano Wibisono dan Sari Wibisono . Wibisono pulang .", (0, 2, "PER"), (3, 5, "PER"), (6, 7, "PER"))
    assert doc.spans["sc"].attrs["clusters"] == [0, 1, None]


def test_acronyms_of_the_doc_join_names() -> None:
    doc = spacy.blank("id").make_doc("Dewan Air Nagari rapat . Danari usai .")
    doc.spans["sc"] = [Span(doc, 0, 3, "ORG"), Span(doc, 5, 6, "ORG")]
    assert len(clusters.clusters(doc)) == 2
    doc._.acronyms = [{"start": 0, "end": 16, "short": "Danari", "long": "Dewan Air Nagari"}]
    found = clusters.clusters(doc)
    assert [(cluster.name, cluster.mentions) for cluster in found] == [("Dewan Air Nagari", (0, 1))]


def test_an_empty_doc_has_no_clusters() -> None:
    doc = annotate("")
    assert (doc._.clusters, doc.spans["sc"].attrs["clusters"]) == ([], [])

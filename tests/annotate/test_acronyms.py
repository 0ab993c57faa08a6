from __future__ import annotations

import spacy

from pipeline.annotate import acronyms


def test_pairs_are_plain_dicts_with_the_defining_mention() -> None:
    nlp = spacy.blank("id")
    assert acronyms.create(nlp, "acronyms")(nlp("Rapat Forum Guru Desa (FGD) usai."))._.acronyms == [
        {"start": 6, "end": 27, "short": "FGD", "long": "Forum Guru Desa"}
    ]


def test_an_empty_doc_has_no_pairs() -> None:
    nlp = spacy.blank("id")
    assert acronyms.create(nlp, "acronyms")(nlp(""))._.acronyms == []

"""The blocks component writes what the record reads."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

import pipeline.annotate.blocks  # noqa: F401
from pipeline.annotate.state import cuts
from pipeline.annotate.tokenizer import create as tokenizer

STORY = "Warga Desa Sukamaju memanen padi organik seluas dua hektare pada musim tanam pertama. (duh)"


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("id")
    nlp.tokenizer = tokenizer()(nlp)
    nlp.add_pipe("blocks")
    return nlp


CASES = [
    ("", [], []),
    (STORY, ["body"], ["(duh)"]),
    (f"Panen Raya di Desa Sukamaju\n\u00a0\n{STORY}\r\nclose-link", ["title", "body", "promo"], ["(duh)"]),
]


@pytest.mark.parametrize(("text", "kinds", "initials"), CASES)
def test_blocks_and_sign_offs_are_plain_dicts(nlp: Language, text: str, kinds: list[str], initials: list[str]) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert [block["kind"] for block in doc._.blocks] == kinds
    assert [text[span["start"] : span["end"]] for span in doc._.signoffs] == initials


def test_sentences_end_at_blocks_and_sign_offs(nlp: Language) -> None:
    text = f"close-link{STORY}"
    doc = nlp(text)
    assert [text[offset:][:5] for offset in sorted(set(cuts(doc)))] == ["close", "Warga", "(duh)", ""]


def test_the_component_survives_bytes(nlp: Language) -> None:
    assert nlp.from_bytes(nlp.to_bytes())(STORY)._.blocks == nlp(STORY)._.blocks

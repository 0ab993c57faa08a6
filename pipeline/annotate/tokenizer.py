"""A plain tokenizer that keeps every character: the Doc that the stanza component replaces, or the only one without it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from pipeline.annotate import state

state.register()

MAX_LENGTH = 100_000_000
PIECE = re.compile(r"\w+(?:[-.,:/]\w+)*|\s+|[^\w\s]")


def words_and_spaces(text: str) -> tuple[list[str], list[bool]]:
    """Cut ``text`` into spaCy's words and spaces: a single space hangs on its word, other white space is a word.

    ``"".join(word + " " * space for …)`` is the text again.
    """
    words: list[str] = []
    spaces: list[bool] = []
    for piece in PIECE.findall(text):
        if piece[0] == " " and words and not spaces[-1] and not words[-1].isspace():
            spaces[-1] = True
            piece = piece[1:]
        if piece:
            words.append(piece)
            spaces.append(False)
    return words, spaces


class PlainTokenizer:
    """Callable str -> Doc. Sets ``doc._.provenance`` to what made the pipeline."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.provenance: dict[str, Any] = {}

    def __call__(self, text: str) -> Doc:
        words, spaces = words_and_spaces(text)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        if self.provenance:
            doc._.provenance = self.provenance
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to save: spaCy asks every tokenizer."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> PlainTokenizer:
        return self

    def to_disk(self, path: Any, **_: Any) -> None:
        """Nothing to save: spaCy asks every tokenizer."""

    def from_disk(self, path: Any, **_: Any) -> PlainTokenizer:
        return self


@registry.tokenizers("warta.Plain.v1")  # type: ignore[untyped-decorator]
def create() -> Callable[[Language], PlainTokenizer]:
    """Entry point: the ``[nlp.tokenizer]`` of our configurations. Also lifts spaCy's limit of a million characters."""

    def make(nlp: Language) -> PlainTokenizer:
        nlp.max_length = MAX_LENGTH
        return PlainTokenizer(nlp.vocab)

    return make

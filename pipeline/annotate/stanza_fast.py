"""stanza's trained models in a runner of our own: the same annotation, many documents at once, no work done twice.

It knows tokenize, mwt, pos and lemma as our models and most of stanza's smaller packages have them. ``supports`` says no
to anything else (character language models, transformers, options that change what is done), which stanza itself runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from pipeline.annotate import boundaries, stanza_lemmas, stanza_tags, stanza_tokens
from pipeline.annotate.stanza_expansions import Expander
from pipeline.annotate.stanza_lemmas import Lemmatizer
from pipeline.annotate.stanza_tags import Tagger
from pipeline.annotate.stanza_tokens import Tokenizer

ORDER = ("tokenize", "mwt", "pos", "lemma")


@dataclass(slots=True)
class Word:
    """A word as ``stanza.models.common.doc.Word`` names its fields; nothing here parses, so it has no head."""

    id: int
    text: str
    lemma: str | None = None
    upos: str | None = None
    xpos: str | None = None
    feats: str | None = None
    head: int | None = None
    deprel: str | None = None


@dataclass(slots=True)
class Token:
    start_char: int
    end_char: int
    words: list[Word]


@dataclass(slots=True)
class Sentence:
    tokens: list[Token]

    @property
    def words(self) -> list[Word]:
        return [word for token in self.tokens for word in token.words]


def supports(pipeline: Any) -> bool:
    """Tell whether ``Runner`` gives what this ``stanza.Pipeline`` would."""
    processors = pipeline.processors
    if "tokenize" not in processors or not set(processors) <= set(ORDER):
        return False
    if "lemma" in processors and "pos" not in processors:
        return False
    checks = {"tokenize": stanza_tokens.supports, "pos": stanza_tags.supports, "lemma": stanza_lemmas.supports}
    return all(check(processors[name]) for name, check in checks.items() if name in processors)


class Runner:
    """A Reader (see ``pipeline.annotate.stanza``) made of a loaded ``stanza.Pipeline``.

    With ``correct`` the tokenizer's sentences of each line go through ``boundaries.corrected`` before anything else reads
    them; without it they are stanza's own.
    """

    def __init__(self, pipeline: Any, *, correct: bool = False) -> None:
        processors = pipeline.processors
        self.correct = correct
        self.tokenizer = Tokenizer(processors["tokenize"])
        self.expander = Expander(processors["mwt"]) if "mwt" in processors else None
        self.tagger = Tagger(processors["pos"]) if "pos" in processors else None
        self.lemmatizer = Lemmatizer(processors["lemma"]) if "lemma" in processors else None

    def __call__(self, lines: Sequence[str]) -> Iterator[tuple[int, int, Sentence]]:
        with torch.inference_mode():
            found = self._annotated(lines)
        return ((number, 0, sentence) for number, sentences in enumerate(found) for sentence in sentences)

    def _annotated(self, lines: Sequence[str]) -> list[list[Sentence]]:
        found = self.tokenizer(lines)
        if self.correct:
            found = [boundaries.corrected(line, sentences) for line, sentences in zip(lines, found, strict=True)]
        forms = [token.form for line in found for sentence in line for token in sentence if token.multiword]
        expanded = self.expander(forms) if self.expander and forms else {}
        sentences = [[_sentence(tokens, expanded) for tokens in line] for line in found]
        words = [sentence.words for line in sentences for sentence in line]
        if self.tagger is not None and words:
            self._tag(words)
        return sentences

    def _tag(self, sentences: list[list[Word]]) -> None:
        assert self.tagger is not None
        tags = self.tagger([[word.text for word in sentence] for sentence in sentences])
        flat = [word for sentence in sentences for word in sentence]
        for word, tag in zip(flat, (tag for sentence in tags for tag in sentence), strict=True):
            word.upos, word.xpos, word.feats = tag
        if self.lemmatizer is not None:
            for word, lemma in zip(flat, self.lemmatizer([(word.text, word.upos) for word in flat]), strict=True):
                word.lemma = lemma


def _sentence(tokens: list[stanza_tokens.Token], expanded: dict[str, list[str]]) -> Sentence:
    made, id = [], 0
    for token in tokens:
        forms = expanded.get(token.form, [token.form]) if token.multiword else [token.form]
        made.append(Token(token.start, token.end, [Word(id + number, form) for number, form in enumerate(forms, 1)]))
        id += len(forms)
    return Sentence(made)

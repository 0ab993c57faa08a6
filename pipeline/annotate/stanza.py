"""The stanza component: tokens, sentences, tags and lemmas of many documents in one call of stanza's models.

Models that ``stanza_fast`` knows run there, on lines of many documents. All others run in stanza itself, which gets the
lines as paragraphs of one long text; every word comes back to its own document by its offset. Either way a document's
annotation never leaks into its neighbour. The Doc made here replaces the tokenizer's.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from pipeline.annotate import state
from pipeline.annotate.lines import stretches
from pipeline.annotate.pooled import PooledComponent
from pipeline.annotate.spacing import spaced

PARAGRAPH = "\n\n"


@dataclass(slots=True)
class Words:
    """The words of one Doc under construction, in text order; heads are indices into the same lists, -1 where unknown.

    ents are (start, end, label) of what an ner processor found.
    """

    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    mwt: list[str | None] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    source: list[Any] = field(default_factory=list)
    ents: list[tuple[int, int, str]] = field(default_factory=list)


def surface_parts(surface: str, words: list[str]) -> list[int] | None:
    """Return the end of every word within ``surface`` when they concatenate to it, else None.

    >>> surface_parts("bukunya", ["buku", "nya"])
    [4, 7]
    """
    if "".join(words).lower() != surface.lower() or sum(map(len, words)) != len(surface):
        return None
    ends, end = [], 0
    for word in words:
        end += len(word)
        ends.append(end)
    return ends


def add_sentence(words: Words, sentence: Any, *, shift: int, text: str) -> None:
    """Append the words of one stanza sentence; ``shift`` leads from stanza's offsets into ``text``."""
    base = len(words.start)
    place: dict[int, int] = {0: -1}
    for token in sentence.tokens:
        start, end = token.start_char + shift, token.end_char + shift
        kept, ends = token.words[:1], [end]
        if len(token.words) > 1 and (parts := surface_parts(text[start:end], [word.text for word in token.words])):
            kept, ends = token.words, [start + part for part in parts]
        for number, word in enumerate(token.words):
            place[word.id] = len(words.start) + (number if number < len(kept) else 0)
        words.start.extend([start, *ends[:-1]])
        words.end.extend(ends)
        words.first.extend([False] * len(kept))
        words.mwt.extend([None] if len(kept) == 1 else ["B", *["I"] * (len(kept) - 1)])
        words.source.extend(kept)
    words.first[base] = True
    words.head.extend(-1 if word.head is None else place.get(word.head, -1) for word in words.source[base:])
    found = getattr(sentence, "ents", ())
    words.ents.extend((entity.start_char + shift, entity.end_char + shift, entity.type) for entity in found)


def make_doc(old: Doc, words: Words) -> Doc:
    """Return a new Doc with the annotation of ``words`` and the user data and context of ``old``."""
    found = spaced(old.text, zip(words.start, words.end, strict=True))
    index = found.index
    source = [words.source[number] if number is not None else None for number in index]
    parsed = any(word is not None and word.deprel for word in source)
    place = {number: position for position, number in enumerate(index) if number is not None}
    heads = deps = None
    if parsed:
        heads = _heads(words, index, place)
        deps = ["ROOT" if word is None or word.deprel == "root" else word.deprel or "dep" for word in source]
    doc = Doc(
        old.vocab,
        words=found.words,
        spaces=found.spaces,
        tags=[(word.xpos if word is not None else None) or "" for word in source],
        pos=["SPACE" if word is None else word.upos or "" for word in source],
        morphs=[(word.feats if word is not None else None) or "" for word in source],
        lemmas=[(word.lemma if word is not None else None) or "" for word in source],
        heads=heads,
        deps=deps,
        sent_starts=None if parsed else _sentence_starts(words, index),
        user_data=dict(old.user_data),
    )
    doc._context = old._context
    for position, number in enumerate(index):
        if number is not None and (part := words.mwt[number]):
            doc[position]._.mwt = part
    if words.ents:
        spans = [doc.char_span(*entity, alignment_mode="expand") for entity in words.ents]
        doc.ents = tuple(filter_spans(span for span in spans if span is not None))
    return doc


def _sentence_starts(words: Words, index: list[int | None]) -> list[bool | int | None]:
    starts: list[bool | int | None] = [number is not None and words.first[number] for number in index]
    if starts:
        starts[0] = True
        first = next((position for position, number in enumerate(index) if number is not None), 0)
        starts[first] = first == 0
    return starts


def _heads(words: Words, index: list[int | None], place: dict[int, int]) -> list[int]:
    """Return spaCy heads: roots point to themselves, white space to the word before it."""
    heads = []
    for position, number in enumerate(index):
        if number is None:
            heads.append(max(position - 1, 0))
        else:
            head = words.head[number]
            heads.append(place[head] if head >= 0 else position)
    return heads


# oneDNN keeps 1,024 primitives otherwise, one for every shape of a batch: 150 MB after 2,000 documents, and no faster.
PRIMITIVES = ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64")


class Reader(Protocol):
    """Lines without white space at their ends and without any but blanks in them → their sentences in order: the line's
    number, what its first character is counted as, and the sentence, with the fields of stanza's."""

    def __call__(self, lines: Sequence[str]) -> Iterable[tuple[int, int, Any]]: ...


class Joined:
    """A ``stanza.Pipeline`` as a Reader: the lines become paragraphs of one text."""

    def __init__(self, pipeline: Any) -> None:
        self.pipeline = pipeline

    def __call__(self, lines: Sequence[str]) -> Iterator[tuple[int, int, Any]]:
        begins, at = [], 0
        for line in lines:
            begins.append(at)
            at += len(line) + len(PARAGRAPH)
        for sentence in self.pipeline(PARAGRAPH.join(lines)).sentences:
            number = bisect_right(begins, sentence.tokens[0].start_char) - 1
            yield number, begins[number], sentence


class StanzaComponent(PooledComponent):
    """stanza's models over pooled documents. Raises MissingModelError where ``path`` holds none."""

    cure = "train them with `python -m pipeline train stanza --data DIR`, or set [paths] to where they are"

    def __init__(
        self,
        name: str,
        *,
        path: str,
        lang: str,
        processors: str,
        batch_chars: int,
        threads: int,
        fast: bool,
        options: dict[str, Any],
        package: str = "default",
        boundaries: bool = False,
    ) -> None:
        super().__init__(name, path)
        self.fast, self.boundaries = fast, boundaries
        self.lang, self.processors, self.package = lang, processors, package
        self.batch_chars, self.threads, self.options = batch_chars, threads, options

    def _load(self) -> Reader:
        os.environ.setdefault(*PRIMITIVES)
        import stanza
        import torch

        torch.set_num_threads(self.threads)
        settings = {"download_method": None, "use_gpu": False, "verbose": False} | self.options
        pipeline = stanza.Pipeline(
            self.lang, dir=str(self.path), processors=self.processors, package=self.package, **settings
        )
        if self.fast and not self.options:
            from pipeline.annotate import stanza_fast

            if stanza_fast.supports(pipeline):
                return stanza_fast.Runner(pipeline, correct=self.boundaries)
        return Joined(pipeline)

    def annotate(self, docs: list[Doc]) -> list[Doc]:
        """Annotate the Docs in one call of the models."""
        texts = [doc.text for doc in docs]
        cut = [stretches(text, state.cuts(doc)) for text, doc in zip(texts, docs, strict=True)]
        pieces = [(number, stretch) for number, found in enumerate(cut) for stretch in found]
        words = [Words() for _ in docs]
        if pieces:
            for place, first, sentence in self.loaded([stretch.safe for _, stretch in pieces]):
                number, stretch = pieces[place]
                add_sentence(words[number], sentence, shift=stretch.start - first, text=texts[number])
        return [make_doc(doc, found) for doc, found in zip(docs, words, strict=True)]


@Language.factory(
    "stanza",
    assigns=["token.lemma", "token.pos", "token.tag", "token.morph", "token.is_sent_start", "doc.ents"],
    default_config={
        "lang": "id",
        "processors": "tokenize,mwt,pos,lemma",
        "package": "default",
        "batch_chars": 200_000,
        "threads": 1,
        "fast": True,
        "boundaries": True,
        "options": {},
    },
)
def create(
    nlp: Language,
    name: str,
    path: str,
    lang: str,
    processors: str,
    package: str,
    batch_chars: int,
    threads: int,
    fast: bool,
    boundaries: bool,
    options: dict[str, Any],
) -> StanzaComponent:
    """Make the component. ``path`` is a stanza resources folder, ``package`` one of its packages (ours: ``news``, the
    default, in the style of UD_Indonesian-GSD, and ``csui``); ``options`` go to ``stanza.Pipeline`` as they are.

    ``boundaries`` corrects the tokenizer's sentences by rule (``pipeline.text.boundaries``), where our own code runs it.
    With ``fast`` false, with ``options``, or with models that ``stanza_fast`` does not know, stanza's own code does all.
    """
    state.register()
    return StanzaComponent(
        name,
        path=str(Path(path)),
        lang=lang,
        processors=processors,
        package=package,
        batch_chars=batch_chars,
        threads=threads,
        fast=fast,
        boundaries=boundaries,
        options=options,
    )

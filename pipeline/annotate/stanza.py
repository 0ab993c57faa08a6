"""The stanza component: tokens, sentences, tags and lemmas of many documents in one stanza call.

The texts reach stanza line by line as paragraphs of one long text, and every word comes back to its own document by its
offset, so a document's annotation never leaks into its neighbour. The Doc made here replaces the tokenizer's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import state
from pipeline.annotate.lines import Stretch, stretches
from pipeline.annotate.pooled import PooledComponent
from pipeline.annotate.spacing import spaced

PARAGRAPH = "\n\n"


@dataclass(slots=True)
class Words:
    """The words of one Doc under construction, in text order; heads are indices into the same lists, -1 where unknown."""

    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    mwt: list[str | None] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    source: list[Any] = field(default_factory=list)


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
        parts = surface_parts(text[start:end], [word.text for word in token.words]) if len(token.words) > 1 else None
        kept = token.words if parts else token.words[:1]
        for word in token.words:
            place[word.id] = len(words.start) + (kept.index(word) if word in kept else 0)
        borders = [0, *(parts or [end - start])]
        for number, word in enumerate(kept):
            words.first.append(len(words.start) == base)
            words.start.append(start + borders[number])
            words.end.append(start + borders[number + 1])
            words.mwt.append(("I" if number else "B") if parts else None)
            words.source.append(word)
    for word in words.source[base:]:
        head = place.get(word.head, -1) if word.head is not None else -1
        words.head.append(head)


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


def cuts(doc: Doc) -> list[int]:
    """Return the offsets at which a sentence must end: the borders of blocks and sign-offs."""
    return [offset for span in (*doc._.blocks, *doc._.signoffs) for offset in (span["start"], span["end"])]


class StanzaComponent(PooledComponent):
    """stanza's processors over pooled documents. Raises MissingModelError where ``path`` holds no models."""

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
        options: dict[str, Any],
    ) -> None:
        super().__init__(name, path)
        self.lang, self.processors = lang, processors
        self.batch_chars, self.threads, self.options = batch_chars, threads, options

    def _load(self) -> Any:
        import stanza
        import torch

        torch.set_num_threads(self.threads)
        settings = {"download_method": None, "use_gpu": False, "verbose": False} | self.options
        return stanza.Pipeline(self.lang, dir=str(self.path), processors=self.processors, **settings)

    def annotate(self, docs: list[Doc]) -> list[Doc]:
        """Annotate the Docs in one stanza call."""
        pieces = [(number, stretch) for number, doc in enumerate(docs) for stretch in stretches(doc.text, cuts(doc))]
        found = [Words() for _ in docs]
        if pieces:
            for number, shift, sentence in self._sentences(pieces):
                add_sentence(found[number], sentence, shift=shift, text=docs[number].text)
        return [make_doc(doc, words) for doc, words in zip(docs, found, strict=True)]

    def _sentences(self, pieces: list[tuple[int, Stretch]]) -> Iterator[tuple[int, int, Any]]:
        """Yield (document, shift of offsets, stanza sentence) for one pooled call."""
        begins, at = [], 0
        for _, stretch in pieces:
            begins.append(at)
            at += len(stretch.safe) + len(PARAGRAPH)
        result = self.loaded(PARAGRAPH.join(stretch.safe for _, stretch in pieces))
        for sentence in result.sentences:
            place = bisect_right(begins, sentence.tokens[0].start_char) - 1
            number, stretch = pieces[place]
            yield number, stretch.start - begins[place], sentence


@Language.factory(
    "stanza",
    assigns=["token.lemma", "token.pos", "token.tag", "token.morph", "token.is_sent_start"],
    default_config={
        "lang": "id",
        "processors": "tokenize,mwt,pos,lemma",
        "batch_chars": 200_000,
        "threads": 1,
        "options": {},
    },
)
def create(
    nlp: Language,
    name: str,
    path: str,
    lang: str,
    processors: str,
    batch_chars: int,
    threads: int,
    options: dict[str, Any],
) -> StanzaComponent:
    """Make the component. ``path`` is a stanza resources folder; ``options`` go to ``stanza.Pipeline`` as they are."""
    state.register()
    return StanzaComponent(
        name,
        path=str(Path(path)),
        lang=lang,
        processors=processors,
        batch_chars=batch_chars,
        threads=threads,
        options=options,
    )

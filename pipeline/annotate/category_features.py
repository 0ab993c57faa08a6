"""What the category classifier sees of a sentence: plain strings and numbers, the same in training and at run time.

A row holds the sentence, the story sentences before and after it, its hints (``category_cues``, place, block, quotation,
judge) as one string, and, for models that want it, the encoder's vector of the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from pipeline.annotate import state
from pipeline.annotate.category_cues import QUOTE_MARKS, cues
from pipeline.annotate.category_speakers import assessor_in, speakers
from pipeline.text.judges import judge_spans

VERSION = 1
TEXT, BEFORE, AFTER, CUES = range(4)
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Story:
    """The sentences of a document that get a category: spans, their kinds, and their places in ``sentence_spans``."""

    spans: tuple[Span, ...]
    kinds: tuple[str, ...]
    places: tuple[int, ...]


def story(doc: Doc) -> Story:
    """Return the title and body sentences of the Doc."""
    kept = [
        (span, kind, place)
        for place, (span, kind) in enumerate(state.story_sentences(doc))
        if kind in state.SENTENCE_KINDS
    ]
    return Story(tuple(k[0] for k in kept), tuple(k[1] for k in kept), tuple(k[2] for k in kept))


def rows(doc: Doc, found: Story, *, vectors: bool) -> NDArray[np.object_]:
    """Return the features (sentences, 4), or (sentences, 4 + hidden) with the encoder's vectors.

    Raises ValueError where vectors are wanted and no entities component has run.
    """
    texts = [span.text for span in found.spans]
    table = np.empty((len(texts), COLUMNS), dtype=object)
    table[:, TEXT] = texts
    table[:, BEFORE] = ["", *texts[:-1]][: len(texts)]
    table[:, AFTER] = [*texts[1:], ""][: len(texts)]
    table[:, CUES] = hints(doc, found)
    return np.hstack([table, _vectors(doc, found).astype(object)]) if vectors else table


def hints(doc: Doc, found: Story) -> list[str]:
    """Return the hints of every story sentence, sorted and joined by spaces."""
    offsets = [(span.start_char, span.end_char) for span in found.spans]
    judges = [span.evidence if span.judge else "" for span in judge_spans(doc.text, sentences=offsets)]
    texts = [span.text for span in found.spans]
    own = [cues(text) for text in texts]
    told = speakers(texts)
    contest = any(assessor_in(text) for text in texts)
    open_quotes = _open_quotes(found.spans)
    lines = []
    for place in range(len(offsets)):
        names = set(own[place]) | where(place, len(offsets), found.kinds[place])
        if open_quotes[place]:
            names.add("quoted")
        names |= _judge(judges, place, own[place]) | _speaker(told[place], texts[place], own[place], contest=contest)
        for side, other in (("before", place - 1), ("after", place + 1)):
            if 0 <= other < len(own):
                names.update(f"{side}:{name}" for name in own[other])
        lines.append(" ".join(sorted(names)))
    return lines


def where(place: int, count: int, kind: str) -> set[str]:
    """Return hints of the place of a sentence among ``count``; a document of one or two sentences gives none but alone."""
    if count <= 2:
        return {"alone"}
    names = {f"kind:{kind}", f"part:{min(3, 4 * place // count)}"}
    if place == count - 1:
        names.add("last")
    return names


def _judge(judges: Sequence[str], place: int, own: set[str]) -> set[str]:
    names = {f"side_judge:{side}" for side, other in (("before", place - 1), ("after", place + 1))
             if 0 <= other < len(judges) and judges[other]}  # fmt: skip
    if not judges[place]:
        return names | ({"no_judge_in_text"} if not any(judges) else {"judge_elsewhere"})
    return names | {"judge", f"judge:{judges[place]}"} | {f"judge+{name}" for name in own}


def _speaker(told: str, text: str, own: set[str], *, contest: bool) -> set[str]:
    names = {f"speaker:{told}"}
    if contest:
        names |= {"contest", f"contest+speaker:{told}"} | {f"contest+{name}" for name in own}
    if assessor_in(text):
        names |= {"assessor"} | {f"assessor+{name}" for name in own}
    if told.endswith("linked"):
        names |= {f"linked+{name}" for name in own}
    return names


def _open_quotes(spans: Sequence[Span]) -> list[bool]:
    """Tell for each sentence whether it begins inside a quotation that an earlier one opened."""
    inside, found = False, []
    for span in spans:
        found.append(inside)
        for char in span.text:
            if char in QUOTE_MARKS:
                inside = {"“": True, "”": False}.get(char, not inside)
        if span.doc[span.end - 1 : span.end + 1].text.endswith("\n"):
            inside = False
    return found


def _vectors(doc: Doc, found: Story) -> NDArray[np.float32]:
    """Return the vectors (sentences, hidden) of the story sentences, of length one."""
    from pipeline.annotate.entities import sentence_vectors

    every = unit(sentence_vectors(doc))
    ends = [sentence.end for sentence in doc.sents]
    return every[np.searchsorted(ends, [span.start for span in found.spans], side="right")]


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vectors scaled to length one; zero vectors stay zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)

"""The sentences component: sentence starts by rule, for pipelines in which no other component sets them.

`pipeline.load` puts it before the first component that is not `blocks` when the configuration has no tagger or parser;
it may also be named in one. Its ends come of `pipeline.text.sentences`, so they are rougher than the tagger's.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import state
from pipeline.annotate.lines import stretches
from pipeline.text.sentences import within

NAME = "sentences"
SIGNS = frozenset({"doc.sents", "token.is_sent_start"})


class SentencesComponent:
    """Sets ``token.is_sent_start``; a sentence never crosses a line, a block or sign-off initials."""

    def __call__(self, doc: Doc) -> Doc:
        starts = frozenset(_starts(doc))
        for token in doc:
            token.is_sent_start = token.i == 0 or token.idx in starts
        return doc


@Language.factory(NAME, assigns=["token.is_sent_start"])
def create(nlp: Language, name: str) -> SentencesComponent:
    """Make the component; it has no settings and no model."""
    state.register()
    return SentencesComponent()


def add_where_missing(nlp: Language) -> None:
    """Add the component where none of the pipeline says that it sets sentences: the record and others need them."""
    if not any(SIGNS.intersection(nlp.get_pipe_meta(name).assigns) for name in nlp.pipe_names):
        place = 1 if nlp.pipe_names[:1] == ["blocks"] else 0
        nlp.add_pipe(NAME, before=place if place < len(nlp.pipe_names) else None)


def _starts(doc: Doc) -> list[int]:
    """Return the offsets at which sentences start, in order."""
    found = []
    for stretch in stretches(doc.text, state.cuts(doc)):
        found += [stretch.start + start for start, _ in within(stretch.safe, 0, len(stretch.safe))]
    return found

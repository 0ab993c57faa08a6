"""The entities component: nested entities, token vectors and sentence vectors from one pass of the int8 encoder.

`doc.spans["sc"]` holds all entities with their scores, `doc.ents` the outermost; `doc.tensor` has a row a token, the mean
of its pieces, and `sentence_vectors(doc)` a row a sentence of `doc.sents`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import language
from pipeline.annotate import decode, state
from pipeline.annotate.encoder import FILES, Encoded, Encoder
from pipeline.annotate.pooled import PooledComponent

SPANS = "sc"
VECTORS = "sentence_vectors"
Found = dict[tuple[int, int], tuple[Span, float]]  # what was found, by first token and the one after the last


def sentence_vectors(doc: Doc) -> NDArray[np.float32]:
    """The vectors (sentences, hidden) of `doc.sents`, kept in `doc.user_data` as half-precision bytes.

    Raises ValueError where no entities component has run.
    """
    if VECTORS not in doc.user_data:
        raise ValueError(
            "the Doc has no sentence vectors: put the component 'entities' into the pipeline before this one"
        )
    flat = np.frombuffer(doc.user_data[VECTORS], dtype="<f2").astype(np.float32)
    rows = sum(1 for _ in doc.sents) if len(doc) else 0
    return flat.reshape(rows, -1) if rows else flat.reshape(0, 0)


def token_vectors(starts: Sequence[int], ends: Sequence[int], encoded: Encoded, *, shift: int) -> NDArray[np.float32]:
    """The mean vector (tokens, hidden) of the pieces that touch each token; tokens without pieces get zeros.

    `starts` and `ends` are offsets into the document, ascending; `shift` is where the encoded text begins in it.
    """
    first = np.searchsorted(encoded.pieces.offsets[:, 1] + shift, starts, side="right")
    last = np.maximum(first, np.searchsorted(encoded.pieces.offsets[:, 0] + shift, ends, side="left"))
    sums = np.zeros((len(encoded.hidden) + 1, encoded.vector.shape[0]))
    np.cumsum(encoded.hidden, axis=0, out=sums[1:])
    means = (sums[last] - sums[first]) / np.maximum(1, last - first)[:, None]
    return np.asarray(means, dtype=np.float32)


def entity_span(doc: Doc, start: int, end: int, label: str) -> Span | None:
    """The tokens that the characters touch, without white space and punctuation at the edges that the characters do not
    hold as their own, and without the common noun before a prize's name; None when nothing is left."""
    span = doc.char_span(start, end, label=label, alignment_mode="expand")
    if span is None:
        return None
    first, last = span.start, span.end
    while first < last and not _is_name_part(doc[first].text):
        first += 1
    while last > first and not (_is_name_part(doc[last - 1].text) or _closes(doc, first, last)):
        last -= 1
    while label == "AWARD" and first + 1 < last and doc[first].lower_ in language.words("award_heads"):
        first += 1
    return Span(doc, first, last, label=label) if first < last else None


def outermost(spans: Iterable[Span]) -> list[Span]:
    """The spans that lie in no other; of two that cross, the earlier."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def without_holders(found: Found) -> Found:
    """A POSITION that runs on over the person who holds it ends before that person: "Wali Kota Hendi" is "Wali Kota"."""
    people = {place[1]: place[0] for place, (span, _) in found.items() if span.label_ == "PER"}
    kept: Found = {}
    for (start, end), (span, score) in found.items():
        name = people.get(end, start)
        if span.label_ == "POSITION" and start < name:
            office = entity_span(
                span.doc, span.start_char, span.doc[name - 1].idx + len(span.doc[name - 1]), "POSITION"
            )
            if office is None or (office.start, office.end) in found:
                continue
            span, start, end = office, office.start, office.end
        kept[start, end] = (span, score)
    return kept


def _is_name_part(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _closes(doc: Doc, first: int, last: int) -> bool:
    """Whether the last token closes a bracket opened in the span, as in "PT Maju (Persero)"."""
    pair = {")": "(", "]": "["}.get(doc[last - 1].text)
    return pair is not None and any(doc[index].text == pair for index in range(first, last - 1))


class EntitiesComponent(PooledComponent):
    """Pools the sentences of many documents; what a document gets does not depend on the others."""

    cure = "train it with `python -m pipeline train entities --data DIR`, or set [paths] to where it is"
    files = FILES

    def __init__(self, name: str, *, path: str, batch_pieces: int, threads: int, token_vectors: bool) -> None:
        super().__init__(name, path)
        self.batch_pieces, self.threads, self.token_vectors = batch_pieces, threads, token_vectors

    def _load(self) -> Encoder:
        return Encoder(self.path, threads=self.threads, batch_pieces=self.batch_pieces)

    def annotate(self, docs: list[Doc]) -> list[Doc]:
        """Annotate the Docs in one call of the encoder."""
        encoder: Encoder = self.loaded
        sentences = [list(doc.sents) if len(doc) else [] for doc in docs]
        encoded = iter(encoder.encode([sentence.text for group in sentences for sentence in group]))
        for doc, group in zip(docs, sentences, strict=True):
            self._set(doc, group, [next(encoded) for _ in group], encoder.labels)
        return docs

    def _set(self, doc: Doc, sentences: list[Span], encoded: list[Encoded], labels: tuple[str, ...]) -> None:
        found: Found = {}
        for sentence, one in zip(sentences, encoded, strict=True):
            for word_span in decode.spans(one.tags):
                start = sentence.start_char + int(one.pieces.words[word_span.start, 0])
                end = sentence.start_char + int(one.pieces.words[word_span.end - 1, 1])
                span = entity_span(doc, start, end, labels[word_span.label])
                if span is not None:
                    place = (span.start, span.end)
                    found[place] = max(found.get(place, (span, 0.0)), (span, word_span.score), key=lambda pair: pair[1])
        found = without_holders(found)
        doc.spans[SPANS] = [span for span, _ in found.values()]
        doc.spans[SPANS].attrs["scores"] = [round(score, 3) for _, score in found.values()]
        doc.ents = tuple(outermost(doc.spans[SPANS]))
        doc.user_data[VECTORS] = b"".join(one.vector.astype("<f2").tobytes() for one in encoded)
        if self.token_vectors:
            doc.tensor = self._tensor(doc, sentences, encoded)  # type: ignore[assignment]

    def _tensor(self, doc: Doc, sentences: list[Span], encoded: list[Encoded]) -> NDArray[np.float16]:
        tensor = np.zeros((len(doc), self.loaded.hidden), dtype=np.float16)
        for sentence, one in zip(sentences, encoded, strict=True):
            starts = [token.idx for token in sentence]
            ends = [token.idx + len(token) for token in sentence]
            tensor[sentence.start : sentence.end] = token_vectors(starts, ends, one, shift=sentence.start_char)
        return tensor


@Language.factory(
    "entities",
    requires=["token.is_sent_start"],
    assigns=["doc.ents", "doc.spans", "doc.tensor"],
    default_config={"batch_pieces": 512, "threads": 1, "token_vectors": True},
)
def create(
    nlp: Language, name: str, path: str, batch_pieces: int, threads: int, token_vectors: bool
) -> EntitiesComponent:
    """Make the component. `path` is the model folder; `batch_pieces` bounds the pieces in one call of the model."""
    state.register()
    return EntitiesComponent(
        name, path=str(Path(path)), batch_pieces=batch_pieces, threads=threads, token_vectors=token_vectors
    )

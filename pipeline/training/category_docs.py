"""From labelled articles to rows of features: the run-time components over Docs whose sentences are the corpus's own."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.annotate import state
from pipeline.annotate.blocks import BlocksComponent
from pipeline.annotate.category_features import AFTER, BEFORE, COLUMNS, CUES, TEXT, VERSION, rows, story
from pipeline.annotate.spacing import spaced
from pipeline.annotate.tokenizer import PIECE
from pipeline.training.category_examples import Article


@dataclass(frozen=True, slots=True)
class Examples:
    """Features (n, columns), labels (n,), and the article and sentence text of every row."""

    features: NDArray[np.object_]
    labels: NDArray[np.object_]
    articles: NDArray[np.object_]
    texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, kept: NDArray[Any]) -> Examples:
        """Return the rows at these places, or where a mask is true."""
        places = np.flatnonzero(kept) if kept.dtype == bool else kept
        texts = tuple(self.texts[place] for place in places)
        return Examples(self.features[places], self.labels[places], self.articles[places], texts)

    def without_vectors(self, kept_out: NDArray[np.bool_]) -> Examples:
        """Return the examples with vectors of zeros where ``kept_out`` (n,) is true."""
        features = self.features.copy()
        features[np.ix_(kept_out, np.arange(features.shape[1]) >= COLUMNS)] = 0.0
        return Examples(features, self.labels, self.articles, self.texts)


def forced_doc(vocab: Vocab, article: Article) -> Doc:
    """Return a Doc of the article whose sentences begin where the corpus says; white space belongs to the one before."""
    cuts = sorted({offset for s in article.sentences for offset in (s.start, s.end)})
    words = [span for span in _cut_at(((m.start(), m.end()) for m in PIECE.finditer(article.text)), cuts)
             if not article.text[span[0] : span[1]].isspace()]  # fmt: skip
    pieces = spaced(article.text, words)
    starts = {sentence.start for sentence in article.sentences}
    sent_starts = [index is not None and words[index][0] in starts for index in pieces.index]
    if sent_starts:
        sent_starts[0] = True
    return Doc(vocab, words=pieces.words, spaces=pieces.spaces, sent_starts=list(sent_starts))


def _cut_at(spans: Iterable[tuple[int, int]], cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        for cut in cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]:
            yield start, cut
            start = cut
        yield start, end


def examples(
    articles: Sequence[Article], *, encoder: Path | None, threads: int = 1, cache: Path | None = None
) -> Examples:
    """Return a row for every labelled sentence of a title or body block.

    ``encoder`` is the folder of the entities model where vectors are wanted. ``cache`` is a folder for features that
    have been computed before, by the digest of the articles and of all that makes them.
    """
    labels, ids, texts = [], [], []
    for article in articles:
        for sentence in article.sentences:
            if sentence.label is not None:
                labels.append(sentence.label)
                ids.append(article.id)
                texts.append(article.text[sentence.start : sentence.end])
    features = _cached(articles, encoder, threads, cache)
    kept = np.array([row[TEXT] is not None for row in features], dtype=bool)
    whole = Examples(features, np.array(labels, dtype=object), np.array(ids, dtype=object), tuple(texts))
    return whole if kept.all() else whole.take(kept)


def _cached(articles: Sequence[Article], encoder: Path | None, threads: int, cache: Path | None) -> NDArray[np.object_]:
    if cache is None:
        return _features(articles, encoder, threads)
    key = hashlib.sha256(f"{VERSION} {_code_digest()} {encoder and _digest(encoder / 'model.onnx')}".encode())
    for article in articles:
        key.update(repr((article.text, [(s.start, s.end, s.label is None) for s in article.sentences])).encode())
    file = cache / f"{key.hexdigest()[:32]}.npz"
    if file.is_file():
        return _load(file)
    features = _features(articles, encoder, threads)
    cache.mkdir(parents=True, exist_ok=True)
    kept = np.array([row[TEXT] is not None for row in features], dtype=bool)
    strings = np.char.encode(features[kept, :COLUMNS].astype(str), "utf-8")
    np.savez(file, kept=kept, strings=strings, vectors=features[kept, COLUMNS:].astype(np.float32))
    return features


def _load(file: Path) -> NDArray[np.object_]:
    with np.load(file) as saved:
        kept, strings, vectors = saved["kept"], saved["strings"], saved["vectors"]
    features = np.full((len(kept), COLUMNS + vectors.shape[1]), None, dtype=object)
    features[np.ix_(kept, np.arange(COLUMNS))] = np.char.decode(strings, "utf-8")
    features[np.ix_(kept, np.arange(COLUMNS, features.shape[1]))] = vectors
    return features


def _code_digest() -> str:
    """Digest of the code and the language facts that make the features."""
    import pipeline.annotate
    import pipeline.language
    import pipeline.text

    files = sorted(
        path
        for room, pattern in (
            (pipeline.annotate, "category_*.py"),
            (pipeline.text, "*.py"),
            (pipeline.language, "*.tsv"),
        )
        for folder in room.__path__
        for path in Path(folder).glob(pattern)
    )
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _features(articles: Sequence[Article], encoder: Path | None, threads: int) -> NDArray[np.object_]:
    """Return the features of every labelled sentence; rows of None for those outside title and body."""
    vocab = spacy.blank("id").vocab
    blocks = BlocksComponent()
    docs: Iterable[Doc] = (blocks(forced_doc(vocab, article)) for article in articles)
    if encoder is not None:
        from pipeline.annotate.entities import EntitiesComponent

        component = EntitiesComponent(
            "entities", path=str(encoder), batch_pieces=2048, threads=threads, token_vectors=False
        )
        docs = component.pipe(docs)
    tables = [_of(doc, article, vectors=encoder is not None) for doc, article in zip(docs, articles, strict=True)]
    return np.vstack(tables)


def _of(doc: Doc, article: Article, *, vectors: bool) -> NDArray[np.object_]:
    found = story(doc)
    table = rows(doc, found, vectors=vectors)
    place = {span.start_char: number for number, span in enumerate(found.spans)}
    wanted = [place.get(sentence.start, -1) for sentence in article.sentences if sentence.label is not None]
    outside = np.full((1, table.shape[1]), None, dtype=object)
    return np.asarray(np.vstack([table, outside])[wanted], dtype=object)


def alone(given: Examples) -> Examples:
    """Return the examples as they would look as documents of one sentence: no neighbours, no place, no other judge."""
    state.register()
    vocab = spacy.blank("id").vocab
    features = given.features.copy()
    features[:, [BEFORE, AFTER]] = ""
    for number, text in enumerate(given.texts):
        doc = Doc(vocab, words=[text])
        features[number, CUES] = rows(doc, story(doc), vectors=False)[0, CUES]
    return Examples(features, given.labels, given.articles, given.texts)

"""Components that annotate many documents in one call of their model, and set a bad one aside alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.tokens import Doc
from spacy.util import raise_error

from pipeline.annotate.model_folder import ModelComponent


class PooledComponent(ModelComponent):
    """Subclasses give ``annotate(docs)``, which returns as many Docs. A pool holds at most ``batch_chars`` characters."""

    batch_chars = 10**9

    def annotate(self, docs: list[Doc]) -> list[Doc]:
        raise NotImplementedError

    def __call__(self, doc: Doc) -> Doc:
        return self.annotate([doc])[0]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Yield annotated Docs in order; a Doc that the model cannot take goes to the error handler alone."""
        for docs in self._pools(stream, batch_size):
            yield from self._annotate_or_split(docs)

    def get_error_handler(self) -> Any:
        return getattr(self, "error_handler", raise_error)

    def set_error_handler(self, error_handler: Any) -> None:
        self.error_handler = error_handler

    def _annotate_or_split(self, docs: list[Doc]) -> Iterator[Doc]:
        try:
            yield from self.annotate(docs)
        except Exception as error:  # foreign code: any failure sets one document aside, never its neighbours
            if len(docs) == 1:
                self.get_error_handler()(self.name, self, docs, error)
                return
            middle = len(docs) // 2
            yield from self._annotate_or_split(docs[:middle])
            yield from self._annotate_or_split(docs[middle:])

    def _pools(self, stream: Iterable[Doc], size: int) -> Iterator[list[Doc]]:
        pool: list[Doc] = []
        chars = 0
        for doc in stream:
            length = len(doc.text)
            if pool and (chars + length > self.batch_chars or len(pool) >= size):
                yield pool
                pool, chars = [], 0
            pool.append(doc)
            chars += length
        if pool:
            yield pool

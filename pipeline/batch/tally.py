"""Counts over the outcomes of one shard."""

from __future__ import annotations

from collections import Counter

from pipeline.batch.documents import Document, Reject
from pipeline.batch.marker import Counts
from pipeline.record import Record
from pipeline.values import parse_date


class Tally:
    """Takes outcomes one by one."""

    def __init__(self) -> None:
        self.ok = self.characters = self.sentences = self.words = self.dates = self.unreadable_published = 0
        self.categories: Counter[str] = Counter()
        self.entities: Counter[str] = Counter()
        self.quantities: Counter[str] = Counter()
        self.ids: list[tuple[str, str, int]] = []
        self.rejects: list[Reject] = []

    @property
    def documents(self) -> int:
        return self.ok + len(self.rejects)

    def record(self, document: Document, record: Record) -> None:
        """Count a document that became a record."""
        self.ok += 1
        self.characters += len(document.text)
        if document.given_id:
            self.ids.append((document.id, document.file, document.line))
        self.unreadable_published += has_unreadable_date(document)
        self.sentences += len(record.sentences)
        self.words += sum(len(sentence.tokens) for sentence in record.sentences)
        self.categories.update(sentence.category for sentence in record.sentences if sentence.category)
        self.entities.update(entity.label for entity in record.entities)
        self.quantities.update(quantity.kind for quantity in record.quantities)
        self.dates += len(record.dates)

    @property
    def reasons(self) -> dict[str, int]:
        return dict(sorted(Counter(reject.reason for reject in self.rejects).items()))

    @property
    def counts(self) -> Counts:
        return Counts(
            characters=self.characters,
            sentences=self.sentences,
            words=self.words,
            categories=dict(sorted(self.categories.items())),
            entities=dict(sorted(self.entities.items())),
            quantities=dict(sorted(self.quantities.items())),
            dates=self.dates,
            unreadable_published=self.unreadable_published,
        )


def has_unreadable_date(document: Document) -> bool:
    """Tell whether the document names a date of publication that our reader cannot read."""
    published = document.meta.get("published")
    return published not in (None, "") and parse_date(str(published)) is None

"""The types on disk, their JSON Schema, and reading and writing them. Loads neither spaCy nor torch."""

from pipeline.record.io import RecordError, decode, encode, read
from pipeline.record.types import (
    SCHEMA_VERSION,
    Acronym,
    Block,
    Check,
    Cluster,
    DateMention,
    Entity,
    Provenance,
    Quantity,
    Quote,
    Record,
    Sentence,
    Span,
    Speaker,
    Token,
)

__all__ = [
    "SCHEMA_VERSION", "Acronym", "Block", "Check", "Cluster", "DateMention", "Entity", "Provenance", "Quantity",
    "Quote", "Record", "RecordError", "Sentence", "Span", "Speaker", "Token", "decode", "encode", "read",
]  # fmt: skip

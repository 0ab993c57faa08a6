"""Annotate Indonesian news in batches: tokens and tags, entities, quantities, dates, sentence categories, as JSONL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.record import Record, read

if TYPE_CHECKING:
    import pyarrow as pa
    from spacy.language import Language

__version__ = "0.1.0"
__all__ = ["Record", "__version__", "frames", "load", "read"]


def load(config: str | Path | None = None, *, overrides: Mapping[str, Any] | None = None) -> Language:
    """Return the spaCy ``Language`` of a .cfg (of the default one for None), with its models at hand.

    ``overrides`` maps dotted keys to values: ``{"components.categories.threshold": 0.6}``. Raises ConfigError for
    unknown or bad keys, and for missing models, with the path and the cure.
    """
    from pipeline.annotate.load import build
    from pipeline.config import load as load_settings

    return build(load_settings(config, overrides=overrides))


def frames(path: str | Path, *, tables: Iterable[str] | None = None) -> dict[str, pa.Table]:
    """Return the records of a run folder as Arrow tables by name; see ``pipeline.export.tables.frames``."""
    from pipeline.export.tables import TABLES
    from pipeline.export.tables import frames as make

    return make(path, tables=TABLES if tables is None else tables)

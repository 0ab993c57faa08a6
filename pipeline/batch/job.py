"""What a worker must know beside its shard, and how it gets ready."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pipeline
from pipeline.batch.documents import Document, Reading
from pipeline.batch.inputs import InputFile
from pipeline.batch.store import Store

if TYPE_CHECKING:
    from spacy.language import Language

WARM_UP = Document("Wali kota membuka pasar itu pada Rabu pagi.", "", {}, "", 1, 0)


@dataclass(frozen=True, slots=True)
class Job:
    """A run as its workers see it. Sent to other processes, so it holds plain values."""

    config: Path
    overrides: dict[str, Any]
    files: list[InputFile]
    reading: Reading
    store: Store
    batch_size: int
    batch_chars: int
    omit: tuple[str, ...]
    compression: str


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` a document may take alone and ``megabytes`` a worker may hold; None for no limit."""

    seconds: float | None = None
    megabytes: int | None = None

    def __bool__(self) -> bool:
        return self.seconds is not None or self.megabytes is not None


def prepare(job: Job, nlp: Language | None = None) -> Language:
    """Return the pipeline with every model loaded and once used. Raises what the models raise: bad set-up stops a run."""
    from pipeline.annotate.load import model_components
    from pipeline.batch import annotate

    nlp = nlp if nlp is not None else pipeline.load(job.config, overrides=job.overrides)
    for component in model_components(nlp).values():
        _ = component.loaded
    annotate.batch(nlp, [WARM_UP])
    return nlp

"""What may stand in a run's .cfg beside spaCy's own sections."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from pipeline.record.io import OMITTABLE

Positive = Annotated[int, msgspec.Meta(ge=1)]
NotNegative = Annotated[int, msgspec.Meta(ge=0)]


class Run(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[run]: how the batch is worked through.

    batch_size: documents annotated together; a shard is cut into such batches in order.
    shard_chars: characters of text in a shard, about.
    max_chars: longer texts are rejected as too_long.
    The rest cannot change results:
    workers: processes; 0 takes one a core.
    engine: inline (this process), processes, or auto (processes when workers is above 1).
    max_rejects: stop the run when more documents than this are rejected.
    progress: auto (a bar on a terminal, lines elsewhere), bar, lines or none.
    """

    batch_size: Positive = 64
    shard_chars: Positive = 1_000_000
    max_chars: Positive = 10_000_000
    workers: NotNegative = 1
    engine: Literal["auto", "inline", "processes"] = "auto"
    max_rejects: NotNegative | None = None
    progress: Literal["auto", "bar", "lines", "none"] = "auto"


RUN_KEYS_THAT_CHANGE_RESULTS = ("batch_size", "shard_chars", "max_chars")


class Output(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[output]: what the records hold. omit: fields to leave out, see ``pipeline.record.io.OMITTABLE``."""

    omit: list[str] = []

    def __post_init__(self) -> None:
        unknown = sorted(set(self.omit) - set(OMITTABLE))
        if unknown:
            raise ValueError(f"omit names {unknown[0]!r}; it may name {', '.join(OMITTABLE)}")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """A whole .cfg, read, checked, and with its paths made absolute.

    nlp: the sections [nlp], [components] and [paths] as spaCy takes them, interpolated.
    recipes: the sections [recipes.*]. digest: "sha256:…" of everything in the file that changes results.
    """

    source: Path
    nlp: dict[str, Any]
    recipes: dict[str, Any]
    run: Run
    output: Output
    digest: str

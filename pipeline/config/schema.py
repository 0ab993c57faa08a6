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
    batch_chars: characters that close a batch before that.
    shard_chars: bytes of input in a shard, about.
    max_chars: longer texts are rejected as too_long.
    The rest cannot change results, but for documents that pass a limit:
    workers: processes; 0 takes one a core.
    engine: inline (this process), processes, ray, or auto (processes when workers is above 1 or a limit is set).
    ray_address: the cluster to join, "auto" or "host:port"; none starts one on this machine alone.
    time_limit: seconds that a document may take by itself, else it is set aside as timeout; null is no limit.
    memory_limit: MB that a worker may hold, else the document at fault is set aside as out_of_memory; null is no limit.
    max_rejects: stop the run when more documents than this are rejected.
    progress: auto (a bar on a terminal, lines elsewhere), bar, lines or none.
    """

    batch_size: Positive = 64
    batch_chars: Positive = 200_000
    shard_chars: Positive = 500_000
    max_chars: Positive = 10_000_000
    workers: NotNegative = 1
    engine: Literal["auto", "inline", "processes", "ray"] = "auto"
    ray_address: str | None = None
    time_limit: Annotated[float, msgspec.Meta(gt=0)] | None = None
    memory_limit: Positive | None = None
    max_rejects: NotNegative | None = None
    progress: Literal["auto", "bar", "lines", "none"] = "auto"


RUN_KEYS_THAT_CHANGE_RESULTS = ("batch_size", "batch_chars", "shard_chars", "max_chars")


class Output(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[output]: what is written.

    omit: fields of the record to leave out, see ``pipeline.record.io.OMITTABLE``.
    compression: of the shards: none (.jsonl), gz (.jsonl.gz) or zst (.jsonl.zst, extra ``zstd``).
    """

    omit: list[str] = []
    compression: Literal["none", "gz", "zst"] = "none"

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

"""The gate of the category model: a candidate that is not worse takes the champion's place; the old folder stays beside it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from pipeline.training.evaluate_categories import Comparison, compare


@dataclass(frozen=True, slots=True)
class Promotion:
    """What the gate said, and where the old champion went (None where the gate was not passed)."""

    comparison: Comparison
    kept: Path | None


def promote(
    candidate: Path, *, champion: Path, corpus: Path, encoder: Path | None = None, threads: int = 1
) -> Promotion:
    """Compare on the frozen test part and, where the gate is passed, put a copy of the candidate in the champion's place."""
    found = compare(corpus, candidate=candidate, champion=champion, encoder=encoder, threads=threads)
    return Promotion(found, swap(candidate, champion) if found.passed else None)


def swap(candidate: Path, champion: Path) -> Path:
    """Put a copy of ``candidate`` at ``champion`` and return the folder that the old one was renamed to."""
    fresh = champion.with_name(champion.name + ".new")
    if fresh.exists():
        shutil.rmtree(fresh)
    shutil.copytree(candidate, fresh)
    number = 1
    while (kept := champion.with_name(f"{champion.name}.old-{number}")).exists():
        number += 1
    os.rename(champion, kept)
    os.rename(fresh, champion)
    return kept

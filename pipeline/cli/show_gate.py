"""Show the comparison of two category models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from pipeline.training.evaluate_categories import Comparison


def comparison(out: Console, found: Comparison) -> None:
    """Print each measure of both models, the difference with its interval, and the verdict."""
    out.print(f"{found.sentences} sentences, {found.articles} articles; champion, candidate, difference (95 %)")
    for change in (found.macro_f1, *found.labels):
        moved = change.difference
        line = f"  {change.name}: {change.champion:.3f} {change.candidate:.3f} {moved.value:+.3f} ({moved.low:+.3f} to {moved.high:+.3f})"
        out.print(line + ("  worse" if change.worse else ""), markup=False)
    if found.passed:
        out.print("passed: macro-F1 is not lower and no label is worse beyond its interval")
    else:
        out.print("not passed: macro-F1 is lower or a label is worse beyond its interval")

"""The pictures of a category model's card: confusion matrix and calibration, as PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def confusion(path: Path, table: Sequence[Sequence[int]], labels: Sequence[str], *, title: str) -> None:
    """Draw truth against guess; colour by the share of the truth."""
    counts = np.array(table)
    figure, axes = _figure(title)
    axes.imshow(counts / np.maximum(1, counts.sum(axis=1, keepdims=True)), cmap="Blues", vmin=0, vmax=1)
    for row in range(len(labels)):
        for column in range(len(labels)):
            dark = counts[row, column] > counts[row].sum() / 2
            axes.text(column, row, counts[row, column], ha="center", va="center", color="white" if dark else "black")
    axes.set_xticks(range(len(labels)), labels, rotation=30, ha="right")
    axes.set_yticks(range(len(labels)), labels)
    axes.set_xlabel("guess")
    axes.set_ylabel("truth")
    _save(figure, path)


def calibration(path: Path, table: NDArray[np.float64], *, title: str) -> None:
    """Draw the share of right ones against the mean best score of each bin (``category_scores.calibration``)."""
    figure, axes = _figure(title)
    used = table[table[:, 0] > 0]
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.plot(used[:, 1], used[:, 2], marker="o")
    for count, mean, share in used:
        axes.annotate(str(int(count)), (mean, share), textcoords="offset points", xytext=(6, -10), fontsize=8)
    axes.set_xlabel("mean best score")
    axes.set_ylabel("share that is right")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    _save(figure, path)


def _figure(title: str) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 5), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=10)
    return figure, axes


def _save(figure: Any, path: Path) -> None:
    figure.savefig(path, dpi=110, metadata={"Software": None})

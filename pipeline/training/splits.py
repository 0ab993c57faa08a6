"""The files of one split of a corpus folder: `corpus/ROOM/{train,test}/*.txt`."""

from __future__ import annotations

from pathlib import Path

SPLITS = ("train", "test")


def files(corpus: Path, room: str, *, split: str, what: str) -> list[Path]:
    """Return the files in order. Raises ValueError for an unknown split, FileNotFoundError, naming `what`, for none."""
    if split not in SPLITS:
        raise ValueError(f"split: {split!r}, expected one of {SPLITS}")
    folder = corpus / room / split
    found = sorted(folder.glob("*.txt"))
    if not found:
        raise FileNotFoundError(f"{folder}: no .txt files with marked {what}")
    return found

"""From the arguments of a run to its files."""

from __future__ import annotations

import glob
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.documents import InputError

FORMATS = {".txt": "txt", ".jsonl": "jsonl", ".jsonl.gz": "jsonl", ".csv": "csv"}


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the run. ``name`` is what ids and rejects call it; ``mtime_ns`` and ``size`` tell whether it changed."""

    path: str
    name: str
    format: str
    size: int
    mtime_ns: int

    @property
    def compressed(self) -> bool:
        return self.path.endswith(".gz")


def find(arguments: Iterable[str], *, format: str | None = None) -> list[InputFile]:
    """Return the files that the arguments (files, folders, globs) name, each once, in order of argument and name.

    Raises InputError for an argument that names nothing or a file whose ending is not known.
    """
    found: dict[Path, str] = {}
    for argument in arguments:
        for path, name in _expand(argument):
            found.setdefault(path, name)
    names = Counter(found.values())
    return [_input_file(path, name if names[name] == 1 else str(path), format) for path, name in found.items()]


def format_of(path: Path) -> str | None:
    """Return txt, jsonl or csv by the file's ending, or None."""
    for suffix, format in FORMATS.items():
        if path.name.lower().endswith(suffix):
            return format
    return None


def _expand(argument: str) -> list[tuple[Path, str]]:
    path = Path(argument)
    if path.is_dir():
        inside = sorted(
            file for file in path.rglob("*") if file.is_file() and format_of(file) and not _hidden(file, path)
        )
        if not inside:
            raise InputError(f"{argument}: no input in this folder; expected files ending in {', '.join(FORMATS)}")
        return [(file, file.relative_to(path).as_posix()) for file in inside]
    if path.is_file():
        return [(path, path.name)]
    matches = sorted(Path(match) for match in glob.glob(argument, recursive=True))
    if not matches:
        raise InputError(f"{argument}: no such file or folder, and no file matches it as a glob")
    return [pair for match in matches for pair in _expand(str(match))]


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _input_file(path: Path, name: str, format: str | None) -> InputFile:
    kind = format or format_of(path)
    if kind is None:
        raise InputError(f"{path}: cannot tell its format by its ending; use {', '.join(FORMATS)}, or give --format")
    stat = path.stat()
    return InputFile(str(path), name, kind, stat.st_size, stat.st_mtime_ns)

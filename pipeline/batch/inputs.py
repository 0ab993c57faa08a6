"""From the arguments of a run to its files."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch import extras
from pipeline.batch.documents import InputError

ENDINGS = {
    ".txt": "txt", ".jsonl": "jsonl", ".jsonl.gz": "jsonl", ".jsonl.zst": "jsonl", ".csv": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".html": "html", ".htm": "html",
}  # fmt: skip
FORMATS = ("txt", "jsonl", "csv", "parquet", "html")
NEEDED = {"parquet": ("pyarrow.parquet", "parquet"), "html": ("trafilatura", "html")}


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the run: its absolute path, and the name by which ids and rejects call it.

    ``mtime_ns`` and ``size`` tell whether it changed.
    """

    path: str
    name: str
    format: str
    size: int
    mtime_ns: int

    @property
    def compression(self) -> str | None:
        """``gz``, ``zst`` or None."""
        ending = Path(self.path).suffix.lower().removeprefix(".")
        return ending if self.format == "jsonl" and ending in ("gz", "zst") else None


def find(arguments: Iterable[str], *, format: str | None = None) -> list[InputFile]:
    """Return the files that the arguments (files, folders, globs) name, each once, in order of argument and name.

    Raises InputError for an argument that names nothing, a file whose ending is not known, and a format whose reader is
    not installed.
    """
    found: dict[str, tuple[Path, str]] = {}
    for argument in arguments:
        for path, name in _expand(argument, format):
            found.setdefault(os.path.abspath(path), (path, name))
    names = Counter(name for _, name in found.values())
    files = [_input_file(path, name if names[name] == 1 else str(path), format) for path, name in found.values()]
    for file in files:
        _check_reader(file)
    return files


def unchanged(files: Iterable[InputFile]) -> None:
    """Raise InputError when one of the files is not what it was when the run was planned."""
    for file in files:
        try:
            stat = Path(file.path).stat()
        except OSError as error:
            raise InputError(f"{file.path}: cannot read: {error.strerror}") from error
        if (stat.st_size, stat.st_mtime_ns) != (file.size, file.mtime_ns):
            raise InputError(f"{file.path} has changed since the run was begun; choose another --output")


def format_of(path: Path) -> str | None:
    """Return the format by the file's ending, or None."""
    for suffix, format in ENDINGS.items():
        if path.name.lower().endswith(suffix):
            return format
    return None


def _check_reader(file: InputFile) -> None:
    if file.format in NEEDED:
        module, extra = NEEDED[file.format]
        extras.require(module, extra=extra, what=f"reading {file.path}")
    if file.compression == "zst":
        extras.require("zstandard", extra="zstd", what=f"reading {file.path}")


def _expand(argument: str, format: str | None) -> list[tuple[Path, str]]:
    path = Path(argument)
    if path.is_dir():
        inside = sorted(
            file
            for file in path.rglob("*")
            if file.is_file() and format_of(file) in ((format,) if format else FORMATS) and not _hidden(file, path)
        )
        if not inside:
            raise InputError(f"{argument}: no input in this folder; expected files ending in {', '.join(ENDINGS)}")
        return [(file, file.relative_to(path).as_posix()) for file in inside]
    if path.is_file():
        return [(path, path.name)]
    matches = sorted(Path(match) for match in glob.glob(argument, recursive=True))
    if not matches:
        raise InputError(f"{argument}: no such file or folder, and no file matches it as a glob")
    return [pair for match in matches for pair in _expand(str(match), format)]


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _input_file(path: Path, name: str, format: str | None) -> InputFile:
    kind = format or format_of(path)
    if kind is None:
        raise InputError(f"{path}: cannot tell its format by its ending; use {', '.join(ENDINGS)}, or give --format")
    try:
        stat = path.stat()
    except OSError as error:
        raise InputError(f"{path}: cannot read: {error.strerror}") from error
    return InputFile(os.path.abspath(path), name, kind, stat.st_size, stat.st_mtime_ns)

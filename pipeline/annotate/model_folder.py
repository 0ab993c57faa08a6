"""Model folders: found or refused with the cure, digested, and carried along by ``nlp.to_disk``."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

CHECKSUMS = "SHA256SUMS"


class MissingModelError(FileNotFoundError):
    """A model folder or file that is not there; the message names the path and the cure."""


def digest(folder: Path) -> str:
    """Return "sha256:…" of a model folder: of its SHA256SUMS file, else of all its files by name and content."""
    sums = folder / CHECKSUMS
    if sums.is_file():
        return "sha256:" + hashlib.sha256(sums.read_bytes()).hexdigest()
    whole = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(file.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return "sha256:" + whole.hexdigest()


def write_checksums(folder: Path) -> None:
    """Write SHA256SUMS for all files of the folder, in the form that ``sha256sum -c`` reads."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CHECKSUMS)
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n" for file in files
    ]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def wrong_checksums(folder: Path) -> list[str]:
    """Return the names in SHA256SUMS whose file is missing or has another content."""
    wrong = []
    for line in (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines():
        expected, name = line.split("  ", 1)
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            wrong.append(name)
    return wrong


class ModelComponent:
    """A spaCy component on a model folder. The model is loaded at first use, once a process.

    Subclasses give ``cure`` (what to do when the folder is missing) and ``_load()``, which sets ``self._model``.
    """

    cure = "see models/README.md"
    files: tuple[str, ...] = ()

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.path = Path(path)
        self._model: Any = None

    def check(self) -> None:
        """Raise MissingModelError where the model is not there."""
        for needed in (self.path, *(self.path / name for name in self.files)):
            if not needed.exists():
                raise MissingModelError(f"component {self.name!r}: no model at {needed}; {self.cure}")

    def digest(self) -> str:
        """Return "sha256:…" of the model folder."""
        return digest(self.path)

    @property
    def loaded(self) -> Any:
        """The model itself. Not named ``model``: spaCy reads that attribute of every component."""
        if self._model is None:
            self.check()
            self._model = self._load()
        return self._model

    def _load(self) -> Any:
        raise NotImplementedError

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_model": None}

    def to_disk(self, path: str | Path, *, exclude: Any = ()) -> None:
        """Copy the model folder, so that the saved pipeline stands by itself."""
        self.check()
        shutil.copytree(self.path, path, dirs_exist_ok=True)

    def from_disk(self, path: str | Path, *, exclude: Any = ()) -> ModelComponent:
        """Use the model folder at ``path`` from now on."""
        self.path = Path(path)
        self._model = None
        return self

"""Where a run writes: a folder of this machine, or a store behind fsspec (``s3://…``, ``memory://…``)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from pipeline.batch import extras
from pipeline.batch.documents import OutputError

TEMPORARY = ".part"


class Store(Protocol):
    """Named pieces of bytes. ``writing`` makes a piece whole or not at all, as far as the store can.

    ``unique`` returns the name under which to write a piece that only a marker will name: where the store has no atomic
    rename, two writers must never meet under one name.
    """

    @property
    def place(self) -> str: ...
    def read(self, name: str) -> bytes | None: ...
    def size(self, name: str) -> int | None: ...
    def names(self, folder: str = "") -> list[str]: ...
    def unique(self, name: str) -> str: ...
    def writing(self, name: str) -> AbstractContextManager[IO[bytes]]: ...
    def remove(self, name: str) -> None: ...


def of(target: str | Path) -> Store:
    """Return the store of a run's ``--output``: an address with ``://`` goes through fsspec."""
    return Remote(str(target).rstrip("/")) if "://" in str(target) else Folder(Path(target).absolute())


def write(store: Store, name: str, data: bytes) -> None:
    """Write one small piece."""
    with store.writing(name) as stream:
        stream.write(data)


@dataclass(frozen=True, slots=True)
class Folder:
    """A local folder: temporary file, sync, rename."""

    path: Path

    @property
    def place(self) -> str:
        return str(self.path)

    def read(self, name: str) -> bytes | None:
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def size(self, name: str) -> int | None:
        try:
            return (self.path / name).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            return None

    def names(self, folder: str = "") -> list[str]:
        inside = self.path / folder
        return sorted(file.name for file in inside.iterdir()) if inside.is_dir() else []

    def unique(self, name: str) -> str:
        return name

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        path = self.path / name
        temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
            _sync_folder(path.parent)
        except OSError as error:
            raise OutputError(cannot_write(str(path), error)) from error
        finally:
            temporary.unlink(missing_ok=True)


def cannot_write(path: str, error: OSError) -> str:
    """Return the message for output that cannot be written."""
    return f"{path}: cannot write: {error.strerror or error}; put that right, then the same command goes on"


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@dataclass(frozen=True, slots=True)
class Remote:
    """An fsspec address. No rename: a piece counts only when a marker names it, so every attempt has its own name."""

    url: str

    @property
    def place(self) -> str:
        return self.url

    def read(self, name: str) -> bytes | None:
        files, root = self._open()
        try:
            return bytes(files.cat_file(f"{root}/{name}"))
        except FileNotFoundError:
            return None

    def size(self, name: str) -> int | None:
        files, root = self._open()
        try:
            return int(files.info(f"{root}/{name}")["size"])
        except FileNotFoundError:
            return None

    def names(self, folder: str = "") -> list[str]:
        files, root = self._open()
        try:
            found = files.ls(f"{root}/{folder}".rstrip("/"), detail=False)
        except FileNotFoundError:
            return []
        return sorted(str(path).rstrip("/").rsplit("/", 1)[-1] for path in found)

    def unique(self, name: str) -> str:
        stem, _, ending = name.partition(".")
        return f"{stem}-{secrets.token_hex(4)}.{ending}"

    def remove(self, name: str) -> None:
        files, root = self._open()
        files.rm_file(f"{root}/{name}")

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        files, root = self._open()
        path = f"{root}/{name}"
        try:
            files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            with files.open(path, "wb") as stream:
                yield stream
        except OSError as error:
            raise OutputError(cannot_write(f"{self.url}/{name}", error)) from error

    def _open(self) -> tuple[Any, str]:
        core = extras.require("fsspec.core", extra="ray", what=f"writing to {self.url}")
        files, root = core.url_to_fs(self.url)
        return files, str(root)

"""Open a file for reading bytes, decompressing by its ending; one that ends early or is damaged raises one of BROKEN."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import IO, Any, cast

from pipeline.batch import extras
from pipeline.batch.documents import InputError
from pipeline.batch.inputs import InputFile

CHUNK = 4096
BROKEN: tuple[type[Exception], ...] = (EOFError, gzip.BadGzipFile, zlib.error)


class BrokenZstdError(EOFError):
    """A Zstandard file that ends early or is damaged."""


def open_file(file: InputFile) -> IO[bytes]:
    """Return the file's bytes as a stream. Raises InputError where it cannot be opened."""
    try:
        if file.compression == "gz":
            return cast("IO[bytes]", gzip.open(file.path, "rb"))
        raw = Path(file.path).open("rb")  # noqa: SIM115
    except OSError as error:
        raise InputError(f"{file.path}: cannot read: {error.strerror}") from error
    return io.BufferedReader(_Zstd(raw), 1 << 16) if file.compression == "zst" else raw


class _Zstd(io.RawIOBase):
    """Zstandard frames, one after another. Unlike the package's own reader it tells a file that ends too early."""

    def __init__(self, raw: IO[bytes]) -> None:
        zstandard = extras.require("zstandard", extra="zstd", what="reading .zst")
        self._raw = raw
        self._new, self._error = zstandard.ZstdDecompressor().decompressobj, zstandard.ZstdError
        self._frame: Any = None
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            data = self._left_over() or self._raw.read(CHUNK)
            if not data:
                if self._frame is not None and not self._frame.eof:
                    raise BrokenZstdError("the file ended before the end of its Zstandard frame")
                return 0
            if self._frame is None or self._frame.eof:
                self._frame = self._new()
            try:
                self._ready = self._frame.decompress(data)
            except self._error as error:
                raise BrokenZstdError(str(error)) from error
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def _left_over(self) -> bytes:
        """Return what came behind the end of the last frame, once."""
        if self._frame is None or not self._frame.eof:
            return b""
        data = bytes(self._frame.unused_data)
        self._frame = None
        return data

    def close(self) -> None:
        self._raw.close()
        super().close()

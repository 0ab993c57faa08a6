"""Standard input as an input of a run: copied into the run folder, so that the run can be resumed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from pipeline.batch import inputs
from pipeline.batch.documents import InputError, Reading
from pipeline.batch.store import Folder, Store

NAME = "-"
CHUNK = 1 << 20


def checked(arguments: Sequence[str], stdin: IO[bytes] | None) -> IO[bytes]:
    """Return standard input where it is the only input and open; raise InputError where not."""
    if len(arguments) > 1:
        raise InputError("standard input (-) cannot be mixed with other inputs")
    if stdin is None:
        raise InputError("standard input (-) is not open")
    return stdin


def copied(stdin: IO[bytes], place: Store, reading: Reading) -> list[inputs.InputFile]:
    """Return the copy of standard input in the run folder, made where there is none yet.

    Raises InputError where there is one and standard input holds something else; nothing at all, or a terminal, is no
    change.
    """
    if not isinstance(place, Folder):
        raise InputError(f"standard input (-) needs a local --output to be copied to, not {place.place}")
    name = f".stdin.{reading.format or 'jsonl'}"
    if place.size(name) is None:
        with place.writing(name) as stream:
            shutil.copyfileobj(stdin, stream)
    elif not stdin.isatty() and _other(stdin, place.path / name):
        raise InputError(f"{place.place} holds another run: standard input has changed since. Choose another --output")
    return inputs.find([str(place.path / name)], format=reading.format or "jsonl")


def _other(stdin: IO[bytes], copy: Path) -> bool:
    """Tell whether a stream holds something else than its copy."""
    chunk = stdin.read(CHUNK)
    if not chunk:
        return False
    with copy.open("rb") as before:
        while chunk:
            if before.read(len(chunk)) != chunk:
                return True
            chunk = stdin.read(CHUNK)
        return bool(before.read(1))

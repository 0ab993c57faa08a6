"""The manifest of a run folder: what was read, how it is cut, and the fingerprint of everything that changes results."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pipeline.batch.documents import InputError, Reading
from pipeline.batch.inputs import InputFile
from pipeline.batch.shards import Shard
from pipeline.batch.work import write
from pipeline.record import Provenance

FILE = "manifest.json"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """manifest.json."""

    config: str
    provenance: Provenance
    reading: Reading
    inputs: list[InputFile]
    shards: list[Shard]


def open_or_create(folder: Path, wanted: Manifest) -> Manifest:
    """Return the folder's manifest, made of ``wanted`` where there is none.

    Raises InputError when the folder holds another run, naming what differs.
    """
    path = folder / FILE
    if not path.is_file():
        if folder.is_dir() and any(not file.name.startswith(".") for file in folder.iterdir()):
            raise InputError(f"{folder}: not empty and no run of ours (no {FILE}); choose another --output")
        write(path, msgspec.json.format(msgspec.json.encode(wanted), indent=1) + b"\n")
        return wanted
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except msgspec.DecodeError as error:
        raise InputError(f"{path}: not readable: {error}; choose another --output") from error
    if changes := differences(found, wanted):
        told = "; ".join(changes)
        raise InputError(
            f"{folder} holds another run: {told}. Choose another --output, or delete the folder to start anew"
        )
    return found


def differences(found: Manifest, wanted: Manifest) -> list[str]:
    """Tell in words what differs between two manifests of one folder; empty when the run may go on."""
    told = []
    old, new = found.provenance, wanted.provenance
    if old.pipeline != new.pipeline:
        told.append(f"the code is version {new.pipeline}, the run was begun with {old.pipeline}")
    if old.config != new.config:
        told.append(f"the configuration changed ({found.config} then, {wanted.config} now)")
    for name in sorted(old.models.keys() | new.models.keys()):
        if old.models.get(name) != new.models.get(name):
            told.append(f"the model of {name!r} changed")
    if found.reading != wanted.reading:
        told.append("the options of reading changed (fields, meta or format)")
    told += _changed_inputs(found.inputs, wanted.inputs)
    return told


def _changed_inputs(found: list[InputFile], wanted: list[InputFile]) -> list[str]:
    before = {file.path: file for file in found}
    after = {file.path: file for file in wanted}
    told = [f"{path} is no longer among the inputs" for path in before.keys() - after.keys()]
    told += [f"{path} is new among the inputs" for path in after.keys() - before.keys()]
    told += [f"{path} has changed since" for path in before.keys() & after.keys() if before[path] != after[path]]
    return sorted(told)

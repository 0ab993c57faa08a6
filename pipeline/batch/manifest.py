"""The manifest of a run: what is read, how it is cut, and the fingerprint of everything that changes results."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from typing import Any

import msgspec

from pipeline.batch.documents import InputError, Reading
from pipeline.batch.inputs import InputFile
from pipeline.batch.shards import Shard
from pipeline.batch.store import Store, write
from pipeline.record import Provenance

FILE = "manifest.json"
LIBRARIES = ("numpy", "onnxruntime", "pyarrow", "scikit-learn", "spacy", "stanza", "tokenizers", "torch", "trafilatura")
NEEDED_FOR = {"pyarrow": "parquet", "trafilatura": "html"}


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """manifest.json. ``config`` is the path of the .cfg and ``overrides`` what was given beside it, for ``retry``."""

    config: str
    overrides: dict[str, Any]
    provenance: Provenance
    libraries: dict[str, str]
    reading: Reading
    inputs: list[InputFile]
    shards: list[Shard] = []


def libraries(files: list[InputFile]) -> dict[str, str]:
    """Return the versions of the libraries whose version may change results on these inputs."""
    formats = {file.format for file in files}
    found = {}
    for name in LIBRARIES:
        if name in NEEDED_FOR and NEEDED_FOR[name] not in formats:
            continue
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def find(store: Store) -> Manifest | None:
    """Return the manifest of a run, or None where there is none. Raises InputError where it cannot be read."""
    data = store.read(FILE)
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{store.place}/{FILE}: not readable: {error}; choose another --output") from error


def refuse_foreign(store: Store) -> None:
    """Raise InputError where something lies that is no run of ours."""
    if store.size(FILE) is None and any(not name.startswith(".") for name in store.names()):
        raise InputError(f"{store.place}: not empty and no run of ours (no {FILE}); choose another --output")


def open_or_create(store: Store, wanted: Manifest, plan: Callable[[], list[Shard]]) -> Manifest:
    """Return the run's manifest, made of ``wanted`` and the shards of ``plan`` where there is none.

    Raises InputError when the store holds another run, naming what differs.
    """
    found = find(store)
    if found is None:
        made = msgspec.structs.replace(wanted, shards=plan())
        write(store, FILE, msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
        return made
    if changes := differences(found, wanted):
        told = "; ".join(changes)
        raise InputError(
            f"{store.place} holds another run: {told}. Choose another --output, or delete the folder to start anew"
        )
    return found


def differences(found: Manifest, wanted: Manifest) -> list[str]:
    """Tell in words what differs between two manifests of one folder; empty when the run may go on."""
    told = []
    old, new = found.provenance, wanted.provenance
    if old.pipeline != new.pipeline:
        told.append(f"the code is version {new.pipeline}, the run was begun with {old.pipeline}")
    if old.config != new.config:
        same = found.config == wanted.config
        which = f"{found.config}, or the keys set beside it" if same else f"{found.config} then, {wanted.config} now"
        told.append(f"the configuration changed ({which})")
    for name in sorted(old.models.keys() | new.models.keys()):
        if old.models.get(name) != new.models.get(name):
            told.append(f"the model of {name!r} changed")
    for name in sorted(found.libraries.keys() | wanted.libraries.keys()):
        before, now = found.libraries.get(name), wanted.libraries.get(name)
        if before != now:
            told.append(f"{name} is {now}, the run was begun with {before}")
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
    if not told and found != wanted:
        told = ["the inputs are given in another order"]
    return sorted(told)

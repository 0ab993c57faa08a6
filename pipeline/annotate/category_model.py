"""The folder of a category classifier: what its meta says, and the model, loaded as data and refused when it cannot fit."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.annotate.category_features import VERSION
from pipeline.annotate.model_folder import MissingModelError, wrong_checksums

MODEL, META, CARD, METRICS = "model.skops", "meta.json", "card.md", "metrics.json"
ENCODER = "model.onnx"
CURE = "train it anew with `python -m pipeline train categories --corpus FILE --output DIR`"


class ModelMismatchError(MissingModelError):
    """A model that does not fit this installation or pipeline; the message names both sides and the cure."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a model needs and how it was made.

    labels: in the order of the model's scores. vectors: whether it reads the encoder's sentence vectors.
    encoder: "sha256:…" of the encoder's model file, None without vectors. scikit_learn: version that wrote it.
    features: version of the features.
    """

    labels: tuple[str, ...]
    vectors: bool
    encoder: str | None
    scikit_learn: str
    features: int


def read_meta(folder: Path) -> Meta:
    """Return the meta of a model folder; raise ModelMismatchError where it is no meta of ours."""
    try:
        raw = json.loads((folder / META).read_text(encoding="utf-8"))
        return Meta(**{name: raw[name] for name in Meta.__slots__} | {"labels": tuple(raw["labels"])})
    except (ValueError, KeyError, TypeError) as error:
        raise ModelMismatchError(f"{folder / META} is no meta of a category model ({error!r}); {CURE}") from error


def encoder_digest(folder: Path | None) -> str | None:
    """Return "sha256:…" of the model file of an encoder folder, None for None."""
    if folder is None:
        return None
    return "sha256:" + hashlib.sha256((folder / ENCODER).read_bytes()).hexdigest()


def minor(release: str) -> str:
    """Return the first two numbers of a release.

    >>> minor("1.9.1")
    '1.9'
    """
    return ".".join(release.split(".")[:2])


def check(folder: Path, meta: Meta, *, encoder: str | None) -> None:
    """Raise ModelMismatchError where the model was made for another installation, other features or another encoder.

    ``encoder`` is the "sha256:…" of the encoder that runs before it, None where none does.
    """
    installed = version("scikit-learn")
    if minor(meta.scikit_learn) != minor(installed):
        raise ModelMismatchError(
            f"{folder} was saved by scikit-learn {meta.scikit_learn} and {installed} is installed; "
            f"pip install 'scikit-learn=={minor(meta.scikit_learn)}.*', or {CURE}"
        )
    if meta.features != VERSION:
        raise ModelMismatchError(f"{folder} reads features of version {meta.features}, not {VERSION}; {CURE}")
    if meta.vectors and encoder is None:
        raise ModelMismatchError(
            f"{folder} reads the encoder's sentence vectors: put the component 'entities' before 'categories' "
            f"into nlp.pipeline, or {CURE} without an encoder"
        )
    if meta.vectors and encoder != meta.encoder:
        raise ModelMismatchError(f"{folder} was trained with the encoder {meta.encoder}, not {encoder}; {CURE}")
    if wrong := wrong_checksums(folder):
        raise ModelMismatchError(
            f"{folder / wrong[0]} is not the file in SHA256SUMS; fetch the folder again, or {CURE}"
        )


def load(folder: Path) -> Any:
    """Return the scikit-learn pipeline; raise ModelMismatchError where the file names types that skops does not trust."""
    from skops import io
    from skops.io.exceptions import UntrustedTypesFoundException

    path = folder / MODEL
    try:
        return io.load(path)
    except UntrustedTypesFoundException as error:
        untrusted = io.get_untrusted_types(file=path)
        raise ModelMismatchError(f"{path} names types that are not trusted: {', '.join(untrusted)}; {CURE}") from error


def scores(model: Any, rows: NDArray[np.object_], *, labels: int) -> NDArray[np.float64]:
    """Return the probabilities (rows, labels)."""
    if not len(rows):
        return np.zeros((0, labels))
    return np.asarray(model.predict_proba(rows), dtype=np.float64)

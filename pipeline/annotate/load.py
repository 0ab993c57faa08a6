"""Build the spaCy pipeline of a .cfg."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from confection import ConfigValidationError
from spacy.util import get_package_version, is_package, load_model_from_config

import pipeline
from pipeline.annotate import sentences
from pipeline.annotate.model_folder import MissingModelError, ModelComponent, digest
from pipeline.config import ConfigError, Settings
from pipeline.record import Provenance

if TYPE_CHECKING:
    from spacy.language import Language


def build(settings: Settings) -> Language:
    """Return the ``Language`` of the settings; raise ConfigError where a component or its model cannot be had."""
    for name, source in sources(settings).items():
        if not Path(source).is_dir() and not is_package(source):
            raise ConfigError(
                f"{settings.source}: component {name!r}: no spaCy pipeline at {source}; "
                "save one there with nlp.to_disk, or name an installed package"
            )
    try:
        nlp = load_model_from_config(settings.nlp, auto_fill=True, validate=True)
    except (ValueError, ImportError, KeyError, OSError) as error:
        raise ConfigError(f"{settings.source}: {_reason(error)}") from error
    sentences.add_where_missing(nlp)
    for component in model_components(nlp).values():
        try:
            component.check()
        except (MissingModelError, ValueError) as error:
            raise ConfigError(f"{settings.source}: {error}") from error
    provenance = provenance_of(nlp, settings)
    if hasattr(nlp.tokenizer, "provenance"):
        nlp.tokenizer.provenance = {
            "pipeline": provenance.pipeline, "config": provenance.config, "models": provenance.models
        }  # fmt: skip
    return nlp


def _reason(error: Exception) -> object:
    """Return the message of a failed load; of settings that a component refuses, only their names and what is wrong."""
    if isinstance(error, ConfigValidationError):
        found = [f"{'.'.join(map(str, one.get('loc', ())))}: {one.get('msg', '')}" for one in error.errors]
        return "; ".join(found) or error
    return error.args[0] if isinstance(error, KeyError) else error


def provenance_of(nlp: Language, settings: Settings) -> Provenance:
    """Return what made the records of this pipeline: code version, digest of the .cfg, digests of its models."""
    models = {name: component.digest() for name, component in model_components(nlp).items()}
    for name, source in sources(settings).items():
        version = get_package_version(source) if not Path(source).is_dir() else None
        models[name] = f"{source} {version}" if version else digest(Path(source))
    return Provenance(pipeline=pipeline.__version__, config=settings.digest, models=models)


def sources(settings: Settings) -> dict[str, str]:
    """Return the folder or package of every component in use that comes from another spaCy pipeline, by name."""
    components = settings.nlp.get("components", {})
    return {
        name: components[name]["source"] for name in settings.nlp["nlp"]["pipeline"] if "source" in components[name]
    }


def model_components(nlp: Language) -> dict[str, ModelComponent]:
    """Return the components of ours that stand on a model folder, by name."""
    components: list[tuple[str, object]] = list(nlp.pipeline)
    return {name: component for name, component in components if isinstance(component, ModelComponent)}

"""Build the spaCy pipeline of a .cfg."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.util import load_model_from_config

import pipeline
from pipeline.annotate.model_folder import MissingModelError, ModelComponent
from pipeline.config import ConfigError, Settings
from pipeline.record import Provenance

if TYPE_CHECKING:
    from spacy.language import Language


def build(settings: Settings) -> Language:
    """Return the ``Language`` of the settings; raise ConfigError where a component or its model cannot be had."""
    try:
        nlp = load_model_from_config(settings.nlp, auto_fill=True, validate=True)
    except (ValueError, ImportError) as error:
        raise ConfigError(f"{settings.source}: {error}") from error
    for component in model_components(nlp).values():
        try:
            component.check()
        except MissingModelError as error:
            raise ConfigError(f"{settings.source}: {error}") from error
    provenance = provenance_of(nlp, settings)
    if hasattr(nlp.tokenizer, "provenance"):
        nlp.tokenizer.provenance = {
            "pipeline": provenance.pipeline, "config": provenance.config, "models": provenance.models
        }  # fmt: skip
    return nlp


def provenance_of(nlp: Language, settings: Settings) -> Provenance:
    """Return what made the records of this pipeline: code version, digest of the .cfg, digests of its models."""
    models = {name: component.digest() for name, component in model_components(nlp).items()}
    return Provenance(pipeline=pipeline.__version__, config=settings.digest, models=models)


def model_components(nlp: Language) -> dict[str, ModelComponent]:
    """Return the components of ours that stand on a model folder, by name."""
    components: list[tuple[str, object]] = list(nlp.pipeline)
    return {name: component for name, component in components if isinstance(component, ModelComponent)}

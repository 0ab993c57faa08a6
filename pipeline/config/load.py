"""Read a run's .cfg: interpolate, apply overrides, make paths absolute, refuse what is not known."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pipeline.config.schema import RUN_KEYS_THAT_CHANGE_RESULTS, Output, Run, Settings

SECTIONS = ("paths", "nlp", "components", "run", "output", "recipes", "system", "initialize")
NLP_KEYS = (
    "lang", "pipeline", "disabled", "before_creation", "after_creation", "after_pipeline_creation", "batch_size",
    "tokenizer", "vectors",
)  # fmt: skip
T = TypeVar("T")


class ConfigError(ValueError):
    """A .cfg that cannot be used; the message names file, section and key, and what is valid."""


def default_path() -> Path:
    """Return the default .cfg: of the checkout, or of the installed package."""
    checkout = Path(__file__).resolve().parents[2] / "configs" / "default.cfg"
    return checkout if checkout.is_file() else Path(str(resources.files("pipeline") / "configs" / "default.cfg"))


def load(path: str | Path | None = None, *, overrides: Mapping[str, Any] | None = None) -> Settings:
    """Return the settings of the .cfg at ``path`` (the default one for None).

    ``overrides`` maps dotted keys ("run.workers") to values. Raises ConfigError, also for a missing file.
    """
    source = Path(path) if path is not None else default_path()
    raw = _parse(source, overrides or {})
    _refuse_unknown(source, raw)
    digest = _digest(raw)
    base = source.resolve().parent
    sections = _interpolate(source, _absolute_paths(raw, base))
    return Settings(
        source=source,
        nlp={name: sections[name] for name in ("paths", "nlp", "components", "system") if name in sections},
        recipes=sections.get("recipes", {}),
        run=_convert(source, "run", sections.get("run", {}), Run),
        output=_convert(source, "output", sections.get("output", {}), Output),
        digest=digest,
    )


def parse_value(text: str) -> Any:
    """Return an override's value: JSON where it is JSON, else the string as it stands."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _parse(source: Path, overrides: Mapping[str, Any]) -> dict[str, Any]:
    from confection import Config

    try:
        text = source.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{source}: cannot read the configuration: {error.strerror}") from error
    try:
        config = Config().from_str(text, interpolate=False)
    except ValueError as error:
        raise ConfigError(f"{source}: {error}") from error
    for key, value in overrides.items():
        _override(source, config, key, value)
    return dict(config)


def _override(source: Path, config: dict[str, Any], key: str, value: Any) -> None:
    *sections, last = key.split(".")
    if not sections or sections[0] not in SECTIONS:
        raise ConfigError(f"{source}: override --{key}: no section [{key.split('.')[0]}]; known: {', '.join(SECTIONS)}")
    place = config
    for depth, name in enumerate(sections, 1):
        if depth > 1 and name not in place:
            raise ConfigError(f"{source}: override --{key}: the configuration has no section [{'.'.join(sections)}]")
        place = place.setdefault(name, {})
    if isinstance(value, str) and isinstance(place.get(last, _default(sections, last)), list):
        value = [word.strip() for word in value.split(",") if word.strip()]
    if isinstance(value, str) and (sections == ["paths"] or _is_path(last, value)):
        value = str(Path(value).expanduser().absolute())  # typed in a shell, it means the shell's folder
    place[last] = value


def _default(sections: list[str], key: str) -> Any:
    """Return the default of a setting in [run] or [output], None of any other."""
    kind = {"run": Run, "output": Output}.get(".".join(sections))
    return getattr(kind(), key, None) if kind else None


def _refuse_unknown(source: Path, raw: dict[str, Any]) -> None:
    for section in raw:
        if section not in SECTIONS:
            raise ConfigError(f"{source}: unknown section [{section}]; known: {', '.join(SECTIONS)}")
    for key in raw.get("nlp", {}):
        if key not in NLP_KEYS:
            raise ConfigError(f"{source}: unknown key nlp.{key}; known: {', '.join(NLP_KEYS)}")
    named = raw.get("nlp", {}).get("pipeline")
    if not isinstance(named, list):
        raise ConfigError(f"{source}: nlp.pipeline must be a list of component names, not {named!r}")
    for name in named:
        if name not in raw.get("components", {}):
            raise ConfigError(f"{source}: nlp.pipeline names {name!r} but there is no section [components.{name}]")


def _absolute_paths(raw: dict[str, Any], base: Path) -> dict[str, Any]:
    """Return the sections with [paths] values and the paths of components taken relative to the file's folder."""
    sections: dict[str, Any] = json.loads(json.dumps(raw))
    for place in (sections.get("paths", {}), *sections.get("components", {}).values()):
        for key, value in place.items():
            if not isinstance(value, str) or value.startswith("$"):
                continue
            if place is sections.get("paths") or _is_path(key, value):
                place[key] = os.path.normpath(base / Path(value).expanduser())
    return sections


def _is_path(key: str, value: str) -> bool:
    """Tell whether a component's setting is a path; ``source`` may name a package of spaCy's instead."""
    return key == "path" or (key == "source" and "/" in value)


def _interpolate(source: Path, sections: dict[str, Any]) -> dict[str, Any]:
    from confection import Config

    try:
        return dict(Config(sections).interpolate())
    except ValueError as error:
        raise ConfigError(f"{source}: {error}") from error


def _convert(source: Path, section: str, values: dict[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        known = ", ".join(field.name for field in msgspec.structs.fields(kind))  # type: ignore[arg-type]
        raise ConfigError(f"{source}: [{section}] {error}; its keys are {known}") from error


def _digest(raw: dict[str, Any]) -> str:
    """Digest what changes results, before paths are made absolute: the same file gives the same digest anywhere."""
    run = {key: value for key, value in raw.get("run", {}).items() if key in RUN_KEYS_THAT_CHANGE_RESULTS}
    part = {name: raw.get(name, {}) for name in ("paths", "nlp", "components", "output")} | {"run": run}
    text = json.dumps(part, sort_keys=True, ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

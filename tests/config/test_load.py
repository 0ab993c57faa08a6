"""The .cfg of a run: what is taken, and what is refused with its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import ConfigError, load, parse_value

GOOD = """
[paths]
model = "../models/x"
[nlp]
lang = "id"
pipeline = ["a"]
[components]
[components.a]
factory = "a"
path = ${paths.model}
[run]
workers = 2
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "run.cfg"
    path.write_text(text, encoding="utf-8")
    return path


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    settings = load(write(tmp_path, GOOD))
    assert settings.nlp["components"]["a"]["path"] == str(tmp_path.parent / "models" / "x")
    assert settings.run.workers == 2


def test_an_overridden_path_is_relative_to_the_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load(write(tmp_path, GOOD), overrides={"paths.model": "mine"})
    assert settings.nlp["components"]["a"]["path"] == str(tmp_path / "mine")


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ("[runn]\nx = 1", r"unknown section \[runn\]"),
        ("[run.more]\nx = 1", "unknown field `more`"),
        ("[output]\nomit = ['x']", "Error reading|omit"),
        ('[output]\nomit = ["x"]', "omit names 'x'"),
        ("[training]\nseed = 1", r"unknown section \[training\]"),
    ],
)
def test_what_is_not_known_stops_with_its_path(tmp_path: Path, extra: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=rf"run\.cfg: .*({reason})"):
        load(write(tmp_path, GOOD + extra))


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("run.workrs", 2, "unknown field `workrs`"),
        ("run.workers", "many", r"Expected `int`, got `str` - at `\$.workers`"),
        ("run.batch_size", 0, "batch_size"),
        ("run.engine", "spark", "engine"),
        ("nlp.langg", "id", "unknown key nlp.langg"),
        ("nlp.pipeline", ["b"], "names 'b' but there is no section"),
        ("nlp.pipeline", 3, "must be a list"),
        ("components.b.path", "x", r"no section \[components.b\]"),
        ("world.x", 1, r"no section \[world\]"),
    ],
)
def test_a_bad_override_stops_with_its_path(tmp_path: Path, key: str, value: object, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        load(write(tmp_path, GOOD), overrides={key: value})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.cfg: cannot read"):
        load(tmp_path / "none.cfg")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nlp\.pipeline must be a list"):
        load(write(tmp_path, ""))


def test_the_digest_ignores_what_cannot_change_results(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert load(path).digest == load(path, overrides={"run.workers": 5, "run.progress": "none"}).digest
    assert load(path).digest != load(path, overrides={"run.batch_size": 5}).digest
    assert load(path).digest != load(path, overrides={"components.a.x": 5}).digest


@pytest.mark.parametrize(
    ("text", "value"), [("2", 2), ("0.5", 0.5), ("true", True), ('["a"]', ["a"]), ("abc", "abc"), ("", "")]
)
def test_an_override_is_json_where_it_can_be(text: str, value: object) -> None:
    assert parse_value(text) == value

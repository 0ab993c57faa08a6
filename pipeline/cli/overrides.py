"""Overrides of configuration keys on the command line: ``--a.b.c VALUE`` or ``--a.b.c=VALUE``, anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.config import ConfigError, parse_value

DOTTED = re.compile(r"--([A-Za-z_]\w*(?:\.\w+)+)(?:=(.*))?", re.DOTALL)


def split(arguments: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Return the arguments without the overrides, and the overrides; what stands behind ``--`` is left alone."""
    rest: list[str] = []
    found: dict[str, Any] = {}
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            return [*rest, argument, *waiting], found
        match = DOTTED.fullmatch(argument)
        if match is None:
            rest.append(argument)
            continue
        value = match[2] if match[2] is not None else next(waiting, None)
        if value is None:
            raise ConfigError(f"override --{match[1]} needs a value: --{match[1]} VALUE")
        found[match[1]] = parse_value(value)
    return rest, found

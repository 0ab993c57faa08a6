"""Optional packages: imported when first needed, and named with their cure when missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from pipeline.batch.documents import InputError


def require(module: str, *, extra: str, what: str) -> Any:
    """Return the imported module; raise InputError with the pip command where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise InputError(f"{what} needs the package {module.split('.')[0]!r}: pip install 'warta[{extra}]'") from error

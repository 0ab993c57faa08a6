"""The JSON Schema of the record, generated from the types. ``python -m pipeline.record.schema`` writes the shipped file."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from pipeline.record.types import SCHEMA_VERSION, Record

FILE = "record.schema.json"


def generate() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one record."""
    schema = msgspec.json.schema(Record)
    definitions = schema["$defs"]
    definitions["Record"]["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Annotated Indonesian document, version {SCHEMA_VERSION}",
    }
    return head | schema


def shipped() -> dict[str, Any]:
    """Return the JSON Schema file that ships with the package."""
    return dict(json.loads(resources.files("pipeline.record").joinpath(FILE).read_text(encoding="utf-8")))


if __name__ == "__main__":
    Path(__file__).with_name(FILE).write_text(json.dumps(generate(), indent=2) + "\n", encoding="utf-8")

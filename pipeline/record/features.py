"""The record as Hugging Face ``datasets.Features``, generated from the types. ``python -m pipeline.record.features`` writes the file.

What has no fixed keys (``meta``, the scores of categories, the digests of models) is of the type ``Json``, which datasets
knows from 4.7 on. Numbers that may be whole or not are float64.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec.inspect as look

from pipeline.record.types import Record

FILE = "features.json"
VALUES = {look.IntType: "int64", look.FloatType: "float64", look.StrType: "string", look.BoolType: "bool", look.LiteralType: "string"}  # fmt: skip
JSON = {"_type": "Json"}


def generate() -> dict[str, Any]:
    """Return the features of one record, as ``datasets.Features.from_dict`` takes them."""
    return _struct(look.type_info(Record))


def shipped() -> dict[str, Any]:
    """Return the features file that ships with the package."""
    return dict(json.loads(resources.files("pipeline.record").joinpath(FILE).read_text(encoding="utf-8")))


def _struct(kind: look.Type) -> dict[str, Any]:
    assert isinstance(kind, look.StructType)
    return {field.name: _feature(field.type) for field in kind.fields}


def _feature(kind: look.Type) -> dict[str, Any]:
    if isinstance(kind, look.UnionType):
        options = [option for option in kind.types if not isinstance(option, look.NoneType)]
        return _feature(next((option for option in options if isinstance(option, look.FloatType)), options[0]))
    if isinstance(kind, look.StructType):
        return _struct(kind)
    if isinstance(kind, look.ListType):
        return {"feature": _feature(kind.item_type), "_type": "List"}
    if isinstance(kind, look.DictType):
        return JSON
    return {"dtype": VALUES[type(kind)], "_type": "Value"}


if __name__ == "__main__":
    Path(__file__).with_name(FILE).write_text(json.dumps(generate(), indent=2) + "\n", encoding="utf-8")

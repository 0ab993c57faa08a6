"""The shipped JSON Schema is the one the types give, and tells good records from bad ones."""

from __future__ import annotations

import json

import jsonschema
import pytest

from pipeline.record import encode, schema
from tests.record.test_io import RECORD


def test_the_shipped_file_is_what_the_types_give() -> None:
    assert schema.shipped() == schema.generate(), "run python -m pipeline.record.schema"


def test_a_record_satisfies_the_schema() -> None:
    jsonschema.validate(json.loads(encode(RECORD)), schema.shipped())


@pytest.mark.parametrize(
    ("field", "value"),
    [("id", 3), ("schema_version", "2"), ("blocks", [{"start": 0, "end": 1, "kind": "story"}]), ("sentences", [{}])],
)
def test_a_wrong_field_is_refused(field: str, value: object) -> None:
    data = json.loads(encode(RECORD)) | {field: value}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema.shipped())

"""From the fields of a JSON object or a row to a Document, or the reason why it is none."""

from __future__ import annotations

import math
from typing import Any

from pipeline.batch.documents import Document, Reading, Reject


def document(fields: dict[str, Any], name: str, reading: Reading, *, line: int, offset: int) -> Document | Reject:
    """Return the document of an object; all fields but text and id go to its meta. Empties ``fields``.

    An id that is null, NaN or blank counts as not given.
    """
    given = fields.pop(reading.id_field, None)
    if (isinstance(given, float) and math.isnan(given)) or (isinstance(given, str) and not given.strip()):
        given = None
    id = str(given) if given is not None else f"{name}:{line}"
    if isinstance(given, (dict, list, bool, bytes)):
        return Reject(name, line, offset, None, "bad_id", f"field {reading.id_field!r} holds {type(given).__name__}")
    if reading.text_field not in fields:
        return Reject(name, line, offset, id, "missing_text", f"no field {reading.text_field!r}")
    text = fields.pop(reading.text_field)
    if not isinstance(text, str):
        detail = f"field {reading.text_field!r} holds {type(text).__name__}"
        return Reject(name, line, offset, id, "text_not_string", detail)
    inner = fields.pop("meta", {})
    if not isinstance(inner, dict):
        inner = {"meta": inner}
    return checked(text, id, inner | fields, name, reading, line=line, offset=offset, given=given is not None)


def checked(
    text: str, id: str, meta: dict[str, Any], name: str, reading: Reading, *, line: int, offset: int, given: bool
) -> Document | Reject:
    """Return the document, or the reject of a text that cannot be annotated."""
    if not text.strip():
        return Reject(name, line, offset, id, "empty", "the text is empty or white space")
    if len(text) > reading.max_chars:
        detail = f"{len(text)} characters, [run] max_chars is {reading.max_chars}"
        return Reject(name, line, offset, id, "too_long", detail)
    if (at := half_pair(text)) is not None:
        return Reject(name, line, offset, id, "unpaired_surrogate", f"character {at} is half of a surrogate pair")
    meta = reading.meta | meta
    if reading.published_field in meta:
        meta.setdefault("published", meta[reading.published_field])
    return Document(text, id, meta, name, line, offset, given)


def half_pair(text: str) -> int | None:
    """Return where half of a surrogate pair stands, or None."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return error.start
    return None

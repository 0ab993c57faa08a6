"""The facts of Indonesian as data files, and their loader.

One kind of fact a file, `pipeline/language/NAME.tsv`, UTF-8:

    # source: where the facts come from (required, first line)
    # any further comment
    form<TAB>number          <- header: the column names
    januari<TAB>1            <- one fact a line, as many cells as the header has

Blank lines and lines that start with `#` are skipped. A cell may be empty. Cells are stripped.

    language.table("months")                      -> ({"form": "januari", "number": "1"}, ...)
    language.words("hedges")                      -> frozenset of the first column
    language.words("bounds", "phrase")            -> frozenset of a named column
    language.mapping("months")                    -> {"januari": "1", ...}: first column to second
    language.mapping("units", "form", "kind")     -> any column to any other
    language.phrases("hedges")                    -> {("kurang", "lebih"), ...}: first column cut at blanks

All results are cached and must not be changed by the caller. Mistakes in a file raise `LanguageError`
with the file and the line; an unknown name raises it with the names there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType


class LanguageError(ValueError):
    """A fact file is missing or malformed; the message names file and line."""


Row = Mapping[str, str]


@cache
def names() -> tuple[str, ...]:
    """The names of all fact files, sorted."""
    files = resources.files(__name__).iterdir()
    return tuple(sorted(file.name.removesuffix(".tsv") for file in files if file.name.endswith(".tsv")))


@cache
def table(name: str) -> tuple[Row, ...]:
    """All rows of a fact file, in file order, as read-only mappings from column name to cell."""
    file = resources.files(__name__).joinpath(f"{name}.tsv")
    if not file.is_file():
        raise LanguageError(f"no language facts named {name!r}; there are: {', '.join(names())}")
    return parse(file.read_text(encoding="utf-8"), name=f"{name}.tsv")


def parse(content: str, *, name: str) -> tuple[Row, ...]:
    """The rows of one file's content; `name` is what errors call the file."""
    if not content.startswith("# source:"):
        raise LanguageError(f"{name}, line 1: must begin with '# source:'")
    header: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            if len(set(cells)) != len(cells) or not all(cells):
                raise LanguageError(f"{name}, line {number}: column names must be distinct and not empty: {cells}")
            header = cells
        elif len(cells) != len(header):
            raise LanguageError(f"{name}, line {number}: {len(cells)} cells, expected {len(header)} {header}")
        elif not cells[0]:
            raise LanguageError(f"{name}, line {number}: the first cell is empty")
        else:
            rows.append(MappingProxyType(dict(zip(header, cells, strict=True))))
    if not rows:
        raise LanguageError(f"{name}: no facts in it")
    return tuple(rows)


@cache
def words(name: str, column: str | None = None) -> frozenset[str]:
    """The distinct cells of a column (the first when not named)."""
    return frozenset(row[_column(name, column, position=0)] for row in table(name))


@cache
def mapping(name: str, key: str | None = None, value: str | None = None) -> Mapping[str, str]:
    """Column `key` (else the first) to column `value` (else the second). A key given twice is an error."""
    key, value = _column(name, key, position=0), _column(name, value, position=1)
    found: dict[str, str] = {}
    for row in table(name):
        if row[key] in found:
            raise LanguageError(f"{name}.tsv: {row[key]!r} stands twice in column {key!r}")
        found[row[key]] = row[value]
    return MappingProxyType(found)


@cache
def phrases(name: str, column: str | None = None) -> frozenset[tuple[str, ...]]:
    """The cells of a column (the first when not named), each cut at blanks."""
    return frozenset(tuple(cell.split()) for cell in words(name, column))


def _column(name: str, column: str | None, *, position: int) -> str:
    header = list(table(name)[0])
    if column is None:
        if position >= len(header):
            raise LanguageError(f"{name}.tsv has only the columns {header}")
        return header[position]
    if column not in header:
        raise LanguageError(f"{name}.tsv has no column {column!r}; it has {header}")
    return column

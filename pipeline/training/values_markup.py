"""The inline markup of `corpus/values`: one sentence a line, every item with its fields.

    Anggaran {Rp 3 miliar | money value=3000000000 currency=IDR approximate} untuk {2.000 orang | count ...}
    {Rabu (14/6) | date value=2017-06-14 resolved anchor=published}

`# published: 2017-06-15` sets the reference date of the lines after it, `# published: -` unsets it; other lines that
begin with "#" and blank lines are skipped. A backslash escapes `{`, `}`, `|` and itself. Values with blanks are quoted.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.values.types import DateMention, Number, Quantity, Values

KINDS = ("count", "money", "percent", "measure", "ordinal", "multiple", "duration", "age")
_NUMBERS = ("value", "low", "high")
_TEXTS = ("unit", "currency", "per")
_FLAGS = ("approximate", "ambiguous")
_PIECE = re.compile(r"\\(?P<escaped>[{}|\\])|\{(?P<item>(?:[^{}\\]|\\.)*)\}|(?P<stray>[{}\\])|(?P<plain>[^{}\\]+)")


class MarkupError(ValueError):
    """Bad markup; the message names what is wrong, with the line where one is known."""


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence with the values it should give."""

    text: str
    values: Values
    published: str | None = None
    topic: str = ""
    line: int = 0


def parse(marked: str) -> tuple[str, Values]:
    """The plain text of a marked sentence and its items. Raises MarkupError."""
    text = ""
    quantities: list[Quantity] = []
    dates: list[DateMention] = []
    for match in _PIECE.finditer(marked):
        if match["stray"]:
            raise MarkupError(f"unmatched {match['stray']!r} in: {marked}")
        if match["item"] is None:
            text += match["escaped"] or match["plain"]
            continue
        mention, bar, fields = match["item"].rpartition(" | ")
        if not bar or not mention.strip() or mention != mention.strip():
            raise MarkupError(f"an item needs 'mention | kind fields': {{{match['item']}}}")
        mention = re.sub(r"\\(.)", r"\1", mention)
        item = _item(mention, len(text), fields)
        text += mention
        if isinstance(item, Quantity):
            quantities.append(item)
        else:
            dates.append(item)
    return text, Values(tuple(quantities), tuple(dates))


def read(path: Path) -> Iterator[Case]:
    """The cases of one file; its stem is the topic."""
    published: str | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.startswith("# published:"):
            published = line.partition(":")[2].strip()
            published = None if published == "-" else published
        elif line.strip() and not line.startswith("#"):
            try:
                text, values = parse(line)
            except MarkupError as error:
                raise MarkupError(f"{path}, line {number}: {error}") from None
            yield Case(text, values, published, path.stem, number)


def _item(mention: str, start: int, fields: str) -> Quantity | DateMention:
    try:
        kind, *rest = shlex.split(fields)
    except ValueError as error:
        raise MarkupError(f"{error} in the fields of {mention!r}: {fields}") from None
    given = {name: value for name, _, value in (part.partition("=") for part in rest)}
    if len(given) != len(rest):
        raise MarkupError(f"a field stands twice for {mention!r}: {fields}")
    end = start + len(mention)
    if kind == "date":
        return _date(mention, start, end, given)
    if kind not in KINDS:
        raise MarkupError(f"unknown kind {kind!r} of {mention!r}; there are date, {', '.join(KINDS)}")
    _known(mention, given, (*_NUMBERS, *_TEXTS), _FLAGS)
    numbers = {name: _number(given[name]) for name in _NUMBERS if name in given}
    texts = {name: given[name] for name in _TEXTS if name in given}
    return Quantity(
        start=start,
        end=end,
        text=mention,
        kind=kind,
        value=numbers.get("value"),
        low=numbers.get("low"),
        high=numbers.get("high"),
        unit=texts.get("unit"),
        currency=texts.get("currency"),
        per=texts.get("per"),
        approximate="approximate" in given,
        ambiguous="ambiguous" in given,
    )


def _date(mention: str, start: int, end: int, given: dict[str, str]) -> DateMention:
    _known(mention, given, ("value", "anchor"), ("resolved",))
    if not given.get("value"):
        raise MarkupError(f"a date needs a value: {mention!r}")
    anchor = given.get("anchor")
    return DateMention(
        start=start, end=end, text=mention, value=given["value"], resolved="resolved" in given, anchor=anchor
    )


def _known(mention: str, given: dict[str, str], valued: tuple[str, ...], flags: tuple[str, ...]) -> None:
    for name, value in given.items():
        if name not in valued and name not in flags:
            raise MarkupError(f"unknown field {name!r} of {mention!r}; there are {', '.join((*valued, *flags))}")
        if bool(value) != (name in valued):
            raise MarkupError(f"field {name!r} of {mention!r} {'needs' if name in valued else 'takes no'} value")


def _number(text: str) -> Number:
    try:
        number = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise MarkupError(f"not a number: {text!r}") from None
    return int(number) if number.denominator == 1 else float(number)

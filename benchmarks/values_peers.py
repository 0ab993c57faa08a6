"""What other libraries make of the same cases: a table of items right, by value alone.

    pip install dateparser quantulum3 text2num babel
    python benchmarks/values_peers.py [--corpus corpus/values] [--split test]

Each library is run as it comes, in Indonesian where it has it, and asked only for what it claims to do: dateparser for
whole days, quantulum3 (English) for quantities, text2num (English, it has no Indonesian) for numbers in words, babel
for the numerals themselves (it is handed each one, as it cannot find any). An item is right when something is found at
its place with its value; units, bounds and other fields are not asked for. Something found where the corpus has no
number or date at all is a false alarm. The last column is our reader on the same items with the same yardstick.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline.training import values_markup
from pipeline.training.values_markup import Case
from pipeline.values import read_values

Found = list[tuple[int, int, object]]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(slots=True)
class Row:
    """One line of the table."""

    name: str
    task: str
    items: int = 0
    right: int = 0
    alarms: int = 0
    ours: int = 0
    our_alarms: int = 0


def days(case: Case) -> Found:
    """The dates of a case that are one whole day."""
    return [(item.start, item.end, item.value) for item in case.values.dates if _DAY.fullmatch(item.value)]


def amounts(case: Case) -> Found:
    """The quantities of a case that have a value, ordinals left out."""
    kept = [item for item in case.values.quantities if item.value is not None and item.kind != "ordinal"]
    return [(item.start, item.end, item.value) for item in kept]


def words(case: Case) -> Found:
    """The quantities written without a figure."""
    return [item for item in amounts(case) if not any(char.isdigit() for char in case.text[item[0] : item[1]])]


def numerals(case: Case) -> Found:
    """The quantities with one numeral and no multiplier."""
    found: Found = []
    for start, end, value in amounts(case):
        match = _NUMERAL.search(case.text[start:end])
        rest = re.sub(r"[\d.,]", "", case.text[start:end]).lower()
        if match and not re.search(r"ribu|juta|miliar|triliun|milyar|\d|rb|jt|[mtx]\b|setengah|-", rest):
            found.append((start, end, value))
    return found


def dateparser_days(case: Case) -> Found:
    """dateparser's search, relative to the day of publication where there is one."""
    search_dates = import_module("dateparser.search").search_dates
    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"}
    if case.published:
        settings["RELATIVE_BASE"] = datetime.fromisoformat(case.published)
    found: Found = []
    place = 0
    for text, moment in search_dates(case.text, languages=["id"], settings=settings) or []:
        start = case.text.find(text, place)
        place = max(start, place)
        found.append((start, start + len(text), moment.date().isoformat()))
    return found


def quantulum_amounts(case: Case) -> Found:
    """quantulum3's parser, without its classifier: the pickled one does not load with today's scikit-learn."""
    vars(import_module("quantulum3.classifier"))["USE_CLF"] = False
    parse = import_module("quantulum3.parser").parse
    return [(item.span[0], item.span[1], item.value) for item in parse(case.text)]


def text2num_words(case: Case) -> Found:
    """text2num's English reader."""
    changed = import_module("text_to_num").alpha2digit(case.text, "en")
    return [] if changed == case.text else [(0, len(case.text), changed)]


def babel_numerals(case: Case) -> Found:
    """babel's parser on the numeral of every item."""
    from babel.numbers import NumberFormatError, parse_decimal

    found: Found = []
    for start, end, _ in numerals(case):
        match = _NUMERAL.search(case.text[start:end])
        try:
            found.append((start, end, float(parse_decimal(match[0], locale="id", strict=False)) if match else None))
        except NumberFormatError:
            continue
    return found


def ours(case: Case, *, dates: bool) -> Found:
    """Our own reading in the same form."""
    values = read_values(case.text, published=case.published)
    if dates:
        return [(item.start, item.end, item.value) for item in values.dates if not item.value.startswith("T")]
    return [(item.start, item.end, item.value) for item in values.quantities if item.value is not None]


def hits(wanted: Found, found: Found) -> int:
    """How many wanted items something overlaps with the same value."""
    return sum(
        any(start < end2 and start2 < end and value == value2 for start2, end2, value2 in found)
        for start, end, value in wanted
    )


def alarms(case: Case, found: Found) -> int:
    """How many found items overlap no item of the case at all."""
    taken = [(item.start, item.end) for item in case.values.quantities]
    taken += [(item.start, item.end) for item in case.values.dates]
    return sum(not any(start < end2 and start2 < end for start2, end2 in taken) for start, end, _ in found)


def wrong_kind(case: Case, found: Found, *, dates: bool) -> int:
    """Alarms, and dates read from quantities where dates were asked for."""
    others = [(item.start, item.end) for item in case.values.quantities] if dates else []
    extra = sum(any(start < end2 and start2 < end for start2, end2 in others) for start, end, _ in found)
    return alarms(case, found) + extra


PEERS: list[tuple[str, str, Callable[[Case], Found], Callable[[Case], Found], bool]] = [
    ("dateparser", "whole days", days, dateparser_days, True),
    ("quantulum3", "quantities with a value", amounts, quantulum_amounts, False),
    ("text2num", "numbers in words", words, text2num_words, False),
    ("babel", "numerals handed to it", numerals, babel_numerals, False),
]


def table(cases: list[Case]) -> Iterator[Row]:
    """One row a peer."""
    for name, task, wanted, peer, dates in PEERS:
        row = Row(name, task)
        for case in cases:
            items, found, mine = wanted(case), peer(case), ours(case, dates=dates)
            row.items += len(items)
            row.right += hits(items, found)
            row.alarms += wrong_kind(case, found, dates=dates)
            row.ours += hits(items, mine)
            row.our_alarms += wrong_kind(case, mine, dates=dates)
        yield row


def main() -> None:
    """Print the table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/values"))
    parser.add_argument("--split", default="test")
    arguments = parser.parse_args()
    cases = [
        case for path in sorted((arguments.corpus / arguments.split).glob("*.txt")) for case in values_markup.read(path)
    ]
    print(f"{len(cases)} sentences of {arguments.corpus / arguments.split}\n")
    print("| library | asked for | items | right | false alarms | ours right | our false alarms |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for row in table(cases):
        share, mine = (f"{100 * n / row.items:.1f} %" for n in (row.right, row.ours))
        print(f"| {row.name} | {row.task} | {row.items} | {share} | {row.alarms} | {mine} | {row.our_alarms} |")


if __name__ == "__main__":
    main()

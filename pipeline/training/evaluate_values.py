"""Scoring the values room on `corpus/values`: exact span and all fields.

A right item is right, everything else counts against it: an item with the right span and a wrong field is one wrong,
an item that was not found is missing, one that should not be is spurious.
score = 100 · right / (right + wrong + missing + spurious).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.training import values_markup
from pipeline.training.values_markup import Case
from pipeline.values import read_values
from pipeline.values.types import DateMention, Quantity

SPLITS = ("train", "dev", "test")
Item = Quantity | DateMention


@dataclass(slots=True)
class Tally:
    """Counts of items; `score` is the share of right ones in percent, 100 when there is nothing to find or to miss."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    spurious: int = 0

    @property
    def total(self) -> int:
        """Items that could be right or wrong."""
        return self.right + self.wrong + self.missing + self.spurious

    @property
    def score(self) -> float:
        """Percent of items right."""
        return 100 * self.right / self.total if self.total else 100.0


@dataclass(slots=True)
class Report:
    """The result of an evaluation; `errors` are lines for people and stay empty on the test split."""

    split: str
    sentences: int = 0
    overall: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=dict)
    topics: dict[str, Tally] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def evaluate(corpus: Path, *, split: str = "test") -> Report:
    """Score `read_values` on one split of the corpus folder. Raises ValueError on an unknown or empty split."""
    if split not in SPLITS:
        raise ValueError(f"split {split!r} is none of {', '.join(SPLITS)}")
    files = sorted((corpus / split).glob("*.txt"))
    if not files:
        raise ValueError(f"no .txt files in {corpus / split}")
    return score((case for file in files for case in values_markup.read(file)), split=split)


def score(cases: Iterable[Case], *, split: str) -> Report:
    """Score `read_values` on cases."""
    report = Report(split)
    for case in cases:
        report.sentences += 1
        found = read_values(case.text, published=case.published)
        expected: list[Item] = [*case.values.quantities, *case.values.dates]
        given: list[Item] = [*found.quantities, *found.dates]
        for verdict, kind, text in compare(expected, given):
            for tally in (
                report.overall,
                report.kinds.setdefault(kind, Tally()),
                report.topics.setdefault(case.topic, Tally()),
            ):
                setattr(tally, verdict, getattr(tally, verdict) + 1)
            if verdict != "right" and split != "test":
                report.errors.append(f"{case.topic}:{case.line} {verdict} {text}\n    {case.text}")
    return report


def compare(expected: list[Item], given: list[Item]) -> list[tuple[str, str, str]]:
    """A verdict (right, wrong, missing or spurious), the kind and a description for every item."""
    spans = {(item.start, item.end): item for item in given}
    verdicts = []
    for item in expected:
        other = spans.pop((item.start, item.end), None)
        if other is None:
            verdicts.append(("missing", kind_of(item), show(item)))
        elif same(item, other):
            verdicts.append(("right", kind_of(item), show(item)))
        else:
            verdicts.append(("wrong", kind_of(item), f"{show(item)} <> {show(other)}"))
    return verdicts + [("spurious", kind_of(item), show(item)) for item in spans.values()]


def same(one: Item, other: Item) -> bool:
    """Whether two items agree in every field; floats may differ in the twelfth figure."""
    if type(one) is not type(other):
        return False
    return all(_equal(getattr(one, name), getattr(other, name)) for name in one.__dataclass_fields__)


def _equal(one: object, other: object) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        both = isinstance(one, int | float) and isinstance(other, int | float)
        return both and abs(one - other) <= 1e-12 * max(abs(one), abs(other))  # type: ignore[operator, arg-type]
    return one == other


def kind_of(item: Item) -> str:
    """The kind of a quantity, or "date"."""
    return item.kind if isinstance(item, Quantity) else "date"


def show(item: Item) -> str:
    """An item as one line of markup."""
    fields = []
    for name in item.__dataclass_fields__:
        value = getattr(item, name)
        if name not in ("start", "end", "text", "kind") and value not in (None, False):
            fields.append(name if value is True else f"{name}={value}")
    return f"{{{item.text} | {kind_of(item)} {' '.join(fields)}}}"

"""Does the arithmetic of a sentence hold? Shares, sums, differences, growth, and weekdays against their dates.

    3.497 IKM atau 95% dari total 3.675 pelaku usaha        share       3497 / 3675 = 95.2 %
    150 peserta, terdiri atas 100 pria dan 50 wanita        sum         100 + 50 = 150
    bertambah 5 dari 10 menjadi 15 unit                     difference  15 - 10 = 5
    naik dari 200 menjadi 250 atau 25 persen                growth      (250 - 200) / 200 = 25 %

Only where words make every role plain; otherwise there is no check. Rounding, hedges and bounds are allowed for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.values.linking import Linked, sentences
from pipeline.values.rounding import Interval, interval
from pipeline.values.things import PERSONS
from pipeline.values.tokens import tokenize
from pipeline.values.types import DateMention, Quantity
from pipeline.values.weekdays import weekday_of


@dataclass(frozen=True, slots=True)
class Check:
    """One verdict: `kind` is share, sum, difference, growth or weekday; `spans` are the mentions it rests on."""

    kind: str
    ok: bool
    detail: str
    spans: tuple[tuple[int, int], ...]


def check(text: str, quantities: Sequence[Quantity], dates: Sequence[DateMention]) -> list[Check]:
    """All checks of a text, in the order of their first mention."""
    found = [*_weekdays(dates)]
    for linked in sentences(tokenize(text), quantities):
        used: set[int] = set()
        for read in (_share, _change, _sum):
            for place in range(len(linked.items)):
                verdict = read(linked, place)
                if verdict and not used & {span[0] for span in verdict.spans}:
                    used |= {span[0] for span in verdict.spans}
                    found.append(verdict)
    return sorted(found, key=lambda verdict: verdict.spans)


def _share(s: Linked, i: int) -> Check | None:
    """Part, percentage and whole: "A atau P% dari B", "A dari B atau P%", "P% dari B atau A"."""
    if i + 2 >= len(s.items):
        return None
    a, b, c = s.items[i : i + 3]
    first, second = s.gap(i), s.gap(i + 1)
    if a.kind != "percent" and b.kind == "percent" and first.equals and second.of:
        part, percent, whole = a, b, c
    elif c.kind == "percent" and first.of and second.equals:
        part, percent, whole = a, c, b
    elif a.kind == "percent" and first.of and second.equals:
        part, percent, whole = c, a, b
    else:
        return None
    amounts = interval(part), interval(whole), interval(percent)
    if None in amounts or not _comparable(part, whole) or not whole.value or (part.value or 0) > whole.value:
        return None
    over, under, written = amounts
    assert over
    assert under
    assert written
    assert part.value is not None
    ok = _ratio(over, under).meets(written)
    share = 100 * part.value / whole.value
    return _verdict("share", ok, f"{part.value} / {whole.value} = {share:.4g} %, written {percent.value} %", a, b, c)


def _change(s: Linked, i: int) -> Check | None:
    """ "naik dari A menjadi B atau C", "naik C dari A menjadi B" and "naik C menjadi B dari A"."""
    if i + 2 >= len(s.items) or not s.moves(i):
        return None
    a, b, c = s.items[i : i + 3]
    first, second = s.gap(i), s.gap(i + 1)
    if s.gap_before(i).ends_of and first.to and second.equals:
        old, new, change = a, b, c
    elif first.of and second.to:
        change, old, new = a, b, c
    elif first.to and second.of:
        change, new, old = a, b, c
    else:
        return None
    if not _comparable(old, new) or old.value is None or new.value is None or change.value is None:
        return None
    rising = s.moves(i) > 0
    points = "poin" in change.text
    if change.kind == "percent" and old.kind == "percent" and not points:
        return None
    if change.kind == "percent" and not points:
        return _growth(old, new, change, rising=rising, spans=(a, b, c))
    if not points and not _comparable(change, old):
        return None
    return _difference(old, new, change, rising=rising, spans=(a, b, c))


def _growth(old: Quantity, new: Quantity, change: Quantity, *, rising: bool, spans: Sequence[Quantity]) -> Check | None:
    before, after, written = interval(old), interval(new), interval(change)
    if before is None or after is None or written is None or not old.value or new.value is None or before.low <= 0:
        return None
    sign = 1 if rising else -1
    ratio = _ratio(after, before)
    ends = sorted((sign * (ratio.low - 100), sign * (ratio.high - 100)))
    growth = sign * 100 * (new.value - old.value) / old.value
    ok = Interval(*ends).meets(written)
    detail = f"{old.value} to {new.value} is {sign * growth:+.4g} %, written {sign * (change.value or 0):+} %"
    return _verdict("growth", ok, detail, *spans)


def _difference(
    old: Quantity, new: Quantity, change: Quantity, *, rising: bool, spans: Sequence[Quantity]
) -> Check | None:
    before, after, written = interval(old), interval(new), interval(change)
    if before is None or after is None or written is None or old.value is None or new.value is None:
        return None
    low, high = (
        (after.low - before.high, after.high - before.low)
        if rising
        else (before.low - after.high, before.high - after.low)
    )
    difference = new.value - old.value if rising else old.value - new.value
    ok = Interval(low, high).meets(written)
    return _verdict("difference", ok, f"{old.value} to {new.value} is {difference:g}, written {change.value}", *spans)


def _sum(s: Linked, i: int) -> Check | None:
    """A total with its complete list of parts, before or after it."""
    total, parts = s.total_of(i)
    if (
        total is None
        or len(parts) < 2
        or not all(_part_of(part, total, loose=s.parted(i) or total is not s.items[i]) for part in parts)
    ):
        return None
    bounds = [interval(part) for part in parts]
    whole = interval(total)
    if whole is None or None in bounds:
        return None
    low = sum(bound.low for bound in bounds if bound)
    high = sum(bound.high for bound in bounds if bound)
    amount = sum(part.value or 0 for part in parts)
    terms = " + ".join(str(part.value) for part in parts)
    ok = Interval(low, high).meets(whole)
    return _verdict("sum", ok, f"{terms} = {amount:.15g}, written {total.value}", *sorted((total, *parts), key=_start))


def _part_of(part: Quantity, total: Quantity, *, loose: bool) -> bool:
    if part.kind != total.kind or part.currency != total.currency or part.value is None:
        return False
    if part.unit in (None, total.unit) or part.kind in ("money", "percent"):
        return True
    people = part.unit.lower() in PERSONS and (total.unit is None or total.unit.lower() not in ("tim", "kelompok"))
    return loose and people


def _weekdays(dates: Sequence[DateMention]) -> Iterator[Check]:
    """Weekdays beside a complete day, unless the weekday itself settled the date."""
    for item in dates:
        weekday = weekday_of(item.text)
        if weekday is None or item.anchor == "weekday" or not any(char.isdigit() for char in item.text):
            continue
        value = item.value.removesuffix("/..").removeprefix("../")
        if not item.resolved or len(value) != len("2017-06-14") or "W" in value:
            continue
        actual = date.fromisoformat(value).isoweekday()
        detail = f"{value} is weekday {actual}, written {weekday} (1 is Monday)"
        yield Check("weekday", actual == weekday, detail, ((item.start, item.end),))


def _comparable(one: Quantity, other: Quantity) -> bool:
    if one.kind != other.kind or one.currency != other.currency:
        return False
    if one.kind in ("measure", "duration", "age"):
        return one.unit == other.unit or None in (one.unit, other.unit)
    return one.kind in ("count", "money", "percent")


def _ratio(over: Interval, under: Interval) -> Interval:
    if under.low <= 0:
        return Interval(float("-inf"), float("inf"))
    return Interval(100 * over.low / under.high, 100 * over.high / under.low)


def _start(item: Quantity) -> int:
    return item.start


def _verdict(kind: str, ok: bool, detail: str, *items: Quantity) -> Check:
    return Check(kind, ok, detail, tuple((item.start, item.end) for item in sorted(items, key=_start)))

"""Years, decades and centuries, and when four figures are a year: sejak 1985, APBD 2018, era 90-an, abad ke-21."""

from __future__ import annotations

from dataclasses import replace

from pipeline import language
from pipeline.values.codes import LABELS, LAWS, in_headline, is_plate, starts_sentence
from pipeline.values.lexicon import ROMAN, WORD_ROLES, grammar
from pipeline.values.nouns import CLASSIFIERS, KNOWN, looks_verbal, noun_at
from pipeline.values.numbers import ordinal_words
from pipeline.values.points import Point
from pipeline.values.relative import direction_at
from pipeline.values.tokens import Tokens
from pipeline.values.units import BEFORE, currency_after, unit_at

CONTEXT = language.words("year_words")
EVENTS = language.words("event_words")
DATED = language.words("dated_nouns")
KINDS = language.words("year_kinds")
NAME_HEADS = language.words("name_heads")
_AMOUNTS = language.words("count_introducers") - {
    "dari",
    "hingga",
    "sampai",
    "antara",
    "dan",
    "atau",
    "ke",
    "target",
    "yaitu",
    "yakni",
}
_EARLIEST, _LATEST = 1500, 2100
_DECADES = grammar("era") | {"tahun"}
_STATES = grammar("states")
_LAW_NUMBER = grammar("law_number")
_ALSO = grammar("list") | {","}


def year_at(t: Tokens, i: int) -> Point | None:
    """A year or decade at the numeral i, if its surroundings allow one."""
    decade = _decade(t, i)
    if decade:
        return decade
    raw = t.raw[i]
    named = t.low[i - 1] == "tahun" or t.low[i - 1] in KINDS
    if not raw.isdigit() or (len(raw) != 4 and not (named and len(raw) == 3)) or (len(raw) == 4 and raw[0] not in "12"):
        return None
    if not named and not _EARLIEST <= int(raw) <= _LATEST:
        return None
    if not _free(t, i) or is_plate(t, i, i + 1) or not _meant(t, i, named=named) or _lists_names(t, i):
        return None
    last, sign = direction_at(t, i + 1)
    return Point(first=i, last=last, unit="year", year=int(raw), sign=sign)


def year_range_at(t: Tokens, i: int, *, named: bool = False) -> tuple[Point, Point] | None:
    """2017-2021, 2019/2020 and 2019/20; the end must follow the start. `named` says that "tahun" stands before it."""
    if t.raw[i + 1] not in ("-", "–", "/") or not t.raw[i + 2].isdigit() or len(t.raw[i]) != 4:
        return None
    spaced = not t.glued(i + 1) or not t.glued(i + 2)
    if not t.raw[i].isdigit() or (spaced and t.raw[i + 1] == "/") or not _free(t, i, joined=True):
        return None
    start, figures = int(t.raw[i]), t.raw[i + 2]
    end = int(figures) if len(figures) == 4 else start // 100 * 100 + int(figures)
    if (
        not _EARLIEST <= start < end <= _LATEST
        or len(figures) not in (2, 4)
        or (len(figures) == 2 and end != start + 1)
    ):
        return None
    if t.raw[i + 1] == "/" and end != start + 1:
        return None
    if (t.raw[i + 3] in "-/" and t.glued(i + 3) and t.raw[i + 4][0].isalnum()) or not _meant(
        t, i, named=named, last=i + 3
    ):
        return None
    return Point(first=i, last=i + 3, unit="year", year=start), Point(first=i, last=i + 3, unit="year", year=end)


def century_at(t: Tokens, i: int) -> Point | None:
    """ "abad" with its number: ke-21, 21, XXI, kedua puluh."""
    return century_number_at(t, i + 1, first=i) if t.low[i] == "abad" else None


def century_number_at(t: Tokens, place: int, *, first: int) -> Point | None:
    """The number of a century at token `place`; the mention begins at `first`."""
    if t.low[place] == "ke":
        place += 2 if t.raw[place + 1] == "-" else 1
    number, last = None, place + 1
    if t.raw[place].isdigit() and len(t.raw[place]) <= 2:
        number = int(t.raw[place])
    elif t.raw[place] in ROMAN:
        number = ROMAN[t.raw[place]]
    elif t.low[place].startswith("ke") and (words := ordinal_words(t, place)) and words.value:
        number, last = int(words.value), words.last
    if not number or number > 30:
        return None
    point = Point(first=first, last=last, unit="century", year=(number - 1) * 100)
    if t.low[last] in ("masehi", "m") and t.raw[last] in ("Masehi", "M"):
        point = replace(point, last=last + 1)
    return point


def _decade(t: Tokens, i: int) -> Point | None:
    """1970-an, era 70-an."""
    raw = t.raw[i]
    hyphen = t.raw[i + 1] == "-" and t.low[i + 2] == "an" and t.glued(i + 1) and t.glued(i + 2)
    last = i + 3 if hyphen else i + 2 if t.low[i + 1] == "an" and t.glued(i + 1) else None
    if last is None or not raw.isdigit() or raw[-1] != "0":
        return None
    if len(raw) == 4 and _EARLIEST <= int(raw) <= _LATEST and not unit_at(t, last) and t.low[last] not in CLASSIFIERS:
        if t.low[i - 1] in _AMOUNTS or (t.low[last] in KNOWN and t.low[i - 1] not in CONTEXT | _DECADES):
            return None
        return Point(first=i, last=last, unit="decade", year=int(raw))
    if len(raw) == 2 and t.low[i - 1] in _DECADES:
        return Point(first=i, last=last, unit="decade", year=(1900 if int(raw) >= 30 else 2000) + int(raw))
    return None


def _lists_names(t: Tokens, i: int) -> bool:
    """Whether the year goes on a list that began in a name: Pemilu 1999 dan 2004."""
    place = i
    while t.low[place - 1] in _ALSO and i - place < 2:
        place -= 1
    before = t.raw[place - 1]
    if place == i or len(before) != 4 or not before.isdigit() or not _EARLIEST <= int(before) <= _LATEST:
        return False
    return year_at(t, place - 1) is None


def _free(t: Tokens, i: int, *, joined: bool = False) -> bool:
    """Whether the figures stand alone: no sign, currency or further figures touch them."""
    before, after = t.raw[i - 1], t.raw[i + 1]
    if t.glued(i) and (before[-1].isalnum() or before in "/-_.$#@+:–"):
        return False
    if BEFORE.before(t, i) is not None:
        return False
    if joined:
        return True
    if t.glued(i + 1) and (after[0].isalnum() or (after in "/.:_" and t.glued(i + 2) and t.raw[i + 2][0].isalnum())):
        return False
    if after == "-" and t.glued(i + 1) and t.glued(i + 2) and t.raw[i + 2].isdigit():
        return len(t.raw[i + 2]) == 4 and int(t.raw[i + 2]) <= _LATEST
    return not (
        after == "-" and t.glued(i + 1) and t.glued(i + 2) and t.raw[i + 2][0].isalpha() and t.raw[i + 2].islower()
    )


def _meant(t: Tokens, i: int, *, named: bool, last: int | None = None) -> bool:
    """Whether four figures mean a year, by what stands before and after them."""
    last = last or i + 1
    before = t.low[i - 1]
    if named:
        return len(t.raw[i]) == 4 or unit_at(t, last) is None
    if unit_at(t, last) or currency_after(t, last) or t.low[last] in CLASSIFIERS or t.low[last] in ("kali", "x"):
        return False
    if _LAW_NUMBER & set(t.low[i - 3 : i]):
        return False
    labelled = before in LABELS and before not in CONTEXT
    if t.low[last] in WORD_ROLES or labelled or before in LAWS or before in NAME_HEADS:
        return False
    if before == "sekitar":
        return not t.raw[i].endswith("000") and t.low[last] != "lebih" and not _counted(t, last)
    if before == "dengan" and t.low[i - 2] in CONTEXT:
        return not _counted(t, last)
    if before in CONTEXT:
        return before not in ("di", "dari", "hingga", "sampai", "antara", "mulai", "per", "target") or not _counted(
            t, last
        )
    if before in _AMOUNTS or before.startswith("sekitar") or before in WORD_ROLES:
        return False
    if t.raw[i - 1][0].isupper() and before.isalpha() and not starts_sentence(t, i - 1):
        return _dated_name(t, i - 1, ranged=last > i + 1)
    if t.low[last] in _STATES:
        return True
    return (
        not _counted(t, last)
        and not (before.startswith("me") and looks_verbal(before) and not direction_at(t, last)[1])
        and (before not in EVENTS or before == "pekan")
    )


def _counted(t: Tokens, i: int) -> bool:
    if t.raw[i].isupper() and t.raw[i] != "\n":
        return t.low[i] in KNOWN
    return t.low[i] in KNOWN or (t.raw[i].islower() and noun_at(t, i, {}) is not None)


def _dated_name(t: Tokens, i: int, *, ranged: bool) -> bool:
    """Whether the capitalised words up to token i take a date (APBD) rather than a year in their name (Piala Dunia)."""
    run = 0
    headline = in_headline(t, i)
    if t.low[i] in DATED and t.low[i - 1] not in EVENTS:
        return True
    while run < 6 and t.raw[i - run][0].isupper():
        if t.low[i - run] in EVENTS or t.low[i - run] in LAWS or t.low[i - run] in LABELS:
            return False
        if t.raw[i - run].isupper() and t.low[i - run] in DATED:
            return True
        run += 1
    acronym = t.raw[i].isupper() and len(t.raw[i]) > 1
    return ranged or acronym or run == 1 or headline


def law_before_year(t: Tokens, i: int) -> bool:
    """Whether the words before "tahun" at token i are a law's: Nomor 5 Tahun 2016, UU 23 Tahun 2014, UUD Tahun 1945, Tahun 2010 Nomor 68."""
    if t.raw[i + 1].isdigit() and t.low[i + 2] in _LAW_NUMBER and t.raw[i + 3 + (t.raw[i + 3] == ".")][0].isdigit():
        return True
    place = i - 1
    while t.raw[place][0].isupper() and i - place < 8:
        if t.low[place] in LAWS:
            return True
        place -= 1
    if not t.raw[i - 1][-1].isalnum() or t.low[i - 1] == "tahun":
        return False
    following = t.raw[i + 1]
    short = len(following) == 2 and (t.low[i - 2] in LAWS or t.low[i - 2] in _LAW_NUMBER)
    if not following.isdigit() or not (len(following) == 4 or short):
        return False
    if not t.raw[i - 1][-1].isdigit() and t.raw[i - 1] not in ROMAN:
        return False
    return any(word in LAWS or word in _LAW_NUMBER for word in t.low[max(i - 8, 0) : i - 1])

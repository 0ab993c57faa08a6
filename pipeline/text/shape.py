"""What a line looks like, whatever its words: prose, headline, breadcrumb, dated credit, initials."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline import language

WORD = re.compile(r"[^\W\d_][\w'’.-]*")
CLOSING = r"""["”“'’‘»)\]]*"""
INITIALS = r"[\[(]\s*(?:[a-z]{2,5}|[A-Z]{2,5}|[A-Z][a-z]{1,4})(?:\s?[/|,&.+-]\s?(?:[A-Za-z]{1,12}))*\s*[\])]|[\[(]\s*\*{1,3}\s*[\])]"
SIGNOFF = re.compile(rf"(?:{INITIALS})$")
ALONE = re.compile(
    rf"(?:{INITIALS}|\*{{1,3}}|[\[(][A-Za-z][\w.' ]{{1,30}}(?:\s?[/|]\s?[\w.' ]{{2,30}})*[\])]|[a-z]{{2,5}}(?:/[a-z]{{2,5}}){{1,3}})$"
)
FULL_STOP = re.compile(rf"[.?!…]{CLOSING}$")
INNER_STOP = re.compile(r"""[a-z0-9)%][.?!]["”'’]?\s+["“”'‘]?[A-Z]""")
NO_DOT = re.compile(r"(?:\b[A-Z]|\b(?:Tbk|dkk|Jr|Sr|dll|M\.?[A-Z][a-z]?|S\.?[A-Z][a-z]?|No))\.$")
ARROWS = re.compile(r"\s*(?:>>?|»|›|→|::|➤|▸)\s*")
SLASHES = re.compile(r"\s+[/|•·]\s+|\s+[-–—]\s+")
CREDIT = re.compile(
    r"[.?!][\"”]?\s*(?:[\[(][^()\[\]]{2,60}[\])]|[-–—|/]\s?[A-Z][^.?!]{1,50}|(?:[A-Z][\w.]* ){0,4}[A-Z][\w.]*/[A-Z][\w. ]{1,30})\.?$"
)
CREDIT_ALONE = re.compile(r"(?:[A-Z][\w.]+ ){0,3}[A-Z][\w.]*\s?/\s?[A-Z][\w. ]{1,40}$")
FIGURE = re.compile(r"\W*[\d.,]+\s?(?:k|rb|ribu)?$", re.IGNORECASE)
DATELINE_ALONE = re.compile(r"[A-Z][\w.]*(?:[ ,/][ ]?[\w.()]+){0,5}\s*(?:-{1,2}|–|—)$")
DATELINE = re.compile(r"[A-Z][\w.]*(?:(?: |, ?)\(?[A-Z][\w.)]*){0,5}\)?\s?(?:-{1,2}|–|—)\s?\S")

KEPT_LINES = 256
PROSE_LENGTH = 110
LONG_PROSE = 160


def words(line: str) -> list[str]:
    """Return the words of the line that hold letters."""
    return list(_words(line)) if len(line) <= 2 * LONG_PROSE else WORD.findall(line)


@lru_cache(maxsize=KEPT_LINES)
def _words(line: str) -> tuple[str, ...]:
    return tuple(WORD.findall(line))


def unsigned(line: str) -> str:
    """Return the line without sign-off initials at its end."""
    match = SIGNOFF.search(line[-40:])
    return line[: len(line[:-40]) + match.start()].rstrip() if match else line


@lru_cache(maxsize=KEPT_LINES)
def has_full_stop(line: str) -> bool:
    """Tell whether the line ends as a sentence does."""
    kept = unsigned(line)
    return FULL_STOP.search(kept[-8:]) is not None and NO_DOT.search(kept[-8:]) is None


@cache
def _small() -> frozenset[str]:
    return language.words("headline_small_words")


def is_small(word: str) -> bool:
    """Tell whether headlines write the word in lower case."""
    return word in _small()


@lru_cache(maxsize=KEPT_LINES)
def is_headline(line: str) -> bool:
    """Tell whether the line is written like a headline: capitals on its words, no full stop."""
    found = [word for word in words(line) if not is_small(word)]
    if not found or len(line) > LONG_PROSE or (has_full_stop(line) and line.rstrip("\"”'’)]").endswith(".")):
        return False
    return sum(word[0].isupper() for word in found) >= 0.75 * len(found)


@lru_cache(maxsize=KEPT_LINES)
def is_prose(line: str) -> bool:
    """Tell whether the line reads as running text."""
    if not line or len(line) >= LONG_PROSE:
        return bool(line)
    count = len(words(line))
    if has_full_stop(line):
        return count >= 3 and not (line.endswith(("?", "!")) and is_headline(line))
    if len(line) >= 50 and INNER_STOP.search(line):
        return True
    quoted = line[0] in '"“”„‘' or line[-1] in '"“”'
    return (len(line) >= PROSE_LENGTH or (quoted and count >= 5)) and not is_headline(line)


def breadcrumb_parts(line: str) -> list[str]:
    """Return the parts of a trail such as "Beranda > Daerah > Judul", or nothing where the line is none."""
    if has_full_stop(line) or len(line) > 2 * LONG_PROSE:
        return []
    for separator in (ARROWS, SLASHES):
        parts = [part.strip() for part in separator.split(line) if part.strip()]
        if len(parts) >= 2 and all(len(words(part)) <= 4 for part in parts[:-1]):
            return parts
    return []


def is_arrow_trail(line: str) -> bool:
    """Tell whether arrows part the line into a trail."""
    return ARROWS.search(line) is not None and len(breadcrumb_parts(line)) >= 2


def is_credited(line: str) -> bool:
    """Tell whether one sentence with a short credit behind it stands there: "Petani memanen. (Portal/Nama)"."""
    match = CREDIT.search(line) if len(line) < 2 * LONG_PROSE else None
    if match is None or any(char.isdigit() for char in match[0]):
        return False
    return not INNER_STOP.search(line[: match.start() + 1]) and len(words(match[0])) <= 6


def is_menu(line: str) -> bool:
    """Tell whether the line holds nothing but names of sections."""
    found = words(line)
    return bool(found) and all(word.lower() in language.words("portal_sections") for word in found)


@cache
def _date() -> re.Pattern[str]:
    months = "|".join(sorted({*language.words("months")}, key=len, reverse=True))
    weekdays = "|".join(sorted({*language.words("weekdays")}, key=len, reverse=True))
    day = rf"(?:(?:{weekdays})\s*,?\s*)?\d{{1,2}}\s*[-/ ]?\s*(?:{months})\.?\s*[-/ ,]?\s*\d{{4}}"
    figures = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{2}-\d{2}"
    clock = r"\d{1,2}[.:]\d{2}(?:[.:]\d{2})?\s*(?:wib|wita|wit)?"
    return re.compile(rf"\b(?:{day}|(?:{months})\s+\d{{1,2}},?\s+\d{{4}}|{figures}|{clock})(?!\d)", re.IGNORECASE)


@lru_cache(maxsize=KEPT_LINES)
def is_dated_credit(line: str) -> bool:
    """Tell whether the line is a date with little else: "Oleh X | Senin, 20 Februari 2023 | 08:15 WIB"."""
    if len(line) > PROSE_LENGTH or has_full_stop(line):
        return False
    rest, found = _date().subn(" ", line)
    return found > 0 and len(words(rest)) <= 7


def is_name(line: str) -> bool:
    """Tell whether the line could be one or a few names and nothing else."""
    found = words(line)
    return (
        1 <= len(found) <= 6 and not any(char.isdigit() for char in line) and all(word[0].isupper() for word in found)
    )


def is_dateline(line: str) -> bool:
    """Tell whether the line begins with "KOTA, Portal – "."""
    return DATELINE.match(line[:90]) is not None

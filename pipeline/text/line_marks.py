"""What the marks of one line do: which quotation marks open and close, which figures number a list, where initials sign."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline import language

QUOTE = re.compile('["“”„‟«»]')
OPENING, CLOSING = frozenset("“„‟«"), frozenset("”»")
BEFORE_OPENING = frozenset(" \t([{-–—/:")
AFTER_CLOSING = frozenset(" \t.,!?:;)]…")
LONGEST_QUOTATION = 1500
REACH = 16
MARKER = re.compile(r"(?:(?<![^\s(])|(?<=[a-z][.:;,]))(?P<number>\d{1,2}|[a-j])(?P<mark>[.)])\s+(?P<next>[^\W_])")
MARKER_AFTER = frozenset(".?!:;,")
FIRST, ROWS = frozenset("1a"), frozenset({"123", "abc"})
SHORT_FORM = re.compile(r"(?P<word>[^\W\d_]+)\.$")
INITIALS = r"[A-Za-z][\w.]{1,11}(?: [A-Z][\w.]{0,11})?(?:\s?[/,&|-]\s?\w[\w.-]{0,11}){0,3}"
SIGN_OFF = re.compile(rf"(?<=[.?!…”\"’)\]])\s*(?:\({INITIALS}\)|\[{INITIALS}\]|\*{{1,3}}|[-–][a-z]{{2,5}}[-–])$")
BARE_SIGN_OFF = re.compile(r"(?<=[a-z])\s+\((?P<initials>[a-z]{2,4})(?:/[a-z]{2,4})*\)$")
SIGN_OFF_REACH = 60
WORDS_BEFORE_SIGN_OFF = 4


@dataclass(frozen=True, slots=True)
class Quotes:
    """Offsets of the marks that open, and closing mark → the mark that it closes, -1 where there is none."""

    opening: frozenset[int]
    closing: dict[int, int]


def quotes(text: str) -> Quotes:
    """Read the double quotation marks of a line; one that could do both closes what is open and opens else."""
    opening: set[int] = set()
    closing: dict[int, int] = {}
    open_at = -1
    for match in QUOTE.finditer(text):
        place = match.start()
        if open_at >= 0 and place - open_at > LONGEST_QUOTATION:
            open_at = -1
        if _opens(text, place, is_open=open_at >= 0):
            opening.add(place)
            open_at = place
        else:
            closing[place] = open_at
            open_at = -1
    return Quotes(frozenset(opening), closing)


def _opens(text: str, place: int, *, is_open: bool) -> bool:
    mark = text[place]
    left = place == 0 or text[place - 1] in BEFORE_OPENING
    right = place + 1 == len(text) or text[place + 1] in AFTER_CLOSING
    if left != right:
        return left
    if mark in CLOSING and right:
        return False
    if mark in CLOSING and not left:
        return not is_open and text[place - 1] in ",:"
    if mark in OPENING and not right:
        return True
    return not is_open


def markers(text: str) -> dict[int, int]:
    """Return begin → offset of the mark for the numbers and letters of a list: "1." and "2." in "1. Daftar. 2. Bayar".

    They stand at the begin of the line, behind a mark, where they count on from the one before, or begin a row of three.
    """
    found: dict[int, int] = {}
    last = ""
    matches = list(MARKER.finditer(text))
    for place, match in enumerate(matches):
        number = match["number"]
        row = number in FIRST and "".join(other["number"] for other in matches[place : place + 3]) in ROWS
        if row or (last and _counts_on(last, number)) or _may_begin(text, match):
            found[match.start()] = match.start("mark")
            last = number
    return found


def _may_begin(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - REACH) : match.start()].rstrip(" (")
    if not before:
        return True
    first = match["number"] in FIRST or (match["mark"] == "." and match["next"].isupper())
    return first and before[-1] in MARKER_AFTER and not _is_short_form(before)


def _is_short_form(before: str) -> bool:
    match = SHORT_FORM.search(before)
    if match is None:
        return False
    words = language.words("abbreviations")
    return match["word"] in words or match["word"].capitalize() in words


def _counts_on(last: str, number: str) -> bool:
    if last.isdigit() != number.isdigit():
        return False
    return int(number) == int(last) + 1 if number.isdigit() else ord(number) == ord(last) + 1


def sign_off(text: str) -> int | None:
    """Return the end of the story text before initials, asterisks or a short name between dashes that close the line."""
    at = max(0, len(text) - SIGN_OFF_REACH)
    match = SIGN_OFF.search(text, at)
    if match is None and (match := BARE_SIGN_OFF.search(text, at)):
        words = len(text[: match.start()].split())
        if words < WORDS_BEFORE_SIGN_OFF or match["initials"] in language.words("units"):
            return None
    return len(text[: match.start()].rstrip()) if match else None

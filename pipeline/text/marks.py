"""Pair the quotation marks of a text: straight, curly, low, doubled single ones, mixed, unbalanced, over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.text import cues
from pipeline.text import sentences as splitter

MARK = re.compile("''|``|[\"“”„‟«»″]|['‘’`]")
SINGLE = frozenset("'‘’`")
OPENERS = frozenset("“„‟«‘`") | {"``"}
BEFORE_OPENING = frozenset(" \t\u00a0([{-–—/")
GLUED_BEFORE = frozenset(".,!?:;")
STOPS, COMMAS = ("", *'.?!:…”"'), tuple(",?!.")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch with its marks; ``closed`` is False where the text lacks the closing mark, ``opened`` the opening one."""

    start: int
    end: int
    opened: bool = True
    closed: bool = True


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    single: bool
    may_open: bool
    may_close: bool
    apart: bool = False


def pairs(text: str, lines: Sequence[tuple[int, int]]) -> list[Marked]:
    """Return the marked stretches of the given lines of ``text`` in order.

    A stretch left open at the end of its line goes on in the next line where that begins with an opening mark, as news
    quotes over paragraphs do; else it ends before ", kata …" or with its line.
    """
    found: list[Marked] = []
    opener: _Mark | None = None
    for number, (start, end) in enumerate(lines):
        marks = _marks(text, start, end)
        if opener is not None and marks and marks[0].start == start:
            marks = marks[1:]
        last_single = max((place for place, mark in enumerate(marks) if mark.single and mark.may_close), default=-1)
        for place, mark in enumerate(marks):
            if opener is None:
                if mark.may_open and (not mark.single or place < last_single):
                    opener = mark
                elif mark.may_close and not mark.single:
                    found.append(Marked(_after_last(text, found, start), mark.end, opened=False))
            elif mark.single == opener.single and (mark.may_close or not mark.may_open):
                found.append(Marked(opener.start, mark.end))
                opener = None
            elif mark.single == opener.single:
                cue = cues.stem_after_comma().search(text, opener.end, mark.start)
                stop = cue.start() + 1 if cue else _stop(text, opener, _trimmed_end(text, mark.start))
                found.append(Marked(opener.start, stop, closed=False))
                opener = mark
        if opener is not None:
            cue = cues.stem_after_comma().search(text, max(start, opener.end), end)
            if cue or not _goes_on(text, lines, number + 1):
                stop = cue.start() + 1 if cue else _stop(text, opener, end)
                found.append(Marked(opener.start, stop, closed=False))
                opener = None
    return found


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    found = []
    for match in MARK.finditer(text, start, end):
        left, right = match.span()
        before = text[left - 1] if left > start else " "
        after = text[right] if right < end else " "
        single = match[0] in SINGLE
        if single and before.isalnum() and after.isalnum():
            continue
        opens = before in BEFORE_OPENING and not after.isspace() and after not in GLUED_BEFORE
        if not single and before in GLUED_BEFORE and after.isalpha() and after.isupper():
            opens = True
        closes = not before.isspace() and left > start and before not in "([{"
        if match[0] in OPENERS and opens:
            closes = False
        apart = not single and before.isspace() and after.isspace()
        if apart:
            opens, closes = _apart(text[start:left].rstrip()[-1:], text[right:end].lstrip()[:1])
        found.append(_Mark(left, right, single, opens, closes, apart))
    return found


def _apart(before: str, after: str) -> tuple[bool, bool]:
    """Tell whether a mark with blanks on both sides opens or closes: 'besok. " Kemarin …', '…, " kata Sinta'."""
    capital = after.isupper() or after.isdigit()
    return before in STOPS and capital, before in COMMAS and not capital


def _goes_on(text: str, lines: Sequence[tuple[int, int]], number: int) -> bool:
    return number < len(lines) and (match := MARK.match(text, lines[number][0])) is not None and match[0] not in SINGLE


def _stop(text: str, opener: _Mark, end: int) -> int:
    """Return where an unclosed stretch ends: with the line, but one whose mark stands apart with its sentence."""
    sentences = splitter.within(text, opener.end, end) if opener.apart else []
    return sentences[0][1] if sentences else end


def _after_last(text: str, found: Sequence[Marked], start: int) -> int:
    at = max(start, found[-1].end) if found else start
    while text[at].isspace():
        at += 1
    return at


def _trimmed_end(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end

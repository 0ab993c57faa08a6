"""What a line of a copied page looks like, for ``block_model``: the names of the features that hold.

A name that begins with a number is what stands so many lines below (+) or above (-).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from pipeline.text import portal, shape

LENGTHS = (3, 8, 15, 25, 40, 60, 90, 130, 200, 320)
COUNTS = (1, 2, 3, 4, 6, 8, 12, 20)
SHARES = (0.001, 0.1, 0.25, 0.5, 0.75, 0.999)
LONG = 110
WORDED = 90
MOST_WORDS = 10
SHOWN = 160
MARKS = {
    "|": "bar",
    ">": "arrow",
    "»": "arrow",
    "›": "arrow",
    "/": "slash",
    "·": "dot",
    "•": "dot",
    "©": "copyright",
    "#": "hash",
    "@": "at",
    "http": "url",
    ".com": "url",
    "*": "star",
    "+": "plus",
    "=": "equals",
}
LABEL = re.compile(r"([^\W\d_][\w./ ]{1,24}?) ?:(?!\d)")
BULLET = re.compile(r"(?:[-–•*▪●‣+]|\d{1,2}[.)]|[a-z][.)])\s")
VERB = re.compile(r"(?:me[a-z]{4,}|ber[a-z]{3,}|di[a-z]{4,}|ter[a-z]{4,})$")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CLOCK = re.compile(r"\b\d{1,2}[.:]\d\d\b")
TOKEN = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or a piece of one where portal text is glued to it.

    ``gap`` tells of a blank line above it; ``kind`` is set where the cut tells the kind.
    """

    text: str
    gap: bool = False
    kind: str | None = None
    cut: bool = False


def bucket(value: float, bounds: tuple[float, ...]) -> int:
    """Return how many of the rising ``bounds`` are at most ``value``."""
    return bisect_right(bounds, value)


def line_features(text: str) -> list[str]:
    """Return the features of one line by itself; the first eight are those that its neighbours see too."""
    words = shape.words(text)
    prose = shape.is_prose(text)
    phrase = portal.phrase(text, prose=prose)
    names = [
        f"look={look(text, words)}",
        f"phrase={phrase.kind}" if phrase else "phrase=none",
        f"length={bucket(len(text), LENGTHS)}",
        f"end={ending(text)}",
        f"start={_start(text)}",
        f"says={_saying(text)}",
        f"prose={prose}",
        f"interface={portal.is_interface(text)}",
    ]
    names += [f"scope={phrase.kind}/{phrase.scope}"] if phrase else []
    names += _wording(text, words)
    talk = portal.talk(text)
    names += [f"talk={word}" for word in talk] + [f"talks={min(4, len(talk))}"]
    names += sorted({f"mark={mark}" for sign, mark in MARKS.items() if sign in text})
    names += [f"is={name}" for name, holds in _shapes(text).items() if holds]
    if label := LABEL.match(text):
        names += ["label", f"label={label[1].casefold().strip()}"]
    return names


def look(text: str, words: list[str]) -> str:
    """Return a rough class of a line: how long, how written, how ended."""
    if not words:
        return "figure" if any(char.isdigit() for char in text) else "sign"
    size = "long" if len(text) >= LONG else "mid" if len(words) >= 5 else "short"
    if shape.has_full_stop(text):
        return f"{size}-stop"
    if shape.is_headline(text):
        return f"{size}-caps" if any(char.islower() for char in text) else f"{size}-upper"
    return f"{size}-low"


def ending(text: str) -> str:
    """Return how a line ends: a letter, a digit, or its last mark with "quoted" where a quotation mark follows."""
    last = text.rstrip("\"”’'")[-1:]
    if last.isalnum():
        return "digit" if last.isdigit() else "letter"
    return ("quoted" if text[-1] in '"”' else "") + (last if last and last in ".?!…:;,)]" else "sign")


def _start(text: str) -> str:
    if BULLET.match(text):
        return "bullet"
    first = text[0]
    if first.isalpha():
        return "upper" if first.isupper() else "lower"
    if first.isdigit():
        return "digit"
    return "quote" if first in "\"“”„'‘" else "bracket" if first in "([" else "sign"


def _saying(text: str) -> str:
    if shape.FIGURE.match(text):
        return "figure"
    if shape.ALONE.match(text):
        return "initials"
    if shape.is_dated_credit(text):
        return "date"
    if shape.is_menu(text):
        return "menu"
    if len(text) <= LONG and len(shape.breadcrumb_parts(text)) >= 2:
        return "trail"
    return "name" if shape.is_name(text) else "nothing"


def _shapes(text: str) -> dict[str, bool]:
    return {
        "arrows": shape.is_arrow_trail(text),
        "credited": shape.is_credited(text),
        "credit": shape.CREDIT_ALONE.match(text) is not None,
        "dateline": shape.is_dateline(text),
        "dateline-alone": shape.DATELINE_ALONE.match(text) is not None,
        "stops": shape.INNER_STOP.search(text[:SHOWN]) is not None,
        "appeal1": portal.is_appeal(text, least=1),
        "appeal2": portal.is_appeal(text, least=2),
        "quotes": any(mark in text for mark in '"“”'),
        "brackets-end": text.endswith((")", "]", ").", "].")),
        "signed": shape.unsigned(text) != text,
        "year": YEAR.search(text[:SHOWN]) is not None,
        "clock": CLOCK.search(text[:SHOWN]) is not None,
        "table": "\t" in text or "   " in text,
    }


def _wording(text: str, words: list[str]) -> list[str]:
    large = [word for word in words if not shape.is_small(word)]
    small = sum(shape.is_small(word.casefold()) for word in words)
    verbs = sum(word[0].islower() and VERB.match(word) is not None for word in words)
    names = [
        f"words={bucket(len(words), COUNTS)}",
        f"capitals={bucket(sum(word[0].isupper() for word in large) / max(1, len(large)), SHARES)}",
        f"small={bucket(small / max(1, len(words)), SHARES)}",
        f"verbs={min(3, verbs)}",
        f"share={bucket(portal.share(text), SHARES)}",
        f"digits={bucket(sum(char.isdigit() for char in text) / len(text), SHARES)}",
    ]
    tokens = [token.casefold() for token in TOKEN.findall(text[:WORDED])]
    last = TOKEN.findall(text[-WORDED:])
    if tokens and last:
        names += [f"first={tokens[0]}", f"two={' '.join(tokens[:2])}", f"last={last[-1].casefold()}"]
    return names + [f"word={token}" for token in sorted(set(tokens[:MOST_WORDS]))]

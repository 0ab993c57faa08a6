"""Cut a line where portal text is glued to story text: "close-linkDalam …", "… selesai.Baca juga: Judul Lain"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline import language
from pipeline.text import portal, shape

TOKEN = re.compile(r"\S+")
GLUE = re.compile(r"[a-z0-9]{2}[?!”\"’)]?(?=[A-Z][a-z])")
OPENING = '"“”‘([-–—'
LONGEST_HEADLINE = 200
SHORT_REST = 150
FEWEST_HEADLINE = 3
EDGE = 300
FOOT_BORDERS = 3
SHORTEST_GLUED = 160
SHORTEST_STORY = 20
FOOT_SHARE = 0.3
GLUED_SHARE = 0.15
LABEL = re.compile(r"[\w ./]{2,24}:")
FOOT = re.compile(r"[.!?…\"”’)\]]\s*(?=[A-Z©\[*])|[a-z](?=[A-Z][a-z])")
HEAD = re.compile(r"[a-z0-9)\]!.](?=[A-Z\"“][A-Za-z])")


def pieces(line: str) -> list[tuple[int, int, str | None]]:
    """Cut ``line`` (no white space at its ends) into (start, end, kind), kind None where the rest must decide.

    A line without glued portal text is one piece. Linear in the length of the line.
    """
    found: list[tuple[int, int, str | None]] = []
    at, last = _edges(line)
    found += _trimmed(line, 0, at, _worded(line[:at]))
    for start, end, kind in _portal(line):
        if start < at or end > last:
            continue
        found += _trimmed(line, at, start, None)
        found += _trimmed(line, start, end, kind)
        at = end
    return found + _trimmed(line, at, last, None) + _trimmed(line, last, len(line), _worded(line[last:]))


def _edges(line: str) -> tuple[int, int]:
    """Return where the story of a long line begins and ends between portal text glued to its head and to its foot."""
    if len(line) < SHORTEST_GLUED:
        return 0, _short_foot(line)
    head, foot = 0, len(line)
    for match in reversed(list(FOOT.finditer(line, max(0, len(line) - EDGE)))[-FOOT_BORDERS:]):
        piece = line[match.end() : foot].strip()
        if _leads_headline(piece) or not _worded(piece):
            break
        foot = match.end()
    for match in HEAD.finditer(line, 0, EDGE):
        told = portal.share(line[match.end() : foot]) < GLUED_SHARE  # else the border lies inside a name: "JawaPos"
        if told and match.end() < foot and _worded(line[: match.end()].strip()):
            head = match.end()
    return head, foot


def _short_foot(line: str) -> int:
    """Return where surely worded portal text begins behind the last sentence of a short line, its end where none does."""
    for match in FOOT.finditer(line, SHORTEST_STORY):
        piece = line[match.end() :].strip()
        if portal.share(piece) >= FOOT_SHARE and _worded(piece) == "promo" and not portal.talk(line[: match.end()]):
            return match.end()
    return len(line)


def _leads_headline(piece: str) -> bool:
    return any(pattern.match(piece) for _, pattern in portal.patterns("headline"))


def _worded(piece: str) -> str | None:
    """Return the kind that the wording of a whole piece tells, None for story and for the credit of a caption."""
    if not piece or (portal.share(piece) < GLUED_SHARE and LABEL.match(piece) is None):
        return None
    found = portal.phrase(piece, prose=shape.is_prose(piece))
    return None if found is None or found.kind == "caption" else found.kind


def headline_end(line: str, at: int) -> int:
    """Return where the headline that starts at ``at`` ends: at the line's end, a glued capital or the first sentence.

    ``at`` itself where no end can be told, so that no story is taken for a headline.
    """
    rest = line[at : at + LONGEST_HEADLINE + 1]
    if (opened := _opener(rest)) is not None:
        return at + opened
    if len(rest) <= SHORT_REST and _is_one_headline(rest):
        return len(line)
    tokens = list(TOKEN.finditer(rest))
    for number, token in enumerate(tokens):
        following = tokens[number + 1][0] if number + 1 < len(tokens) else ""
        glue = GLUE.search(token[0])
        if glue and _is_story_word(following):
            return at + token.start() + glue.end()
        if number and token[0][0] in OPENING and token[0][0] not in "(-–—[" and _is_story_word(following):
            return at + token.start()
        if _is_story_word(token[0]):
            return at + _sentence_start(tokens, number)
        if token[0][-1] in ".?!" and number and following:
            return at + token.end()
    return len(line) if len(rest) <= LONGEST_HEADLINE else at


def _opener(rest: str) -> int | None:
    """Return where a headline ends before "Sementara itu, " and the like, with a comma and story words behind it."""
    for match in _openers().finditer(rest):
        if len(rest[: match.start()].split()) >= FEWEST_HEADLINE and _is_story_word(rest[match.end() :].split()[0]):
            return match.start()
    return None


@cache
def _openers() -> re.Pattern[str]:
    phrases = sorted(language.words("sentence_openers"), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(
        "(?:(?<=[a-z] )|(?<=[a-z]))(?:"
        + "|".join(map(re.escape, (p.capitalize() for p in phrases)))
        + r")(?:,)?\s+(?=\S)"
    )


def _is_one_headline(rest: str) -> bool:
    if shape.has_full_stop(rest) or shape.INNER_STOP.search(rest) or GLUE.search(rest):
        return False
    return not shape.is_prose(rest) or shape.is_headline(rest)


def _sentence_start(tokens: list[re.Match[str]], number: int) -> int:
    """Return the start of the capitalised word that begins the sentence of the story word ``number``."""
    while number > 0:
        number -= 1
        if tokens[number][0].lstrip(OPENING)[:1].isupper():
            return tokens[number].start() if number > 1 else 0
    return 0


def _is_story_word(token: str) -> bool:
    word = token.strip("\"“”‘’'()[],.:;?!-–—")
    return word[:1].islower() and not shape.is_small(word)


def _portal(line: str) -> Iterator[tuple[int, int, str]]:
    found = [
        (match.start(), match.end(), kind)
        for kind, pattern in portal.patterns("cut")
        for match in pattern.finditer(line)
        if _stands_free(line, match.start())
    ]
    for kind, pattern in portal.patterns("headline"):
        for match in pattern.finditer(line):
            if match.start() == 0 or line[match.start() - 1] in ' .?!"”’)]…':
                found.append((match.start(), headline_end(line, match.end()), kind))
    yield from sorted(found)


def _stands_free(line: str, start: int) -> bool:
    return start == 0 or not (line[start - 1].isupper() and line[start].isupper())


def _trimmed(line: str, start: int, end: int, kind: str | None) -> list[tuple[int, int, str | None]]:
    piece = line[start:end]
    kept = piece.strip()
    start += len(piece) - len(piece.lstrip())
    return [(start, start + len(kept), kind)] if kept else []

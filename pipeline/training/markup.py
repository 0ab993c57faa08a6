"""Inline markup of entities in `corpus/entities/`: `[POSITION Wali Kota [LOC Semarang]] [PER Hendrar Prihadi]`.

A file is a row of articles. Each starts with a header, then one sentence a line; blank lines are skipped:

    # article: ent-a-001 | split: train | topic: government

A backslash makes the next bracket or backslash literal. `parse` and `read` reject bad markup with file, line and reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

LABELS = ("PER", "ORG", "LOC", "POSITION", "AWARD", "PROGRAM", "LAW", "EVENT")
SPLITS = ("train", "test")

_HEADER = re.compile(r"# article: (?P<article>\S+) \| split: (?P<split>\S+) \| topic: (?P<topic>\S.*)")
_OPEN = re.compile(r"\[([A-Z]+) ")
_LITERAL = "[]\\"


class MarkupError(ValueError):
    """Bad markup; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A labelled span; offsets are code points into the sentence's plain text."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its mentions, outer before inner, and the article it belongs to."""

    text: str
    mentions: tuple[Mention, ...]
    article: str
    split: str


def parse(line: str) -> tuple[str, tuple[Mention, ...]]:
    """Marked-up line → plain text and mentions. Raises MarkupError with the reason."""
    text: list[str] = []
    open_mentions: list[tuple[int, str]] = []
    mentions: list[Mention] = []
    at = 0
    while at < len(line):
        char = line[at]
        if char == "\\":
            text.append(_escaped(line, at))
            at += 2
        elif char == "[":
            label = _label(line, at)
            open_mentions.append((len(text), label))
            at += len(label) + 2
        elif char == "]":
            mentions.append(_closed(open_mentions, text, at))
            at += 1
        else:
            text.append(char)
            at += 1
    if open_mentions:
        raise MarkupError(f"[{open_mentions[-1][1]} … is never closed")
    if len(set(mentions)) != len(mentions):
        raise MarkupError("the same span carries the same label twice")
    return "".join(text), tuple(sorted(mentions, key=lambda m: (m.start, -m.end)))


def render(text: str, mentions: tuple[Mention, ...]) -> str:
    """The inverse of `parse` for mentions that nest."""
    marks: dict[int, list[str]] = {}
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        marks.setdefault(mention.start, []).append(f"[{mention.label} ")
        marks.setdefault(mention.end, []).insert(0, "]")
    escaped = ["\\" + char if char in _LITERAL else char for char in text] + [""]
    return "".join("".join(marks.get(at, [])) + char for at, char in enumerate(escaped))


def read(path: Path) -> list[Sentence]:
    """The sentences of one corpus file. Raises MarkupError naming file, line and reason."""
    sentences: list[Sentence] = []
    header: re.Match[str] | None = None
    seen: set[str] = set()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            if line.startswith("#"):
                header = _header(line, seen)
            elif line.strip():
                if header is None:
                    raise MarkupError("a sentence stands before the first article header")
                sentences.append(Sentence(*parse(line.strip()), header["article"], header["split"]))
        except MarkupError as error:
            raise MarkupError(f"{path}:{number}: {error}") from None
    return sentences


def read_folder(path: Path) -> list[Sentence]:
    """The sentences of every `.txt` file in a folder, by file name. Raises where an article stands in two files."""
    files = sorted(path.glob("*.txt"))
    if not files:
        raise FileNotFoundError(f"{path}: no .txt files with marked-up entities")
    home: dict[str, Path] = {}
    sentences: list[Sentence] = []
    for file in files:
        found = read(file)
        for article in {sentence.article for sentence in found}:
            if home.setdefault(article, file) != file:
                raise MarkupError(f"{file}: article {article!r} also stands in {home[article]}")
        sentences.extend(found)
    return sentences


def _header(line: str, seen: set[str]) -> re.Match[str]:
    match = _HEADER.fullmatch(line.strip())
    if match is None:
        raise MarkupError(f"header {line.strip()!r}, expected '# article: ID | split: train|test | topic: …'")
    if match["split"] not in SPLITS:
        raise MarkupError(f"split {match['split']!r}, expected one of {', '.join(SPLITS)}")
    if match["article"] in seen:
        raise MarkupError(f"article {match['article']!r} stands twice")
    seen.add(match["article"])
    return match


def _escaped(line: str, at: int) -> str:
    if at + 1 == len(line) or line[at + 1] not in _LITERAL:
        raise MarkupError(f"column {at + 1}: a backslash stands only before [, ] or another backslash")
    return line[at + 1]


def _label(line: str, at: int) -> str:
    match = _OPEN.match(line, at)
    if match is None or match[1] not in LABELS:
        raise MarkupError(f"column {at + 1}: {line[at : at + 12]!r} opens no known label ({', '.join(LABELS)})")
    return match[1]


def _closed(open_mentions: list[tuple[int, str]], text: list[str], at: int) -> Mention:
    if not open_mentions:
        raise MarkupError(f"column {at + 1}: ] closes nothing")
    start, label = open_mentions.pop()
    inside = "".join(text[start:])
    if not inside.strip() or inside != inside.strip():
        raise MarkupError(f"column {at + 1}: the {label} mention {inside!r} is empty or has space at its edge")
    return Mention(start, len(text), label)

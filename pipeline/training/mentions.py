"""Sentences with entity mentions from the public sets and from our own corpus, in one form.

What a set says nothing about is marked: `labels` are those it annotates, and `flat` sets do not mark what is nested.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.training import markup
from pipeline.training.markup import LABELS, Mention

FLAT_LABELS = ("PER", "ORG", "LOC")

_NAMES = {"PERSON": "PER", "ORGANISATION": "ORG", "ORGANIZATION": "ORG", "PLACE": "LOC", "LOCATION": "LOC"}
_NO_SPACE_BEFORE = frozenset(".,;:!?)]}%…")
_NO_SPACE_AFTER = frozenset("([{")
_JOINS = frozenset("-/")
_MARKS = frozenset(".,")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as training and evaluation see it. `tokens` are the set's own words as (start, end), or empty."""

    text: str
    mentions: tuple[Mention, ...]
    labels: tuple[str, ...] = LABELS
    flat: bool = False
    source: str = ""
    tokens: tuple[tuple[int, int], ...] = ()


def read_columns(path: Path, *, source: str, joins: bool = False) -> list[Example]:
    """A set in columns (word first, BIO tag last, blank line between sentences), with its words joined as in print.

    `joins`: the set puts spaces round every hyphen and slash, so these are joined on both sides.
    """
    examples: list[Example] = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        fields = line.split()
        if fields:
            words.append(fields[0])
            tags.append(fields[-1])
        elif words:
            text, tokens = join(words, joins=joins)
            mentions = tuple(_mentions(tags, tokens))
            examples.append(Example(text, mentions, FLAT_LABELS, True, source, tuple(tokens)))
            words, tags = [], []
    return examples


def read_corpus(path: Path, *, split: str) -> list[Example]:
    """Our own marked-up sentences of one split ("train" or "test")."""
    sentences = markup.read_folder(path)
    return [Example(s.text, s.mentions, source=f"own/{s.article}") for s in sentences if s.split == split]


def join(words: Iterable[str], *, joins: bool = False) -> tuple[str, list[tuple[int, int]]]:
    """Words → text spaced as in print, and the (start, end) of each word in it."""
    text = ""
    spans: list[tuple[int, int]] = []
    before: list[str] = ["", ""]
    glue, open_quote = True, False
    for word in words:
        tight = word in _NO_SPACE_BEFORE or (word == '"' and open_quote)
        if joins:
            tight = tight or word in _JOINS or (word.isdigit() and before[1] in _MARKS and before[0].isdigit())
        if not glue and not tight:
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
        if word == '"':
            open_quote = not open_quote
        glue = word in _NO_SPACE_AFTER or (word == '"' and open_quote) or (joins and word in _JOINS)
        before = [before[1], word]
    return text, spans


def outermost(mentions: Iterable[Mention], labels: tuple[str, ...]) -> list[Mention]:
    """The mentions of the given labels that lie in no other one of them; of two crossing ones the first stays."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if mention.label in labels and (not kept or mention.start >= kept[-1].end):
            kept.append(mention)
    return kept


def _mentions(tags: list[str], tokens: list[tuple[int, int]]) -> Iterable[Mention]:
    start, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        kind = _NAMES.get(tag[2:], tag[2:])
        if label and (tag[0] != "I" or kind != label):
            yield Mention(tokens[start][0], tokens[index - 1][1], label)
            label = ""
        if tag != "O" and not label:
            start, label = index, kind

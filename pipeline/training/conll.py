"""CoNLL-U: reading and writing sentences, and the raw text they stand for.

Only what the tagging recipes need is kept: words with lemma, UPOS and features, multiword tokens, spaces. Heads are not
kept; the writer makes every word depend on the first one, so that a file passes the CoNLL 2018 scorer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

NOTHING = "_"


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word; `misc` is the tenth column without SpaceAfter."""

    form: str
    lemma: str = NOTHING
    upos: str = NOTHING
    feats: str = NOTHING
    misc: str = NOTHING


@dataclass(frozen=True, slots=True)
class Token:
    """One surface token with its words, more than one for a multiword token."""

    form: str
    words: tuple[Word, ...]
    space_after: bool = True

    @property
    def concatenates(self) -> bool:
        """True when the words together spell the token."""
        return "".join(word.form for word in self.words) == self.form


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a treebank."""

    id: str
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The surface, without the space after the last token."""
        return surface(self.tokens).rstrip(" ")

    @property
    def words(self) -> list[Word]:
        return [word for token in self.tokens for word in token.words]


def surface(tokens: Iterable[Token]) -> str:
    """The tokens joined as their spaces say, the last one's included."""
    return "".join(token.form + " " * token.space_after for token in tokens)


def raw_text(sentences: Iterable[Sentence]) -> str:
    """Sentences joined by one space, by none where the last token has SpaceAfter=No; no line breaks."""
    return "".join(surface(sentence.tokens) for sentence in sentences).rstrip(" ")


def read(path: Path) -> list[Sentence]:
    """All sentences of a CoNLL-U file. Raises ValueError with the line number for a row without ten columns."""
    return list(parse(path.read_text("utf-8").splitlines(), name=str(path)))


def parse(lines: Iterable[str], *, name: str = "CoNLL-U") -> Iterator[Sentence]:
    """Yield sentences; empty nodes (`8.1`) are left out."""
    identifier, rows = "", list[list[str]]()
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            identifier = value.strip() if key.strip() == "sent_id" else identifier
        elif line.strip():
            columns = line.split("\t")
            if len(columns) != 10:
                raise ValueError(f"{name}, line {number}: {len(columns)} columns, expected 10: {line!r}")
            if "." not in columns[0]:
                rows.append(columns)
        elif rows:
            yield Sentence(identifier, tuple(_tokens(rows)))
            identifier, rows = "", []
    if rows:
        yield Sentence(identifier, tuple(_tokens(rows)))


def write(path: Path, sentences: Iterable[Sentence]) -> None:
    """Write sentences, making the folder if it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(serialise(sentence) for sentence in sentences), "utf-8")


def serialise(sentence: Sentence) -> str:
    """One sentence as CoNLL-U with its closing blank line."""
    lines = [f"# sent_id = {sentence.id}", f"# text = {sentence.text}"]
    number = 1
    for token in sentence.tokens:
        spacing = "" if token.space_after else "SpaceAfter=No"
        if len(token.words) > 1:
            span = f"{number}-{number + len(token.words) - 1}"
            lines.append("\t".join([span, token.form, *[NOTHING] * 7, spacing or NOTHING]))
            spacing = ""
        for word in token.words:
            misc = "|".join(part for part in (spacing, word.misc) if part not in ("", NOTHING)) or NOTHING
            head, relation = ("0", "root") if number == 1 else ("1", "dep")
            lines.append(
                "\t".join(
                    [str(number), word.form, word.lemma, word.upos, NOTHING, word.feats, head, relation, NOTHING, misc]
                )
            )
            number += 1
    return "\n".join(lines) + "\n\n"


def _tokens(rows: list[list[str]]) -> Iterator[Token]:
    at = 0
    while at < len(rows):
        row = rows[at]
        first, _, last = row[0].partition("-")
        size = int(last) - int(first) + 1 if last else 1
        at += 1 if last else 0
        words = tuple(_word(columns) for columns in rows[at : at + size])
        yield Token(row[1], words, "SpaceAfter=No" not in row[9].split("|"))
        at += size


def _word(columns: list[str]) -> Word:
    misc = "|".join(part for part in columns[9].split("|") if part != "SpaceAfter=No") or NOTHING
    return Word(columns[1], columns[2], columns[3], columns[5], misc)

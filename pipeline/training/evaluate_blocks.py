"""Measure ``read_blocks`` on the pages of `corpus/blocks/{train,test}/PORTAL.txt`.

    === semenanjung-1
    breadcrumb<TAB>Beranda > Daerah
    _<TAB>
    body<TAB>Warga memanen padi.
    +promo<TAB>Baca juga: Judul Lain

Every line of the page has its kind before a tab; a line that is cut goes on with `+KIND`; `_` is a blank line with its
white space. The lines of a page are joined by line ends, without one at the end.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.text import Block, read_blocks
from pipeline.text.block_model import KINDS, Weights
from pipeline.training import splits
from pipeline.training.block_weights import Example, example, learn

PAGE = "=== "


class PageError(ValueError):
    """Bad markup of a page; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page text and its true blocks; adjacent pieces of one line stay apart."""

    id: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class BlockScore:
    """Per cent of the characters that are not white space; ``digest`` is that of the corpus files."""

    pages: int
    characters: int
    accuracy: float
    body_recall: float
    recall: dict[str, float]
    precision: dict[str, float]
    digest: str


def read_pages(path: Path) -> list[Page]:
    """Return the pages of one file. Raises PageError where the markup is bad."""
    pages: list[Page] = []
    name, rows = "", list[tuple[str, str]]()
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.startswith(PAGE):
            pages += [_page(name, rows)] if name else []
            name, rows = line.removeprefix(PAGE).removeprefix("page ").strip(), []
            if not name or any(page.id == name for page in pages):
                raise PageError(f"{path}:{number}: page id {name!r} is empty or stands twice")
        elif line:
            kind, tab, content = line.partition("\t")
            if not tab or not name or kind.removeprefix("+") not in (*KINDS, "_"):
                raise PageError(f"{path}:{number}: {line[:40]!r}, expected KIND<TAB>text with a kind of {KINDS} or _")
            if (kind == "_") == bool(content.strip()) or (kind[0] == "+" and not (rows and rows[-1][0] != "_")):
                raise PageError(f"{path}:{number}: {kind!r} does not fit its line {content[:40]!r}")
            rows.append((kind, content))
    return pages + ([_page(name, rows)] if name else [])


def _page(name: str, rows: list[tuple[str, str]]) -> Page:
    text = ""
    blocks = []
    for number, (kind, content) in enumerate(rows):
        text += "" if kind[0] == "+" or number == 0 else "\n"
        if kind != "_":
            start = len(text) + len(content) - len(content.lstrip())
            blocks.append(Block(start, start + len(content.strip()), kind.removeprefix("+")))
        text += content
    return Page(name, text, tuple(blocks))


def read_split(corpus: Path, *, split: str) -> list[Page]:
    """Return all pages of `corpus/blocks/SPLIT`. Raises ValueError for an unknown split, FileNotFoundError for none."""
    return [page for file in splits.files(corpus, "blocks", split=split, what="pages") for page in read_pages(file)]


def kinds_by_character(text: str, blocks: tuple[Block, ...] | list[Block]) -> list[str]:
    """Return the kind of every character of ``text`` that is not white space, "" outside all blocks."""
    kinds = [""] * len(text)
    for block in blocks:
        kinds[block.start : block.end] = [block.kind] * (block.end - block.start)
    return [kind for kind, char in zip(kinds, text, strict=True) if not char.isspace()]


def evaluate(corpus: Path, *, split: str, folds: int = 0) -> BlockScore:
    """Compare ``read_blocks`` with the marked pages of a split, character by character.

    With ``folds`` every portal is read with weights learnt from the portals of the other folds.
    """
    files = splits.files(corpus, "blocks", split=split, what="pages")
    portals = {file.stem: read_pages(file) for file in files}
    groups = _folds(sorted(portals), folds) if folds else [sorted(portals)]
    gold: list[str] = []
    found: list[str] = []
    for held in groups:
        weights = _weights_without(portals, held) if folds else None
        for page in (page for portal in held for page in portals[portal]):
            gold += kinds_by_character(page.text, page.blocks)
            found += kinds_by_character(page.text, read_blocks(page.text, weights=weights))
    right = [kind for kind, other in zip(gold, found, strict=True) if kind == other]
    share = {kind: _percent(right.count(kind), gold.count(kind)) for kind in KINDS}
    return BlockScore(
        pages=sum(map(len, portals.values())),
        characters=len(gold),
        accuracy=_percent(len(right), len(gold)),
        body_recall=share["body"],
        recall=share,
        precision={kind: _percent(right.count(kind), found.count(kind)) for kind in KINDS},
        digest=_digest(files),
    )


def examples(corpus: Path, *, split: str) -> list[Example]:
    """Return the pages of a split as the training of the weights reads them."""
    files = splits.files(corpus, "blocks", split=split, what="pages")
    return [example(file.stem, page.text, page.blocks) for file in files for page in read_pages(file)]


def _folds(portals: list[str], count: int) -> list[list[str]]:
    """Return the portals in ``count`` groups. Raises ValueError where there are fewer portals than groups, or one group."""
    if not 2 <= count <= len(portals):
        raise ValueError(f"folds: {count}, expected 2 to {len(portals)}, the number of portals")
    mixed = sorted(portals, key=lambda portal: hashlib.sha256(portal.encode()).hexdigest())
    return [mixed[number::count] for number in range(count)]


def _weights_without(portals: dict[str, list[Page]], held: list[str]) -> Weights:
    others = [portal for portal in portals if portal not in held]
    return learn([example(portal, page.text, page.blocks) for portal in others for page in portals[portal]])


def _digest(files: list[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return "sha256:" + whole.hexdigest()


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 100.0

"""Measure sentence boundaries on the marked cases of `corpus/segmentation/{train,test}/*.txt`.

    # sentence-final acronym
    Rapat selesai pukul 10.30 WIB.| Ia pulang lebih dulu.

One case a line; ``|`` stands where a sentence ends, ``\\n`` is a line break, ``\\|`` and ``\\\\`` are the characters
themselves. A line that begins with "# " names the kind of the cases below it. A case is right when all its boundaries
are found and no other; a boundary is known by the last visible character before it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.training import splits

if TYPE_CHECKING:
    from spacy.language import Language

Finder = Callable[[list[str]], Iterable[list[tuple[int, int]]]]
PIECE = re.compile(r"\\(?P<escaped>.)|(?P<bar>\|)|(?P<plain>[^\\|]+)|(?P<stray>\\)")
ESCAPES = {"n": "\n", "|": "|", "\\": "\\"}


class CaseError(ValueError):
    """Bad markup of a case; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Case:
    """A text and the offsets behind the last visible character of each of its sentences but the last."""

    text: str
    ends: frozenset[int]
    kind: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Cases of one kind."""

    total: int
    right: int

    @property
    def score(self) -> float:
        """Right ones in percent."""
        return 100 * self.right / self.total if self.total else 100.0


@dataclass(frozen=True, slots=True)
class SegmentationScore:
    """All cases, those of each kind, and what is wrong; ``digest`` is that of the corpus files."""

    overall: Tally
    kinds: dict[str, Tally]
    errors: tuple[str, ...]
    digest: str


def parse(marked: str, *, kind: str = "") -> Case:
    """Return the case of one marked line. Raises CaseError."""
    text, ends = "", []
    for match in PIECE.finditer(marked):
        if match["bar"]:
            if not text.strip() or text[-1].isspace() or len(text) in ends:
                raise CaseError(f"a bar must stand directly behind a sentence: {marked}")
            ends.append(len(text))
        elif match["stray"] or (match["escaped"] or "n") not in ESCAPES:
            raise CaseError(f"unknown escape {match[0]!r} in: {marked}")
        else:
            text += ESCAPES[match["escaped"]] if match["escaped"] else match["plain"]
    if ends and not text[ends[-1] :].strip():
        raise CaseError(f"the end of a case needs no bar: {marked}")
    return Case(text, frozenset(ends), kind)


def read_cases(path: Path) -> list[Case]:
    """Return the cases of one file. Raises CaseError with file and line where the markup is bad."""
    cases, kind = [], ""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.startswith("# "):
            kind = line.removeprefix("# ").strip()
        elif line.strip():
            try:
                cases.append(parse(line, kind=kind))
            except CaseError as error:
                raise CaseError(f"{path}:{number}: {error}") from None
    return cases


def read_split(corpus: Path, *, split: str) -> list[Case]:
    """Return all cases of `corpus/segmentation/SPLIT`. Raises ValueError for an unknown split."""
    return [
        case for file in splits.files(corpus, "segmentation", split=split, what="cases") for case in read_cases(file)
    ]


def ends(text: str, sentences: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return the offsets behind the last visible character of all sentences (start, end) but the last one."""
    found = {start + len(text[start:end].rstrip()) for start, end in sentences if text[start:end].strip()}
    return frozenset(found - {len(text.rstrip())})


def evaluate(corpus: Path, *, split: str, finder: Finder) -> SegmentationScore:
    """Compare the sentences that ``finder`` gives for the texts with the marked ones. Errors are kept of train only."""
    cases = read_split(corpus, split=split)
    kinds: dict[str, list[bool]] = {}
    errors = []
    for case, sentences in zip(cases, finder([case.text for case in cases]), strict=True):
        found = ends(case.text, sentences)
        kinds.setdefault(case.kind, []).append(found == case.ends)
        if found != case.ends and split == "train":
            errors.append(f"{case.kind}: {shown(case, found)}")
    verdicts = [verdict for group in kinds.values() for verdict in group]
    return SegmentationScore(
        overall=Tally(len(verdicts), sum(verdicts)),
        kinds={kind: Tally(len(group), sum(group)) for kind, group in sorted(kinds.items())},
        errors=tuple(errors),
        digest=_digest(splits.files(corpus, "segmentation", split=split, what="cases")),
    )


def shown(case: Case, found: frozenset[int]) -> str:
    """Return the text with ``|`` at right boundaries, ``<+>`` at missing and ``<->`` at wrong ones."""
    out, at = "", 0
    for place in sorted(case.ends | found):
        mark = "|" if place in case.ends & found else "<+>" if place in case.ends else "<->"
        out += case.text[at:place] + mark
        at = place
    return (out + case.text[at:]).replace("\n", "\\n")


def through(nlp: Language) -> Finder:
    """Return the finder that is a pipeline's own sentences."""

    def find(texts: list[str]) -> Iterator[list[tuple[int, int]]]:
        for doc in nlp.pipe(texts):
            yield [(sentence.start_char, sentence.end_char) for sentence in doc.sents]

    return find


def pipeline_on(models: Path) -> Language:
    """Return the pipeline that cuts sentences, blocks and tokenizer, on a stanza resources folder."""
    import spacy

    from pipeline.annotate import blocks, stanza, tokenizer

    nlp = spacy.blank("id")
    nlp.tokenizer = tokenizer.create()(nlp)
    nlp.add_pipe(blocks.__name__.rpartition(".")[2])
    nlp.add_pipe(stanza.__name__.rpartition(".")[2], config={"path": str(models), "processors": "tokenize,mwt"})
    return nlp


def _digest(files: list[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return "sha256:" + whole.hexdigest()

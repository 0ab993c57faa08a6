"""The treebanks of the tagging recipe, and who may see what.

CSUI train, PUD and two thirds of GSD dev are learned from, a third of GSD dev chooses between models, GSD test and CSUI
test are only ever opened by `evaluate_tagging`. The old GSD train file is brought to today's style by `silver` and
`relabel`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.training import conll, silver
from pipeline.training.conll import Sentence
from pipeline.training.teacher import Example, example

FILES = {
    "csui": "csui-train.conllu",
    "pud": "pud-test.conllu",
    "gsd": "gsd-dev.conllu",
    "old": "gsd-train-silver.conllu",
}
NEWS_FILES = ("leipzig-news-mixed.txt",)
BLOCK = 20
GSD_REPEATS = 2


@dataclass(frozen=True, slots=True)
class Treebanks:
    """Gold sentences to learn from, gold sentences to choose on, and the old train file in today's tokens."""

    csui: list[Sentence]
    pud: list[Sentence]
    gsd: list[Sentence]
    dev: list[Sentence]
    old: list[Sentence]


def folder(data: Path) -> Path:
    """The folder of the UD files: `data` itself or `ud` in it. Raises FileNotFoundError when a train file is missing."""
    found = data / "ud" if (data / "ud").is_dir() else data
    for name in FILES.values():
        if not (found / name).is_file():
            raise FileNotFoundError(f"{found / name} is missing; --data must hold {', '.join(FILES.values())}")
    return found


def load(data: Path) -> Treebanks:
    """Read the treebanks; forms that GSD keeps whole are made whole in CSUI and PUD."""
    files = folder(data)
    learned, dev = split_blocks(conll.read(files / FILES["gsd"]))
    own = silver.clitic_habits(learned)
    csui, pud = (
        [silver.follow_habits(sentence, own) for sentence in conll.read(files / FILES[name])]
        for name in ("csui", "pud")
    )
    habits = silver.clitic_habits([*csui, *pud]) | own
    old = [silver.modern_tokens(sentence, habits) for sentence in conll.read(files / FILES["old"])]
    return Treebanks(csui, pud, learned, dev, old)


def split_blocks(sentences: Sequence[Sentence], *, block: int = BLOCK) -> tuple[list[Sentence], list[Sentence]]:
    """Every third block of sentences to the second list, the others to the first."""
    first, second = list[Sentence](), list[Sentence]()
    for number, sentence in enumerate(sentences):
        (second if number // block % 3 == 2 else first).append(sentence)
    return first, second


def teacher_examples(treebanks: Treebanks) -> tuple[list[Example], list[Example]]:
    """What the teacher learns from and what it is scored on; the old file counts as a style of its own."""
    learned = [
        *(example(sentence, style="csui") for sentence in treebanks.csui),
        *(example(sentence, style="pud") for sentence in treebanks.pud),
        *(example(sentence, style="gsd") for sentence in treebanks.gsd * GSD_REPEATS),
        *(example(sentence, style="old", with_feats=False) for sentence in treebanks.old),
    ]
    return learned, [example(sentence, style="gsd") for sentence in treebanks.dev]

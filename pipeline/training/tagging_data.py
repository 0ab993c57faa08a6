"""The treebanks of the tagging recipe, who may see what, and the annotation styles that packages follow.

CSUI train, PUD and two thirds of GSD dev are learned from, a third of GSD dev and a tenth of CSUI train choose between
models, GSD test and CSUI test are only ever opened by `evaluate_tagging`. The old GSD train file is brought to the style
asked for by `silver` and `relabel`.
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
NEWS_FILES = ("kumparan-news.txt", "leipzig-news-mixed.txt")
BLOCK = 20
GSD_REPEATS = 2


@dataclass(frozen=True, slots=True)
class Style:
    """An annotation style by the treebank that defines it.

    Of its gold every `held`-th block chooses between models and the rest is shown `repeats` times. With `stops` an
    abbreviation and its stop are one token, with `capitals` a capitalised word that does not open its sentence is its own
    lemma.
    """

    treebank: str
    kin: tuple[str, str]
    held: int
    repeats: int
    stops: bool = False
    capitals: bool = False


STYLES = {
    "news": Style("gsd", ("csui", "pud"), held=3, repeats=3),
    "csui": Style("csui", ("pud", "gsd"), held=11, repeats=4, stops=True, capitals=True),
}


@dataclass(frozen=True, slots=True)
class Treebanks:
    """Gold sentences of the style to learn from and to choose on, gold of other styles by treebank, and the old train
    file; all in the tokens of the style."""

    own: list[Sentence]
    dev: list[Sentence]
    kin: dict[str, list[Sentence]]
    old: list[Sentence]

    @property
    def learned(self) -> list[Sentence]:
        """All that may be learned from, the style's own first."""
        return [*self.own, *(sentence for part in self.kin.values() for sentence in part), *self.old]


def folder(data: Path) -> Path:
    """The folder of the UD files: `data` itself or `ud` in it. Raises FileNotFoundError when a train file is missing."""
    found = data / "ud" if (data / "ud").is_dir() else data
    for name in FILES.values():
        if not (found / name).is_file():
            raise FileNotFoundError(f"{found / name} is missing; --data must hold {', '.join(FILES.values())}")
    return found


def load(data: Path, style: Style) -> Treebanks:
    """Read the treebanks; what the style keeps whole is made whole in the others."""
    files = folder(data)
    own, dev = split_blocks(conll.read(files / FILES[style.treebank]), every=style.held)
    habits = silver.clitic_habits(own)
    kin = {
        name: [silver.follow_habits(sentence, habits) for sentence in conll.read(files / FILES[name])]
        for name in style.kin
    }
    habits = silver.clitic_habits(sentence for part in kin.values() for sentence in part) | habits
    old = [silver.modern_tokens(sentence, habits) for sentence in conll.read(files / FILES["old"])]
    if style.stops:
        kin = {name: [silver.with_stops(sentence) for sentence in part] for name, part in kin.items()}
        old = [silver.with_stops(sentence) for sentence in old]
    return Treebanks(own, dev, kin, old)


def split_blocks(
    sentences: Sequence[Sentence], *, every: int = 3, block: int = BLOCK
) -> tuple[list[Sentence], list[Sentence]]:
    """The last of every `every` blocks of sentences to the second list, the others to the first."""
    first, second = list[Sentence](), list[Sentence]()
    for number, sentence in enumerate(sentences):
        (second if number // block % every == every - 1 else first).append(sentence)
    return first, second


def teacher_examples(data: Path) -> tuple[list[Example], list[Example]]:
    """What the teacher learns from and what it is scored on; the old file counts as a style of its own."""
    treebanks = load(data, STYLES["news"])
    learned = [
        *(example(sentence, style="csui") for sentence in treebanks.kin["csui"]),
        *(example(sentence, style="pud") for sentence in treebanks.kin["pud"]),
        *(example(sentence, style="gsd") for sentence in treebanks.own * GSD_REPEATS),
        *(example(sentence, style="old", with_feats=False) for sentence in treebanks.old),
    ]
    return learned, [example(sentence, style="gsd") for sentence in treebanks.dev]

"""Text and labels for stanza's tokenizer: pseudo-paragraphs joined as the scored raw text is, without line breaks."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.training import boundaries, silver
from pipeline.training.augmentation import Augmenter, Paragraph, glue
from pipeline.training.conll import Sentence
from pipeline.training.tagging_data import Style, Treebanks

GOLD_REPEATS = 2
SHORTEST, LONGEST = 1, 12
GLUED = 0.03
AUGMENTED = 3000


def write_training(treebanks: Treebanks, style: Style, text: Path, labels: Path, *, seed: int) -> int:
    """Write the learning paragraphs; returns how many there are."""
    shuffler = random.Random(seed)
    gold = [boundaries.cut_all(part) for part in (*treebanks.kin.values(), treebanks.own)]
    old = boundaries.cut_all(treebanks.old)
    paragraphs: list[Paragraph] = []
    for part in [*gold * GOLD_REPEATS, old]:
        paragraphs.extend(pseudo_paragraphs(part, shuffler))
    pool = [sentence for part in [*gold, old] for sentence in part]
    made = Augmenter(pool, seed=seed).paragraphs(AUGMENTED)
    paragraphs.extend([silver.with_stops(sentence) for sentence in part] if style.stops else part for part in made)
    write([glue(paragraph, GLUED, shuffler) for paragraph in paragraphs], text, labels)
    return len(paragraphs)


def write_dev(treebanks: Treebanks, text: Path, labels: Path) -> None:
    """One paragraph of all dev sentences, items of two sentences cut and doubtful ones left out."""
    write([boundaries.cut_all(treebanks.dev)], text, labels)


def pseudo_paragraphs(sentences: Sequence[Sentence], shuffler: random.Random) -> list[Paragraph]:
    """Consecutive sentences in runs of 1 to 12."""
    out: list[Paragraph] = []
    at = 0
    while at < len(sentences):
        size = shuffler.randint(SHORTEST, LONGEST)
        out.append(list(sentences[at : at + size]))
        at += size
    return out


def write(paragraphs: Iterable[Paragraph], text: Path, labels: Path) -> None:
    """Write paragraphs and their labels, parted by blank lines."""
    pairs = [labelled(paragraph) for paragraph in paragraphs]
    text.parent.mkdir(parents=True, exist_ok=True)
    text.write_text("\n\n".join(surface for surface, _ in pairs) + "\n", "utf-8")
    labels.write_text("\n\n".join(marks for _, marks in pairs) + "\n", "utf-8")


def labelled(paragraph: Sequence[Sentence]) -> tuple[str, str]:
    """The text of a paragraph and a digit for every character of it.

    0 inside or between tokens, 1 last of a token, 2 last of a sentence, 3 last of a multiword token, 4 both.
    """
    text, marks = "", ""
    for sentence in paragraph:
        for number, token in enumerate(sentence.tokens, start=1):
            mark = 1 + 2 * (len(token.words) > 1) + (number == len(sentence.tokens))
            text += token.form + " " * token.space_after
            marks += "0" * (len(token.form) - 1) + str(mark) + "0" * token.space_after
    return text.rstrip(" "), marks[: len(text.rstrip(" "))]


def write_expansions(sentences: Iterable[Sentence], path: Path) -> None:
    """The multiword tokens with their words and counts, as stanza's tokenizer reads them."""
    counts = Counter(
        (token.form, tuple(word.form.lower() for word in token.words))
        for sentence in sentences
        for token in sentence.tokens
        if len(token.words) > 1
    )
    rows = [[[form, list(words)], count] for (form, words), count in counts.most_common()]
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")

"""Scores of the stanza models by the CoNLL 2018 rules, from raw text as the component reads it (its runner, its sentence
boundaries) and with gold words.

Raw text is a file's sentences joined by one space, by none where the last token has SpaceAfter=No, without line breaks.
GSD keeps two sentences as one in some items; the row "cut" scores against the same file with those items cut by
`boundaries.cut` (doubtful ones left as they are), which is what the splitter is trained for. GSD lower-cases the
lemmas of names and CSUI keeps their case, so lemmas are also compared without case.
"""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.annotate import stanza_fast
from pipeline.annotate.stanza import Joined
from pipeline.training import boundaries, conll, tagging_data
from pipeline.training.conll import Sentence, Token, Word
from pipeline.training.stanza_stages import LANGUAGE

TESTS = {"GSD test": "gsd-test.conllu", "CSUI test": "csui-test.conllu"}
ROWS = (("GSD test", "news"), ("CSUI test", "csui"), ("CSUI test", "news"))
CASELESS = "Lemmas, caseless"
RAW_COLUMNS = ("Tokens", "Words", "Sentences", "UPOS", "UFeats", "Lemmas", CASELESS)
WORD_COLUMNS = ("UPOS", "UFeats", "Lemmas", CASELESS)


@dataclass(frozen=True, slots=True)
class Row:
    """One test set under one condition; scores are F1 in percent by column name."""

    name: str
    scores: dict[str, float]
    words: int
    seconds: float

    @property
    def words_a_second(self) -> float:
        return self.words / self.seconds


@dataclass(frozen=True, slots=True)
class Report:
    """Both tables."""

    raw: tuple[Row, ...]
    gold_words: tuple[Row, ...]

    def __str__(self) -> str:
        tables = (("From raw text", self.raw, RAW_COLUMNS), ("With gold words", self.gold_words, WORD_COLUMNS))
        return "\n\n".join(_table(title, rows, columns) for title, rows, columns in tables)


def evaluate(data: Path, *, models: Path, threads: int = 1) -> Report:
    """Score the packages in `models` on the test of the treebank whose style they follow, the default one on both.
    Words a second are with `threads` threads."""
    import torch

    torch.set_num_threads(threads)
    files = tagging_data.folder(data)
    sets = {name: conll.read(files / file) for name, file in TESTS.items()}
    raw, given = list[Row](), list[Row]()
    for name, package in ROWS:
        title = f"{name}, `{package}`"
        raw.extend(raw_rows(title, sets[name], load_pipeline(models, package=package)))
        given.append(gold_word_row(title, sets[name], load_pipeline(models, package=package, gold_words=True)))
    return Report(tuple(raw), tuple(given))


def load_pipeline(models: Path, *, package: str = "default", gold_words: bool = False) -> Any:
    """Plain stanza on a package of a folder; nothing is downloaded."""
    import stanza

    processors = "tokenize,pos,lemma" if gold_words else "tokenize,mwt,pos,lemma"
    return stanza.Pipeline(
        LANGUAGE,
        dir=str(models),
        processors=processors,
        package=package,
        download_method=None,
        use_gpu=False,
        verbose=False,
        tokenize_pretokenized=gold_words,
    )


def raw_rows(name: str, gold: Sequence[Sentence], pipeline: Any) -> list[Row]:
    """The row against the file as it is, and against its cut items where there are any."""
    text = conll.raw_text(gold)
    started = time.perf_counter()
    found = read(pipeline, text)
    seconds = time.perf_counter() - started
    words = sum(len(sentence.words) for sentence in found)
    rows = [Row(name, conll18(gold, found), words, seconds)]
    parted = [piece for sentence in gold for piece in (boundaries.cut(sentence) or [sentence])]
    if len(parted) > len(gold):
        rows.append(Row(f"{name}, cut", conll18(parted, found), words, seconds))
    return rows


def read(pipeline: Any, text: str) -> list[Sentence]:
    """The sentences of one line as the component gets them."""
    reader = stanza_fast.Runner(pipeline, correct=True) if stanza_fast.supports(pipeline) else Joined(pipeline)
    found = []
    for number, (_, _, sentence) in enumerate(reader([text]), start=1):
        tokens = []
        for token in sentence.tokens:
            words = tuple(Word(w.text, w.lemma or "_", w.upos or "_", w.feats or "_") for w in token.words)
            blank = text[token.end_char : token.end_char + 1].isspace()
            tokens.append(Token(text[token.start_char : token.end_char], words, blank))
        found.append(Sentence(f"s{number}", tuple(tokens)))
    return found


def gold_word_row(name: str, gold: Sequence[Sentence], pipeline: Any) -> Row:
    """The row with the words and sentences of the gold given."""
    started = time.perf_counter()
    document = pipeline([[word.form for word in sentence.words] for sentence in gold])
    seconds = time.perf_counter() - started
    found = [
        _with_words(sentence, [Word(w.text, w.lemma or "_", w.upos or "_", w.feats or "_") for w in tagged.words])
        for sentence, tagged in zip(gold, document.sentences, strict=True)
    ]
    return Row(name, conll18(gold, found), sum(len(sentence.words) for sentence in gold), seconds)


def conll18(gold: Sequence[Sentence], system: Sequence[Sentence]) -> dict[str, float]:
    """F1 in percent by metric, by the scorer that stanza uses."""
    caseless = _f1([_lower_lemmas(part) for part in gold], [_lower_lemmas(part) for part in system])
    return _f1(gold, system) | {CASELESS: caseless["Lemmas"]}


def _f1(gold: Sequence[Sentence], system: Sequence[Sentence]) -> dict[str, float]:
    from stanza.models.common.utils import ud_scores

    files = (io.StringIO("".join(conll.serialise(sentence) for sentence in part)) for part in (gold, system))
    return {name: 100 * value.f1 for name, value in ud_scores(*files).items()}


def _lower_lemmas(sentence: Sentence) -> Sentence:
    return _with_words(sentence, [replace(word, lemma=word.lemma.lower()) for word in sentence.words])


def _with_words(sentence: Sentence, words: list[Word]) -> Sentence:
    tokens = []
    at = 0
    for token in sentence.tokens:
        size = len(token.words)
        tokens.append(Token(token.form, tuple(words[at : at + size]), token.space_after))
        at += size
    return Sentence(sentence.id, tuple(tokens))


def _table(title: str, rows: Sequence[Row], columns: Sequence[str]) -> str:
    head = f"| {title} | " + " | ".join(columns) + " | words/s |\n|---|" + "---:|" * (len(columns) + 1)
    lines = [
        f"| {row.name} | "
        + " | ".join(f"{row.scores[column]:.2f}" for column in columns)
        + f" | {row.words_a_second:,.0f} |"
        for row in rows
    ]
    return "\n".join([head, *lines])

"""Speed, memory and annotation of our stanza component beside plain ``stanza.Pipeline``, with the same models.

    python benchmarks/tagging.py FILE [--models models/stanza-id] [--documents 100] [--rounds 3] [--threads 2]

FILE holds one document a line. Each contender is a process of its own: ``stanza.Pipeline`` called one document at a time,
our component (spaCy Docs made, 64 documents pooled), and our component with one thread as a worker of a run has it. They
take turns on the same documents, every round on new ones, so that no table holds their forms already. Prints medians of
the rounds, the words whose annotation differs from plain stanza's, and exits with 1 when that is more than 0.01 %.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

PROCESSORS = "tokenize,mwt,pos,lemma"
POOL = 64
ALLOWED = 0.0001


class Row(NamedTuple):
    """What a word carries beside its place."""

    upos: str
    feats: str
    lemma: str
    sentence: bool


Rows = dict[tuple[int, int], Row]
Contender = Callable[[Sequence[str]], list[Any]]


@dataclass(slots=True)
class Measured:
    """One contender. ``startup`` and ``seconds`` (a round each) are of the wall clock, ``cpu`` seconds of the processor."""

    name: str
    startup: float = 0.0
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    rows: list[Rows] = field(default_factory=list)


def plain(models: str, threads: int) -> tuple[Contender, Callable[[str, Any], Rows]]:
    """stanza itself, one document at a time."""
    import stanza
    import torch

    from pipeline.annotate.stanza import Words, add_sentence

    torch.set_num_threads(threads)
    nlp = stanza.Pipeline("id", dir=models, processors=PROCESSORS, download_method=None, use_gpu=False, verbose=False)

    def rows(text: str, document: Any) -> Rows:
        words = Words()
        for sentence in document.sentences:
            add_sentence(words, sentence, shift=0, text=text)
        found = zip(words.start, words.end, words.source, words.first, strict=True)
        return {
            (start, end): Row(word.upos or "", word.feats or "", word.lemma or "", first)
            for start, end, word, first in found
        }

    return lambda texts: [nlp(text) for text in texts], rows


def ours(models: str, threads: int) -> tuple[Contender, Callable[[str, Any], Rows]]:
    """Our component, on Docs of the plain tokenizer."""
    import spacy

    from pipeline.annotate.stanza import StanzaComponent
    from pipeline.annotate.tokenizer import PlainTokenizer

    tokenizer = PlainTokenizer(spacy.blank("id").vocab)
    component = StanzaComponent(
        "stanza",
        path=models,
        lang="id",
        processors=PROCESSORS,
        batch_chars=200_000,
        threads=threads,
        fast=True,
        options={},
    )

    def rows(_text: str, doc: Any) -> Rows:
        return {
            (token.idx, token.idx + len(token)): Row(
                token.pos_, str(token.morph), token.lemma_, bool(token.is_sent_start)
            )
            for token in doc
            if not token.is_space
        }

    return lambda texts: list(component.pipe(map(tokenizer, texts), batch_size=POOL)), rows


CONTENDERS = {"stanza.Pipeline": plain, "our component": ours}


def work(connection: Connection, kind: str, models: str, threads: int) -> None:
    """The contender's process: gets lists of texts, gives seconds and, where asked, the annotation."""
    run, rows = CONTENDERS[kind](models, threads)
    run(["Wali kota membuka pasar itu pada Rabu pagi."])
    connection.send(None)
    while (asked := connection.recv()) is not None:
        texts, told = asked
        wall, cpu = time.perf_counter(), time.process_time()
        found = run(texts)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        connection.send((wall, cpu, peak, [rows(*pair) for pair in zip(texts, found, strict=True)] if told else []))


def measure(rounds: list[list[str]], models: str, threads: int) -> list[Measured]:
    """Run all contenders in turns."""
    context = multiprocessing.get_context("spawn")
    measured, ends = [], []
    for kind, count in dict.fromkeys((("stanza.Pipeline", threads), ("our component", threads), ("our component", 1))):
        os.environ["OMP_NUM_THREADS"] = str(count)
        end, other = context.Pipe()
        began = time.perf_counter()
        context.Process(target=work, args=(other, kind, models, count), daemon=True).start()
        end.recv()
        measured.append(Measured(f"{kind}, {count} thread{'s' * (count > 1)}", time.perf_counter() - began))
        ends.append(end)
    for texts in rounds:
        for one, end in zip(measured, ends, strict=True):
            end.send((texts, True))
            wall, cpu, one.peak_mb, rows = end.recv()
            one.seconds.append(wall)
            one.cpu.append(cpu)
            one.rows.extend(rows)
    for end in ends:
        end.send(None)
    return measured


def differences(expected: list[Rows], found: list[Rows]) -> Counter[str]:
    """Count words whose place, sentence, UPOS, features or lemma differ, and under "any" each once."""
    counts: Counter[str] = Counter()
    for left, right in zip(expected, found, strict=True):
        missing = len(left.keys() - right.keys())
        counts["boundaries"] += missing
        counts["any"] += missing
        for place in left.keys() & right.keys():
            wrong = [name for name, a, b in zip(Row._fields, left[place], right[place], strict=True) if a != b]
            counts.update(wrong)
            counts["any"] += bool(wrong)
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--models", type=Path, default=Path("models/stanza-id"))
    parser.add_argument("--documents", type=int, default=100, help="a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    with options.file.open(encoding="utf-8") as file:
        texts = [line.strip() for line, _ in zip(file, range(options.documents * options.rounds), strict=False)]
    rounds = [texts[at : at + options.documents] for at in range(0, len(texts), options.documents)]
    words = [sum(len(text.split()) for text in some) for some in rounds]
    print(f"{len(texts)} documents, {sum(words)} words of {options.file}, {len(rounds)} rounds; medians")
    measured = measure(rounds, str(options.models), options.threads)
    print(f"{'':28} {'words/s':>8} {'times':>6} {'words/CPU s':>12} {'times':>6} {'peak MB':>8} {'start-up s':>10}")
    first = measured[0]
    for one in measured:
        rate = statistics.median(count / seconds for count, seconds in zip(words, one.seconds, strict=True))
        effort = statistics.median(count / seconds for count, seconds in zip(words, one.cpu, strict=True))
        faster = statistics.median(a / b for a, b in zip(first.seconds, one.seconds, strict=True))
        cheaper = statistics.median(a / b for a, b in zip(first.cpu, one.cpu, strict=True))
        print(
            f"{one.name:28} {rate:8.0f} {faster:6.2f} {effort:12.0f} {cheaper:6.2f} {one.peak_mb:8.0f} {one.startup:10.1f}"
        )
    total, failed = sum(map(len, first.rows)), False
    for one in measured[1:]:
        counts = differences(first.rows, one.rows)
        told = ", ".join(f"{name} {counts[name]}" for name in ("boundaries", *Row._fields))
        print(f"{one.name}: {counts['any']} of {total} words differ ({told})")
        failed |= counts["any"] > ALLOWED * total
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

"""How fast the entities component is, and how much of its time is the ONNX session itself.

    python benchmarks/entities.py MODEL_FOLDER TEXT_FILE [--documents 200] [--threads 1]

TEXT_FILE has one document a line. Documents are cut into words and sentences by simple rules before the clock starts.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.annotate.entities import EntitiesComponent

_WORD = re.compile(r"(\w+|[^\w\s])(\s?)")


def make_doc(vocab: Vocab, text: str) -> Doc:
    """Words by a pattern; a sentence ends at a full stop, question or exclamation mark before a space."""
    found = [match.groups() for match in _WORD.finditer(" ".join(text.split()))]
    ends = [word in ".?!" and bool(space) for word, space in found]
    starts: list[bool | int | None] = [index == 0 or ends[index - 1] for index in range(len(found))]
    return Doc(vocab, words=[w for w, _ in found], spaces=[bool(s) for _, s in found], sent_starts=starts)


class Clock:
    """An ONNX session that adds up the seconds of its runs."""

    def __init__(self, session: Any) -> None:
        self.session, self.seconds = session, 0.0

    def run(self, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return self.session.run(*arguments)
        finally:
            self.seconds += time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    component = EntitiesComponent(
        "entities", path=str(options.model), batch_pieces=512, threads=options.threads, token_vectors=True
    )
    vocab = spacy.blank("id").vocab
    with options.texts.open(encoding="utf-8") as file:
        docs = [make_doc(vocab, line) for line, _ in zip(file, range(options.documents), strict=False)]
    component(make_doc(vocab, "Satu kalimat untuk memanaskan mesin."))
    clock = component.loaded._session = Clock(component.loaded.session)
    began = time.perf_counter()
    words = sum(len(doc) for doc in component.pipe(docs))
    whole = time.perf_counter() - began
    print(f"{words} words in {whole:.1f} s: {words / whole:.0f} words/s with {options.threads} threads")
    print(
        f"session alone: {words / clock.seconds:.0f} words/s; the stage reaches {100 * clock.seconds / whole:.1f} % of it"
    )


if __name__ == "__main__":
    main()

"""The int8 encoder at run time: texts → entity tag scores, piece vectors and a sentence vector, by ONNX Runtime.

Needs neither torch nor spaCy. Sentences are padded to a multiple of eight pieces and run only with others of the same
padded length, with fixed activation scales, and their vectors are summed one by one (the order of a sum in the graph
changes with the batch); so what a sentence gets does not depend on its neighbours.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.annotate import pieces
from pipeline.annotate.pieces import Pieces

Floats = NDArray[np.float32]

FILES = ("model.onnx", "tokenizer.json", "config.json")
BOS, PAD, EOS = 0, 1, 2
LENGTH_STEP = 8


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text: its pieces and words, tag scores (words, labels, 5), piece vectors (pieces, hidden) and the sentence
    vector (hidden,). A text without pieces has a zero vector."""

    pieces: Pieces
    tags: Floats
    hidden: Floats
    vector: Floats


class Window(NamedTuple):
    """Pieces start to end of a text go through the model; those from keep_start to keep_end are taken from it."""

    text: int
    start: int
    end: int
    keep_start: int
    keep_end: int


class Encoder:
    """A model folder opened for use; the session is made at first use, once a process, and is never pickled."""

    def __init__(self, path: str | Path, *, threads: int = 1, batch_pieces: int = 512) -> None:
        self.path = Path(path)
        self.threads, self.batch_pieces = threads, batch_pieces
        config = json.loads((self.path / "config.json").read_text("utf-8"))
        self.labels: tuple[str, ...] = tuple(config["labels"])
        self.hidden: int = config["hidden"]
        self.max_pieces: int = config["max_pieces"]
        self.overlap: int = config["overlap"]
        self._session: Any = None
        self._tokenizer: Any = None

    @property
    def session(self) -> Any:
        if self._session is None:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = self.threads
            options.inter_op_num_threads = 1
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            model = str(self.path / "model.onnx")
            self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        return self._session

    @property
    def tokenizer(self) -> Any:
        if self._tokenizer is None:
            os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
            from tokenizers import Tokenizer

            self._tokenizer = Tokenizer.from_file(str(self.path / "tokenizer.json"))
        return self._tokenizer

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_session": None, "_tokenizer": None}

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts in one go, whatever their lengths; the longest are windowed."""
        texts = [text.rstrip() for text in texts]
        encodings = self.tokenizer.encode_batch(texts, add_special_tokens=False)
        found = [pieces.of(text, encoding) for text, encoding in zip(texts, encodings, strict=True)]
        tags = [np.zeros((len(p.ids), len(self.labels) * 5), np.float32) for p in found]
        hidden = [np.zeros((len(p.ids), self.hidden), np.float32) for p in found]
        vectors = np.zeros((len(found), self.hidden), np.float32)
        for windows, length in self._batches(found):
            outputs = self._run(windows, length, found)
            for row, window in enumerate(windows):
                inner = slice(window.keep_start - window.start + 1, window.keep_end - window.start + 1)
                kept = slice(window.keep_start, window.keep_end)
                hidden[window.text][kept] = outputs[0][row, inner]
                tags[window.text][kept] = outputs[1][row, inner]
                share = (window.keep_end - window.keep_start) / len(found[window.text].ids)
                vectors[window.text] += share * outputs[0][row, : window.end - window.start + 2].mean(axis=0)
        return [
            Encoded(p, self._word_tags(p, t), h, v) for p, t, h, v in zip(found, tags, hidden, vectors, strict=True)
        ]

    def _batches(self, found: Sequence[Pieces]) -> Iterator[tuple[list[Window], int]]:
        by_length: dict[int, list[Window]] = defaultdict(list)
        for text, piece in enumerate(found):
            for window in windows(text, len(piece.ids), size=self.max_pieces - 2, overlap=self.overlap):
                by_length[min(self.max_pieces, padded(window.end - window.start + 2))].append(window)
        for length, rows in sorted(by_length.items()):
            size = max(1, self.batch_pieces // length)
            for at in range(0, len(rows), size):
                yield rows[at : at + size], length

    def _run(self, rows: list[Window], length: int, found: Sequence[Pieces]) -> list[Floats]:
        ids = np.full((len(rows), length), PAD, dtype=np.int64)
        for row, window in enumerate(rows):
            size = window.end - window.start
            ids[row, 0] = BOS
            ids[row, 1 : size + 1] = found[window.text].ids[window.start : window.end]
            ids[row, size + 1] = EOS
        mask = (ids != PAD).astype(np.int64)
        outputs: list[Floats] = self.session.run(["hidden", "tags"], {"ids": ids, "mask": mask})
        return outputs

    def _word_tags(self, piece: Pieces, tags: Floats) -> Floats:
        """Tag scores a piece → the mean over each word's pieces, (words, labels, 5)."""
        if not len(piece.ids):
            return np.zeros((0, len(self.labels), 5), np.float32)
        counts = np.diff(np.append(piece.firsts, len(piece.ids))).astype(np.float32)
        sums: Floats = np.add.reduceat(tags, piece.firsts, axis=0)
        return (sums / counts[:, None]).reshape(len(counts), len(self.labels), 5)


def padded(length: int) -> int:
    """The length rounded up to a full step."""
    return -(-length // LENGTH_STEP) * LENGTH_STEP


def windows(text: int, pieces: int, *, size: int, overlap: int) -> Iterator[Window]:
    """Cut `pieces` pieces into windows of at most `size` that overlap; each piece is kept from one window, the halves
    of an overlap from the nearer one."""
    if not pieces:
        return
    starts = list(range(0, max(1, pieces - overlap), size - overlap))
    for number, start in enumerate(starts):
        end = min(start + size, pieces)
        keep_start = start if number == 0 else start + overlap // 2
        keep_end = end if number == len(starts) - 1 else starts[number + 1] + overlap // 2
        yield Window(text, start, end, keep_start, keep_end)

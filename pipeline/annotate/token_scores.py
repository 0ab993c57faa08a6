"""A Hugging Face token classifier at run time: sentences of words → the probabilities of the tags of every word.

transformers and torch are imported when a model is opened. The first piece of a word speaks for it. Sentences longer than
the model are windowed.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.annotate.encoder import Window, windows

Floats = NDArray[np.float32]

LONGEST, OVERLAP = 512, 64
RESERVED = 2  # the positions of RoBERTa and its kin begin at 2


class Classifier:
    """The model and its tokenizer. ``tags`` are the model's tags in the order of its scores."""

    def __init__(self, path: Path, *, batch_size: int, threads: int) -> None:
        import torch

        transformers: Any = import_module("transformers")
        transformers.utils.logging.disable_progress_bar()
        torch.set_num_threads(threads)
        self.batch_size = batch_size
        self.tokenizer: Any = transformers.AutoTokenizer.from_pretrained(
            path, local_files_only=True, add_prefix_space=True
        )
        if not self.tokenizer.is_fast:
            raise ValueError(f"{path} has no fast tokenizer; save one with tokenizer.json into it")
        self.model: Any = transformers.AutoModelForTokenClassification.from_pretrained(
            path, local_files_only=True
        ).eval()
        config = self.model.config
        self.tags = [config.id2label[number] for number in range(config.num_labels)]
        positions = getattr(config, "max_position_embeddings", LONGEST + RESERVED)
        self.before, self.after = self._frame()
        longest = min(LONGEST, positions - RESERVED, self.tokenizer.model_max_length)
        self.size = longest - len(self.before) - len(self.after)

    def _frame(self) -> tuple[list[int], list[int]]:
        """Return the ids of the marks that the tokenizer puts before and after a sentence."""
        found = self.tokenizer("a", return_special_tokens_mask=True)
        inner = [place for place, special in enumerate(found["special_tokens_mask"]) if not special]
        return found["input_ids"][: inner[0]], found["input_ids"][inner[-1] + 1 :]

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[Floats]:
        """Words of sentences → probabilities (words, tags) of each; a word without pieces has a row of zeros."""
        encoded = [self._pieces(words) for words in sentences]
        scores = [np.zeros((len(ids), len(self.tags)), np.float32) for ids, _ in encoded]
        overlap = min(OVERLAP, self.size // 2)
        rows = [window for number, (ids, _) in enumerate(encoded)
                for window in windows(number, len(ids), size=self.size, overlap=overlap)]  # fmt: skip
        rows.sort(key=lambda window: window.end - window.start)
        for at in range(0, len(rows), self.batch_size):
            self._score(rows[at : at + self.batch_size], encoded, scores)
        return [
            self._by_word(len(words), owners, table)
            for words, (_, owners), table in zip(sentences, encoded, scores, strict=True)
        ]

    def _pieces(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """Return the ids of the pieces and the number of the word that each is of."""
        if not words:
            return [], []
        found = self.tokenizer(list(words), is_split_into_words=True, add_special_tokens=False, verbose=False)
        return found["input_ids"], found.word_ids()

    def _score(
        self, rows: Sequence[Window], encoded: Sequence[tuple[list[int], list[int]]], scores: list[Floats]
    ) -> None:
        import torch

        texts = [[*self.before, *encoded[row.text][0][row.start : row.end], *self.after] for row in rows]
        longest = max(map(len, texts))
        ids = torch.full((len(rows), longest), self.tokenizer.pad_token_id or 0)
        mask = torch.zeros((len(rows), longest), dtype=torch.long)
        for number, text in enumerate(texts):
            ids[number, : len(text)] = torch.tensor(text)
            mask[number, : len(text)] = 1
        with torch.inference_mode():
            found = self.model(input_ids=ids, attention_mask=mask).logits.float().softmax(-1).numpy()
        first = len(self.before)
        for number, row in enumerate(rows):
            kept = found[number, first + row.keep_start - row.start : first + row.keep_end - row.start]
            scores[row.text][row.keep_start : row.keep_end] = kept

    def _by_word(self, words: int, owners: Sequence[int], scores: Floats) -> Floats:
        table = np.zeros((words, len(self.tags)), np.float32)
        first = [place for place, owner in enumerate(owners) if place == 0 or owners[place - 1] != owner]
        table[[owners[place] for place in first]] = scores[first]
        return table

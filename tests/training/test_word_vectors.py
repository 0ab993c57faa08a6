from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from pipeline.training import word_vectors
from pipeline.training.conll import Sentence, Token, Word
from pipeline.training.teacher import Example


class Teacher:
    """Gives a word (its length, its place in the sentence, 1)."""

    encoder = SimpleNamespace(config=SimpleNamespace(hidden=3))

    def eval(self) -> None: ...

    def vectors(self, batch: Sequence[Example]) -> torch.Tensor:
        return torch.tensor([[len(word), place, 1.0] for one in batch for place, word in enumerate(one.words)])


def sentence(*forms: str) -> Sentence:
    return Sentence("s", tuple(Token(form, (Word(form),)) for form in forms))


SENTENCES = [sentence("Buku", "di", "meja"), sentence("meja", "buku"), sentence("buku", "meja", "itu")]


def test_a_word_gets_the_mean_over_its_sentences_whatever_its_case() -> None:
    words, means = word_vectors.word_means(Teacher(), SENTENCES, style="gsd")  # type: ignore[arg-type]
    assert dict(zip(words, means.tolist(), strict=True)) == {
        "buku": pytest.approx([4, 1 / 3, 1]),
        "meja": pytest.approx([4, 1, 1]),
    }


def test_the_kept_dimensions_are_those_that_tell_words_apart() -> None:
    vectors = np.array([[1, 0, 9], [-1, 0, 9], [3, 0.1, 9], [-3, -0.1, 9]], np.float32)
    small = word_vectors.reduced(vectors, 1)
    assert abs(np.corrcoef(small[:, 0], vectors[:, 0])[0, 1]) == pytest.approx(1, abs=1e-3)
    assert (small**2).mean() == pytest.approx(1, abs=1e-3)


def test_stanza_reads_the_table(tmp_path: Path) -> None:
    from stanza.models.common.pretrain import Pretrain

    word_vectors.write(Teacher(), SENTENCES, tmp_path / "vectors.pt", style="gsd")  # type: ignore[arg-type]
    read = Pretrain(str(tmp_path / "vectors.pt"))
    known, unknown = sorted(read.vocab.map(["meja", "buku"])), read.vocab.map(["kursi"])
    assert (known, unknown) == ([word_vectors.SPECIAL, word_vectors.SPECIAL + 1], [1])
    assert read.emb.shape[0] == word_vectors.SPECIAL + len(known)

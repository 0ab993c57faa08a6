"""UPOS and features of the old GSD train file in today's style: the teacher's opinion weighed with the old tag.

The old tag agrees with today's in 95 of 100 words, better than the teacher alone, but function words moved as a class
(ADV → AUX, ADP → SCONJ, NUM → ADJ). So the chance of an old tag given today's is estimated per frequent word form, by
expectation maximisation with the teacher's probabilities as the prior of every word, and the best posterior is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.training.conll import NOTHING, Sentence, Token, Word
from pipeline.training.teacher import Opinion

ROUNDS = 8
FREQUENT = 20
BACKOFF = 10.0
SMOOTHING = 0.01


def posteriors(
    old: Sequence[Sequence[Word]], opinions: Sequence[Opinion], classes: Sequence[str], *, temperature: float = 1.5
) -> list[np.ndarray]:
    """P(today's UPOS | teacher, old tag, form): one array (words, classes) a sentence.

    `temperature` flattens the teacher, which is too sure of itself. A word without an old tag keeps the teacher's view.
    """
    prior = np.concatenate([opinion.upos for opinion in opinions]) ** (1 / temperature)
    prior /= prior.sum(1, keepdims=True)
    words = [word for sentence in old for word in sentence]
    tags = sorted({word.upos for word in words} - {NOTHING})
    column = {tag: number for number, tag in enumerate(tags)}
    observed = np.array([column.get(word.upos, -1) for word in words])
    groups = _groups(words)
    posterior = prior.copy()
    tagged = observed >= 0
    for _ in range(ROUNDS):
        likelihood = _likelihood(posterior, observed, groups, (len(classes), len(tags)))
        posterior[tagged] = prior[tagged] * likelihood[groups[tagged], :, observed[tagged]]
        posterior /= posterior.sum(1, keepdims=True)
    ends = np.cumsum([len(sentence) for sentence in old])
    return np.split(posterior, ends[:-1])


def relabel(
    sentences: Sequence[Sentence],
    opinions: Sequence[Opinion],
    classes: Sequence[str],
    gold: Iterable[Sentence],
    *,
    temperature: float = 1.5,
) -> list[Sentence]:
    """The sentences with today's UPOS and features; features fit the UPOS chosen, lemmas stay empty."""
    seen = _seen_feats(gold)
    chosen = posteriors([sentence.words for sentence in sentences], opinions, classes, temperature=temperature)
    out = []
    for sentence, opinion, posterior in zip(sentences, opinions, chosen, strict=True):
        best = posterior.argmax(1)
        tags = [classes[number] for number in best]
        own = opinion.upos.argmax(1)
        words = [
            Word(word.form, NOTHING, tag, _feats(word.form, tag, feats if number == teachers else None, seen))
            for word, tag, number, teachers, feats in zip(sentence.words, tags, best, own, opinion.feats, strict=True)
        ]
        out.append(_rebuilt(sentence, words))
    return out


def _groups(words: Sequence[Word]) -> np.ndarray:
    """A number for every frequent lower-cased form, 0 for all others: (words,)."""
    counts = Counter(word.form.lower() for word in words)
    frequent = [form for form, count in counts.most_common() if count >= FREQUENT]
    number = {form: at for at, form in enumerate(frequent, start=1)}
    return np.array([number.get(word.form.lower(), 0) for word in words])


def _likelihood(posterior: np.ndarray, observed: np.ndarray, groups: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """P(old tag | today's tag, group) as (groups, classes, old tags), every group smoothed by all words together."""
    tagged = observed >= 0
    counts = np.zeros((int(groups.max()) + 1, *shape))
    for tag in range(shape[1]):
        rows = tagged & (observed == tag)
        np.add.at(counts[:, :, tag], groups[rows], posterior[rows])
    everything = counts.sum(0) + SMOOTHING
    everything /= everything.sum(1, keepdims=True)
    smoothed: np.ndarray = counts + BACKOFF * everything
    smoothed[0] = counts.sum(0) + BACKOFF * everything
    smoothed /= smoothed.sum(2, keepdims=True)
    return smoothed


def tagged_by(sentences: Sequence[Sentence], opinions: Sequence[Opinion], classes: Sequence[str]) -> list[Sentence]:
    """The sentences with the teacher's own best UPOS and features."""
    return [
        _rebuilt(
            sentence,
            [
                Word(word.form, NOTHING, classes[number], feats)
                for word, number, feats in zip(sentence.words, opinion.upos.argmax(1), opinion.feats, strict=True)
            ],
        )
        for sentence, opinion in zip(sentences, opinions, strict=True)
    ]


Seen = dict[tuple[str, str], str]


def _seen_feats(gold: Iterable[Sentence]) -> Seen:
    """The most frequent features of a (lower-cased form, UPOS), and of a UPOS under the form ""."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for sentence in gold:
        for word in sentence.words:
            counts[word.form.lower(), word.upos, word.feats] += 1
            counts["", word.upos, word.feats] += 1
    best: Seen = {}
    for (form, upos, feats), _ in counts.most_common():
        best.setdefault((form, upos), feats)
    return best


def _feats(form: str, upos: str, teachers: str | None, seen: Seen) -> str:
    """The teacher's features where it chose the same UPOS, else what the gold says of the form or of the UPOS."""
    if teachers is not None:
        return teachers
    return seen.get((form.lower(), upos), seen.get(("", upos), NOTHING))


def _rebuilt(sentence: Sentence, words: list[Word]) -> Sentence:
    tokens: list[Token] = []
    at = 0
    for token in sentence.tokens:
        size = len(token.words)
        tokens.append(Token(token.form, tuple(words[at : at + size]), token.space_after))
        at += size
    return Sentence(sentence.id, tuple(tokens))

"""stanza's tokenizer and sentence splitter over many lines at once.

A line gets the windows that stanza gives it when it comes alone, so the result is that of one line at a time; the windows
of all lines then go through the model sorted by length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from stanza.models.tokenization.data import PER_CHAR_FEAT_FUNCS, POSITION_FEAT_FUNCS
from stanza.models.tokenization.utils import update_pred_regex
from stanza.pipeline.tokenize_processor import TOKEN_TOO_LONG_REPLACEMENT
from torch.nn.functional import linear, logsigmoid

from pipeline.annotate.stanza_lstm import Lstm

WINDOW = 1000
BATCH_CELLS = 8192
PAD_ID = 0
SENTENCE_ENDS = (2, 4)
MULTIWORD = 3
ADDRESS = re.compile(r"@|https?:|www\.|\.(?:gov|org|edu|net|com|co)\.")


class Token(NamedTuple):
    """Offsets into the line, the form that the other models see, and whether it is to be expanded into words."""

    start: int
    end: int
    form: str
    multiword: bool


@dataclass(slots=True)
class Line:
    """A line on its way through the model: ``chars`` of it are left (runs of blanks are one), at ``places`` of the text.

    ``units`` (chars,) and ``features`` (chars, kinds) are the model's input, ``labels`` (chars,) its output up to ``at``.
    """

    chars: str
    places: NDArray[np.int64]
    units: NDArray[np.int64]
    features: NDArray[np.float32]
    labels: NDArray[np.int64]
    at: int = 0

    @property
    def window(self) -> int:
        """Characters of the next window; one of a whole line ends with a padding character, as in stanza."""
        return len(self.chars) + 1 if len(self.chars) < WINDOW else min(len(self.chars) - self.at, WINDOW)


def supports(processor: Any) -> bool:
    """Tell whether this module knows all that the stanza processor would do."""
    config = processor.config
    changed = ("pretokenized", "no_ssplit", "postprocessor", "speaker_delim", "with_jieba", "with_spacy")
    if any(map(config.get, changed)):
        return False
    args = processor.trainer.args
    known = set(args["feat_funcs"]) <= {*PER_CHAR_FEAT_FUNCS, *POSITION_FEAT_FUNCS}
    other = ("charlm_forward_file", "use_dictionary", "skip_newline", "conv_res")
    ordinary = not processor.vocab.lang_replaces_spaces and args["shorthand"] != "la_ittb"
    return known and not any(map(args.get, other)) and ordinary and int(config.get("max_seqlen", WINDOW)) <= WINDOW


class Tokenizer:
    """Callable lines → the sentences of each line, a sentence being a list of tokens."""

    def __init__(self, processor: Any) -> None:
        self.model = processor.trainer.model.eval()
        self.vocab = processor.vocab
        asked = processor.trainer.args["feat_funcs"]
        self.by_char = [PER_CHAR_FEAT_FUNCS[name] for name in asked if name not in POSITION_FEAT_FUNCS]
        self.by_place = [name for name in ("end_of_para", "start_of_para") if name in asked]
        self.longest = int(processor.config.get("max_seqlen", WINDOW))
        heads = ["tok_clf", "sent_clf"] + (["mwt_clf"] if self.model.args["use_mwt"] else [])
        self.lstms = [Lstm(self.model.rnn)]
        self.heads = [
            torch.cat([getattr(getattr(self.model, head), part) for head in heads]) for part in ("weight", "bias")
        ]
        if self.model.args["hierarchical"]:
            self.lstms.append(Lstm(self.model.rnn2))
            self.heads_again = torch.cat([getattr(self.model, f"{head}2").weight for head in heads])
        self.units: dict[str, int] = {}
        self.features: dict[str, list[int]] = {}

    def __call__(self, texts: Sequence[str]) -> list[list[list[Token]]]:
        """Every text is one line without white space at its ends and without any but blanks in it."""
        lines = [self._line(text) for text in texts]
        while todo := [line for line in lines if line.at < len(line.chars)]:
            for batch in _batches(todo):
                self._label(batch)
        return [list(self._sentences(line)) for line in lines]

    def _line(self, text: str) -> Line:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        blank = codes == ord(" ")
        places = np.flatnonzero(~(blank & np.roll(blank, 1)))
        chars = text if len(places) == len(text) else "".join([text[place] for place in places])
        features = np.zeros((len(chars), len(self.by_char) + len(self.by_place)), np.float32)
        units = np.zeros(len(chars), np.int64)
        if chars:
            self._learn(set(chars))
            units[:] = [self.units[char] for char in chars]
            features[:, : len(self.by_char)] = [self.features[char] for char in chars]
            for column, name in enumerate(self.by_place, len(self.by_char)):
                features[-1 if name == "end_of_para" else 0, column] = 1
        return Line(chars, places, units, features, np.zeros(len(chars), np.int64))

    def _learn(self, chars: set[str]) -> None:
        for char in chars - self.units.keys():
            self.units[char] = self.vocab.unit2id(char)
            self.features[char] = [feature(char) for feature in self.by_char]

    def _label(self, lines: list[Line]) -> None:
        """Run the next window of each line, the longest first, and go on behind its last sure sentence end."""
        lengths = [line.window for line in lines]
        units = np.full((lengths[0], len(lines)), PAD_ID, np.int64)
        features = np.zeros((*units.shape, lines[0].features.shape[1]), np.float32)
        for row, line in enumerate(lines):
            part = slice(line.at, line.at + lengths[row])
            size = len(line.units[part])
            units[:size, row], features[:size, row] = line.units[part], line.features[part]
        found = self._labels(torch.from_numpy(units), torch.from_numpy(features), lengths)
        for line, labels in zip(lines, found.T.numpy(), strict=True):
            rest = len(line.chars) - line.at
            size = min(rest, WINDOW)
            ends = np.flatnonzero(np.isin(labels[:size], SENTENCE_ENDS))
            kept = int(ends[-1]) + 1 if rest > WINDOW and len(ends) else size
            line.labels[line.at : line.at + kept] = labels[:kept]
            line.at += kept

    def _labels(self, units: torch.Tensor, features: torch.Tensor, lengths: list[int]) -> torch.Tensor:
        """Return the labels (steps, rows), the most probable by stanza's ``Tokenizer.forward``.

        That multiplies independent chances of a token's, a sentence's and a multiword token's end.
        """
        hidden = self.lstms[0](torch.cat([self.model.embeddings(units), features], 2), lengths)
        scores = linear(hidden, *self.heads)
        if len(self.lstms) > 1:
            sharpness = self.model.args["hier_invtemp"]
            if sharpness > 0:
                hidden = hidden * (1 - torch.sigmoid(-scores[..., :1] * sharpness))
            scores = scores + linear(self.lstms[1](hidden, lengths), self.heads_again)
        token, *others = scores.unbind(2)
        is_end = token + sum(logsigmoid(score.abs()) for score in others) > 0
        label = 1 + sum(step * (score > 0) for step, score in zip((1, 2), others, strict=False))
        return torch.where(is_end, label, 0)

    def _sentences(self, line: Line) -> Iterator[list[Token]]:
        labels, chars = line.labels, line.chars
        if not chars:
            return
        labels[-1] = 4 if labels[-1] > 2 else 2
        if ADDRESS.search(chars):
            labels = update_pred_regex(list(chars), labels)
        tokens: list[Token] = []
        at = 0
        ends = np.flatnonzero(labels)
        for last, label in zip(ends.tolist(), labels[ends].tolist(), strict=True):
            form = chars[at : last + 1].strip(" ")
            if form:
                start = at + (chars[at] == " ")
                tokens.append(self._token(line, start, start + len(form), form, label))
            at = last + 1
            if label in SENTENCE_ENDS and form:
                yield tokens
                tokens = []
        if tokens:
            yield tokens

    def _token(self, line: Line, start: int, end: int, form: str, label: int) -> Token:
        shown = form if len(form) <= self.longest else TOKEN_TOO_LONG_REPLACEMENT
        return Token(int(line.places[start]), int(line.places[end - 1]) + 1, shown, label >= MULTIWORD)


def _batches(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines by falling length of their window, in lists of bounded padded size."""
    batch: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.window):
        if batch and (len(batch) + 1) * batch[0].window > BATCH_CELLS:
            yield batch
            batch = []
        batch.append(line)
    yield batch

"""stanza's tagger over the sentences of many documents: the vector of a form is worked out once, sentences run by length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import torch
from stanza.models.common.data import get_long_tensor
from stanza.models.common.utils import simplify_punct
from stanza.models.common.vocab import CompositeVocab
from torch.nn.functional import relu

from pipeline.annotate.stanza_batches import filled, of_equal_length
from pipeline.annotate.stanza_lstm import Lstm

CAPACITY = 20_000
BATCH_WORDS = 2048
COLUMNS = ["upos", "xpos", "feats"]


class Tags(NamedTuple):
    """The tags of a word, None where stanza gives "_"."""

    upos: str | None
    xpos: str | None
    feats: str | None


def supports(processor: Any) -> bool:
    """Tell whether this module knows all parts of the stanza model."""
    model = processor.trainer.model
    args = model.args
    return (
        not args.get("charlm")
        and not args.get("bert_model")
        and bool(args["char"] and args["char_emb_dim"] > 0 and args["word_emb_dim"] > 0)
        and model.tag_names == COLUMNS
        and all(column.output for column in model.tag_columns)
    )


class Forms:
    """The input vectors of the tagger's LSTM by form; they see nothing but the form."""

    def __init__(self, model: Any, vocab: Any, pretrain: Any) -> None:
        self.model, self.vocab = model, vocab
        self.pretrain = pretrain if model.args["pretrain"] else None
        self.row: dict[str, int] = {}
        self.vectors = torch.empty((CAPACITY, model.drop_replacement.shape[0]))

    def rows(self, sentences: Sequence[Sequence[str]]) -> list[list[int]]:
        """Return the rows of ``vectors`` of all words; they hold until the next call."""
        asked = dict.fromkeys(form for sentence in sentences for form in sentence)
        new = [form for form in asked if form not in self.row]
        if len(self.row) + len(new) > len(self.vectors):
            self.row, new = {}, list(asked)
            if len(new) > len(self.vectors):
                self.vectors = torch.empty((len(new), self.vectors.shape[1]))
        pairs = [(form, _plain(form)) for form in new]
        for group in of_equal_length(pairs, length=lambda pair: len(pair[1])):
            at = len(self.row)
            self.vectors[at : at + len(group)] = self._vectors([plain for _, plain in filled(group)])[: len(group)]
            self.row.update((form, at + place) for place, (form, _) in enumerate(group))
        row = self.row
        return [[row[form] for form in sentence] for sentence in sentences]

    def _vectors(self, forms: list[str]) -> torch.Tensor:
        """Return (forms, input size) for forms of one length."""
        model, count = self.model, len(forms)
        parts = [model.word_emb(torch.tensor(self.vocab["word"].map(forms)))]
        if self.pretrain is not None:
            ids = torch.tensor(self.pretrain.vocab.map([form.lower() for form in forms]))
            parts.append(model.trans_pretrained(model.pretrained_emb(ids)))
        chars = torch.tensor([self.vocab["char"].map(form) for form in forms])
        seen = model.charmodel(chars, None, list(range(count)), [count], [len(forms[0])] * count).data
        return torch.cat([*parts, model.trans_char(seen)], 1)


def _plain(form: str) -> str:
    """Return the form with runs of exclamation and question marks shortened, as the tagger was taught."""
    (((plain,),),) = simplify_punct([[[form]]])
    return str(plain)


class Tagger:
    """Callable sentences of forms → sentences of tags."""

    def __init__(self, processor: Any) -> None:
        self.model = processor.trainer.model.eval()
        self.vocab = processor.vocab
        self.lstms = [Lstm(layer.lstm) for layer in self.model.taggerlstm.lstm]
        self.forms = Forms(self.model, self.vocab, processor.pretrain)
        self.known: dict[tuple[int, ...], Tags] = {}

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[list[Tags]]:
        """Every sentence holds at least one word."""
        rows = self.forms.rows(sentences)
        found: list[list[Tags]] = [[] for _ in sentences]
        for batch in _batches(rows):
            lengths = [len(rows[number]) for number in batch]
            place = iter(self._tags([rows[number] for number in batch], lengths))
            for number, length in zip(batch, lengths, strict=True):
                found[number] = [next(place) for _ in range(length)]
        return found

    def _tags(self, rows: list[list[int]], lengths: list[int]) -> list[Tags]:
        """Return the tags of all words, sentence after sentence, of sentences by falling length."""
        steps = get_long_tensor(rows, len(rows)).T
        outputs = self._highway(self.forms.vectors[steps], lengths)
        labels = self._labels(outputs).transpose(0, 1)
        words = torch.arange(lengths[0])[None, :] < torch.tensor(lengths)[:, None]
        return [self._named(tuple(row)) for row in labels[words].tolist()]

    def _highway(self, x: torch.Tensor, lengths: list[int]) -> torch.Tensor:
        """Return (steps, rows, 2 × hidden): what stanza's ``HighwayLSTM.forward`` gives, by its own layers."""
        model, net = self.model, self.model.taggerlstm
        first = (model.taggerlstm_h_init, model.taggerlstm_c_init)
        for layer, lstm in enumerate(self.lstms):
            state = tuple(states[2 * layer : 2 * layer + 2].expand(2, len(lengths), -1) for states in first)
            through = torch.sigmoid(net.gate[layer](x)) * torch.tanh(net.highway[layer](x))
            x = lstm(x, lengths, start=(state[0], state[1])) + through
        return x

    def _labels(self, outputs: torch.Tensor) -> torch.Tensor:
        """Return (steps, rows, columns) of label numbers, the parts of a composite column side by side."""
        model = self.model
        hidden = {"upos": relu(model.upos_hid(outputs))}
        scores = {"upos": model.upos_clf(hidden["upos"])}
        columns = {"upos": [scores["upos"].argmax(-1)]}
        for name in model.eval_order:
            hidden[name] = hidden["upos"] if model.share_hid else relu(model.tag_hid[name](outputs))
            inputs = [hidden[name]]
            if not model.share_hid:
                inputs.append(model.parent_representation(name, hidden, scores, {}))
            if isinstance(self.vocab[name], CompositeVocab):
                columns[name] = [head(*inputs).argmax(-1) for head in model.tag_clf[name]]
            else:
                scores[name] = model.tag_clf[name](*inputs)
                columns[name] = [scores[name].argmax(-1)]
        return torch.stack([part for name in COLUMNS for part in columns[name]], -1)

    def _named(self, labels: tuple[int, ...]) -> Tags:
        if labels not in self.known:
            rest, names = labels, []
            for column in COLUMNS:
                vocab = self.vocab[column]
                composite = isinstance(vocab, CompositeVocab)
                size = len(vocab.lens()) if composite else 1
                name = vocab.id2unit(rest[:size] if composite else rest[0])
                names.append(None if name == "_" else name)
                rest = rest[size:]
            self.known[labels] = Tags(*names)
        return self.known[labels]


def _batches(rows: list[list[int]]) -> Iterator[list[int]]:
    """Yield the numbers of sentences by falling length, in lists of bounded padded size."""
    batch: list[int] = []
    for number in sorted(range(len(rows)), key=lambda number: -len(rows[number])):
        if batch and (len(batch) + 1) * len(rows[batch[0]]) > BATCH_WORDS:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch

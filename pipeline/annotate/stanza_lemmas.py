"""stanza's lemmatizer: the dictionary first, the model once for every other (form, UPOS), its decoder only where needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from stanza.models.common import seq2seq_constant as constant
from stanza.models.common.data import get_long_tensor
from stanza.models.lemma import edit

from pipeline.annotate.stanza_batches import of_equal_length

BATCH_FORMS = 256
Word = tuple[str, str | None]
Pair = tuple[str, str]


def supports(processor: Any) -> bool:
    """Tell whether this module knows all that the stanza processor would do."""
    if processor.use_identity or processor.config.get("pretagged"):
        return False
    trainer = processor.trainer
    greedy = processor.config.get("beam_size", 1) == 1
    return not trainer.has_contextual_lemmatizers() and greedy and not trainer.args.get("charlm")


class Lemmatizer:
    """Callable (form, UPOS) pairs → their lemmas; None where stanza gives "_" to another form."""

    def __init__(self, processor: Any) -> None:
        self.trainer, self.vocab = processor.trainer, processor.vocab
        self.dict_only = bool(processor.config.get("dict_only", False))
        self.dict_first = bool(processor.config.get("ensemble_dict", False))
        self.caseless = bool(self.trainer.args.get("caseless", False))
        self.edits = bool(self.trainer.args.get("edit", False))
        if not self.dict_only:
            self.trainer.model.eval()

    def __call__(self, words: Sequence[Word]) -> list[str | None]:
        asked = list(dict.fromkeys(words))
        known = dict(zip(asked, self._work_out(asked), strict=True))
        return [known[word] for word in words]

    def _work_out(self, words: list[Word]) -> list[str | None]:
        pairs = [(form, upos or "_") for form, upos in words]
        if self.dict_only:
            lemmas = self.trainer.predict_dict(words)
        else:
            listed = self.trainer.skip_seq2seq(words) if self.dict_first else [False] * len(words)
            new = [pair for pair, known in zip(pairs, listed, strict=True) if not known]
            predicted = self._predict(new)
            lemmas = [predicted.get(pair, "") for pair in pairs]
            lemmas = self.trainer.ensemble(words, lemmas) if self.dict_first else lemmas
        return [_told(form, lemma) for (form, _), lemma in zip(words, lemmas, strict=True)]

    def _predict(self, pairs: list[Pair]) -> dict[Pair, str]:
        """Return the model's lemmas, the form itself where it gives none."""
        forms = [form for form, _ in pairs]
        edits = self._edits(pairs) if self.edits else None
        asked = [pair for row, pair in enumerate(pairs) if edits is None or edits[row] == edit.EDIT_TO_ID["none"]]
        decoded = self._decoded(asked)
        predicted = [decoded.get(pair, pair[0]) for pair in pairs]
        return dict(zip(pairs, self.trainer.postprocess(forms, predicted, edits=edits), strict=True))

    def _edits(self, pairs: list[Pair]) -> list[int]:
        """Return what is to be done to every form: none says that the lemma must be decoded."""
        model = self.trainer.model
        found: dict[Pair, int] = {}
        for group in of_equal_length(pairs, length=lambda pair: len(pair[0]), rows=BATCH_FORMS):
            src, _ = self._chars(group)
            inputs, _, lengths, _ = model.embed(src, src.eq(constant.PAD_ID), self._tags(group), None)
            _, (hidden, _) = model.encode(inputs, lengths)
            found.update(zip(group, model.edit_clf(hidden).argmax(1).tolist(), strict=True))
        return [found[pair] for pair in pairs]

    def _decoded(self, pairs: list[Pair]) -> dict[Pair, str]:
        model = self.trainer.model
        found: dict[Pair, str] = {}
        order = sorted(pairs, key=lambda pair: -len(pair[0]))
        for at in range(0, len(order), BATCH_FORMS):
            group = order[at : at + BATCH_FORMS]
            src, extra = self._chars(group)
            lines, _ = model.predict_greedy(src, src.eq(constant.PAD_ID), pos=self._tags(group))
            found.update((pair, self._text(ids, extra)) for pair, ids in zip(group, lines, strict=True))
        return found

    def _tags(self, pairs: list[Pair]) -> torch.Tensor:
        return torch.tensor([self.vocab["pos"].unit2id(upos) for _, upos in pairs])

    def _chars(self, pairs: list[Pair]) -> tuple[torch.Tensor, list[str]]:
        """Return the numbers of the characters, and those that are unknown, numbered on behind the known ones."""
        known, size = self.vocab["char"]._unit2id, len(self.vocab["char"])
        forms = [form.lower() if self.caseless else form for form, _ in pairs]
        extra = sorted({char for form in forms for char in form if char not in known})
        number = known | {char: size + place for place, char in enumerate(extra)} if extra else known
        lines = [[constant.SOS_ID, *map(number.__getitem__, form), constant.EOS_ID] for form in forms]
        return get_long_tensor(lines, len(lines)), extra

    def _text(self, ids: list[int], extra: list[str]) -> str:
        units, size = self.vocab["char"]._id2unit, len(self.vocab["char"])
        return "".join(units[id] if id < size else extra[id - size] for id in ids)


def _told(form: str, lemma: str) -> str | None:
    shown = lemma or "_"
    return shown if shown != "_" or form == "_" else None

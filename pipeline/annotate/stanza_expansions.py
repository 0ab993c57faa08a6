"""stanza's expansion of multiword tokens, each form of a call worked out once."""

from __future__ import annotations

from typing import Any

from stanza.models.mwt.data import DataLoader

BATCH_FORMS = 256


class Forms:
    """The multiword forms of a stanza document, which is all that stanza's data loader asks of one."""

    def __init__(self, forms: list[str]) -> None:
        self.forms = forms

    def get_mwt_expansions(self, evaluation: bool = False) -> list[str]:
        return self.forms


class Expander:
    """Callable form of a multiword token → its words; the form itself where the model keeps it whole."""

    def __init__(self, processor: Any) -> None:
        self.trainer, self.config, self.vocab = processor.trainer, processor.config, processor.vocab

    def __call__(self, forms: list[str]) -> dict[str, list[str]]:
        asked = list(dict.fromkeys(forms))
        found = dict(zip(asked, self.trainer.predict_dict(asked), strict=True))
        if not self.config["dict_only"]:
            listed = self.config.get("ensemble_dict", False)
            new = [form for form in asked if not listed or self.trainer.dict_expansion(form) is None]
            found.update(zip(new, self._predict(new), strict=True))
        return {form: _words(form, found[form]) for form in asked}

    def _predict(self, forms: list[str]) -> list[str]:
        loader = DataLoader(
            Forms(forms), BATCH_FORMS, self.config, vocab=self.vocab, evaluation=True, expand_unk_vocab=True
        )
        batches = loader.to_loader() if forms else ()
        return [
            words
            for batch in batches
            for words in self.trainer.predict(batch, never_decode_unk=True, vocab=loader.vocab)
        ]


def _words(form: str, expansion: str) -> list[str]:
    words = [word for word in expansion.split(" ") if word]
    return words if len(words) > 1 else [form]

"""Calls of stanza's own training functions, with our settings, and what they need beside the data.

Stanza saves its best model as it goes; a model is moved to its final name only when its training has ended.
"""

from __future__ import annotations

import itertools
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.training.conll import Sentence, Token, Word

logger = logging.getLogger(__name__)
LANGUAGE, SHORTHAND = "id", "id_news"
OPEN_CLASSES = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
NAMES_KEPT = 4000
CAPITALISED_EVERY = 4
SHOUTED_FROM = 3
DOCUMENTS_A_CALL = 200

Settings = dict[str, str | int | float | bool]
TOKENIZER: Settings = {"max_seqlen": 400, "batch_size": 16, "steps": 2500, "eval_steps": 250, "hidden_dim": 80}
EXPANDER: Settings = {"num_epoch": 12}
TAGGER: Settings = {
    "share_hid": True,
    "char_hidden_dim": 256,
    "word_cutoff": 3,
    "batch_size": 16,
    "max_steps": 3000,
    "eval_interval": 250,
    "fix_eval_interval": True,
    "max_steps_before_stop": 500,
    "second_lr": 0.0005,
}
ANNEAL_STEPS, ANNEAL_RATE = 2500, 1.5e-3
LEMMATIZER: Settings = {"num_epoch": 8}


def tokenizer(folder: Path, output: Path, *, seed: int, settings: Settings | None = None) -> None:
    """`folder` holds train and dev `.txt` and `.labels` and `mwt.json`."""
    from stanza.models import tokenizer as stanza_tokenizer

    files: Settings = {
        "txt_file": str(folder / "train.txt"),
        "label_file": str(folder / "train.labels"),
        "dev_txt_file": str(folder / "dev.txt"),
        "dev_label_file": str(folder / "dev.labels"),
        "mwt_json_file": str(folder / "mwt.json"),
    }
    _train(stanza_tokenizer.main, files | TOKENIZER | (settings or {}), folder, output, seed)


def expander(folder: Path, output: Path, *, seed: int, settings: Settings | None = None) -> None:
    """`folder` holds `train.conllu` and `dev.conllu`."""
    from stanza.models import mwt_expander

    files: Settings = _conllu(folder) | {"gold_file": str(folder / "dev.conllu")}
    _train(mwt_expander.main, files | EXPANDER | (settings or {}), folder, output, seed)


def keep_whole(model: Path, forms: Iterable[str]) -> None:
    """Enter `forms` in an expander's dictionary as one word each, so that it overrules a wrong cut of the tokenizer."""
    import torch

    saved = torch.load(model, map_location="cpu", weights_only=True)
    saved["dict"].update((form, form) for form in sorted(forms))
    torch.save(saved, model)


def tagger(folder: Path, output: Path, *, vectors: Path, seed: int, settings: Settings | None = None) -> None:
    """`folder` holds `train.conllu` and `dev.conllu`, `vectors` is a pretrain file of stanza."""
    from stanza.models import tagger as stanza_tagger

    files = _conllu(folder) | {"wordvec_pretrain_file": str(vectors)}
    _train(stanza_tagger.main, files | TAGGER | (settings or {}), folder, output, seed)


def anneal(
    folder: Path, model: Path, output: Path, *, vectors: Path, steps: int = ANNEAL_STEPS, rate: float = ANNEAL_RATE
) -> None:
    """Go on from a tagger with a learning rate that falls from `rate` to nothing, which its own training never does."""
    from stanza.models.common.pretrain import Pretrain
    from stanza.models.common.utils import change_lr, set_random_seed
    from stanza.models.pos.data import Dataset, ShuffledDataset
    from stanza.models.pos.trainer import Trainer
    from stanza.utils.conll import CoNLL

    pretrain = Pretrain(str(vectors))
    trainer = Trainer(model_file=str(model), pretrain=pretrain, args={"lr": rate}, device="cpu")
    set_random_seed(trainer.args["seed"])
    document = CoNLL.conll2doc(input_file=str(folder / "train.conllu"))
    data = Dataset(document, trainer.args, pretrain, vocab=trainer.vocab, evaluation=False)
    data.has_tags["xpos"] = True  # all blank, and to stay so
    batches = ShuffledDataset([data], trainer.args["batch_size"])
    endless = itertools.chain.from_iterable(batches for _ in itertools.count())
    total = 0.0
    for step, batch in enumerate(itertools.islice(endless, steps), start=1):
        for optimizer in trainer.optimizers.values():
            change_lr(optimizer, rate * (1 - (step - 1) / steps))
        total += trainer.update(batch)
        if step % 100 == 0:
            logger.info("annealing step %d of %d: mean loss %.4f", step, steps, total / 100)
            total = 0.0
    trainer.save(str(output))


def lemmatizer(folder: Path, output: Path, *, seed: int, settings: Settings | None = None) -> None:
    """`folder` holds `train.conllu` (what the seq2seq learns), `dictionary.conllu` and `dev.conllu`."""
    from stanza.models import lemmatizer as stanza_lemmatizer

    files: Settings = _conllu(folder) | {"secondary_file": str(folder / "dictionary.conllu")}
    _train(stanza_lemmatizer.main, files | LEMMATIZER | (settings or {}), folder, output, seed, with_language=False)


def lemma_types(sentences: Iterable[Sentence], *, cased: bool = False) -> list[Sentence]:
    """What the seq2seq learns: every open-class (form, UPOS, lemma) once, some of them capitalised, and some names.

    With `cased`, where a capital may stay in the lemma, every (form, UPOS) as it is written with its usual lemma.
    """
    if cased:
        return _listed(_usual(sentences))
    words: dict[tuple[str, str, str], Word] = {}
    names: dict[str, Word] = {}
    for word in (word for sentence in sentences for word in sentence.words):
        if word.upos in OPEN_CLASSES:
            form = word.form.lower()
            words.setdefault((form, word.upos, word.lemma), replace(word, form=form))
        elif len(names) < NAMES_KEPT:
            names.setdefault(word.form, word)
    capitals = [replace(word, form=word.form.capitalize()) for word in list(words.values())[::CAPITALISED_EVERY]]
    return _listed([*words.values(), *capitals, *names.values()])


def _usual(sentences: Iterable[Sentence]) -> list[Word]:
    """Every (form, UPOS) of an open class or with a capital once, with its most frequent lemma."""
    counts = Counter((word.form, word.upos, word.lemma) for sentence in sentences for word in sentence.words)
    best: dict[tuple[str, str], Word] = {}
    for (form, upos, lemma), _ in counts.most_common():
        if upos in OPEN_CLASSES or form[:1].isupper():
            best.setdefault((form, upos), Word(form, lemma, upos))
    return list(best.values())


def cased_variants(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Every (form, UPOS, lemma) in lower case and capitalised, frequent ones in capitals too, for the dictionary."""
    counts = Counter((word.form.lower(), word.upos, word.lemma) for sentence in sentences for word in sentence.words)
    out: list[Word] = []
    for (form, upos, lemma), count in counts.most_common():
        forms = {form, form.capitalize(), *([form.upper()] if count >= SHOUTED_FROM else [])}
        out.extend(Word(variant, lemma, upos) for variant in sorted(forms))
    return _listed(out)


def _listed(words: Sequence[Word]) -> list[Sentence]:
    """Words as sentences of fifty."""
    chunks = [words[at : at + 50] for at in range(0, len(words), 50)]
    return [
        Sentence(f"types-{number}", tuple(Token(word.form, (word,)) for word in chunk))
        for number, chunk in enumerate(chunks, start=1)
    ]


def cut_text(lines: Sequence[str], models: Path, *, package: str, at_least: int) -> list[Sentence]:
    """Cut lines by the package in `models` until there are `at_least` sentences or no more lines."""
    import stanza

    pipeline = stanza.Pipeline(
        LANGUAGE,
        dir=str(models),
        processors="tokenize,mwt",
        package=package,
        download_method=None,
        use_gpu=False,
        verbose=False,
    )
    out: list[Sentence] = []
    for at in range(0, len(lines), DOCUMENTS_A_CALL):
        for document in pipeline.bulk_process(list(lines[at : at + DOCUMENTS_A_CALL])):
            out.extend(from_stanza(document))
        if len(out) >= at_least:
            break
    return out


def from_stanza(document: Any) -> Iterator[Sentence]:
    """The sentences of a stanza document; tags and lemmas where it has them."""
    for number, sentence in enumerate(document.sentences, start=1):
        tokens = []
        for token in sentence.tokens:
            words = tuple(
                Word(word.text, word.lemma or "_", word.upos or "_", word.feats or "_") for word in token.words
            )
            tokens.append(Token(token.text, words, bool(token.spaces_after)))
        yield Sentence(f"s{number}", tuple(tokens))


def _conllu(folder: Path) -> Settings:
    return {"train_file": str(folder / "train.conllu"), "eval_file": str(folder / "dev.conllu")}


def _train(main: Any, settings: Settings, folder: Path, output: Path, seed: int, *, with_language: bool = True) -> None:
    """Run a stanza `main` in training mode and move its model to `output`."""
    common: Settings = {
        "mode": "train",
        "shorthand": SHORTHAND,
        "save_dir": str(folder),
        "save_name": "best.pt",
        "seed": seed,
        "device": "cpu",
    }
    if with_language:
        common["lang"] = LANGUAGE
    arguments = _arguments(common | settings)
    logger.info("stanza %s", " ".join(arguments))
    main(arguments)
    (folder / "best.pt").replace(output)


def _arguments(settings: Settings) -> list[str]:
    out: list[str] = []
    for name, value in settings.items():
        if value is True:
            out.append(f"--{name}")
        elif value is not False:
            out.extend([f"--{name}", str(value)])
    return out

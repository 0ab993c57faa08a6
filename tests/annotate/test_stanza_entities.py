"""stanza's own ner in the slot of the entities: a small untrained model, and what stanza itself says with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.config import default_path
from tests.conftest import ROOT

SENTENCES = ["Rina Wibisono pulang ke Sigi.", "Warga Palu menunggu bukunya.", "Hujan turun."]
TAGS = ["O", "B-PER", "I-PER", "E-PER", "S-PER", "S-LOC"]
PROCESSORS = ("tokenize", "mwt", "ner")
ARGUMENTS: dict[str, Any] = {
    "word_emb_dim": 8, "char": True, "char_emb_dim": 8, "char_hidden_dim": 8, "char_num_layers": 1, "char_dropout": 0.0,
    "char_rec_dropout": 0.0, "char_lowercase": False, "charlm": None, "bert_model": None, "bert_finetune": False,
    "use_peft": False, "hidden_dim": 8, "num_layers": 1, "dropout": 0.0, "word_dropout": 0.0, "locked_dropout": 0.0,
    "lowercase": True, "emb_finetune": True, "emb_finetune_known_only": False, "shorthand": "id_news", "lang": "id",
    "optim": "sgd", "lr": 0.1, "momentum": 0.0, "batch_size": 8, "scheme": "bioes", "train_scheme": "bioes",
}  # fmt: skip


def save_tagger(file: Path) -> None:
    """Save an ner model of stanza's own classes whose random weights tell words apart."""
    import torch
    from stanza.models.common.vocab import CharVocab, CompositeVocab
    from stanza.models.ner.trainer import Trainer
    from stanza.models.ner.vocab import MultiVocab
    from stanza.models.pos.vocab import WordVocab

    words = [[(word, "O") for word in sentence.rstrip(".").split()] for sentence in SENTENCES]
    tags = CompositeVocab([[((tag,),) for tag in TAGS]], "id_news", idx=0, sep=None)
    vocabularies = {
        "char": CharVocab(words, "id_news"),
        "delta": WordVocab(words, "id_news", cutoff=0, lower=True),
        "tag": tags,
    }
    torch.manual_seed(11)
    trainer = Trainer(args=dict(ARGUMENTS), vocab=MultiVocab(vocabularies), device="cpu")
    for part in (trainer.model.delta_emb, *trainer.model.tag_clfs):
        torch.nn.init.normal_(part.weight, std=3.0)
    trainer.save(str(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stanza resources folder: our tokenizer and expander, and the small ner."""
    path = tmp_path_factory.mktemp("stanza")
    (path / "id" / "ner").mkdir(parents=True)
    for name in ("tokenize", "mwt"):
        (path / "id" / name).symlink_to(ROOT / "models" / "stanza-id" / "id" / name)
    save_tagger(path / "id" / "ner" / "news.pt")
    resources = json.loads((ROOT / "models" / "stanza-id" / "resources.json").read_text())["id"]
    kept = {name: resources.get(name, {"news": {}}) for name in PROCESSORS}
    package = dict.fromkeys(PROCESSORS, "news")
    found = kept | {"default_processors": package, "default_dependencies": {}, "packages": {"default": package}}
    (path / "resources.json").write_text(json.dumps({"id": found | {"lang_name": "Indonesian"}}))
    return path


def test_the_entities_are_those_of_stanza_itself(folder: Path) -> None:
    overrides = {
        "paths.stanza": str(folder), "components.stanza.processors": ",".join(PROCESSORS),
        "nlp.pipeline": ["blocks", "stanza", "clusters", "places", "quotes"],
    }  # fmt: skip
    nlp = pipeline.load(default_path().with_name("entities-stanza.cfg"), overrides=overrides)
    texts = ["\n".join(SENTENCES), "", *SENTENCES]
    records = [pipeline.Record.from_doc(doc) for doc in nlp.pipe(texts)]
    stanza_itself = nlp.get_pipe("stanza").loaded.pipeline
    for text, record in zip(texts, records, strict=True):
        found = stanza_itself("\n\n".join(text.splitlines())).ents if text else []
        assert [(entity.text, entity.label) for entity in record.entities] == [(span.text, span.type) for span in found]
        assert all(text[entity.start : entity.end] == entity.text for entity in record.entities)
    assert {entity.label for entity in records[0].entities} == {"PER", "LOC"}
    assert records[0].clusters

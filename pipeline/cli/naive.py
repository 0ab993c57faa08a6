"""The line that a user would write without this project, to measure against: one document after another, nothing pooled.

For each document stanza.Pipeline with the same models, the same entity model on one sentence after another (in fp32 torch
where a checkpoint is given, else the shipped ONNX file), the same classifier, json.dumps. Blocks, quantities, dates,
acronyms, clusters, quotes and checks are left out. torch keeps its default number of threads.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from pipeline.annotate.encoder import Encoder, Floats, Window
from pipeline.annotate.pieces import Pieces
from pipeline.batch.clock import Clock
from pipeline.record import Record


class TorchEncoder(Encoder):
    """The encoder before quantization, through torch."""

    def __init__(self, path: str | Path, checkpoint: Path) -> None:
        from pipeline.training.encoder_export import load_checkpoint

        super().__init__(path, batch_pieces=1)
        self.network = load_checkpoint(checkpoint).eval()

    def _run(self, rows: list[Window], length: int, found: Any) -> list[Floats]:
        import torch

        (window,) = rows
        piece: Pieces = found[window.text]
        ids = torch.tensor([[0, *(int(id) for id in piece.ids[window.start : window.end]), 2]])
        with torch.inference_mode():
            outputs = self.network(ids, torch.ones_like(ids))
        return [
            output.float().reshape(output.shape[0], output.shape[1], -1).numpy()
            if output.dim() > 2
            else output.float().numpy()
            for output in outputs
        ]


def load(config: Path, checkpoint: Path | None) -> tuple[Any, Any]:
    """Return the plain stanza pipeline of a .cfg, and its spaCy components with the entity model unbatched."""
    import stanza

    import pipeline
    from pipeline.annotate.load import model_components

    nlp = pipeline.load(config)
    components = model_components(nlp)
    path = components["stanza"].path
    processors = "tokenize,mwt,pos,lemma"
    plain = stanza.Pipeline(
        "id", dir=str(path), processors=processors, download_method=None, use_gpu=False, verbose=False
    )
    if "entities" in components:
        entities = components["entities"]
        entities._model = (
            TorchEncoder(entities.path, checkpoint) if checkpoint else Encoder(entities.path, batch_pieces=1)
        )
    return nlp, plain


def annotate(nlp: Any, plain: Any, id: str, text: str, clock: Clock) -> str:
    """Return the JSON line of one document."""
    from pipeline.annotate.stanza import Words, add_sentence, make_doc

    began = time.perf_counter()
    found = Words()
    for sentence in plain(text).sentences:
        add_sentence(found, sentence, shift=0, text=text)
    doc = make_doc(nlp.make_doc(text), found)
    began = _lap(clock, "stanza", began)
    for name in ("entities", "categories"):
        if nlp.has_pipe(name):
            doc = nlp.get_pipe(name)(doc)
            began = _lap(clock, name, began)
    import msgspec

    line = json.dumps(msgspec.to_builtins(Record.from_doc(doc, id=id)), ensure_ascii=False)
    _lap(clock, "json.dumps", began)
    return line


def _lap(clock: Clock, name: str, began: float) -> float:
    now = time.perf_counter()
    clock.add(name, now - began)
    return now


def main(config: str, documents: str, checkpoint: str | None = None) -> None:
    """Annotate a .jsonl of documents and print what it took."""
    nlp, plain = load(Path(config), Path(checkpoint) if checkpoint else None)
    annotate(nlp, plain, "", "Wali kota membuka pasar itu pada Rabu pagi.", Clock())
    clock, loaded = Clock(), time.time()
    with Path(documents).open(encoding="utf-8") as lines, Path(os.devnull).open("w", encoding="utf-8") as out:
        for line in lines:
            document = json.loads(line)
            out.write(annotate(nlp, plain, document["id"], document["text"], clock) + "\n")
    told = {
        "seconds": time.time() - loaded,
        "loaded": loaded,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "stages": clock.rounded(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A component that does what the document's text asks for. Found by worker processes through its entry point."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc


def obey(doc: Doc) -> Doc:
    """Do as the first word says: hang, grow, die, or die once for each step left in a file."""
    first, *rest = doc.text.split()
    if first == "MACET":
        time.sleep(600)
    elif first == "RAKUS":
        kept = []
        while True:
            kept.append(bytearray(b"x") * (16 << 20))
            time.sleep(0.01)
    elif first == "RUSAK":
        raise ValueError("rusak")
    elif first == "SESAK":
        raise MemoryError("sesak")
    elif first == "MATI":
        os.kill(os.getpid(), signal.SIGKILL)
    elif first == "MATI-SEKALI":
        flag = Path(rest[0])
        if not flag.exists():
            flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return doc


@Language.factory("warta_faults", default_config={"seconds": 0.0})
def create(nlp: Language, name: str, seconds: float) -> object:
    """Make the component; it also takes ``seconds`` for every document."""

    def component(doc: Doc) -> Doc:
        time.sleep(seconds)
        return obey(doc)

    return component

"""Stands before trafilatura on the path of some tests: does to the process what the page asks for."""

from __future__ import annotations

import os
import signal
import time
from types import SimpleNamespace


def bare_extraction(data: bytes, **_: object) -> object:
    """Return the page as its own article, unless it says to hang, to die or to raise."""
    text = data.decode()
    if "MACET" in text:
        time.sleep(600)
    elif "MATI" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    elif "RUSAK" in text:
        raise ValueError("rusak")
    return SimpleNamespace(text=text, as_dict=dict)

"""Sign-off initials at the end of a story line: "… 29.770 tenaga kerja. (duh)"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from pipeline.text.shape import INITIALS

AFTER_STOP = re.compile(rf"[.?!…”\"’)\]](?:\s*)(?P<initials>{INITIALS})$")
REACH = 60


class Piece(Protocol):
    """What has offsets and a kind, such as ``blocks.Block``."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...


def signoffs(text: str, blocks: Iterable[Piece]) -> list[tuple[int, int]]:
    """Return (start, end) of the initials that close a body block after its last full stop, brackets included."""
    found = []
    for block in blocks:
        if block.kind == "body" and text[block.start : block.end].endswith((")", "]")):
            at = max(block.start, block.end - REACH)
            if match := AFTER_STOP.search(text[at : block.end]):
                found.append((at + match.start("initials"), block.end))
    return found

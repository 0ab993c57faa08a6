"""Cut a copied page into blocks: title, breadcrumb, caption, byline, promo and body.

Portal text glued into a line is cut off by its wording (``glued``). The kinds of the lines come from a small linear model
(``block_model``) over their shape, wording (``block_signs``), place and neighbours (``block_context``) and what they share
with the story (``block_story``), learnt from `corpus/blocks/train` by ``python -m pipeline train blocks``. In doubt a line
is body: losing story is worse than keeping noise.

Measured on the held-out portals of `corpus/blocks/test` (72 pages, 47,482 characters, sha256:cf95cc2e3bb5):
93.17 % of the characters right, body recall 98.12 %, promo recall 82.2 %; below the aims of 98 and 99.5.
On the 216 train portals, each read with weights learnt from other folds of them (`evaluate blocks --split train --folds 4`):
93.47 % of the characters, body recall 99.51 %.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.text import block_model, glued, lines
from pipeline.text.block_context import page_features
from pipeline.text.block_features import Piece
from pipeline.text.block_model import KINDS, Weights

__all__ = ["KINDS", "Block", "pieces", "read_blocks"]


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the text, or a piece of one where portal text is glued to it; ``text[start:end]`` has no blank edge."""

    start: int
    end: int
    kind: str


def read_blocks(text: str, *, weights: Weights | None = None) -> list[Block]:
    """Return the blocks of ``text`` in order; every character that is not white space lies in exactly one.

    ``weights`` are those shipped where none are given. A text of one line is body but for glued portal text.
    Linear in the length of the text.
    """
    spans, page = pieces(text)
    if len(page) == 1:
        return [Block(*spans[0], "body")]
    kinds = block_model.kinds(page_features(page), weights or block_model.shipped())
    return [Block(*span, piece.kind or kind) for span, piece, kind in zip(spans, page, kinds, strict=True)]


def pieces(text: str) -> tuple[list[tuple[int, int]], list[Piece]]:
    """Return the (start, end) of the lines of ``text``, cut where portal text is glued, and what is known of each."""
    spans: list[tuple[int, int]] = []
    page: list[Piece] = []
    above = 0
    for start, end in lines.visible(text):
        cut = glued.pieces(text[start:end])
        gap = text.count("\n", above, start) > 1
        above = end
        for number, (left, right, kind) in enumerate(cut):
            spans.append((start + left, start + right))
            kept = kind if len(cut) > 1 else None
            page.append(Piece(text[start + left : start + right], gap=gap and number == 0, kind=kept, cut=len(cut) > 1))
    return spans, page

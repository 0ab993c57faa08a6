"""From a string to its spans: blocks, sign-offs, quotes and roles. Imports neither spaCy nor torch."""

from __future__ import annotations

from pipeline.text.blocks import Block, read_blocks
from pipeline.text.judges import JudgeSpan, judge_spans
from pipeline.text.quotes import Quote, read_quotes
from pipeline.text.signoffs import signoffs
from pipeline.text.speakers import Speaker

__all__ = ["Block", "JudgeSpan", "Quote", "Speaker", "judge_spans", "read_blocks", "read_quotes", "signoffs"]

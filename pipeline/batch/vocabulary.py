"""Keep spaCy's vocabulary small over any number of documents.

A memory zone takes the words of a batch out of spaCy's tables but leaves their cells behind, and a table that runs out of
cells doubles: it grows by 16 bytes for every distinct word of the run. Made anew between shards, it does not.
"""

from __future__ import annotations

from typing import Any


def compact(vocab: Any) -> None:
    """Make the tables of a spaCy ``Vocab`` anew, with what was there before the first document. No Doc may be alive.

    Lexemes that somebody made outside of a batch, with settings of their own, are kept: then only the strings are.
    """
    vocab.strings.from_bytes(vocab.strings.to_bytes())
    if next(iter(vocab), None) is not None:
        return
    getters = dict(vocab.lex_attr_getters)  # from_bytes may wrap one of them again each time
    apart = ("strings", "vectors", "lookups")
    vocab.from_bytes(vocab.to_bytes(exclude=apart), exclude=apart)
    vocab.lex_attr_getters = getters

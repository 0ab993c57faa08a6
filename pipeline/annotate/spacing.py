"""From word offsets to spaCy's words and spaces, so that the Doc's text is the input to the last character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Spaced:
    """The arguments ``words`` and ``spaces`` of a Doc; ``index`` tells which span a word is, None for what stands between."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    index: list[int | None] = field(default_factory=list)

    def add(self, text: str, index: int | None) -> None:
        self.words.append(text)
        self.spaces.append(False)
        self.index.append(index)

    def add_gap(self, gap: str) -> None:
        """Add what stands between two spans: its first blank hangs on the word before, the rest is a word of its own."""
        if gap.startswith(" ") and self.words:
            self.spaces[-1] = True
            gap = gap[1:]
        if gap:
            self.add(gap, None)


def spaced(text: str, spans: Iterable[tuple[int, int]]) -> Spaced:
    """Return the words and spaces of ``text`` for ascending, disjoint (start, end) spans.

    >>> spaced("Ini  buku.", [(0, 3), (5, 9), (9, 10)]).words
    ['Ini', ' ', 'buku', '.']
    """
    found = Spaced()
    at = 0
    for number, (start, end) in enumerate(spans):
        found.add_gap(text[at:start])
        found.add(text[start:end], number)
        at = end
    found.add_gap(text[at:])
    return found

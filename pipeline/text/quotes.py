"""Quotations of a text, direct and reported, with their speakers and cues, in the sense of the annotation guide."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.text import direct, indirect, marks
from pipeline.text import sentences as splitter
from pipeline.text.blocks import Block, read_blocks
from pipeline.text.lines import visible
from pipeline.text.names import Cast
from pipeline.text.signoffs import signoffs
from pipeline.text.speakers import Said, Scene, Speaker

STORY = ("title", "body")


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said: ``text[start:end]``, with its marks when direct; ``cue`` as written, None where there is none."""

    start: int
    end: int
    direct: bool
    speaker: Speaker | None
    cue: str | None


def story_lines(text: str, blocks: Sequence[Block] | None = None) -> list[tuple[int, int]]:
    """Return the lines of the title and body blocks without sign-off initials."""
    found = read_blocks(text) if blocks is None else blocks
    ends = {end: start for start, end in signoffs(text, found)}
    kept = []
    for block in found:
        if block.kind in STORY:
            story = text[block.start : ends.get(block.end, block.end)]
            kept += [(block.start + start, block.start + end) for start, end in visible(story)]
    return kept


def read_quotes(
    text: str,
    *,
    sentences: Sequence[tuple[int, int]] | None = None,
    persons: Iterable[tuple[int, int]] = (),
    cast: Cast | None = None,
    blocks: Sequence[Block] | None = None,
) -> list[Quote]:
    """Return the quotations in text order.

    ``sentences`` default to those of a rule splitter, ``blocks`` to ``read_blocks(text)``. ``persons`` are known spans of
    personal names, to which those guessed by shape are added; a ``cast`` made already replaces them.
    """
    lines = story_lines(text, blocks)
    spans = (
        [span for start, end in lines for span in splitter.within(text, start, end)] if sentences is None else sentences
    )
    stretches = [_from_sentence(marked, spans) for marked in marks.pairs(text, lines)]
    scene = Scene(
        text,
        sentences=_cut(text, spans, stretches),
        cast=cast if cast is not None else Cast(text, persons=persons),
        speech=[(marked.start, marked.end) for marked in stretches],
    )
    return sorted(_read(scene, stretches), key=lambda quote: (quote.start, quote.end))


def _cut(
    text: str, sentences: Sequence[tuple[int, int]], stretches: Sequence[marks.Marked]
) -> Sequence[tuple[int, int]]:
    """Cut the sentences where a marked stretch begins behind a full stop: 'Dana cair. " Kemarin …,"'."""
    cuts = [
        marked.start
        for marked in stretches
        if marked.opened and text[max(0, marked.start - 3) : marked.start].rstrip()[-1:] in tuple(".?!")
    ]
    kept: list[tuple[int, int]] = []
    for start, end in sentences if cuts else ():
        for at in cuts[bisect_right(cuts, start) : bisect_right(cuts, end - 1)]:
            kept.append((start, start + len(text[start:at].rstrip())))
            start = at
        kept.append((start, end))
    return kept if cuts else sentences


def _from_sentence(marked: marks.Marked, sentences: Sequence[tuple[int, int]]) -> marks.Marked:
    """Let a stretch without an opening mark begin with its last sentence."""
    if marked.opened:
        return marked
    number = bisect_right(sentences, marked.end - 1, key=lambda span: span[0]) - 1
    return replace(marked, start=max(marked.start, sentences[number][0])) if number >= 0 else marked


def _read(scene: Scene, stretches: Sequence[marks.Marked]) -> Iterable[Quote]:
    """Read sentences and marked stretches in text order, so that every pronoun sees what stands before it."""
    waiting = list(stretches)
    previous: tuple[marks.Marked, direct.Attribution] | None = None
    speech_end = -1
    for start, end in scene.sentences:
        while waiting and waiting[0].start < end:
            marked = waiting.pop(0)
            found = direct.attribution(scene, marked, previous)
            if found is not None:
                direct.remember(scene, marked, found)
                previous = (marked, found)
                speech_end = max(speech_end, marked.end, found.at)
                yield Quote(marked.start, marked.end, True, found.speaker, found.cue)
        if start < speech_end:
            continue
        for speech in indirect.reported(scene, start, end):
            scene.said.append(Said(speech.start, speech.end, speech.at, speech.speaker))
            yield Quote(speech.start, speech.end, False, speech.speaker, speech.cue)

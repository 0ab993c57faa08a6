"""Records as CoNLL-U: one sentence a block, multiword tokens restored as ranges.

Passes the validator of Universal Dependencies at level 1, and at level 2 where a parser ran. For that, forms are
composed (Unicode NFC) and white space inside a word is one no-break space: offsets are in the records, not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import normalize

from pipeline.record import Record, Sentence, Token

EMPTY = "_"


def documents(records: Iterable[Record]) -> Iterator[Iterator[str]]:
    """Yield the lines of each record, with names of sentences that are unique though ids were given twice."""
    taken: set[str] = set()
    for record in records:
        plain = name = _name(record.id)
        again = 1
        while name in taken:
            again += 1
            name = f"{plain}-{again}"
        taken.add(name)
        yield lines(record, name=name)


def lines(record: Record, *, name: str | None = None) -> Iterator[str]:
    """Yield the CoNLL-U lines of one record, without line ends; an empty line closes every sentence.

    ``name`` begins the sentences' names instead of the id. A record without tokens has no lines.
    """
    name = _name(record.id) if name is None else name
    head = [f"# newdoc id = {_one_line(record.id)}"]
    for number, sentence in enumerate(record.sentences, 1):
        if sentence.tokens:
            for line in (*head, f"# sent_id = {name}-s{number}", *sentence_lines(sentence), ""):
                yield normalize("NFC", line)
            head = []


def sentence_lines(sentence: Sentence) -> Iterator[str]:
    """Yield the ``# text`` line and the rows of one sentence."""
    groups = list(_groups(sentence.tokens))
    surfaces = ["".join(_form(token) for token in group) for group in groups]
    ends = [group[-1].end for group in groups]
    glued = [end == group[0].start for end, group in zip(ends, groups[1:], strict=False)] + [False]
    yield "# text = " + "".join(s + ("" if tight else " ") for s, tight in zip(surfaces, glued, strict=True)).rstrip()
    number = 0
    for group, surface, tight in zip(groups, surfaces, glued, strict=True):
        misc = "SpaceAfter=No" if tight else EMPTY
        if len(group) > 1:
            yield "\t".join([f"{number + 1}-{number + len(group)}", surface, *[EMPTY] * 7, misc])
            misc = EMPTY
        for token in group:
            number += 1
            yield _row(number, token, misc)


def _groups(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Yield the words of each surface token: a word marked "B" with the words marked "I" behind it, else one word."""
    group: list[Token] = []
    for token in tokens:
        if group and token.mwt != "I":
            yield group
            group = []
        group.append(token)
    if group:
        yield group


def _row(number: int, token: Token, misc: str) -> str:
    head = EMPTY if token.head is None else str(token.head + 1)
    cells = [str(number), _form(token), _one_line(token.lemma or EMPTY), token.upos or EMPTY, token.xpos or EMPTY]
    return "\t".join([*cells, _feats(token.feats), head, token.deprel or EMPTY, EMPTY, misc])


def _feats(feats: str | None) -> str:
    return "|".join(sorted(feats.split("|"), key=str.lower)) if feats else EMPTY


def _form(token: Token) -> str:
    return "\u00a0".join(token.text.split()) or EMPTY


def _one_line(text: str) -> str:
    return " ".join(text.split()) or EMPTY


def _name(id: str) -> str:
    """Return an id as a name that CoNLL-U allows: no white space, and no slash, which it keeps for parallel texts."""
    return "_".join(normalize("NFC", id).split()).replace("/", "_") or EMPTY

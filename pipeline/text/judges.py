"""Who assesses: persons introduced as judges, and the sentences in which a judge speaks or is the subject.

A judge is whoever assesses the entries of an award, contest or inspection; officials who praise, auditors and referees
are none. Nouns and connectives are language facts (`assessors.tsv`, `assessor_links.tsv`, `sentence_openers.tsv`).

Measured on `corpus/quotes/judges/test` (19 articles, 51 judges, split before any code had read them) from the bare text,
names guessed by shape: precision 91.2 and recall 60.8 % of the persons, 67.2 % of their 67 later mentions by surname, first
name or nickname known as a judge's; before the rules 86.4, 37.3 and 41.8. The 7 articles of
`b.txt`, scored only at the end: 100, 68.4 and 73.1. Ways to introduce a judge are many: on `judges/train`, worked from,
recall is 98.2 %, but 46 and 60 % at first sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline import language
from pipeline.text import sentences as splitter
from pipeline.text.capitals import nouns as person_nouns
from pipeline.text.judges_named import TOLD, named_in
from pipeline.text.judges_nouns import PREPOSITION, VERB, assessings_in, has_verb, nouns_in, without_heads
from pipeline.text.names import Cast, Mention
from pipeline.text.quotes import Quote, read_quotes


@dataclass(frozen=True, slots=True)
class JudgeSpan:
    """A sentence, whether a judge speaks in it or is its subject, and what shows it.

    ``evidence`` is "noun" (a bare "dewan juri"), "name" (a judge by full or short name), "pronoun" (going on from a
    judge), "quote" (inside or around a judge's quotation), "continued" ("Misalnya …" after a judge), else "".
    """

    start: int
    end: int
    judge: bool
    evidence: str = ""


def judges_of(text: str, cast: Cast, *, sentences: Iterable[tuple[int, int]]) -> set[str]:
    """Return the full names of the persons whom the text introduces as judges."""
    nouns = nouns_in(text)
    doings = assessings_in(text) if nouns else []
    found: set[str] = set()
    told = 0
    for start, end in sentences if nouns else ():
        here = [(left, right) for left, right in nouns if start <= left and right <= end]
        doing = [(left, right) for left, right in doings if start <= left and right <= end]
        told = TOLD if here or doing else told - 1
        if here or doing or told > 0:
            people = [m for m in cast.within(start, end) if m.person and not _is_inside_name(text, start, m)]
            found.update(mention.name for mention in named_in(text, (start, end), here, doing, people, told=told))
    return found


def _is_inside_name(text: str, start: int, mention: Mention) -> bool:
    """Tell whether the mention is a word of a longer name that is no person's: "juri Kontes Suara Cilik"."""
    words = text[start : mention.start].split()[1:]
    if not words or " " in text[mention.start : mention.end] or text[mention.start - 1] != " ":
        return False
    return words[-1][0].isupper() and words[-1][-1].isalpha() and words[-1].casefold() not in person_nouns()


def judge_spans(
    text: str,
    *,
    sentences: Sequence[tuple[int, int]] | None = None,
    persons: Iterable[tuple[int, int]] = (),
    cast: Cast | None = None,
    quotes: Sequence[Quote] | None = None,
) -> list[JudgeSpan]:
    """Return one JudgeSpan a sentence, in order.

    ``sentences`` default to those of a rule splitter, ``quotes`` to ``read_quotes``. ``persons`` are known spans of personal
    names, to which those guessed by shape are added; a ``cast`` made already replaces them.
    """
    spans = list(sentences) if sentences is not None else splitter.split(text)
    nouns = nouns_in(text)
    if not nouns:
        return [JudgeSpan(start, end, False) for start, end in spans]
    cast = cast if cast is not None else Cast(text, persons=persons)
    names = judges_of(text, cast, sentences=spans)
    said = read_quotes(text, sentences=spans, cast=cast) if quotes is None else quotes
    found: list[JudgeSpan] = []
    for start, end in spans:
        evidence = _evidence(text, start, end, cast=cast, nouns=nouns, names=names, quotes=said)
        if not evidence and found and found[-1].judge and start - found[-1].end <= 2:
            evidence = _going_on(text, start, end, cast=cast, same_line="\n" not in text[found[-1].end : start])
        found.append(JudgeSpan(start, end, bool(evidence), evidence))
    return found


def _evidence(
    text: str,
    start: int,
    end: int,
    *,
    cast: Cast,
    nouns: Sequence[tuple[int, int]],
    names: set[str],
    quotes: Sequence[Quote],
) -> str:
    speakers = [quote.speaker for quote in quotes if quote.start < end and start < quote.end]
    if any(who is not None and _is_judge(who.start, who.end, who.name, nouns, names) for who in speakers):
        return "quote"
    subject = _subject(text, start, end, cast=cast, nouns=nouns)
    if isinstance(subject, Mention):
        return "name" if subject.name in names else ""
    return "noun" if subject else ""


def _is_judge(start: int, end: int, name: str, nouns: Sequence[tuple[int, int]], names: set[str]) -> bool:
    return name in names or any(start <= left and right <= end for left, right in nouns)


def _subject(
    text: str, start: int, end: int, *, cast: Cast, nouns: Sequence[tuple[int, int]]
) -> Mention | tuple[int, int] | None:
    """Return the first name or assessor noun that stands where a subject stands."""
    candidates: list[tuple[int, Mention | tuple[int, int]]] = [
        (mention.start, mention) for mention in cast.within(start, end) if mention.person
    ]
    candidates += [(left, (left, right)) for left, right in nouns if start <= left and right <= end]
    for at, candidate in sorted(candidates, key=lambda pair: pair[0]):
        if _may_be_subject(text[start:at]):
            return candidate
    return None


def _may_be_subject(before: str) -> bool:
    """Tell whether what stands before it in the sentence leaves the place of the subject open."""
    plain = before.lstrip("\"“”„'‘’(- ").rstrip()
    bare = without_heads(plain)
    if PREPOSITION.search(bare) and not bare.endswith(","):
        return False
    if not bare or bare.casefold() in language.words("sentence_openers") or bare.casefold() == "menurut":
        return True
    if bare.endswith(","):
        return not _has_subject(bare)
    said = re.search(r"[\"”’'],? (?:\w+(?:nya)?) (?:[\w.]+ ){0,3}$", before)
    return said is not None


def _has_subject(before: str) -> bool:
    """Tell whether a clause with its own subject stands before the comma: a capital or a pronoun, then a verb."""
    head = before.split(" ", 1)[0].strip(",").casefold()
    if head in language.words("verb_lookalikes") or not before:
        return False
    return has_verb(before) and VERB.match(before.casefold()) is None


def _going_on(text: str, start: int, end: int, *, cast: Cast, same_line: bool) -> str:
    """Return the evidence that the sentence goes on from a judge's: a pronoun as subject, or an example or reason."""
    sentence = text[start:end].lstrip("\"“”„'‘’")
    words = sentence.split()
    opener = language.mapping("sentence_openers", "phrase", "continues")
    for size in (4, 3, 2, 1, 0):
        phrase = " ".join(words[:size]).rstrip(",").casefold()
        if size == 0 or phrase in opener:
            following = words[size].casefold().strip(",") if len(words) > size else ""
            if following in language.words("person_pronouns"):
                return "pronoun"
            if size and opener[phrase] == "yes" and same_line:
                return "continued"
    return ""

"""Who assesses: persons introduced as judges, and the sentences in which a judge speaks or is the subject.

A judge is whoever assesses the entries of an award, contest or inspection; officials who praise, auditors and referees
are none. Nouns and connectives are language facts (`assessors.tsv`, `group_heads.tsv`, `sentence_openers.tsv`).

Measured on the marked judges of `corpus/quotes/train` (94 articles, 27 judges) from the bare text, on which it was worked
out: precision 88.9 and recall 88.9 % of the persons; 83.3 % of their later mentions by a short name are known as a judge's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline import language
from pipeline.text import sentences as splitter
from pipeline.text.names import Cast, Mention
from pipeline.text.quotes import Quote, read_quotes

PREPOSITION = re.compile(
    r"\b(?:depan|hadapan|kepada|pada|oleh|dengan|dari|bagi|terhadap|untuk|ke|di|antara|bersama|para)\s*$", re.IGNORECASE
)
MARKER = re.compile(
    r"^[^.;]{0,60}?\b(?:yakni|yaitu|ialah|antara lain|terdiri (?:dari|atas)|beranggotakan|di antaranya)\b",
    re.IGNORECASE,
)
HEADED = re.compile(
    r"^[^.;,]{0,50}?\b(?:diketuai|dipimpin|dikepalai|dikoordinatori|dikoordinasi)\b(?: oleh)?", re.IGNORECASE
)
VERB = re.compile(r"\b(?:me[a-z]{3,}|ber[a-z]{3,}|di[a-z]{4,}|ter[a-z]{3,}|akan|telah|sudah|hadir|datang|ingin)\b")
BEFORE_NOUN = re.compile(
    r"^(?:,| \(|,? (?:yang (?:juga )?(?:menjadi|bertindak sebagai|merupakan)|selaku|sebagai|adalah|menjadi|yang juga))"
    r" ?(?:[a-z]+ ){0,2}$"
)
LINK = 80


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


@cache
def _nouns(*, contest: bool) -> re.Pattern[str]:
    forms = [row["noun"] for row in language.table("assessors") if contest or row["always"] == "yes"]
    joined = "|".join(form.replace(" ", r"\s+") for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"\b(?:{joined})\b", re.IGNORECASE)


@cache
def _contest() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(language.words('contest_words')))})\b", re.IGNORECASE)


def nouns_in(text: str) -> list[tuple[int, int]]:
    """Return the spans of the assessor nouns of ``text``; ambiguous ones only where the text tells of a contest."""
    return [match.span() for match in _nouns(contest=_contest().search(text) is not None).finditer(text)]


def has_verb(text: str) -> bool:
    """Tell whether a word of ``text`` looks like a predicate."""
    return any(match[0] not in language.words("verb_lookalikes") for match in VERB.finditer(text))


def judges_of(text: str, cast: Cast, *, sentences: Iterable[tuple[int, int]]) -> set[str]:
    """Return the full names of the persons whom the text introduces as judges."""
    nouns = nouns_in(text)
    found: set[str] = set()
    for start, end in sentences:
        people = [mention for mention in cast.within(start, end) if mention.person]
        for left, right in nouns:
            if start <= left and right <= end:
                found.update(mention.name for mention in _introduced(text, left, right, people))
    return found


def _introduced(text: str, left: int, right: int, people: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that the noun ``text[left:right]`` introduces."""
    after = [mention for mention in people if mention.start >= right]
    before = [mention for mention in people if mention.end <= left]
    rest = text[right : after[-1].start] if after else ""
    for pattern, many in ((MARKER, True), (HEADED, False)):
        if (match := pattern.match(rest)) and (
            many is False or not has_verb(match[0].rpartition(" ")[0].replace("terdiri", ""))
        ):
            listed = [mention for mention in after if mention.start >= right + match.end()]
            return listed if many else listed[:1]
    found = [after[0]] if after and _is_apposition(text, left, right, after[0]) else []
    if before and _stands_for(text, before[-1], left, right):
        found.append(before[-1])
    return found


def _is_apposition(text: str, left: int, right: int, mention: Mention) -> bool:
    """Tell whether the name after the noun is the judge: "juri lainnya A", "Ketua tim juri, A, …"."""
    gap = text[right : mention.start]
    if len(gap) > LINK or re.search(r"[;:!?\"“”]", gap) or has_verb(gap) or re.search(r"\b(?:dan|serta)\b", gap):
        return False
    if "," not in gap:
        return True
    closed = re.match(r"\s?[,(]", text[mention.end :]) is not None
    return closed or PREPOSITION.search(_without_heads(text[max(0, left - 60) : left])) is None


def _without_heads(before: str) -> str:
    words = before.rstrip().split(" ")
    while words and words[-1].casefold() in language.words("group_heads") - {"menurut"}:
        words.pop()
    return " ".join(words)


def _stands_for(text: str, mention: Mention, left: int, right: int) -> bool:
    """Tell whether the noun after the name tells what the person is: "A, ketua tim juri, …", "A selaku juri"."""
    gap = text[mention.end : left]
    if (
        len(gap) > LINK
        or not BEFORE_NOUN.match(gap)
        or has_verb(gap.replace("menjadi", "").replace("bertindak", "").replace("merupakan", ""))
    ):
        return False
    if gap[0] != "," or len(gap) > 2 + max(len(head) for head in language.words("group_heads")) * 2:
        return True
    tail = re.match(r"[^.;,)\"”]{0,60}(?=[,.)])", text[right:])
    source = re.search(
        r"\b(?:menurut|kata|ujar)\s+(?:[\w.]+ ){0,4}$", text[max(0, mention.start - 40) : mention.start], re.IGNORECASE
    )
    return tail is not None and source is None and not has_verb(tail[0])


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
    bare = _without_heads(plain)
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

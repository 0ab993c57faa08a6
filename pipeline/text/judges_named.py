"""Whom an assessor noun introduces: "juri lainnya A", "ketua tim juri, A, …", "juri terdiri atas A dan B", "A selaku juri".

The links between noun and names are language facts (`assessor_links.tsv`). Officials who praise, auditors, referees and
whoever stands before a panel are no judges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Protocol, TypeVar

from pipeline import language
from pipeline.text import cues
from pipeline.text.capitals import kind
from pipeline.text.judges_nouns import PREPOSITION, VERB, has_verb, link_words, links, without_heads

BREAK = re.compile(r"[;:!?\"“”]|\.(?=[A-Z])")
JOINED = re.compile(r",? (?:dan|serta) ")
JOINT = re.compile(r",|\b(?:dan|serta)\b")
BRACKETS = re.compile(r"\([^()]*\)")
RELATIVE = re.compile(r" (?:[a-z]+ ){0,2}yang [^,;:.]{3,60}, ")
CLOSED = re.compile(r"\s?[,()]|\.(?=\s|$)")
SHUT = re.compile(r"\s?[,(]")
COLON = re.compile(r"[^.;,:]{0,40}:")
OPENED = re.compile(r" \((?=[A-Z])")
TAIL = re.compile(r"[^.;,)\"”]{0,60}(?=[,.)])")
SOURCE = re.compile(r"\bmenurut\s+(?:[\w.]+ ){0,4}$", re.IGNORECASE)
FORMER = re.compile(r"\bmantan (?:\w+ ){0,2}$", re.IGNORECASE)
OTHERS = re.compile(r" lain(?:nya)?\b")
CLAUSE = re.compile(r"[.?!,;:()\"“”\n]")
LINK = 80
NEAR = 60
LONG_WORD = 4
TOLD = 4


class Spot(Protocol):
    """A name in the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Span = tuple[int, int]
Name = TypeVar("Name", bound=Spot)


@cache
def _marker() -> re.Pattern[str]:
    return re.compile(rf"[^.;]{{0,{NEAR}}}?\b(?P<link>{links('list', 'equals')})(?!\w)", re.IGNORECASE)


@cache
def _headed() -> re.Pattern[str]:
    return re.compile(rf"[^.;,]{{0,50}}?\b(?:{links('head')})\b(?: oleh)?", re.IGNORECASE)


@cache
def _followed() -> re.Pattern[str]:
    """Match what leads from a panel's head to its members: "diketuai A dengan anggota B dan C"."""
    return re.compile(rf"[^;:]{{0,40}}\b(?:{links('list')})\b[^;:]{{0,40}}")


@cache
def _stands() -> re.Pattern[str]:
    """Match what may stand between a name and the noun that tells what the person is."""
    copula = rf"(?:(?:{links('duty')}) )?(?:{links('copula')})"
    seat = rf"(?:{links('sits')}) (?:{links('seat')})"
    parts = (
        rf"(?P<told>(?:, [^,.;:]{{3,60}} yang|,? yang|,)? ?(?:juga )?(?:{copula}|{seat}))",
        r",? yang juga",
        r", (?:[a-z]+ ){1,3}(?:sekaligus|yang juga)",
        r", juga",
        r" dari [^,.;:]{3,60},",
        r", satu (?:dari|di antara)(?: \w+)?",
        r",",
        r" \(",
    )
    return re.compile(rf"(?:{'|'.join(parts)}) ?(?P<role>(?:[a-z]+ ){{0,3}})")


@cache
def _in_company() -> re.Pattern[str]:
    return re.compile(rf",? (?:{links('company')}) (?P<role>(?:[a-z]+ ){{0,3}})")


@cache
def _doing() -> re.Pattern[str]:
    """Match what leads from an assessment to who does it: "penjurian dipimpin", "penilaian dilakukan oleh"."""
    return re.compile(rf"[^.;,]{{0,40}}?\b(?P<link>{links('head', 'done')})\b(?: oleh)?", re.IGNORECASE)


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"(?:,? yang|, [^,.;:]{{3,60}} yang)? (?:(?:{links('duty')}) )?(?:{links('leads')}) ")


@cache
def _taken_up() -> re.Pattern[str]:
    """Match "Ketiganya adalah …" at the head of a sentence."""
    link = rf"(?: (?:{links('equals', 'list')})|, (?:{links('list')}))\b"
    return re.compile(rf"(?:{links('members')}){link}|{_rest().pattern}", re.IGNORECASE)


@cache
def _rest() -> re.Pattern[str]:
    return re.compile(rf"(?:{cues.alternatives(frozenset(_digits()))})(?: orang| juri)? lain(?:nya)?\b", re.IGNORECASE)


@cache
def _digits() -> dict[str, int]:
    return {row["form"]: int(row["value"]) for row in language.table("number_words") if row["role"] == "digit"}


@cache
def _own_offices() -> frozenset[str]:
    """Return the offices that make the bearer somebody beside the panel."""
    return (kind("office") | kind("regional")) - language.words("assessors") - language.words("occupations")


@cache
def _spoken() -> frozenset[str]:
    return cues.cues("after") | cues.cues("source") | cues.cues("passive")


def is_headline(sentence: str) -> bool:
    """Tell whether the sentence has no stop and most of its words in capitals, so that no case shows where a name ends."""
    words = [word for word in sentence.split() if len(word) >= LONG_WORD]
    stopped = sentence.rstrip("\"”’' )")[-1:] in tuple(".?!")
    return not stopped and sum(word[0].isupper() for word in words) * 2 > len(words)


def named_in(
    text: str,
    sentence: Span,
    nouns: Sequence[Span],
    doings: Sequence[Span],
    people: Sequence[Name],
    *,
    told: int,
) -> list[Name]:
    """Return those of the names of a sentence that it introduces as judges.

    ``nouns`` are the assessor nouns in it, ``doings`` the assessments; ``told`` is TOLD where it has a noun, less by one
    for every sentence behind one.
    """
    headline = is_headline(text[slice(*sentence)])
    found = [name for noun in nouns for name in introduced(text, *noun, people, told=not headline)]
    if not headline:
        found += [name for doing in doings for name in leading(text, *doing, people)]
    return found or ([] if nouns else members(text, sentence[0], people, near=told == TOLD - 1))


def introduced(text: str, left: int, right: int, people: Sequence[Name], *, told: bool) -> list[Name]:
    """Return those of the names of a sentence that the noun ``text[left:right]`` introduces; in a headline only lists."""
    after = [mention for mention in people if mention.start >= right]
    before = [mention for mention in people if mention.end <= left]
    listed = _listed(text, left, right, after) if after else []
    if not told or _is_former(text, left):
        return listed
    if after and not listed:
        chain = _chain(text, after, size=_size(text, left))
        listed = chain if _is_apposition(text, left, right, chain) else []
    return listed + (_standing(text, before, left, right, others=bool(listed)) if before else [])


def leading(text: str, left: int, right: int, people: Sequence[Name]) -> list[Name]:
    """Return who does the assessment ``text[left:right]``: "penjurian dipimpin A", "A, yang memimpin penjurian, …"."""
    before = [mention for mention in people if mention.end <= left]
    if before and _leading().fullmatch(text, before[-1].end, left):
        return [before[-1]]
    after = [mention for mention in people if mention.start >= right]
    match = _doing().match(text, right, after[0].start) if after else None
    if match is None or has_verb(text[right : match.start("link")]):
        return []
    gap = text[match.end() : after[0].start]
    if len(gap) > NEAR or "," in gap or BREAK.search(gap) or has_verb(gap):
        return []
    return _joined(text, after) if match["link"].casefold() in link_words("done") else after[:1]


def members(text: str, start: int, people: Sequence[Name], *, near: bool) -> list[Name]:
    """Return the names of a sentence that lists the panel of one before: "Ketiganya adalah A dan B", "Dua lainnya A dan B".

    A pronoun takes up only the sentence right before, ``near``.
    """
    match = (_taken_up() if near else _rest()).match(text, start)
    return _joined(text, people) if match and people and people[0].start - match.end() <= LINK else []


def _listed(text: str, left: int, right: int, after: Sequence[Name]) -> list[Name]:
    """Return the members or the head whom a link names behind the noun: "juri terdiri atas …", "diketuai …"."""
    last = after[-1].start
    match = COLON.match(text, right, last) or OPENED.match(text, right, last) or _marker().match(text, right, last)
    if match and not _faces(text, left):
        listed = _joined(text, [mention for mention in after if mention.start >= match.end()])
        link = match.groupdict().get("link", "")
        if _links_panel(text[right : match.end() - len(link)], link, counted=_size(text, left) == len(listed)):
            return listed
    match = _headed().match(text, right, last)
    if match is None or has_verb(match[0].removesuffix(" oleh").rpartition(" ")[0]):
        return []
    headed = [mention for mention in after if mention.start >= match.end()]
    if len(headed) > 1 and _followed().fullmatch(text, headed[0].end, headed[1].start):
        return [headed[0], *_joined(text, headed[1:])]
    return headed[:1]


def _links_panel(gap: str, link: str, *, counted: bool) -> bool:
    """Tell whether a list behind the gap is the panel's, not of what it chose: as many, no verb, or one without object."""
    plain = gap.rstrip(" ,(")
    if counted or not has_verb(plain):
        return True
    if " yang " in f" {plain.lstrip()} "[:NEAR] and link.casefold() in link_words("equals"):
        return True
    return plain.rpartition(" ")[2].startswith("di") and has_verb(plain.rpartition(" ")[2])


def _size(text: str, left: int) -> int:
    """Return how many the numeral before the noun counts, 0 where there is none."""
    word = (text[max(0, left - 20) : left].split() or [""])[-1].strip('"“(').casefold()
    return int(word) if word.isdecimal() else _digits().get(word, 0)


def _joined(text: str, listed: Sequence[Name]) -> list[Name]:
    """Return the mentions up to the first that a verb or a mark parts from the list."""
    kept = list(listed[:1])
    for mention in listed[1:]:
        gap = BRACKETS.sub("", text[kept[-1].end : mention.start])
        if len(gap) > LINK or BREAK.search(gap) or has_verb(gap) or not JOINT.search(gap):
            break
        kept.append(mention)
    return kept


def _chain(text: str, after: Sequence[Name], *, size: int) -> list[Name]:
    """Return the first mention and those joined to it: "dua juri lain, A dan B"; one with an office of its own is not."""
    joined = _joined(text, after)
    if size:
        return joined[: max(1, size)] if len(joined) >= size else joined[:1]
    last = 0
    for number in range(1, len(joined)):
        gap = text[joined[number - 1].end : joined[number].start]
        if len(joined) == 2 and _has_office(gap):
            break
        if JOINED.match(BRACKETS.sub("", gap).replace(" ,", ",")):
            last = number
    return joined[: last + 1]


def _has_office(words: str) -> bool:
    return any(word.strip(".,").casefold() in _own_offices() for word in words.split())


def _is_apposition(text: str, left: int, right: int, chain: Sequence[Spot]) -> bool:
    """Tell whether the names after the noun are the judges: "juri lainnya A", "Ketua tim juri, A, …"."""
    gap = text[right : chain[0].start]
    closed = (CLOSED if len(chain) > 1 else SHUT).match(text, chain[-1].end) is not None
    if closed and RELATIVE.match(gap) and not has_verb(gap.rpartition(",")[2]):
        return True
    if len(gap) > LINK or BREAK.search(gap) or has_verb(gap) or re.search(rf"\b(?:dan|serta|{links('away')})\b", gap):
        return False
    if _faces(text, left) or any(word in _spoken() for word in gap.split()):
        return False
    if "," not in gap:
        return True
    before = text[max(0, left - NEAR) : left]
    bare = without_heads(before)
    modified = bare != before.rstrip() or bool(gap.partition(",")[0].strip())
    return _is_subject(bare, modified=modified, closed=closed) and (closed or PREPOSITION.search(bare) is None)


def _is_subject(bare: str, *, modified: bool, closed: bool) -> bool:
    """Tell whether the words before a panel leave it a phrase of its own: not "Menjawab pertanyaan juri, …".

    ``modified`` panels ("juri lain") and names that end with a comma, ``closed``, may follow a verb or a preposition.
    """
    words = [word.casefold() for word in CLAUSE.split(bare)[-1].split()]
    while words and words[-1] in language.words("group_heads") - {"menurut"}:
        words, modified = words[:-1], True
    if not words or words[-1] in _spoken() | language.words("sentence_openers") or words[-1] in _digits():
        return True
    if words[-1] in link_words("doubled"):
        return True
    opening = cues.clause_words("time") | cues.clause_words("preposition")
    if not modified and words[0] != "menurut" and (words[0] in opening or VERB.fullmatch(words[0])):
        return False
    governed = PREPOSITION.search(words[-1]) is not None or has_verb(words[-1])
    active = words[-1].startswith("me")
    return governed and closed and (modified or not active)


def _faces(text: str, left: int) -> bool:
    """Tell whether somebody meets the panel: "di hadapan dewan juri"; a head of it would be named."""
    before = text[max(0, left - 20) : left]
    return re.search(rf"\b(?:{links('facing')})(?: para)? $", before, re.IGNORECASE) is not None


def _is_former(text: str, left: int) -> bool:
    return FORMER.search(text[max(0, left - 30) : left]) is not None


def _standing(text: str, before: Sequence[Name], left: int, right: int, *, others: bool) -> list[Name]:
    """Return the names that the noun behind them stands for: "A, ketua tim juri, …", "A dan B selaku juri".

    With ``others`` the noun has named judges behind it, so that "A bersama dua juri lain" makes A one too.
    """
    gap = text[before[-1].end : left]
    company = _in_company().fullmatch(gap)
    if company and others and OTHERS.match(text, right) and not without_heads(company["role"]).strip():
        return [before[-1]]
    match = _stands().fullmatch(gap)
    if len(gap) > LINK + NEAR or match is None or without_heads(match["role"]).strip():
        return []
    if not match["told"] and not _is_apposed(text, before[-1], gap, right):
        return []
    return _joined_before(text, before) if match["told"] else [before[-1]]


def _is_apposed(text: str, mention: Spot, gap: str, right: int) -> bool:
    """Tell whether the noun ends a parenthesis behind the name and opens no clause: not "Menurut A, juri menilai …"."""
    if gap[0] != ",":
        return not has_verb(gap)
    tail = TAIL.match(text, right)
    if tail is None or has_verb(tail[0]) or has_verb(gap):
        return False
    source = SOURCE.search(text[max(0, mention.start - 40) : mention.start])
    return source is None or text[tail.end()] == ","


def _joined_before(text: str, before: Sequence[Name]) -> list[Name]:
    """Return the last name and those joined to it by "dan", without bearers of offices: "A, B, dan C selaku juri"."""
    kept = [before[-1]]
    linked = False
    for mention in reversed(before[:-1]):
        gap = BRACKETS.sub("", text[mention.end : kept[0].start])
        linked = linked or re.search(r"\b(?:dan|serta)\b", gap) is not None
        lead = JOINT.split(CLAUSE.split(text[max(0, mention.start - 40) : mention.start])[-1])[-1]
        if not linked or len(gap) > LINK or BREAK.search(gap) or has_verb(gap) or _has_office(lead):
            break
        if not JOINT.search(gap):
            break
        kept.insert(0, mention)
    return kept

"""The clause that an attribution reports: where it begins and ends beside a verb of speech or round a frame."""

from __future__ import annotations

import re
from functools import cache

from pipeline import language
from pipeline.text import cues
from pipeline.text.capitals import nouns

THAT = re.compile(r"[^.;\"“”]{0,80}?\b(?P<that>bahwa,?\s+)")
ASIDE = re.compile(
    r"(?:,? (?:kepada|saat|ketika|di|dalam|pada|usai|seusai|melalui|lewat|senin|selasa|rabu|kamis|jumat|sabtu|minggu)\b[^,.]{0,60}(?=,))?(?P<comma>\s*[,:])?\s*",
    re.IGNORECASE,
)
APPOSITION = re.compile(r"\s*\([^)]{1,40}\)|,\s[^,.]{3,90}(?=,)")
ADDRESSEE = re.compile(r" kepada (?:[A-Z][\w-]*(?: [A-Z][\w-]*)*|(?:para |awak )?[a-z]+) ")
MATTER = re.compile(r"(?:hal|itu)\b(?: (?:itu|ini|tersebut|senada|serupa|yang sama))?")
HEARSAY = re.compile(rf"(?:{cues.alternatives(cues.clause_words('hearsay'))}) (?!itu\b|ini\b|tersebut\b)")
WORD = re.compile(r"[^\W\d_][\w-]*")
REQUEST = re.compile(r",?\s*(?:agar|supaya|untuk)\b")
THEN = re.compile(
    r"\w+ (?:ini|itu) \w+ (?:tengah|sedang|sudah|belum|telah|masih|akan|me[a-z]{3,}|ber[a-z]{3,})\b", re.IGNORECASE
)
LEAST_WORDS = 2
INSIDE_WORDS = 4


def after_verb(text: str, cue: str, at: int, end: int) -> int | None:
    """Return where the speech after a verb begins, None where a noun phrase follows."""
    that = THAT.match(text, at, end)
    if that and not cues.has_predicate(text[at : that.start("that")]):
        return that.end() if word_count(text[that.end() : end]) >= LEAST_WORDS else None
    if REQUEST.match(text, at, end):
        return None
    to = ADDRESSEE.match(text, at, end)
    if to and cues.has_predicate(text[to.end() : end]):
        at = to.end()
    aside = ASIDE.match(text, at, end)
    begin = aside.end() if aside else at
    rest = text[begin:end]
    follows = cues.bare("verb")[cue]
    if word_count(rest) < (1 if follows == "yes" else LEAST_WORDS) or not is_clause(rest):
        return None
    if aside and aside["comma"]:
        return begin if cues.has_predicate("x " + rest) or word_count(rest) > INSIDE_WORDS else None
    if follows == "bahwa" or (follows == "no" and not (cues.has_predicate(rest) and not HEARSAY.match(rest))):
        return None
    return begin


def is_clause(rest: str) -> bool:
    """Tell whether the words behind a verb can be what is said: no "sebaliknya", "hal itu", "dukungannya"."""
    words = WORD.findall(rest.casefold())
    if not words or (words[0] in cues.clause_words("empty") and len(words) <= INSIDE_WORDS):
        return False
    bound = next((place for place, word in enumerate(words) if place and word in cues.clause_words("time")), len(words))
    if MATTER.match(rest):
        return cues.has_predicate(" ".join(words[:bound]))
    if words[0].removesuffix("nya") in cues.clause_words("stance"):
        return any(word in cues.clause_words("predicate") for word in words[1:4])
    return True


def frame(text: str, start: int, left: int, right: int, end: int) -> tuple[int, int] | None:
    """Return the speech round the attribution ``text[left:right]`` in the sentence ``text[start:end]``.

    After an attribution at the head, before one at the end, the whole where it falls inside.
    """
    before = text[start:left].strip(" ,")
    begin = behind(text, right, end, bare=not cues.has_predicate("x " + before))
    if not before or before.casefold() in language.words("sentence_openers"):
        return None if begin is None else (begin, end)
    if begin is not None:
        return start, end
    stop = start + len(text[start:left].rstrip(" ,"))
    return (start, stop) if word_count(before) >= LEAST_WORDS else None


def behind(text: str, at: int, end: int, *, bare: bool) -> int | None:
    """Return where a clause begins after an attribution that ends at ``at``, None where only circumstances follow.

    With ``bare`` what stands before the attribution lacks a predicate, so that anything behind a comma is one.
    """
    while (match := APPOSITION.match(text, at, end)) and not cues.has_predicate("x " + match[0].lstrip(" ,")):
        if cues.has_predicate(match[0]) or match.end() >= end:
            break
        at = match.end()
    rest = text[at:end]
    begin = at + len(rest) - len(rest.lstrip(" ,"))
    clause = text[begin:end]
    first = re.match(r"[\w-]+", clause)
    if (
        first is None
        or word_count(clause) < LEAST_WORDS
        or (first[0].casefold() in cues.clause_words("time") and "," not in clause and not THEN.match(clause))
    ):
        return None
    if bare and begin == at + 2 and first[0] not in cues.clause_words("time") | nouns():
        return begin
    return begin if cues.has_predicate("x " + clause) or word_count(clause) > INSIDE_WORDS else None


def without_setting(text: str, start: int, end: int) -> int:
    """Return the end without when and in what it was said: "…, Rabu (3/4)", "… saat ditemui di kantornya"."""
    match = setting().search(text, start, end)
    return match.start() if match and word_count(text[start : match.start()]) >= LEAST_WORDS else end


@cache
def setting() -> re.Pattern[str]:
    days = cues.alternatives(language.words("weekdays"))
    medium, asked = (cues.alternatives(cues.clause_words(kind)) for kind in ("medium", "asked"))
    date = rf"(?i:{days})(?: \w+)?,? \(\d[^()]*\)"
    return re.compile(
        rf",? (?:saat|ketika|usai|seusai|setelah) (?:{asked})\b[^.]*$"
        rf"|, (?:dalam|melalui|lewat) (?:{medium})\b[^.]*$|,? (?:dalam|melalui|lewat) (?:{medium}) (?:resmi|tertulis|pers)\w*\b[^.]*$"
        rf"|,(?: pada)? {date}(?: \w+)?$"
    )


def without_stop(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1] in ".?!…" or text[end - 1].isspace()):
        end -= 1
    return end


def word_count(text: str) -> int:
    return len(text.split())

"""Reported speech: X mengatakan (bahwa) …; menurut X, …; …, kata X; dikatakan X, …. Requests are no quotations."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline import language
from pipeline.text import cues
from pipeline.text.speakers import Scene, Speaker

THAT = re.compile(r"[^.;\"“”]{0,80}?\bbahwa\s+")
ASIDE = re.compile(
    r"(?:,? (?:kepada|saat|ketika|di|dalam|pada|usai|seusai|melalui|lewat|senin|selasa|rabu|kamis|jumat|sabtu|minggu)\b[^,.]{0,60}(?=,))?(?P<comma>\s*[,:])?\s*",
    re.IGNORECASE,
)
APPOSITION = re.compile(r"\s*\([^)]{1,40}\)|,\s[^,.]{3,90}(?=,)")
REQUEST = re.compile(r",?\s*(?:agar|supaya|untuk)\b")
HEAD = re.compile(rf"(?P<cue>{cues.alternatives(cues.cues('after'))})\b(?P<nya>nya)?", re.IGNORECASE)
ANY_VERB = re.compile(r"\b(?P<cue>(?:me|ber)[a-z]{4,})\s+(?:juga )?bahwa\s+")
HEADLINE_NAME = 60
LEAST_WORDS = 2
INSIDE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Reported:
    """A piece of reported speech, its cue as written and where that stands."""

    start: int
    end: int
    cue: str | None
    at: int
    speaker: Speaker | None


def reported(scene: Scene, start: int, end: int) -> list[Reported]:
    """Return the reported speech of one sentence ``text[start:end]`` that holds no direct speech."""
    stop = _without_stop(scene.text, start, end)
    for read in (_by_source, _by_stem, _by_passive, _by_verb, _by_any_verb, _by_colon):
        if (found := read(scene, start, stop)) is not None:
            return [found]
    return []


def _by_verb(scene: Scene, start: int, end: int) -> Reported | None:
    """Read "X mengatakan, …", "X mengatakan bahwa …", "Ia mengaku …"."""
    text = scene.text
    for match in cues.verb().finditer(text, start, end):
        speech = _after_verb(text, match["cue"], match.end(), end)
        if speech is None:
            continue
        speaker, subject = scene.subject(start, match.start())
        if subject:
            return Reported(speech, end, match["cue"], match.start(), speaker)
    return None


def _by_any_verb(scene: Scene, start: int, end: int) -> Reported | None:
    """Read "X menyoroti bahwa …": any active verb with "bahwa" behind a named person or a pronoun that means one."""
    for match in ANY_VERB.finditer(scene.text, start, end):
        if match["cue"] in cues.clause_words("unsaid"):
            continue
        speaker, _ = scene.subject(start, match.start())
        if speaker is not None and _words(scene.text[match.end() : end]) >= LEAST_WORDS:
            return Reported(match.end(), end, match["cue"], match.start(), speaker)
    return None


def _by_colon(scene: Scene, start: int, end: int) -> Reported | None:
    """Read the headline "Wali Kota: Pasar Rampung Desember"."""
    text = scene.text
    colon = text.find(": ", start, min(end, start + HEADLINE_NAME))
    if colon < 0 or _words(text[colon + 2 : end]) < LEAST_WORDS or scene.holds_mark(colon, end):
        return None
    people = scene.told(start, colon)
    if people and people[-1].end == colon and not cues.has_verb(text[start:colon]):
        speaker: Speaker | None = Speaker(people[-1].start, people[-1].end, people[-1].name)
    else:
        speaker = scene.titled(text[start:colon])
    return Reported(colon + 2, end, None, start, speaker) if speaker is not None else None


def _after_verb(text: str, cue: str, at: int, end: int) -> int | None:
    """Return where the speech after a verb begins, None where a noun phrase follows."""
    that = THAT.match(text, at, end)
    if that and not cues.has_predicate(text[at : that.end() - len("bahwa ")]):
        return that.end() if _words(text[that.end() : end]) >= LEAST_WORDS else None
    if REQUEST.match(text, at, end):
        return None
    aside = ASIDE.match(text, at, end)
    begin = aside.end() if aside else at
    rest = text[begin:end]
    follows = cues.bare("verb")[cue]
    if _words(rest) < (1 if follows == "yes" else LEAST_WORDS) or rest.casefold() in ("lain", "demikian", "begitu"):
        return None
    if aside and aside["comma"]:
        return begin if cues.has_predicate("x " + rest) or _words(rest) > INSIDE_WORDS else None
    if follows == "bahwa" or (follows == "no" and not cues.has_predicate(rest)):
        return None
    return begin


def _by_source(scene: Scene, start: int, end: int) -> Reported | None:
    """Read "Menurut X, …", "…, menurut X", "…, menurutnya …"."""
    text = scene.text
    for match in cues.source().finditer(text, start, end):
        before = text[start : match.start()]
        if match["nya"]:
            speaker, after = scene.before(start if not before.strip() else match.start()), match.end()
        else:
            word = re.match(r"\s*([\w-]+)", text[match.end() : end])
            speaker, after = scene.after_cue(match.end(), end)
            if word is None or (speaker is None and word[1].casefold() in language.words("menurut_sources")):
                continue
            if word[1].casefold() in language.words("menurut_sources") and text[match.end() : after].count(" ") <= 3:
                continue
        if (found := _frame(scene, start, match.start(), after, end)) is not None:
            return Reported(*found, match["cue"], match.start(), speaker)
    return None


def _by_stem(scene: Scene, start: int, end: int) -> Reported | None:
    """Read "…, kata X", "…, katanya", "Dalam rapat, kata X, …"."""
    text = scene.text
    for match in cues.stem_after_comma().finditer(text, start, end):
        rest = text[match.end() : end]
        following = re.match(r"\s*([\w'-]*)", rest)
        word = following[1].casefold() if following else ""
        if match["nya"]:
            if word and rest[:1] not in ",." and word not in cues.clause_words("time"):
                continue
            speaker, after = scene.before(match.start()), match.end()
        else:
            speaker, after = scene.after_cue(match.end(), end)
            known = speaker is not None or word in language.words("person_titles") | language.words("person_pronouns")
            if not known and (cues.bare("after")[match["stem"]] != "yes" or not word):
                continue
        if (found := _frame(scene, start, match.start(), after, end)) is not None:
            return Reported(*found, match["cue"], match.start("cue"), speaker)
    return None


def _by_passive(scene: Scene, start: int, end: int) -> Reported | None:
    """Read "Dikatakan X, …" and "Kata X, …" at the head of a sentence, "…, dikatakan X, …" inside."""
    text = scene.text
    for match in (HEAD.match(text, start, end), *cues.passive().finditer(text, start, end)):
        if match is None or (match.start() > start and not text[start : match.start()].rstrip().endswith(",")):
            continue
        if match["nya"]:
            speaker, after = scene.before(match.start()), match.end()
        else:
            speaker, after = scene.after_cue(match.end(), end)
        found = _frame(scene, start, match.start(), after, end)
        if speaker is not None and found is not None:
            return Reported(*found, match["cue"], match.start(), speaker)
    return None


def _frame(scene: Scene, start: int, left: int, right: int, end: int) -> tuple[int, int] | None:
    """Return the speech round the attribution ``text[left:right]`` in the sentence ``text[start:end]``.

    After an attribution at the head, before one at the end, the whole where it falls inside.
    """
    text = scene.text
    before = text[start:left].strip(" ,")
    begin = _behind(text, right, end)
    if not before or before.casefold() in language.words("sentence_openers"):
        return None if begin is None else (begin, end)
    if begin is not None:
        return start, end
    stop = start + len(text[start:left].rstrip(" ,"))
    return (start, stop) if _words(before) >= LEAST_WORDS else None


def _behind(text: str, at: int, end: int) -> int | None:
    """Return where a clause begins after an attribution that ends at ``at``, None where only circumstances follow."""
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
        or _words(clause) < LEAST_WORDS
        or (first[0].casefold() in cues.clause_words("time") and "," not in clause)
    ):
        return None
    return begin if cues.has_predicate("x " + clause) or _words(clause) > INSIDE_WORDS else None


def _without_stop(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1] in ".?!…" or text[end - 1].isspace()):
        end -= 1
    return end


def _words(text: str) -> int:
    return len(text.split())

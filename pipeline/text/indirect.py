"""Reported speech: X mengatakan (bahwa) …; menurut X, …; …, kata X; dikatakan X, …. Requests are no quotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline import language
from pipeline.text import cues
from pipeline.text.capitals import nouns
from pipeline.text.clauses import (
    INSIDE_WORDS,
    LEAST_WORDS,
    WORD,
    after_verb,
    frame,
    without_setting,
    without_stop,
    word_count,
)
from pipeline.text.speakers import LONGEST_SENTENCE, Scene, Speaker

NEGATED = re.compile(r"\b(?:tidak|tak) $")
HEAD = re.compile(rf"(?P<cue>(?:{cues.alternatives(cues.cues('after'))})(?P<nya>nya)?)\b", re.IGNORECASE)
AS_SAID = re.compile(r"(?:seperti|sebagaimana|demikian)(?: yang)?$", re.IGNORECASE)
ANY_VERB = re.compile(r"\b(?P<cue>(?:me|ber)[a-z]{4,})\s+(?:juga )?bahwa\s+")
HEADLINE_NAME = 60


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
    stop = without_stop(scene.text, start, end)
    if stop - start > LONGEST_SENTENCE:
        return []
    for read in _readers(scene.text[start:stop]):
        if (found := read(scene, start, stop)) is not None:
            return [replace(found, end=without_setting(scene.text, found.start, found.end))]
    return []


def _readers(sentence: str) -> Iterator[Callable[[Scene, int, int], Reported | None]]:
    """Yield the readers whose cue words stand in the sentence, in the order in which they are asked."""
    words = cues.words_of(sentence)
    for read, kinds in (
        (_by_source, ("source",)),
        (_by_stem, ("after",)),
        (_by_passive, ("after", "passive", "agent")),
        (_by_verb, ("verb",)),
    ):
        if not words.isdisjoint(cues.heads(*kinds)):
            yield read
    if "bahwa" in words:
        yield _by_any_verb
    if ": " in sentence:
        yield _by_colon


def _by_verb(scene: Scene, start: int, end: int) -> Reported | None:
    """Read "X mengatakan, …", "X mengatakan bahwa …", "Ia mengaku …"."""
    text = scene.text
    for match in cues.verb().finditer(text, start, end):
        if (found := _by_verb_behind(scene, match, start, end)) is not None:
            return found
        speech = after_verb(text, match["cue"], match.end(), end)
        if speech is None:
            continue
        admits = match["cue"] in cues.clause_words("admitting") and NEGATED.search(text, start, match.start())
        speaker, subject = scene.subject(start, admits.start() if admits else match.start())
        if subject:
            return Reported(speech, end, match["cue"], match.start(), speaker)
    return None


def _by_verb_behind(scene: Scene, match: re.Match[str], start: int, end: int) -> Reported | None:
    """Read "…, Budi mengatakan" at the end and "Dana itu, ia mengakui, belum cair" inside a sentence."""
    text = scene.text
    comma = text.rfind(", ", start, match.start())
    inside = text.startswith(",", match.end())
    if comma < 0 or not (inside or match.end() == end):
        return None
    words = WORD.findall(text[start:comma])
    if " ".join(words).casefold() in language.words("sentence_openers"):
        return None
    if not words or words[0].casefold() in cues.clause_words("preposition") | cues.clause_words("time"):
        return None
    if (
        inside == cues.has_predicate("x " + text[start:comma])
        or len(text[comma : match.start()].split()) > INSIDE_WORDS
    ):
        return None
    speaker, _ = scene.subject(comma + 2, match.start())
    return Reported(start, end if inside else comma, match["cue"], match.start(), speaker) if speaker else None


def _by_any_verb(scene: Scene, start: int, end: int) -> Reported | None:
    """Read "X menyoroti bahwa …": any active verb with "bahwa" behind a named person or a pronoun that means one."""
    for match in ANY_VERB.finditer(scene.text, start, end):
        if match["cue"] in cues.clause_words("unsaid"):
            continue
        speaker, _ = scene.subject(start, match.start())
        if speaker is not None and word_count(scene.text[match.end() : end]) >= LEAST_WORDS:
            return Reported(match.end(), end, match["cue"], match.start(), speaker)
    return None


def _by_colon(scene: Scene, start: int, end: int) -> Reported | None:
    """Read the headline "Wali Kota: Pasar Rampung Desember"."""
    text = scene.text
    colon = text.find(": ", start, min(end, start + HEADLINE_NAME))
    if colon < 0 or word_count(text[colon + 2 : end]) < LEAST_WORDS or scene.holds_mark(colon, end):
        return None
    people = scene.told(start, colon)
    if people and people[-1].end == colon and not cues.has_verb(text[start:colon]):
        speaker: Speaker | None = Speaker(people[-1].start, people[-1].end, people[-1].name)
    else:
        speaker = scene.titled(text[start:colon])
    if speaker is None and not _is_headline(text, start, colon, end):
        return None
    return Reported(colon + 2, end, None, start, speaker)


def _is_headline(text: str, start: int, colon: int, end: int) -> bool:
    """Tell whether a line without a full stop gives somebody's words: "Gempa Guncang Kota, Warga: Seperti Diayun"."""
    if (start and text[start - 1] != "\n") or text[end : end + 1] not in ("", "\n"):
        return False
    source = WORD.findall(re.split(r"[,;]", text[start:colon])[-1].casefold())
    return len(source) <= INSIDE_WORDS and bool(source) and source[0] in nouns() and text[colon + 2].isupper()


def _by_source(scene: Scene, start: int, end: int) -> Reported | None:
    """Read "Menurut X, …", "…, menurut X", "…, menurutnya …"."""
    text = scene.text
    for match in cues.source().finditer(text, start, end):
        if match["nya"]:
            speaker, after = scene.said_by(start, match.start()), match.end()
        else:
            word = re.match(r"\s*([\w-]+)", text[match.end() : end])
            if word is None:
                continue
            at = match.end() + word.end() if word[1].casefold() in cues.clause_words("record") else match.end()
            kept = at > match.end() and scene.is_institution(at, end)
            speaker, after = scene.after_cue(at if kept else match.end(), end, since=start)
            if speaker is None and word[1].casefold() in language.words("menurut_sources"):
                continue
            if (
                not kept
                and word[1].casefold() in language.words("menurut_sources")
                and text[match.end() : after].count(" ") <= 3
            ):
                continue
        if (found := frame(scene.text, start, match.start(), after, end)) is not None:
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
            speaker, after = scene.said_by(start, match.start()), match.end()
        else:
            speaker, after = scene.after_cue(match.end(), end, since=start)
            known = speaker is not None or word in language.words("person_titles") | language.words("person_pronouns")
            if not known and (cues.bare("after")[match["stem"]] != "yes" or not word):
                continue
        if (found := frame(scene.text, start, match.start(), after, end)) is not None:
            return Reported(*found, match["cue"], match.start("cue"), speaker)
    return None


def _by_passive(scene: Scene, start: int, end: int) -> Reported | None:
    """Read "Dikatakan X, …" and "Kata X, …" at the head of a sentence, "…, dikatakan X, …" inside."""
    text = scene.text
    for match in (HEAD.match(text, start, end), *cues.passive().finditer(text, start, end)):
        if match is None:
            continue
        if match.start() == start and cues.bare("after").get(match["cue"].casefold()) == "no" and not match["nya"]:
            people = scene.told(match.end(), min(end, match.end() + HEADLINE_NAME))
            if not people or people[0].start > match.end() + 1:
                continue
        before = text[start : match.start()].rstrip()
        opened = AS_SAID.search(before)
        left = start + opened.start() if opened else match.start()
        plain = before[: opened.start()].rstrip() if opened else before
        if (plain and not plain.endswith(",")) or match["cue"].casefold() in cues.cues("agent"):
            if found_in := _with_agent(scene, match, start, end):
                return found_in
            continue
        if match["nya"]:
            speaker, after = scene.before(match.start()), match.end()
        else:
            speaker, after = scene.after_cue(match.end(), end)
        found = frame(scene.text, start, left, after, end)
        if speaker is not None and found is not None:
            return Reported(*found, match["cue"], match.start(), speaker)
    return None


def _with_agent(scene: Scene, match: re.Match[str], start: int, end: int) -> Reported | None:
    """Read "Perburuan diakui Retno masih terjadi": a passive with its agent between the subject and its predicate."""
    text = scene.text
    after = match.end()
    speaker = scene.before(match.start()) if match["nya"] else None
    if not match["nya"]:
        named = scene.told(after, min(end, after + HEADLINE_NAME))
        if named and not text[after : named[0].start].strip(" "):
            after, speaker = named[0].end, Speaker(named[0].start, named[0].end, named[0].name)
    following = WORD.match(text[after:end].lstrip(" "))
    if speaker is None or following is None or following[0] not in cues.clause_words("predicate"):
        return None
    return (
        None
        if cues.has_predicate("x " + text[start : match.start()])
        else Reported(start, end, match["cue"], match.start(), speaker)
    )

"""Direct speech: which marked stretches are quotations, who said them and with what cue; scare quotes and titles are none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.text import cues, sentences
from pipeline.text.marks import Marked
from pipeline.text.speakers import Said, Scene, Speaker

STOPS = ".?!…,"
MARKS = "\"“”„‟«»″'‘’`"
LEAST_WORDS = 3
SCARE_WORDS = 4
REACH = 300


@dataclass(frozen=True, slots=True)
class Attribution:
    """What attributes a quotation: the cue as written, the speaker, and the offset at which the attribution stands."""

    cue: str | None
    speaker: Speaker | None
    at: int
    end: int


def attribution(scene: Scene, marked: Marked, previous: tuple[Marked, Attribution] | None) -> Attribution | None:
    """Return the attribution of a marked stretch, None where it is no quotation."""
    text = scene.text
    start, _ = scene.sentence_at(marked.start)
    before = text[start : marked.start].rstrip()
    inside = text[marked.start : marked.end].strip(MARKS + " ")
    words = len(inside.split())
    stopped = inside[-1:] in STOPS
    frames = before[-1:] in ("", ",", ":", *STOPS, *MARKS)
    if not inside or (not frames and not stopped and words <= SCARE_WORDS and not _is_told(before, words)):
        return None
    if found := _behind(scene, marked, previous):
        return found
    if not marked.opened:
        loose = Attribution(None, scene.before(marked.start), marked.start, marked.end)
        return loose if stopped and words >= LEAST_WORDS else None
    if found := _in_front(scene, marked, start, before):
        return found
    if previous is not None and (found := _between(text, marked, previous)):
        return found
    least = 1 if not before and inside[-1] in ".?!" and inside[0].isupper() else LEAST_WORDS
    if words >= least and stopped and (not before or before[-1] in ".?!" + MARKS):
        return Attribution(None, scene.before(marked.start), marked.start, marked.end)
    return None


def _is_told(before: str, words: int) -> bool:
    """Tell whether a short stretch stands as what is said right behind a verb that takes no noun: "menyatakan “kami siap”"."""
    last = before.split()[-1:]
    return words > 1 and bool(last) and last[0] in cues.clause_words("telling")


def _behind(scene: Scene, marked: Marked, previous: tuple[Marked, Attribution] | None) -> Attribution | None:
    """Read "…," kata X; "…," katanya; "…," X mengatakan."""
    text = scene.text
    line_end = min(len(text), marked.end + REACH)
    line_end = line_end if (found := text.find("\n", marked.end, line_end)) < 0 else found
    if match := cues.stem().match(text, marked.end, line_end):
        if match["nya"]:
            return Attribution(match["cue"], _same_frame(scene, marked, previous), match.start("cue"), match.end())
        speaker, end = scene.after_cue(match.end(), _clause_end(text, match.end(), line_end))
        return Attribution(match["cue"], speaker, match.start("cue"), end)
    if (found_by := _by_any_stem(scene, marked, previous, line_end)) is not None:
        return found_by
    stop = _clause_end(text, marked.end, min(line_end, marked.end + 120))
    verb = cues.verb().search(text, marked.end, stop)
    if verb is None or not text[marked.start : marked.end].rstrip(MARKS).endswith(","):
        return None
    between = text[marked.end : verb.start()]
    speaker, subject = scene.subject(marked.end, verb.start())
    if not between.strip(" ,") or cues.has_verb(between) or not subject:
        return None
    return Attribution(verb["cue"], speaker, verb.start(), verb.end())


def _by_any_stem(
    scene: Scene, marked: Marked, previous: tuple[Marked, Attribution] | None, line_end: int
) -> Attribution | None:
    """Read a cue that no list knows, where a comma inside the marks tells that an attribution follows."""
    text = scene.text
    match = cues.any_stem().match(text, marked.end, line_end)
    if match is None or text[marked.start : marked.end].rstrip(MARKS)[-1:] not in (",", "?", "!"):
        return None
    if match["nya"]:
        return Attribution(match["cue"], _same_frame(scene, marked, previous), match.start("cue"), match.end())
    if match["stem"] in cues.clause_words("bar") | cues.clause_words("coordinate") or cues.has_verb(match["stem"]):
        return None
    speaker, end = scene.after_cue(match.end(), _clause_end(text, match.end(), line_end))
    return Attribution(match["cue"], speaker, match.start("cue"), end) if speaker is not None else None


def _same_frame(scene: Scene, marked: Marked, previous: tuple[Marked, Attribution] | None) -> Speaker | None:
    """Return whom "-nya" behind the stretch means; a frame in front of it ("Kata Budi, …, ujarnya") names the speaker."""
    start, _ = scene.sentence_at(marked.start)
    if previous is not None and previous[1].at >= start:
        return previous[1].speaker
    return scene.before(marked.start)


def _in_front(scene: Scene, marked: Marked, start: int, before: str) -> Attribution | None:
    """Read X mengatakan, "…"; katanya: "…"; menurut X, "…"; X: "…"."""
    text = scene.text
    if not before or before[-1] in ".?!":
        return None
    verbs = list(cues.verb().finditer(text, start, marked.start))
    if verbs and _leads_in(text[verbs[-1].end() : marked.start]):
        speaker, subject = scene.subject(start, verbs[-1].start())
        if subject:
            return Attribution(verbs[-1]["cue"], speaker, verbs[-1].start(), marked.start)
    for pattern in (cues.source(), cues.stem()):
        for match in pattern.finditer(text, start, marked.start):
            if match.end() < marked.start and text[match.start("cue") - 1 : match.start("cue")].strip() == "":
                nya = match["nya"]
                speaker = scene.before(start) if nya else scene.after_cue(match.end(), marked.start)[0]
                if before[-1] in ",:" and (nya or speaker):
                    return Attribution(match["cue"], speaker, match.start("cue"), marked.start)
    if before[-1] == ":":
        people = scene.told(start, marked.start)
        speaker = Speaker(people[-1].start, people[-1].end, people[-1].name) if people else None
        return Attribution(None, speaker, start, marked.start)
    return None


def _leads_in(gap: str) -> bool:
    """Tell whether the words between a verb of speech and the mark lead straight into the speech."""
    return not gap.strip() or gap.rstrip().endswith((",", ":", "bahwa"))


def _between(text: str, marked: Marked, previous: tuple[Marked, Attribution]) -> Attribution | None:
    """Read the second part of "…," kata X, "…"."""
    earlier, frame = previous
    gap = text[earlier.end : marked.start]
    if "\n" in gap or frame.at < earlier.end or re.search(r"[.?!]\s", re.sub(r"\b\w{1,4}\.", "", gap)):
        return None
    return Attribution(frame.cue, frame.speaker, frame.at, marked.start) if gap.rstrip().endswith((",", ":")) else None


def _clause_end(text: str, at: int, end: int) -> int:
    """Return the first full stop or opening mark after ``at``; the point of "dr." and "H." is no full stop."""
    for match in re.finditer(r"[.?!](?=\s|$)|[\"“„«]", text[at:end]):
        if match[0] != "." or not sentences.is_abbreviated(text[at : at + match.end()]):
            return at + match.start()
    return end


def remember(scene: Scene, marked: Marked, found: Attribution) -> None:
    """Let later pronouns see the quotation."""
    scene.said.append(Said(marked.start, marked.end, found.at, found.speaker))

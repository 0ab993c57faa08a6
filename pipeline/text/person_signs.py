"""What shows that capitalised words are a person: titles, cues of speech, ages, appositions; and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline import language
from pipeline.text import cues
from pipeline.text.capitals import (
    LONGEST_CODE,
    WORD,
    Places,
    Word,
    heads,
    kind,
    nouns,
    titles,
)

BRACKETED_CODE = re.compile(r" \([A-Z][\w-]+\)")
BRAND = re.compile(r"(?<!Mc)(?<!Mac)(?<=[a-z])[A-Z]|\d")
PHRASE = re.compile(r"[.,;:()\"“”\n]")
OF_PERSONS = re.compile(r"\b(?:yakni|yaitu|antara lain|adalah|ialah|terdiri (?:atas|dari)|beranggotakan) $")
APPOSED = re.compile(r", ([a-z]{3,})\b")
AFTER_NAME = re.compile(
    r" ?(?:\(\d{1,2}(?: tahun)?\)|, \d\d tahun\b)|,? (?:juga |pun |kemudian |lalu )?(?P<verb>[a-z]{3,})\b"
)
JOINTS = (", ", " dan ", " serta ", ", dan ", ", serta ")
BRACKETED_ROLE = re.compile(r" \([^()\n]{2,40}\)(?:,|,? (?:dan|serta)) ")
ROLE = re.compile(r" \(([a-z]{3,})\b")
YEAR = re.compile(r" (?:19|20)\d\d\b")
LONGEST_WORD = 24
LONGEST_TITLE = 7


def is_shown(text: str, name: Sequence[Word], *, titled: bool) -> bool:
    """Tell whether the words round the name show a person: a title, a cue of speech, an age, an apposition."""
    start, end = name[0].start, name[-1].end
    if titled or _is_followed(text, end) or _has_lead_in(text, start):
        return True
    apposed = text[max(0, start - 2) : start] == ", "
    if (
        apposed
        and text[end : end + 1] in (",", ".", "(", " ")
        and _is_titled_afar(text[max(0, start - 80) : start - 2])
    ):
        return text[end : end + 1] != " " or text[end : end + 2] == " (" or len(name) > 1
    if (following := APPOSED.match(text, end) or ROLE.match(text, end)) and following[1] in nouns():
        return True
    if len(name) < 2:
        return False
    if _assesses().match(text, end):
        return True
    if apposed and re.match(r",(?! (?:dan|serta)\b)|\.?(?:\s|$)| \(", text[end : end + 10]):
        return True
    return _is_titled_afar(text[max(0, start - 80) : start])


def _is_titled_afar(before: str) -> bool:
    """Tell whether a title opens the noun phrase that ends at the name: "Pengamat kebijakan publik X Y"."""
    phrase = PHRASE.split(before.removesuffix(")").replace("(", " ") if before.endswith(")") else before)[-1]
    written = WORD.findall(phrase)
    words = [word.casefold() for word in written]
    first = next(
        (
            place
            for place, word in enumerate(words)
            if word in titles() or (written[place] if place else word) in nouns()
        ),
        len(words),
    )
    rest = words[first:]
    return (
        0 < len(rest) <= LONGEST_TITLE
        and not any(cues.has_verb(word) for word in rest[1:])
        and not set(rest) & (cues.clause_words("time") | cues.clause_words("bar"))
    )


def _has_lead_in(text: str, at: int) -> bool:
    """Tell whether a title, a cue of speech or "bernama" stands right before a name."""
    raw = _word_before(text, at)
    if raw in ("oleh", "lainnya", "lain", "tersebut"):
        raw = _word_before(text, at - 1 - len(raw))
    last = raw.strip(',("“”')
    if not last:
        return False
    word = last.rstrip(".").casefold()
    if last.endswith("."):
        return (
            word in kind("honorific") or word in kind("part") or (len(word) <= LONGEST_CODE and word in kind("office"))
        )
    return word in _lead_ins() or last in language.words("occupations")


@cache
def _lead_ins() -> frozenset[str]:
    stems = {row["cue"] for row in language.table("speech_cues") if row["kind"] in ("after", "source", "passive")}
    return frozenset(stems | set(titles()) | cues.clause_words("naming"))


def _is_followed(text: str, end: int) -> bool:
    """Tell whether an age or a verb of speech stands right behind a name."""
    match = AFTER_NAME.match(text, end)
    return match is not None and (match["verb"] is None or match["verb"] in cues.cues("verb"))


def is_listed(text: str, name: Sequence[Word], earlier: tuple[Sequence[Word], bool] | None) -> bool:
    """Tell whether the name goes on a list of names: "yakni A B, C D, dan E F"."""
    if len(name) < 2:
        return False
    if OF_PERSONS.search(text, max(0, name[0].start - 20), name[0].start) or _heads_panel(text, name):
        return True
    if earlier is None or not earlier[1]:
        return False
    gap = text[earlier[0][-1].end : name[0].start]
    return gap in JOINTS or (" (" in gap and BRACKETED_ROLE.fullmatch(gap) is not None)


@cache
def _assesses() -> re.Pattern[str]:
    """Match what makes the name before it an assessor: "selaku ketua dewan juri", ", yang bertindak sebagai juri"."""
    words = {
        kind: cues.alternatives(
            frozenset(row["word"] for row in language.table("assessor_links") if row["kind"] == kind)
        )
        for kind in ("duty", "copula")
    }
    nouns = cues.alternatives(language.words("assessors"))
    return re.compile(
        rf",? (?:yang )?(?:juga )?(?:(?:{words['duty']}) )?(?:{words['copula']}) (?:[a-z]+ ){{0,2}}(?:{nouns})\b"
    )


def _heads_panel(text: str, name: Sequence[Word]) -> bool:
    """Tell whether the name is the first behind "dewan juri:"."""
    start, end = name[0].start, name[-1].end
    if not text.endswith(": ", 0, start) or text[end : end + 2] not in (", ", " ("):
        return False
    return _word_before(text, start).rstrip(":").casefold() in language.words("assessors")


def is_excluded(text: str, run: Sequence[Word], name: Sequence[Word], following: Sequence[Word]) -> bool:
    """Tell whether the words are a brand, an event of a year, a code's long form, a word of the sentence, or a seat."""
    if len(name) == 1 and name[0].folded in no_names():
        return True
    if any(not word.text.isalpha() or not word.text[1:].islower() for word in name) and any(
        BRAND.search(word.text) for word in name
    ):
        return True
    if len(name) > 1 and YEAR.match(text, run[-1].end):
        return True
    if text[run[-1].end : run[-1].end + 2] == " (" and any(word.folded in heads() for word in run):
        return BRACKETED_CODE.match(text, run[-1].end) is not None
    start = name[0].start
    if _names_holder(text, name, following):
        return is_titled(run, name) or _is_titled_afar(text[max(0, start - 60) : start])
    return _is_named_after(text, start)


def is_titled(run: Sequence[Word], name: Sequence[Word]) -> bool:
    """Tell whether a title stands in the run before the name."""
    if name[0] is run[0]:
        return False
    return any(word.folded in titles() for word in run if word.start < name[0].start)


def _word_before(text: str, at: int) -> str:
    """Return the word, with its punctuation, that ends one blank before ``at``, empty where none does."""
    if text[at - 1 : at] != " ":
        return ""
    left = text.rfind(" ", max(0, at - LONGEST_WORD), at - 1)
    return text[max(left + 1, text.rfind("\n", max(0, at - LONGEST_WORD), at) + 1) : at - 1]


def _is_named_after(text: str, at: int) -> bool:
    """Tell whether a person's title follows the head of a place: "RSUD dr …"."""
    last = _word_before(text, at)
    if not last or last.casefold().rstrip(".") not in kind("honorific"):
        return False
    return _word_before(text, at - 1 - len(last)) in language.words("place_heads")


def _names_holder(text: str, office: Sequence[Word], following: Sequence[Word]) -> bool:
    """Tell whether the name behind a comma holds the office: "Komandan Regu Pemadam, X Y."."""
    if len(following) < 2 or text[office[-1].end : following[0].start] != ", ":
        return False
    if following[0].folded in titles() - kind("honorific") or following[0].folded in heads():
        return False
    end = following[-1].end
    return text[end : end + 1] in (",", ".", " ", "") and not text.startswith((", dan ", ", serta "), end)


def is_seat(run: Sequence[Word], word: Word, *, places: Places, shorts: set[str]) -> bool:
    """Tell whether the single word behind a regional title is its place: "Camat Pangururan"."""
    number = run.index(word)
    return (
        number > 0
        and run[number - 1].folded in kind("regional")
        and (word.folded in places or word.folded not in shorts)
    )


@cache
def no_names() -> frozenset[str]:
    """Return the words that stand alone in capitals only because they open a sentence."""
    plain = language.words("person_pronouns") | nouns() | language.words("clause_words")
    return plain | language.words("headline_small_words") | language.words("grammar_words") | openers()


@cache
def openers() -> frozenset[str]:
    spoken = {row["cue"] for row in language.table("speech_cues")}
    joining = {phrase.split()[-1] for phrase in language.words("sentence_openers")}
    return frozenset(joining | spoken) | cues.clause_words("preposition")

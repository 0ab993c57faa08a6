"""The thing counted: how far the noun after a number reaches."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline import language
from pipeline.values.codes import in_headline, starts_sentence
from pipeline.values.lexicon import CLASSES, FRACTIONS, ORDINALS, WORD_ROLES, Phrases, grammar
from pipeline.values.tokens import Tokens

Tags = Mapping[int, str]
"""Start of a word in the text to its universal part of speech."""

COMPOUNDS: Phrases[str] = Phrases(
    (phrase + ending, phrase) for phrase in language.words("compound_nouns") for ending in ("", "nya")
)
KNOWN = frozenset(word.lower() for word in language.words("count_nouns"))
CLASSIFIERS = language.mapping("classifiers", "form", "role")
NEVER = (
    language.words("not_counted")
    | WORD_ROLES.keys()
    | FRACTIONS.keys()
    | CLASSES.keys()
    | ORDINALS.keys()
    | frozenset(form for form in language.words("months") if len(form) > 3)
    | frozenset(form for form in language.words("weekdays") if form != "minggu")
)
_EXCEPTIONS = language.words("noun_exceptions")
_VERBAL = ("me", "ber", "di", "ter")
_FORMER = grammar("former")
_WOULD_BE = grammar("would_be")
_PERSONS = language.words("person_nouns") | language.words("occupations") | language.words("person_titles")
_TITLES = language.words("person_titles")
_MEASURES = frozenset(row["form"] for row in language.table("units") if row["kind"] != "percent")
_THOUSANDS = frozenset({"belas", "puluh", "ratus", "ribu"})
_SHORTEST = 3


def noun_at(t: Tokens, i: int, tags: Tags) -> int | None:
    """The index after the noun or compound that begins at token i, None where none begins."""
    found = COMPOUNDS.at(t, i)
    if found:
        return found[0]
    if t.low[i] in _FORMER and t.raw[i].islower():
        return noun_at(t, i + 2 if t.raw[i + 1] == "-" and t.glued(i + 1) else i + 1, tags)
    if not is_noun(t, i, tags):
        return None
    if t.low[i] in _WOULD_BE and _is_person(t, i + 1):
        return noun_at(t, i + 1, tags)
    last = i + 1
    while t.raw[last] in "-/" and t.glued(last) and t.glued(last + 1) and t.raw[last + 1].isalpha():
        other = t.low[last + 1]
        if t.raw[last] == "/" and (other not in KNOWN or other in CLASSIFIERS or t.low[last - 1] not in KNOWN):
            break
        last += 2
    return last if last == i + 1 or "".join(t.low[i:last]) not in NEVER else None


def is_noun(t: Tokens, i: int, tags: Tags) -> bool:
    """Whether token i can be what a number counts: by the fact files, else by its tag, else by its shape."""
    word, raw = t.low[i], t.raw[i]
    if not word[0].isalpha() or not word.isalpha():
        return False
    if word in KNOWN or word in CLASSIFIERS:
        return True
    if word in NEVER or _clitic(word):
        return False
    if raw.isupper():
        return 2 <= len(raw) <= 8 and (len(t.raw[i + 1]) < 2 or not t.raw[i + 1].isupper() or t.raw[i + 1] == "\n")
    if raw[0].isupper() and not in_headline(t, i):
        return len(word) > _SHORTEST and (word in _TITLES or _counted_name(t, i))
    if len(word) < _SHORTEST:
        return False
    tag = tags.get(t.start[i])
    if tag is not None:
        return tag == "NOUN"
    return word in _EXCEPTIONS or not looks_verbal(word)


def _is_person(t: Tokens, i: int) -> bool:
    word = t.low[i]
    return t.raw[i].islower() and (word in _PERSONS or (word.startswith("pe") and word in KNOWN))


def _counted_name(t: Tokens, i: int) -> bool:
    """Whether a capitalised word is counted all the same: "5 Zodiak Ini" at the head of a title, "sembilan Brimob"."""
    following = t.raw[i + 1][0].isupper() and t.raw[i + 1][0].isalpha()
    if t.raw[i - 1].isdigit():
        return following and starts_sentence(t, i - 1)
    number = t.low[i - 1] in CLASSES or WORD_ROLES.get(t.low[i - 1]) == "digit" or t.low[i - 1] in _THOUSANDS
    return number and t.raw[i - 1].islower() and not following and t.low[i - 2] != "ke"


def _clitic(word: str) -> bool:
    """Whether a word is a function word with a particle (tidaklah), or a denominator written as one (pertahunnya)."""
    if word in _EXCEPTIONS:
        return False
    if word.endswith(("lah", "kah")) and word[:-3] in NEVER:
        return True
    return word.startswith("per") and word[3:].removesuffix("nya") in _MEASURES


def looks_verbal(word: str) -> bool:
    """Whether a word has the first syllable of a verb: menanam, bertemu, ditangkap, terlihat."""
    if not word.startswith(_VERBAL) or len(word) < 6 or word in _EXCEPTIONS:
        return False
    if word.startswith("me"):
        return word[2] in "mnlrwy"
    return True

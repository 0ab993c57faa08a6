"""Whether a sentence ends at a full stop, "?", "!" or "…", where wording and shape tell; None leaves it to the model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline import language
from pipeline.text import cues, shape

LAST_WORD = re.compile(r"[^\W_][\w.,:/'’–-]*$")
NEXT_WORD = re.compile(r"[^\W_][\w'’-]*")
NAMED_CUE = re.compile(r"(?:[A-Z][\w.'’-]*\s+){1,3}(?P<verb>[a-z][a-z-]+)(?:\s+(?P<after>[a-z]+)|[,.])")
WORD_BEFORE = re.compile(r"(?P<word>[^\W\d_]+)\.?\s+$")
INNER_MARK = re.compile(r"\d[.,:/–-]\d")
TWO_NAMES = re.compile(r"[A-Z][\w'’-]*\s+[A-Z][a-z]")
BEFORE_NAMES = frozenset({"person", "place", "noun"})
CLAUSE = re.compile(r"[A-Z][a-z'’-]+\s+[a-z]")
HYPHEN = re.compile("[-/–]")
REACH = 24
SHORTEST_WORD, SHORTEST_NAME, SHORTEST_GLUED = 4, 5, 3
LONGEST_DEGREE = 4


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop in a line: ``mark`` is ``text[start:mark_end]``, ``end`` is behind the closing marks, ``after`` the next word.

    ``begin`` is where its sentence begins, ``quoted`` the offset of the opening mark if a quotation closes here, and
    ``bracket`` that of the opening bracket if one closes here, else -1.
    """

    text: str
    begin: int
    start: int
    mark_end: int
    end: int
    after: int
    quoted: int = -1
    bracket: int = -1

    @property
    def mark(self) -> str:
        return self.text[self.start : self.mark_end]

    @property
    def glued(self) -> bool:
        """Tell whether no white space stands between the stop and the next word."""
        return not any(char.isspace() for char in self.text[self.end : self.after])

    @property
    def before(self) -> str:
        """The word before the mark with what hangs on it, such as "M.Si", "21-19" or "Rp3.000"."""
        found = LAST_WORD.search(self.text, max(self.begin, self.start - REACH), self.start)
        return found[0] if found else ""

    @property
    def next_word(self) -> str:
        found = NEXT_WORD.match(self.text, self.after)
        return found[0] if found else ""

    def opens_sentence(self, place: int) -> bool:
        """Tell whether nothing but marks stands between the begin of the sentence and ``place``."""
        return place >= 0 and not any(char.isalnum() for char in self.text[self.begin : place])


def verdict(stop: Stop) -> bool | None:
    """Return True where a sentence ends at the stop, False where none does, None where the rules cannot tell."""
    if stop.mark.startswith(("...", "…", "..")) and not stop.mark.endswith(("?", "!")):
        return _after_dots(stop)
    return _after_full_stop(stop) if stop.mark == "." else _after_call(stop)


def _after_dots(stop: Stop) -> bool | None:
    following = stop.text[stop.after]
    if following.islower():
        return False
    if stop.before.casefold() in _linking() and stop.end == stop.mark_end:
        return False
    return True if _is_opener(stop.next_word) or CLAUSE.match(stop.text, stop.after) else None


def _after_call(stop: Stop) -> bool | None:
    """After "?", "!" and mixed marks."""
    following = stop.text[stop.after]
    if stop.quoted >= 0:
        if following.islower() or _is_cue(stop):
            return False
        spoken = stop.opens_sentence(stop.quoted) or stop.text[max(0, stop.quoted - REACH) : stop.quoted].rstrip()[
            -1:
        ] in (":", ",")
        return True if spoken and following.isupper() else None
    if not following.isupper() or len(stop.before) < 2:
        return None
    if stop.mark == "!" and stop.before.istitle() and not stop.opens_sentence(stop.start - len(stop.before)):
        return None
    return True


def _is_cue(stop: Stop) -> bool:
    """Tell whether an attribution follows a quotation: kata X, KATA X, Bu Sri bertanya kepada ..."""
    stem = cues.stem().match(stop.text, stop.end)
    if stem and (stem["cue"].islower() or stem["cue"].isupper()):
        return True
    if stop.next_word.isupper() and stop.next_word.casefold() in _shouted():
        return True
    named = NAMED_CUE.match(stop.text, stop.after)
    if named is None or named["verb"] not in cues.cues("verb"):
        return False
    return named["after"] is None or shape.is_small(named["after"])


def _after_full_stop(stop: Stop) -> bool | None:
    following, before = stop.text[stop.after], stop.before
    if not before:
        return None
    kind = _kind(before, shouted=stop.next_word.isupper())
    if following.isdigit():
        return False if kind == "number" and not _counts(stop, before) else None
    if not following.isupper():
        return None
    if kind in BEFORE_NAMES and len(before) > 1 and not _counts(stop, before):
        named = kind != "noun" or TWO_NAMES.match(stop.text, stop.after)
        return False if named and not _is_opener(stop.next_word) else None
    if stop.bracket >= 0:
        return True if stop.opens_sentence(stop.bracket) else None
    if kind == "number" and _is_opener(stop.next_word):
        return True
    if kind or stop.end > stop.mark_end:
        return None
    if stop.glued:
        return _between_glued(stop, before)
    if before[-1].isdigit():
        return True if _is_opener(stop.next_word) or _is_number_at_end(stop, before) else None
    if before.isupper():
        sure = _is_opener(stop.next_word) or _is_shouted(before, stop.next_word) or _is_label(stop, before)
        return True if sure else None
    return True if _is_full_word(before) and not _leads_degree(stop) else None


def _counts(stop: Stop, before: str) -> bool:
    """Tell whether the short form is the unit of a number: "42 km." """
    at = stop.start - len(before)
    return stop.text[max(0, at - REACH) : at].rstrip()[-1:].isdigit()


def _between_glued(stop: Stop, before: str) -> bool | None:
    """ "lanjutnya.Khofifah", not "Kompas.Com" and "Drs.Suyanto"."""
    word = stop.next_word
    if stop.text[stop.after - 1] in '"“”':
        return True if before.isalnum() and len(before) >= SHORTEST_GLUED else None
    if word.casefold() in _domains():
        return False
    plain = before.isalpha() and before.islower() and len(before) >= SHORTEST_GLUED
    return True if plain and len(word) > 1 and word.istitle() else None


def _leads_degree(stop: Stop) -> bool:
    """Tell whether a title in capitals follows: "Sudarsono. MM., SE."."""
    word = stop.next_word
    at = stop.after + len(word)
    return word.isupper() and len(word) <= LONGEST_DEGREE and stop.text[at : at + 1] in (".", ",")


def _is_opener(word: str) -> bool:
    """Tell whether a capital on the word can only come from the begin of a sentence."""
    return (
        len(word) > 1
        and word.istitle()
        and (word.casefold() in _openers() or (word.endswith("nya") and len(word) > len("tanya")))
    )


def _is_number_at_end(stop: Stop, before: str) -> bool:
    """Tell whether a number ends a clause and heads no paragraph: "nomor urut 2", "menang 3-1"; list markers are gone."""
    if stop.opens_sentence(stop.start - len(before)):
        return False
    if INNER_MARK.search(before):
        return True
    word = _word_before(stop, before)
    return word.islower() or _kinds().get(word) == "number"


def _is_label(stop: Stop, before: str) -> bool:
    """Tell whether a single capital labels the noun before it: "gedung C"."""
    return len(before) == 1 and _word_before(stop, before) in language.words("letter_nouns")


def _word_before(stop: Stop, before: str) -> str:
    found = WORD_BEFORE.search(stop.text[max(stop.begin, stop.start - REACH) : stop.start - len(before)])
    return found["word"] if found else ""


def _is_shouted(before: str, word: str) -> bool:
    return before.isalpha() and len(before) >= SHORTEST_WORD and len(word) > 1 and word.isupper()


def _is_full_word(before: str) -> bool:
    """Tell whether the word before a stop is sure to be written out, so that a capital behind it begins a sentence."""
    last = HYPHEN.split(before)[-1]
    if "." in before or not last.isalpha() or last.isupper():
        return False
    vowels = sum(char in "aiueo" for char in last.casefold())
    return vowels > 1 and len(last) >= (SHORTEST_WORD if last.islower() else SHORTEST_NAME)


@cache
def _kinds() -> dict[str, str]:
    return {row["form"]: row["kind"] for row in language.table("abbreviations")}


@cache
def _folded() -> dict[str, str]:
    return {form.casefold(): kind for form, kind in _kinds().items()}


def _kind(word: str, *, shouted: bool) -> str | None:
    """Return the kind of an abbreviation as the table writes it, with a capital, or in capitals among capitals."""
    other = word[:1].swapcase() + word[1:]
    if found := _kinds().get(word) or _kinds().get(other):
        return found
    return _folded().get(word.casefold()) if shouted and word.isupper() else None


@cache
def _openers() -> frozenset[str]:
    """Single words that stand at the begin of a sentence and are no names."""
    phrases = language.words("sentence_openers") | language.words("headline_small_words")
    return frozenset(word for word in phrases if " " not in word) | language.words("person_pronouns")


@cache
def _linking() -> frozenset[str]:
    """Words that want what they announce: "pemenangnya adalah... Kota Magelang"."""
    return frozenset(row["word"] for row in language.table("grammar_words") if row["role"] == "states")


@cache
def _shouted() -> frozenset[str]:
    return cues.cues("verb") | frozenset(cue.removeprefix("ber") for cue in cues.cues("verb"))


@cache
def _domains() -> frozenset[str]:
    return language.words("web_domains")

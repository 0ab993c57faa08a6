"""Who speaks: the name in an attribution, or the one person whom a pronoun, a title or nothing at all can mean."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from pipeline import language
from pipeline.text import cues
from pipeline.text.capitals import nouns
from pipeline.text.names import Cast, Mention

REACH = 160
LOOK_BACK = 3
LONGEST_SENTENCE = 1000
CAPITALS = r"[A-Z][\w&-]*(?: (?:[A-Z][\w&-]*|dan(?= [A-Z])))*"
BODIES = "|".join(sorted(word.capitalize() for word in cues.clause_words("body")))
NAME = rf"(?P<name>(?:{BODIES}) {CAPITALS}(?:, {CAPITALS})+,? dan {CAPITALS}|{CAPITALS})"
BARE_NAME = re.compile(rf"\s*,?\s*{NAME}")
INSTITUTION = re.compile(rf"\b{NAME}")
BRACKETED = re.compile(rf"\b{NAME} \([A-Z][\w-]+\) $")
WORD = re.compile(r"[^\W\d_][\w-]*")
ASIDE = re.compile(r",[^,;]{1,120},")
LONG_FORM = re.compile(r"((?:[A-Z][\w.&-]* )(?:(?:[A-Z][\w.&-]*|dan|untuk) )*)$")
THAT_ONE = re.compile(r"\s+(?:itu|tersebut)\b")
POINTING = re.compile(r"\b(?:itu|tersebut)\b")
LONGEST_PHRASE = 7
UNNAMED = frozenset({"seorang", "sejumlah", "beberapa", "sebagian"})
SHORT_CODE = 2
GOVERNED = (["di"], ["ke"], ["dari"], ["pada"], ["asal"], ["oleh"])


@dataclass(frozen=True, slots=True)
class Speaker:
    """The nearest named mention of who speaks, and the person's or institution's fullest name."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation already read: its speech, the sentence of its attribution and its speaker."""

    start: int
    end: int
    at: int
    speaker: Speaker | None


class Scene:
    """A text while its quotations are read in order: sentences, names and who has spoken so far."""

    def __init__(
        self, text: str, *, sentences: Sequence[tuple[int, int]], cast: Cast, speech: Sequence[tuple[int, int]]
    ) -> None:
        self.text = text
        self.sentences = sentences
        self.cast = cast
        self.speech = speech
        self.said: list[Said] = []
        self._starts = [start for start, _ in sentences]
        self._speech_starts = [start for start, _ in speech]
        self._holders: dict[str, dict[str, Mention]] | None = None
        self._institutions: dict[str, str] = {}
        self._words_inside: dict[str, bool] = {}

    @cached_property
    def _by_name(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = {}
        for mention in self.cast.mentions:
            found.setdefault(mention.name, []).append(mention)
        return found

    def sentence_at(self, at: int) -> tuple[int, int]:
        """Return the sentence that holds the offset, the last before it where none does; of a monster only what is near."""
        if not self.sentences:
            return 0, len(self.text)
        start, end = self.sentences[max(0, bisect_right(self._starts, at) - 1)]
        return max(start, at - LONGEST_SENTENCE), end

    def told(self, start: int, end: int) -> list[Mention]:
        """Return the persons named in ``text[start:end]`` outside direct speech."""
        return [
            mention for mention in self.cast.within(start, end) if mention.person and not self._is_said(mention.start)
        ]

    def _is_said(self, at: int, end: int | None = None) -> bool:
        """Tell whether ``text[at:end]``, one character by default, lies in direct speech."""
        number = bisect_right(self._speech_starts, at) - 1
        return number >= 0 and (at + 1 if end is None else end) <= self.speech[number][1]

    def holds_mark(self, start: int, end: int) -> bool:
        """Tell whether direct speech begins in ``text[start:end]``."""
        number = bisect_right(self._speech_starts, start)
        return number < len(self._speech_starts) and self._speech_starts[number] < end

    def after_cue(self, at: int, end: int, *, since: int | None = None) -> tuple[Speaker | None, int]:
        """Return who speaks by the words right after a cue ("kata X …") and where the attribution ends.

        A pronoun looks for its person before ``since``, where what is said begins, else before the cue.
        """
        region = self.text[at : min(end, at + REACH)]
        first = WORD.search(region)
        if first is None:
            return None, at
        if first[0].casefold() in language.words("person_pronouns") and not region[: first.start()].strip():
            plural = first[0].casefold() == "mereka"
            speaker = None if plural else self.said_by(at if since is None else since, at)
            return speaker, at + first.end()
        for mention in self.cast.within(at, at + len(region)):
            gap = self.text[at : mention.start]
            if mention.person and (not _breaks(gap) or gap.split()[-1] in cues.clause_words("naming")):
                if gap.split() and gap.split()[-1] in cues.clause_words("naming"):
                    return self._open_if_shared(mention), mention.end
                if THAT_ONE.match(self.text, mention.end):
                    break
                return self._open_if_shared(mention), mention.end
        match = BARE_NAME.match(region)
        if match and _is_institution(match["name"]) and not THAT_ONE.match(region, match.end()):
            return self._institution(at + match.start("name"), at + match.end("name")), at + match.end()
        return self._described(region, at)

    def is_institution(self, start: int, end: int) -> bool:
        """Tell whether a capitalised name that is no person's stands at ``start`` and ends by ``end``."""
        match = BARE_NAME.match(self.text, start, end)
        if match is None:
            return False
        return _is_institution(match["name"]) or any(mention.end >= match.end() for mention in self.told(start, end))

    def _described(self, region: str, at: int) -> tuple[Speaker | None, int]:
        """Return whom a description without a name means: "kata wali kota", "ujar pelatih Persinar itu"."""
        stop = re.search(rf"[.,;:\"“”\n]|\b(?:{cues.alternatives(cues.clause_words('time'))})\b", region)
        phrase = region[: stop.start()] if stop else region
        end = at + len(phrase.rstrip())
        whole = re.split(r"[.,;:\"“”\n]", region, maxsplit=1)[0]
        if stop and len(whole.split()) <= LONGEST_PHRASE + 1 and _points_back(whole):
            return self._meant(whole, at), at + len(whole.rstrip())
        titled = self.titled(phrase)
        if titled is not None:
            return titled, end
        return (self._meant(phrase, at) if _points_back(phrase) else None), end

    def _meant(self, phrase: str, at: int) -> Speaker | None:
        """Return the person a pronoun at ``at`` would mean, if a title in "rektor itu" is not another's; or the institution."""
        if phrase.split()[0].casefold() in cues.clause_words("group"):
            return self._institution_named(at, phrase.split()[0].casefold())
        speaker = self.before(at)
        holders = self._holders_of(phrase.split()[0].casefold())
        return None if speaker and holders and speaker.name not in holders else speaker

    def titled(self, phrase: str) -> Speaker | None:
        """Return the only person whom the text introduces with the title that ``phrase`` begins with."""
        words = [word.casefold() for word in WORD.findall(phrase)]
        words = words[1:] if words and words[0] in ("sang", "si") else words
        if not words or words[0] not in _offices():
            return None
        head = words[:2] if len(words) > 1 and words[1] in language.words("person_titles") else words[:1]
        people = self._holders_of(words[0])
        named = {name: mention for name, mention in people.items() if head == self._title(mention)[: len(head)]}
        return _speaker(next(iter(named.values()))) if len(named) == 1 else None

    def _holders_of(self, office: str) -> dict[str, Mention]:
        """Return name → first mention of the persons before whom a title begins with the word ``office``."""
        if self._holders is None:
            self._holders = {}
            for mention in self.cast.mentions:
                if mention.person and (title := self._title(mention)):
                    self._holders.setdefault(title[0], {}).setdefault(mention.name, mention)
        return self._holders.get(office, {})

    def _title(self, mention: Mention) -> list[str]:
        """Return the folded words of the title before a name, from its first title word on."""
        before = re.split(r"[.;:\"“”\n]", self.text[max(0, mention.start - 90) : mention.start])[-1]
        words = [word.casefold() for word in WORD.findall(before)]
        verbs = [number for number, word in enumerate(words) if cues.has_verb(word)]
        words = words[verbs[-1] + 1 :] if verbs else words
        first = next((number for number, word in enumerate(words) if word in _offices()), len(words))
        return words[first:]

    def _institution(self, start: int, end: int) -> Speaker:
        """Return the institution named at ``text[start:end]`` by its long form.

        "Dinas Kesehatan (Dinkes) X" is "Dinkes X"; a code that the text explains takes the name before its bracket.
        """
        for mention in self.cast.within(max(0, start - REACH), end + REACH):
            wider = mention.start <= start or mention.end > end
            if not mention.person and wider and mention.start < end and start < mention.end:
                return _speaker(mention)
        name = self.text[start:end]
        left = max(0, start - REACH)
        if long := BRACKETED.search(self.text, left, start):
            return Speaker(long.start("name"), long.end("name"), long["name"])
        if name not in self._institutions:
            at = self.text.find(f"({name})")
            long = LONG_FORM.search(self.text, max(0, at - REACH), at) if at >= 0 else None
            self._institutions[name] = _without_titles(long[1].strip()) if long else name
        return Speaker(start, end, self._institutions[name])

    def subject(self, start: int, at: int) -> tuple[Speaker | None, bool]:
        """Return who is the subject of the verb at ``at`` in the clause from ``start``; and whether there is a subject."""
        prefix = self.text[start:at]
        words = WORD.findall(prefix)
        if not words:
            return None, False
        tail = [word.casefold() for word in words[-2:]]
        if tail[-1] in cues.clause_words("bar"):
            return None, False
        near = tail if words[-1].islower() else tail[-1:]
        if any(word in language.words("person_pronouns") for word in near):
            return (None if "mereka" in tail else self.before(start)), True
        coordinate = tail[-1] in cues.clause_words("coordinate")
        people = self.told(start, at)
        for mention in reversed(people):
            gap = ASIDE.sub(" ", self.text[mention.end : at])
            if mention is not people[0] and self._is_beside(start, mention):
                continue
            if self._is_kin(mention):
                return self._other(self.before(start), mention), True
            if len(gap) <= REACH and (coordinate or not cues.has_verb(gap)) and ";" not in gap:
                return self._open_if_shared(mention), True
        if coordinate:
            return self.before(at), True
        if (named := self._institution_before(start, at)) is not None:
            return named, True
        phrase = re.split(r"[,;:]", prefix.rstrip(" ,"))[-1].strip()
        titled = self.titled(phrase)
        return (self._meant(phrase, start) if titled is None and _points_back(phrase) else titled), True

    def _is_kin(self, mention: Mention) -> bool:
        """Tell whether the name only tells whose relative somebody is: "istri Sinta itu"."""
        last = self.text[max(0, mention.start - 20) : mention.start].split()[-1:]
        return (
            bool(last)
            and last[0].casefold() in language.words("kin_words")
            and THAT_ONE.match(self.text, mention.end) is not None
        )

    def _other(self, speaker: Speaker | None, mention: Mention) -> Speaker | None:
        return None if speaker is None or speaker.name == mention.name else speaker

    def _is_beside(self, start: int, mention: Mention) -> bool:
        """Tell whether the mention stands in a parenthesis with a verb: "X, didampingi Y, mengatakan"."""
        before, after = self.text[start : mention.start], self.text[mention.end : mention.end + 1]
        _, comma, beside = before.rpartition(",")
        return bool(comma) and after == "," and (cues.has_verb(beside) or beside.split()[:1] == ["bersama"])

    def _institution_before(self, start: int, at: int) -> Speaker | None:
        """Return the capitalised name that is the subject of the verb at ``at``."""
        prefix = re.sub(r"\([^()]*\) ?$", "", self.text[start:at])
        found = list(INSTITUTION.finditer(prefix))
        for match in found[-1:] + found[:1]:
            if prefix[: match.start()].split()[-1:] in GOVERNED:
                continue
            near = _touches(prefix[match.end() :], leads=match.start() == 0)
            named = _is_institution(match["name"]) and not _is_opener(match["name"])
            if near and named and (match.start() > 0 or self._is_name(match["name"])):
                return self._institution(start + match.start("name"), start + match.end("name"))
        return None

    def _institution_named(self, at: int, noun: str) -> Speaker | None:
        """Return the only institution that the two sentences up to ``at`` name by the noun or by a code."""
        number = bisect_right(self._starts, at) - 1
        left = self._starts[max(0, number - 2)] if self._starts else 0
        names = list(INSTITUTION.finditer(self.text, left, at))
        fit = [match for match in names if match["name"].split()[0].casefold() == noun]
        fit = fit or [match for match in names if _is_code(match["name"])]
        found = [self._institution(match.start("name"), match.end("name")) for match in fit]
        return found[-1] if len({speaker.name for speaker in found}) == 1 else None

    def _is_name(self, word: str) -> bool:
        """Tell whether a capital at the head of a sentence is a name's: of several words, a code, or written so elsewhere."""
        if " " in word or word.isupper():
            return True
        if word not in self._words_inside:
            self._words_inside[word] = re.search(rf"[a-z,] {re.escape(word)}\b", self.text) is not None
        return self._words_inside[word]

    def _open_if_shared(self, mention: Mention) -> Speaker | None:
        """Return the speaker, None for a surname that several persons bear."""
        return None if mention.shared else _speaker(mention)

    def said_by(self, start: int, at: int) -> Speaker | None:
        """Return whom a pronoun at ``at`` means in an attribution of words from ``start`` on, first by what is before these."""
        return self.before(start) or self.before(at)

    def before(self, at: int) -> Speaker | None:
        """Return the only person whom a pronoun at ``at`` can mean: the last speaker or the one person just named."""
        start, _ = self.sentence_at(at)
        here = self.told(start, at)
        if here:
            return self._one(here, at)
        number = bisect_right(self._starts, at) - 1
        looked = 0
        while number > 0 and looked < LOOK_BACK:
            number -= 1
            left, right = self.sentences[number]
            left = max(left, right - LONGEST_SENTENCE)
            spoken = next((said for said in reversed(self.said) if said.at < right), None)
            if spoken is not None and spoken.at >= left:
                return self._nearest(spoken.speaker, at)
            people = self.told(left, right)
            if people:
                return self._one(people, at) or self._acting(left, right, people)
            first = WORD.search(self.text, left, right)
            if first and first[0].casefold() in UNNAMED | _offices() and not self._is_said(first.start()):
                opening = self.text[left:right].split(",")[0]
                if not POINTING.search(" ".join(opening.split()[:LONGEST_PHRASE])):
                    return self.titled(self.text[left:right])
            looked += not self._is_said(left, right)
        return None

    def _one(self, people: Sequence[Mention], at: int) -> Speaker | None:
        """Return the person when all mentions mean the same one."""
        kept = [mention for mention, after in pairwise(people) if not self._has_holder(mention, after)] + [people[-1]]
        names = {mention.name for mention in kept}
        return self._nearest(self._open_if_shared(kept[-1]), at) if len(names) == 1 else None

    def _has_holder(self, mention: Mention, after: Mention) -> bool:
        """Tell whether the name only tells whose the next is: "pengacara Zubir, Rahmat Sorialam, …"."""
        if self.text[mention.end : after.start] != ", " or self.text[after.end : after.end + 1] not in ("", ",", "."):
            return False
        words = self.text[max(0, mention.start - 30) : mention.start].split()
        return bool(words) and words[-1].casefold() in nouns()

    def _acting(self, start: int, end: int, people: Sequence[Mention]) -> Speaker | None:
        """Return the person with whose act of speech a sentence on several persons begins: "Rini memuji Budi"."""
        first = people[0]
        verb = cues.act().search(self.text, first.end, end)
        if verb is None or cues.has_verb(self.text[start : first.start]):
            return None
        gap = ASIDE.sub(" ", self.text[first.end : verb.start()])
        near = re.fullmatch(rf",?(?: (?:{cues.adverbs()}))*\s*", gap) is not None
        return self._open_if_shared(first) if near else None

    def _nearest(self, speaker: Speaker | None, at: int) -> Speaker | None:
        """Return the speaker at the mention nearest before ``at``."""
        if speaker is None:
            return None
        mentions = self._by_name.get(speaker.name, [])
        number = bisect_right(mentions, at, key=lambda mention: mention.end) - 1
        return _speaker(mentions[number]) if number >= 0 else speaker


@cache
def _offices() -> frozenset[str]:
    return frozenset(row["title"] for row in language.table("person_titles") if row["kind"] in ("office", "regional"))


def _speaker(mention: Mention) -> Speaker:
    return Speaker(mention.start, mention.end, mention.name)


def _breaks(gap: str) -> bool:
    """Tell whether the words between a cue and a name keep the name from being the speaker."""
    if re.search(r"[.;:\"“”\n](?=\s)", re.sub(r"\b[A-Za-z]{1,5}\.", "", gap)):
        return True
    words = {word.casefold() for word in WORD.findall(gap)}
    return bool(words & (cues.clause_words("time") - {"lagi"})) or cues.has_verb(gap)


def _without_titles(name: str) -> str:
    """Return the institution's name without the office that a long form may begin with: "Kepala Balai X"."""
    words = name.split()
    while len(words) > 1 and words[0].casefold() in language.words("person_titles"):
        words = words[1:]
    return " ".join(words)


def _points_back(phrase: str) -> bool:
    """Tell whether a noun phrase without a name means a person already named: "pelantun lagu itu"."""
    words = phrase.split()
    pointing = re.search(rf"\b(?:itu|tersebut|ini)(?: (?:{cues.adverbs()}))*$", phrase.rstrip())
    return pointing is not None and bool(words) and words[0].casefold() in _pointed()


@cache
def _pointed() -> frozenset[str]:
    return (nouns() | cues.clause_words("group")) - language.words("group_heads") | {"mantan", "kepala", "ketua"}


def _is_code(name: str) -> bool:
    return name.isupper() and len(name) > SHORT_CODE and " " not in name


def _is_institution(name: str) -> bool:
    words = [word.casefold() for word in WORD.findall(name)]
    return len(name) > SHORT_CODE and any(word not in language.words("person_titles") for word in words)


def _is_opener(name: str) -> bool:
    return name.casefold() in language.words("sentence_openers")


def _touches(gap: str, *, leads: bool) -> bool:
    """Tell whether only an adverb or brackets stand between a subject and its verb; more where it ``leads`` the sentence."""
    if re.fullmatch(rf"(?: \([^)]*\))?,?(?: (?:{cues.adverbs()}))*\s*", gap):
        return True
    return leads and len(gap.split()) <= 5 and "," not in gap and not cues.has_predicate("x" + gap)

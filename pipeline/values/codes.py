"""Figures that are no amounts: codes, telephone numbers, law numbers, addresses, scores, list markers, names."""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline import language
from pipeline.values import numerals
from pipeline.values.lexicon import WORD_ROLES, grammar
from pipeline.values.tokens import Tokens
from pipeline.values.units import unit_at

LABELS = language.words("label_nouns")
LAWS = language.words("law_words")
SCORES = language.words("score_words")
_TURNING = grammar("turning")
_ALSO = grammar("list") | {","}
_NOUNS = language.words("count_nouns")
_LAW_PARTS = grammar("law_part")
_LAW_ITEMS = grammar("law_item")
_BANDS = grammar("band")
_PLACES = grammar("numbered_place")
SIGN_OFFS = frozenset(form.lower() for form in language.words("currencies"))
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}|[#@](?!Rp\.?\d|Rp\b)\w+")
_JOINTS = frozenset("-/:.–—")
_LONGEST_LIST = 6
_LONGEST_TITLE = 8
_OPENING = frozenset("\"“‘'")
_CLOSING = frozenset("\"”’'")
_COMPASS = frozenset({"ls", "lu", "bt", "bb", "lintang", "bujur"})
_GOING_ON = grammar("label_list") | {",", "-", "/"}


def links(text: str) -> tuple[list[int], list[int]]:
    """Starts and ends of web addresses, e-mail addresses, hashtags and account names."""
    if "@" not in text and "#" not in text and "://" not in text and "www." not in text:
        return [], []
    found = [match.span() for match in _LINK.finditer(text)]
    return [start for start, _ in found], [end for _, end in found]


def in_link(spans: tuple[list[int], list[int]], offset: int) -> bool:
    """Whether a code point lies in one of the spans that `links` gave."""
    place = bisect_right(spans[0], offset) - 1
    return place >= 0 and offset < spans[1][place]


def chain_end(t: Tokens, i: int) -> int:
    """The index after the figures joined to token i by hyphens, slashes, colons or dots without blanks."""
    last = i + 1
    while t.raw[last] in _JOINTS and t.raw[last + 1][0].isdigit() and t.glued(last) and t.glued(last + 1):
        last += 2
    return last


def code_end(t: Tokens, i: int) -> int | None:
    """The index after a code that begins at the numeral i, None where it is no code."""
    before = t.raw[i - 1]
    last = chain_end(t, i)
    if t.glued(i) and not is_magnitude(t, i) and _joined_left(t, i, before):
        return last
    if before == "\n" and t.raw[i + 1] in ".)" and t.glued(i + 1) and not t.glued(i + 2):
        return i + 1
    if t.raw[i + 1] == ")" and "(" not in t.raw[max(i - 8, 0) : i]:
        return i + 1
    if last - i >= 5 or (last - i == 3 and t.raw[i + 1] in ":."):
        return last
    if t.raw[i] == "0" * len(t.raw[i]) and len(t.raw[i]) > 1:
        return last
    if numerals.read(t.raw[i]) is None or (last - i == 3 and numerals.read(t.raw[i + 2]) is None):
        return _phone_end(t, last)
    if is_plate(t, i, last):
        return last + 1
    if t.raw[last] == "°" and t.raw[last + 1][0].isdigit():
        return last + 2
    if (
        (t.raw[last].isupper() and t.low[last] in _BANDS)
        or _compass(t, last)
        or (t.low[last] == "derajat" and _compass(t, last + 1))
    ):
        return last
    return None


def is_paired(t: Tokens, i: int) -> bool:
    """Whether the figures after a slash have the unit of those before it: 16 GB/512 GB."""
    return t.raw[i - 3][0].isdigit() and t.raw[i - 2].isalpha() and t.low[i - 2] == t.low[i + 1]


def is_magnitude(t: Tokens, i: int) -> bool:
    """Whether the numeral i is the strength of an earthquake after its sign: M 5,6, M5,6."""
    return t.raw[i - 1] == "M" and len(t.raw[i]) == 3 and t.raw[i][1] in ",." and not t.raw[i + 1][0].isdigit()


def _compass(t: Tokens, i: int) -> bool:
    return (t.low[i] in _COMPASS and t.raw[i][0].isupper()) or t.low[i] in ("lintang", "bujur")


def _joined_left(t: Tokens, i: int, before: str) -> bool:
    if before[-1].isalpha():
        return t.low[i - 1] not in SIGN_OFFS and not (t.low[i - 1] == "x" and t.raw[i - 2][0].isdigit())
    if before in "-–" and t.glued(i - 1):
        return t.raw[i - 2][-1].isalnum() and t.low[i - 2] not in WORD_ROLES
    if before == "/" and t.glued(i - 1):
        return not is_paired(t, i)
    return before in "_#@=&" or (before == "+" and (t.raw[i] == "62" or (t.raw[i - 2].isupper() and t.glued(i - 1))))


def is_plate(t: Tokens, i: int, last: int) -> bool:
    """Whether the figures from token i up to `last` stand between the letters of a number plate: H 1234 AB."""
    before, after = t.raw[i - 1], t.raw[last]
    letters = before.isalpha() and before.isupper() and len(before) <= 2
    return letters and after.isalpha() and after.isupper() and len(after) <= 3 and before not in ("RM", "Rp")


def _phone_end(t: Tokens, last: int) -> int:
    """Further groups of figures of a telephone number: 0812 3456 7890, (021) 555 1234."""
    for _ in range(4):
        step = last + 1 if t.raw[last] in ")-" and t.raw[last + 1].isdigit() else last
        if not (t.raw[step].isdigit() and len(t.raw[step]) >= 3):
            return last
        last = chain_end(t, step)
    return last


def is_score(t: Tokens, i: int) -> bool:
    """Whether figures "a-b" from token i are a score: after a word of winning and losing, or a from more to less."""
    if not (t.raw[i + 1] in "-–" and t.raw[i].isdigit() and t.raw[i + 2].isdigit() and t.glued(i + 1)):
        return False
    if len(t.raw[i]) > 3 or len(t.raw[i + 2]) > 3 or not t.glued(i + 2) or _measured(t, i + 3):
        return False
    if t.low[i - 1] in _ALSO and t.raw[i - 3] in "-–" and is_score(t, i - 4):
        return True
    if t.low[i + 3] in _TURNING and t.raw[i + 5] in "-–" and is_score(t, i + 4):
        return True
    return int(t.raw[i]) >= int(t.raw[i + 2]) or any(word in SCORES for word in t.low[i - 4 : i])


def _measured(t: Tokens, i: int) -> bool:
    """Whether a unit of size or a percent sign at token i says that the figures before it are no score."""
    unit = unit_at(t, i)
    return unit is not None and unit[1].kind in ("measure", "percent")


def is_label(t: Tokens, i: int) -> bool:
    """Whether the word before token i labels it: lantai 3, Pasal 5, Jl. 17, nomor 4, UU 23."""
    word = t.low[i - 2] if t.low[i - 1] in (".", ":") and t.raw[i - 2] != "\n" else t.low[i - 1]
    return word in LABELS or word in LAWS


def is_law_item(t: Tokens, i: int) -> bool:
    """Whether token i numbers an item of an article: Pasal 1 angka 3."""
    return t.low[i - 1] in _LAW_ITEMS and in_law(t, i)


def continues_label(t: Tokens, i: int) -> bool:
    """Whether a list of bare figures that begins with a label goes on at token i: Pasal 372 dan 480."""
    for _ in range(_LONGEST_LIST):
        first = i
        while t.low[i - 1] in _GOING_ON and first - i < 2:
            i -= 1
        if i == first or not t.raw[i - 1].isdigit():
            return False
        i -= 1
        if is_label(t, i):
            return True
    return False


def in_law(t: Tokens, i: int) -> bool:
    """Whether token i stands in the reference to an article of law: Pasal 55 ayat (1) ke-1 KUHP."""
    return any(word in _LAW_PARTS for word in t.low[max(i - _LONGEST_LIST, 0) : i])


def in_name(t: Tokens, i: int) -> bool:
    """Whether a number word at i is part of a proper name: Simpang Lima, Kepulauan Seribu, Tiga Raksa."""
    if not t.raw[i][0].isupper() or t.raw[i].isupper():
        return False
    if (t.raw[i - 1] in _OPENING and _title(t, i)) or (t.low[i - 1] in _PLACES and t.raw[i - 1][0].isupper()):
        return True
    if t.raw[i - 1] == "," and t.raw[i + 1][0].isupper() and t.raw[i + 1].isalpha():
        return t.low[i + 1] not in _NOUNS and (t.raw[i + 2] == "," or not in_headline(t, i))
    if not t.raw[i - 1][0].isalpha() or starts_sentence(t, i) or in_headline(t, i):
        return False
    return t.raw[i - 1][0].isupper() or t.raw[i + 1][0].isupper()


def _title(t: Tokens, i: int) -> bool:
    """Whether a quotation that begins at token i is a title: a few words, the long ones all capitalised."""
    for last in range(i + 1, i + _LONGEST_TITLE):
        if t.raw[last] in _CLOSING:
            return last > i + 1 and all(word[0].isupper() for word in t.raw[i:last] if len(word) > 3)
        if not (t.raw[last].isalpha() or t.raw[last] == "-"):
            return False
    return False


def after_name(t: Tokens, i: int) -> bool:
    """Whether token i follows a capitalised word that is more than the first of its sentence: Galaxy Watch 2."""
    word = t.raw[i - 1]
    return word[0].isupper() and not starts_sentence(t, i - 1) and not in_headline(t, i - 1)


def starts_sentence(t: Tokens, i: int) -> bool:
    """Whether token i is the first word after a line break, a full stop, a colon or an opening quotation mark."""
    return t.raw[i - 1] in ("\n", ".", "!", "?", ":", '"', "“", "”", "‘", "(", "-", "–", "—", "•", "*", "'", "…")


def in_headline(t: Tokens, i: int) -> bool:
    """Whether the words round token i are all capitalised, as in a headline."""
    first, last = i, i
    while t.raw[first] != "\n" and i - first < 7:
        first -= 1
    while t.raw[last] != "\n" and last - i < 7:
        last += 1
    around = [word for word in t.raw[first:last] if len(word) > 3 and word[0].isalpha()]
    return len(around) >= 3 and sum(word[0].islower() for word in around) <= len(around) // 6

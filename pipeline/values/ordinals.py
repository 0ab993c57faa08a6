"""Ordinals and ranks: ke-3, kedua puluh lima, gol keduanya, peringkat I, juara 2; "ketiga tersangka" is a count."""

from __future__ import annotations

from decimal import Decimal

from pipeline import language
from pipeline.values import numerals
from pipeline.values.draft import Draft
from pipeline.values.lexicon import JOINS, ORDINALS, ROMAN, WORD_ROLES, grammar
from pipeline.values.nouns import KNOWN, NEVER, Tags, is_noun, noun_at
from pipeline.values.numbers import Number, number_at, ordinal_words
from pipeline.values.tokens import Tokens
from pipeline.values.units import unit_at

_PERIODS = language.words("date_units") | grammar("day_time")
_JOINS = grammar("list")
_KIN = grammar("kin")
_POINTING = grammar("pointing")
_GRADES = grammar("rank_grade")
PARTIES = language.words("parties")
RANKS = language.words("rank_nouns")
OWN_ORDINALS = {f"{word}nya": value for word, value in ORDINALS.items()}
_WON = grammar("won")
_LOWEST_RANK = 999
_LONGEST_CLAUSE = 40
_LONGEST_RANKING = 10
_WORDS = {value: word for word, value in ORDINALS.items()} | {Decimal(1): "pertama"}
_NAMING = grammar("naming")
_ORDERED = grammar("ordered")
_SPACED = frozenset({"hut", "kongres", "urutan", "peringkat", "ranking", "posisi"})


def ordinal_at(t: Tokens, i: int, tags: Tags) -> Draft | None:
    """The ordinal, rank or definite count ("kedua tim") whose trigger is token i."""
    word = t.low[i]
    if "ke" in t.low[i - 2 : i] and WORD_ROLES.get(word) in ("digit", "ten"):
        return _spaced_words(t, i, tags) if t.low[i - 1] == "ke" else _hyphened_words(t, i)
    if t.raw[i] in ROMAN:
        return _roman(t, i)
    if word in RANKS:
        return _rank(t, i)
    if word in OWN_ORDINALS:
        won = t.low[i - 1] in _WON or word == "pertamanya"
        return Draft(first=i, last=i + 1, left=i, kind="ordinal", value=OWN_ORDINALS[word]) if won else None
    if word in ORDINALS:
        return _word(t, i, tags)
    first = _before_numeral(t, i)
    if first is None:
        return None
    number = numerals.read(t.raw[i])
    if number is None or number.ambiguous or number.value != number.value.to_integral_value():
        return None
    draft = Draft(first=first, last=i + 1, left=first, kind="ordinal", value=number.value)
    return draft if t.low[i + 1] == "kali" else _definite(t, draft, i + 1, tags)


def _roman(t: Tokens, i: int) -> Draft | None:
    """ "ke-III", "tahap ke II"."""
    hyphened = t.raw[i - 1] in "-–" and t.low[i - 2] == "ke" and t.glued(i)
    if not hyphened and not (t.low[i - 1] == "ke" and t.low[i - 2] in KNOWN):
        return None
    first = i - 2 if hyphened else i - 1
    return Draft(first=first, last=i + 1, left=first, kind="ordinal", value=Decimal(ROMAN[t.raw[i]]))


def _spaced_words(t: Tokens, i: int, tags: Tags) -> Draft | None:
    """ "tahap ke dua": after a noun and with nothing counted after it."""
    number = number_at(t, i)
    ranked = t.low[i - 2] in _SPACED
    if number is None or not (ranked or (t.low[i - 2] in KNOWN and noun_at(t, number.last, tags) is None)):
        return None
    return Draft(first=i - 1, last=number.last, left=i - 1, kind="ordinal", value=number.value)


def _hyphened_words(t: Tokens, i: int) -> Draft | None:
    """ "pekan ke-empat": a number word after "ke-"."""
    number = number_at(t, i) if t.raw[i - 1] in "-–" and t.glued(i - 1) and t.glued(i) else None
    if number is None or number.value is None or number.fraction:
        return None
    return Draft(first=i - 2, last=number.last, left=i - 2, kind="ordinal", value=number.value)


def _definite(t: Tokens, draft: Draft, noun: int, tags: Tags) -> Draft:
    """A noun after an ordinal that belongs to no noun before it is counted: ketiga tersangka, ke-24 peserta."""
    last = noun_at(t, noun, tags) if not t.low[noun].startswith("kali") else None
    if last is not None and t.raw[draft.first] in ("ke", "Ke") and not t.raw[noun].islower():
        return draft
    before = t.low[draft.first - 1]
    party = t.low[noun] in PARTIES and before not in _KIN | RANKS | _ORDERED
    if not party and _enumerated(t, draft):
        return draft
    pointed = last is not None and t.low[last] in _POINTING and t.low[draft.first] != "ke" and _shapeless(before)
    if last is not None and (party or pointed or not _qualifies(t, draft.first, tags)):
        draft.kind, draft.last, draft.unit = "count", last, t.span(noun, last)
    return draft


def _enumerated(t: Tokens, draft: Draft) -> bool:
    """Whether the ordinal numbers a clause, after the one before it in the same sentence: pertama pasar, kedua jalan."""
    i, wanted = draft.first, _WORDS.get((draft.value or Decimal(0)) - 1)
    if wanted is None or not (t.raw[i - 1] in ",;:" or (t.low[i - 1] in _JOINS and t.raw[i - 2] in ",;")):
        return False
    for place in range(i - 2, max(i - _LONGEST_CLAUSE, 0), -1):
        if t.raw[place] in ".!?\n":
            return False
        if t.low[place] == wanted:
            return not t.raw[place - 1][0].isalnum() or t.low[place - 1] in _NAMING
    return False


def _shapeless(word: str) -> bool:
    """Whether a word is a noun by its shape alone, so that it hardly has an order: penggabungan kedua pemilu itu."""
    return word.isalpha() and word not in KNOWN and word not in _PERIODS | _ORDERED


def _before_numeral(t: Tokens, i: int) -> int | None:
    """The first token of "ke-" (also "ke -", and "ke" after a rank noun) before a numeral."""
    if not t.raw[i][0].isdigit():
        return None
    if t.raw[i - 1] in "-–" and t.low[i - 2] == "ke":
        return i - 2
    if t.low[i - 1] == "ke" and (t.glued(i) or t.low[i - 2] in _SPACED or _spaced(t, i)):
        return i - 1
    return None


def _spaced(t: Tokens, i: int) -> bool:
    """ "ke 6" after a noun and with nothing counted after it: cabang ke 2 di Lampung."""
    if t.low[i - 2] in _PERIODS and t.raw[i].isdigit() and len(t.raw[i]) <= 2:
        return True
    return (
        t.low[i - 2] in KNOWN
        and t.raw[i].isdigit()
        and len(t.raw[i]) <= 2
        and (t.raw[i + 1].isupper() or (noun_at(t, i + 1, {}) is None and not t.raw[i + 1][0].isdigit()))
    )


def _word(t: Tokens, i: int, tags: Tags) -> Draft | None:
    if t.raw[i + 1] == "-" and t.glued(i + 1) and t.glued(i + 2):
        return None
    if t.low[i] == "pertama":
        return Draft(first=i, last=i + 1, left=i, kind="ordinal", value=Decimal(1))
    last, value = i + 1, ORDINALS[t.low[i]]
    number = ordinal_words(t, i)
    if number and number.value is not None and not number.fraction:
        last, value = number.last, number.value
    draft = Draft(first=i, last=last, left=i, kind="ordinal", value=value)
    noun = last + 1 if t.low[last] == "belah" else last
    return _definite(t, draft, noun, tags)


def _qualifies(t: Tokens, i: int, tags: Tags) -> bool:
    """Whether the ordinal belongs to the noun before it: babak kedua pertandingan."""
    before = t.low[i - 1]
    if before in _PERIODS or (before in _JOINS and t.low[i - 2] in ORDINALS):
        return True
    if not before.isalpha() or before in NEVER:
        return before == "yang" or before in _WON | _ORDERED
    if before.startswith("ter") and before not in KNOWN:
        return True
    return before in KNOWN or t.raw[i - 1][0].isupper() or is_noun(t, i - 1, tags)


def _rank(t: Tokens, i: int) -> Draft | None:
    """A rank noun with a bare figure: juara 2, peringkat I, peringkat dua, juara harapan 1."""
    place = i + 2 if t.low[i + 1] in _GRADES else i + 1
    found = _figure(t, place)
    if found is None:
        return None
    last, value = found
    join = JOINS.at(t, last)
    end = _figure(t, join[0]) if join else None
    if end and end[1] > value and t.low[end[0]] not in ("besar", "kali"):
        return Draft(first=i, last=end[0], left=i, kind="ordinal", low=value, high=end[1])
    if t.low[last] == "besar" or (join and t.raw[join[0]][0].isdigit()):
        return None
    return Draft(first=i, last=last, left=i, kind="ordinal", value=value)


def _figure(t: Tokens, i: int) -> tuple[int, Decimal] | None:
    """The rank at token i, in Roman or plain figures or in words, and the index after it."""
    if t.raw[i] in ROMAN:
        return i + 1, Decimal(ROMAN[t.raw[i]])
    number = number_at(t, i)
    if number is None or number.value is None or not _is_figure(number) or _counts(t, number.last):
        return None
    return number.last, number.value


def further_ranks(t: Tokens, rank: Draft, tags: Tags) -> list[Draft]:
    """The ranks that go on a list: juara I, II, dan III. Each must be greater than the one before it."""
    found: list[Draft] = []
    if t.low[rank.first] not in RANKS or rank.value is None:
        return found
    place, value = rank.last, rank.value
    while len(found) < _LONGEST_RANKING:
        joint = place + (t.raw[place] == ",")
        joint += t.low[joint] in _JOINS
        figure = _figure(t, joint) if joint > place else None
        if figure is None or figure[1] <= value or noun_at(t, figure[0], tags) is not None or unit_at(t, figure[0]):
            break
        found.append(Draft(first=joint, last=figure[0], left=joint, kind="ordinal", value=figure[1], after=figure[0]))
        place, value = figure
    return found


def _is_figure(number: Number) -> bool:
    """Whether a number can be a rank: a small whole one in plain figures or words."""
    if number.value is None or number.fraction or number.scale != 1 or number.value > _LOWEST_RANK:
        return False
    return number.plain or not number.digits


def _counts(t: Tokens, i: int) -> bool:
    return t.low[i] in ("kali", "orang", "%", "persen")

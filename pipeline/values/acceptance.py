"""Whether a number is an amount at all: labels, names and bare figures are told from counts here."""

from __future__ import annotations

from pipeline import language
from pipeline.values import codes, sharing, things
from pipeline.values.context import Left
from pipeline.values.denominators import EACH, ENDS, per_at
from pipeline.values.draft import Draft
from pipeline.values.lexicon import ORDINALS, ROMAN, WORD_ROLES, Phrases, grammar
from pipeline.values.nouns import CLASSIFIERS, COMPOUNDS, KNOWN, NEVER, Tags, looks_verbal
from pipeline.values.numbers import Number, number_at
from pipeline.values.tokens import Tokens

INTRODUCERS = language.words("count_introducers")
EVENTS = language.words("event_words")
_COUNTED = grammar("counted")
_CODES = grammar("law_code")
_LIST = grammar("list") | {","}
_GOING_ON = grammar("going_on") | {","}
_ONLY = grammar("only")
_ONLY_VERBALLY = grammar("only_doing")
_HAVING = grammar("having")
_OTHERS = grammar("others")
_SO_FAR = grammar("so_far")
_CONTESTS = grammar("contest_class")
_OUTCOMES = grammar("outcome")
_REGIONS: Phrases[str] = Phrases((row["name"], row["name"]) for row in language.table("regions"))
_REGION_KINDS = language.words("region_kinds")


def denominated(t: Tokens, draft: Draft) -> bool:
    slash = t.raw[draft.left - 1] == "/" and t.glued(draft.left) and not codes.is_paired(t, draft.first)
    return t.low[draft.left - 1] in EACH or slash


def is_amount(
    t: Tokens, draft: Draft, number: Number, left: Left, before: Draft | None, *, ranged: bool, tags: Tags
) -> bool:
    """Whether the number is an amount: by its unit, its form or the word before it."""
    one = not number.digits and number.value == 1 and number.last - number.first == 1 and not ranged
    if one and t.low[draft.left - 1] == "salah":
        return False
    if draft.kind == "duration" and t.low[draft.last] == "sekali":
        return False
    if (
        draft.kind == "measure"
        and number.plain
        and t.low[draft.left - 1] in _CONTESTS
        and not (left.side or left.hedge)
    ):
        return False
    if draft.kind in ("money", "percent", "measure", "duration", "age"):
        return draft.kind != "duration" or not number.plain or not codes.is_label(t, draft.left)
    if draft.kind == "multiple":
        plain = not number.fraction or t.low[number.first] != "setengah"
        introduced = t.low[draft.left - 1] in INTRODUCERS
        return plain or introduced or bool(left.side or left.hedge) or t.raw[number.last][0].isalpha()
    if (
        (number.plain or not number.digits)
        and codes.is_label(t, draft.first)
        and not (left.hedge or left.side)
        and t.low[draft.left - 1] not in INTRODUCERS
    ):
        return False
    if draft.unit is None and (t.low[draft.last] in ("besar", "banding") or t.low[draft.left - 1] == "banding"):
        return False
    if draft.unit is not None:
        if number.plain and (_numbered(t, draft, number.last) or _labelled(t, draft) or _ends_name(t, draft, number)):
            return False
        draft.bare_one = one and not left.side and draft.unit != "kali" and not _singled_out(t, draft.left)
        return True
    if number.plain and (codes.continues_label(t, draft.first) or codes.is_law_item(t, draft.first)):
        return False
    if number.plain and not ranged and _after_region(t, draft):
        return True
    if _is_age(t, draft, number):
        draft.kind, draft.unit = "age", "tahun"
        return True
    if one:
        draft.bare_one = _others(t, draft.last) or t.low[draft.last] in _OUTCOMES
        return draft.bare_one or (t.low[draft.last] in ("dari", "atau") and number_at(t, draft.last + 1) is not None)
    exact = number.scale == 1 and (not (left.hedge or left.side) or (number.plain and len(t.raw[number.first]) == 4))
    if codes.after_name(t, draft.left) and not ranged and exact:
        return False
    return sharing.goes_on(t, draft, tags) or _bare(t, draft, number, left, before, ranged=ranged)


def _bare(t: Tokens, draft: Draft, number: Number, left: Left, before: Draft | None, *, ranged: bool) -> bool:
    """Whether a number without a unit is an amount all the same."""
    word = t.low[draft.left - 1]
    if t.taken[draft.left - 2] and word in _LIST:
        return False
    if number.plain and len(t.raw[number.first]) == 4 and t.raw[number.first][:2] in ("19", "20") and not ranged:
        return word in _COUNTED
    if t.raw[draft.last][0].isupper() and number.plain and not (left.hedge or left.side):
        return False
    if number.last - number.first > 1 and not number.digits and not number.fraction:
        return True
    if number.value is None or number.scale > 1 or number.approximate or left.hedge or (left.side and not ranged):
        return not number.plain or word != "("
    listed = (
        before is not None and before.after == draft.left - 1 and word in ("dan", ",", "serta", "ke", "dari", "atau")
    )
    listed = listed or (before is not None and _goes_on(t, before, draft))
    if ranged:
        return word in INTRODUCERS or WORD_ROLES.get(t.low[draft.last - 1]) == "scale"
    if number.digits and not number.plain:
        return not number.ambiguous or word in INTRODUCERS
    if listed and before is not None and before.kind in ("count", "percent", "money"):
        return True
    following = t.low[draft.last] == "dari" and number_at(t, draft.last + 1) is not None
    verb = looks_verbal(word) and word.startswith("me")
    return (
        following
        or _others(t, draft.last)
        or t.low[draft.last] in _OUTCOMES
        or per_at(t, draft.last, {}) is not None
        or (word in INTRODUCERS and word not in _LIST)
        or verb
    )


def _others(t: Tokens, i: int) -> bool:
    """Whether the words from token i set a number beside others: tiga lainnya, dua lagi, lima di antaranya."""
    return t.low[i] in _OTHERS or (t.low[i] == "di" and t.low[i + 1] in ("antaranya", "antara"))


def _singled_out(t: Tokens, i: int) -> bool:
    """Whether the words before a "satu" at token i say that it is a number: hanya satu, hanya mencetak satu."""
    before = t.low[i - 1]
    return before in _ONLY or (t.low[i - 2] in _ONLY_VERBALLY and (before in _HAVING or looks_verbal(before)))


def _numbered(t: Tokens, draft: Draft, last: int) -> bool:
    """Whether capitalised words on both sides make the figure a label: TPS 15 Kelurahan Sekaran."""
    before, noun = t.raw[draft.left - 1], t.raw[last]
    if not before[0].isupper() or not noun[0].isupper() or noun.isupper() or before.lower() in INTRODUCERS:
        return False
    return not codes.in_headline(t, draft.first)


def _labelled(t: Tokens, draft: Draft) -> bool:
    """Whether the noun is itself a label or a law's name: Pasal 372 dan 480 KUHP, 59 ayat (3), 212 jilid II."""
    noun, after = t.low[draft.last - 1], t.raw[draft.last]
    if noun in _CODES or (noun in codes.LAWS and codes.in_law(t, draft.first)):
        return True
    if noun in codes.LAWS | codes.LABELS | _CODES and codes.continues_label(t, draft.first):
        return True
    return noun in codes.LABELS and (
        after in ROMAN or after.lower() in ORDINALS or (after == "(" and t.raw[draft.last + 1][0].isdigit())
    )


def _ends_name(t: Tokens, draft: Draft, number: Number) -> bool:
    """Whether figures end a name and the word after them only looks like a noun: Pilkada Serentak 2024 tidaklah."""
    raw = t.raw[number.first]
    if not codes.after_name(t, draft.left) or not t.raw[number.last].islower():
        return False
    if (
        len(raw) == 4
        and raw[:2] in ("19", "20")
        and any(t.low[i] in EVENTS and t.raw[i][0].isupper() for i in range(draft.left - 3, draft.left))
    ):
        return True
    noun = t.low[number.last]
    return noun not in KNOWN and noun not in CLASSIFIERS and noun != "kali" and COMPOUNDS.at(t, number.last) is None


def _goes_on(t: Tokens, before: Draft, draft: Draft) -> bool:
    """Whether a bare number goes on a list: 13 pasien meninggal dan 27 masih dirawat."""
    between = [word for word in t.raw[before.last : draft.left] if word != ","]
    joined = t.low[draft.left - 1] in _GOING_ON
    follows = t.low[draft.last] in NEVER or looks_verbal(t.low[draft.last])
    return joined and follows and len(between) <= 8 and not ENDS & set(between[:-1])


def _after_region(t: Tokens, draft: Draft) -> bool:
    """Whether the number stands in brackets after a region's name, as no age does: Riau (27), Kalimantan Timur (24)."""
    if t.raw[draft.left - 1] != "(" or t.raw[draft.last] != ")":
        return False
    found = _REGIONS.before(t, draft.left - 1)
    return found is not None and not (t.raw[found[0] - 1][0].isupper() and t.low[found[0] - 1] not in _REGION_KINDS)


def _is_age(t: Tokens, draft: Draft, number: Number) -> bool:
    """(45) after a name, or Siti, 45, ..."""
    if number.value is None or not 1 <= number.value <= 110 or number.fraction:
        return False
    place = draft.left
    while t.low[place - 1] in _SO_FAR and draft.left - place < 2:
        place -= 1
    if not number.plain or draft.value is None:
        return t.low[place - 1] in things.AGES and (number.approximate or number.plain)
    before, after, name = t.raw[draft.left - 1], t.raw[draft.last], t.raw[draft.left - 2]
    if (before, after) not in (("(", ")"), (",", ",")) or not name[0].isupper():
        return t.low[place - 1] in things.AGES and t.low[place - 1] not in ("tertua", "termuda")
    return name.lower() not in codes.LABELS and name.lower() not in codes.LAWS


def listed(t: Tokens, drafts: list[Draft], k: int) -> bool:
    """Whether a counted "satu" stands in a list of counts: dua guru dan satu siswa."""
    draft = drafts[k]
    for other in drafts[max(0, k - 1) : k]:
        words = t.low[other.last : draft.left]
        if _listed_with(other, words):
            return True
    return any(_listed_with(other, t.low[draft.last : other.left]) for other in drafts[k + 1 : k + 2])


def _listed_with(other: Draft, words: list[str]) -> bool:
    """Whether `words` join a count to a counted "satu"; another "satu" must stand right beside it."""
    return other.kind == "count" and len(words) <= (2 if other.bare_one else 4) and bool(_LIST & set(words))

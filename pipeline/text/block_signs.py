"""What the wording of a line tells ``block_model`` whatever the portal: who speaks to whom, and about what.

A story reports speech, goes on with connectives and names days and ages; a portal addresses its reader, asks, offers and
speaks of texts, screens and comments (`portal_talk.tsv`). Quotations are left out: they may address anybody.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from pipeline import language
from pipeline.text.block_features import bucket

SHOWN = 400
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
QUOTED = re.compile(r'["“”„][^"“”„]*["“”„]?')
SENTENCE_END = re.compile(r"(?<=[.?!])[\"”’')]*\s+")
DAY_IN_BRACKETS = re.compile(r"\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)")
AGE = re.compile(r"\(\d{1,2}\)")
ASKING = re.compile(r"[A-Z][a-z]+(?:kan|lah|i)$")
ACTIVE = re.compile(r"Me|Di|Ber|Ter|Ke")
DOTS = ("...", "…")
OF_THE_READER = "mu"
SHORTEST_OWNED = 5
LONGEST_OPENER = 3
SHARES = (0.05, 0.1, 0.2, 0.3, 0.45, 0.6)
WITH_PART = ("sign=you", "sign=we", "sign=asks", "sign=?", "sign=!", "sign=cue", "sign=dots", "roles=", "talking=")
TOGETHER = ("sign=you", "sign=we", "sign=?", "sign=!", "sign=cue", "sign=opener", "sign=pronoun", "sign=asks")


def sign_features(text: str) -> list[str]:
    """Return the features of a line; beyond its first 400 characters nothing is read, the roles only of shorter lines."""
    shown = text[:SHOWN]
    tokens = WORD.findall(shown)
    if not tokens:
        return ["sign=no-words"]
    free = QUOTED.sub("", shown)
    said = [token.casefold() for token in WORD.findall(free)]
    names = [*_telling(shown, tokens), *_addressing(free, said)]
    names += [f"open={tokens[0][:2].casefold()}", f"opens={tokens[0][-3:].casefold()}"]
    names.append(f"named={min(4, sum(token[0].isupper() for token in tokens[1:]))}")
    names.append("signs=" + "+".join(name for name in names if name.startswith(TOGETHER)))
    return names + _roles(said if len(text) <= SHOWN else [])


def _telling(text: str, tokens: list[str]) -> list[str]:
    """Return the signs of stories: cues of speech, connectives, pronouns, days, ages, money."""
    folded = [token.casefold() for token in tokens]
    cues, openers = language.words("speech_cues"), language.phrases("sentence_openers")
    holds = {
        "cue": any(word in cues or word.removesuffix("nya") in cues for word in folded),
        "opener": any(tuple(folded[:count]) in openers for count in range(1, LONGEST_OPENER + 1)),
        "pronoun": folded[0] in language.words("person_pronouns"),
        "day": any(
            token[0].isupper() and word in language.words("weekdays")
            for token, word in zip(tokens, folded, strict=True)
        ),
        "dated": DAY_IN_BRACKETS.search(text) is not None,
        "age": AGE.search(text) is not None,
        "money": "Rp" in text,
        "dots": text.rstrip("])").endswith(DOTS),
    }
    return [f"sign={name}" for name, held in holds.items() if held]


def _addressing(free: str, said: list[str]) -> list[str]:
    """Return the signs of talk to the reader outside quotations."""
    names = ["sign=you"] if any(word in _addressed() or _is_owned(word) for word in said) else []
    names += ["sign=we"] if "kami" in said or "kita" in said else []
    heads = {found[0] for part in SENTENCE_END.split(free) if (found := WORD.search(part))}
    names += sorted({f"sign=asks-{head[-3:]}" for head in heads if ASKING.match(head) and not ACTIVE.match(head)})
    return names + [f"sign={mark}" for mark in "?!" if mark in free]


def _roles(said: list[str]) -> list[str]:
    """Return which roles of portal talk the words of a line have, alone and in pairs, and how much of it is such talk."""
    known = _talk()
    counts = Counter[str]()
    for word in said:
        roles = known.get(word) or (("reader",) if _is_owned(word) else known.get(word.removesuffix("nya"), ()))
        counts.update(roles)
    held = sorted(counts)
    share = bucket(counts.total() / max(1, len(said)), SHARES)
    names = [f"role={role}/{min(2, counts[role])}" for role in held]
    names += [f"role={one}&{other}" for number, one in enumerate(held) for other in held[number + 1 :]]
    return [*names, f"roles={min(5, len(held))}", f"talking={share}/{min(4, len(held))}"]


def _is_owned(word: str) -> bool:
    """Tell whether a word ends in "your": "ponselmu"."""
    return len(word) >= SHORTEST_OWNED and word.endswith(OF_THE_READER) and word not in _plain()


@cache
def _talk() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in language.table("portal_talk"):
        if row["role"] != "plain":
            found[row["word"]] = (*found.get(row["word"], ()), row["role"])
    return found


@cache
def _addressed() -> frozenset[str]:
    return frozenset(row["word"] for row in language.table("appeals") if row["first"] == "no")


@cache
def _plain() -> frozenset[str]:
    return frozenset(row["word"] for row in language.table("portal_talk") if row["role"] in ("plain", "reader"))

"""The language facts in the form the readers look them up: sets, dicts and phrases of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from pipeline import language
from pipeline.values.tokens import Tokens, cut

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases of tokens, found by their first or by their last token; the longest match wins."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self.heads: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self.tails: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in sorted(entries, key=lambda entry: -len(cut(entry[0]))):
            words = cut(phrase)
            self.heads.setdefault(words[0], []).append((words, value))
            self.tails.setdefault(words[-1], []).append((words, value))

    def at(self, t: Tokens, i: int) -> tuple[int, T] | None:
        """The phrase that begins at token i: the index after it and its value."""
        for words, value in self.heads.get(t.low[i], ()):
            if len(words) == 1 or tuple(t.low[i : i + len(words)]) == words:
                return i + len(words), value
        return None

    def before(self, t: Tokens, i: int) -> tuple[int, T] | None:
        """The phrase that ends just before token i: the index of its first token and its value."""
        for words, value in self.tails.get(t.low[i - 1], ()):
            if len(words) == 1 or tuple(t.low[max(0, i - len(words)) : i]) == words:
                return i - len(words), value
        return None


def numbers(name: str, key: str = "form", value: str = "value") -> Mapping[str, Decimal]:
    """A fact file that maps words to numbers."""
    return {word: Decimal(number) for word, number in language.mapping(name, key, value).items()}


def keyed(name: str, key: str, value: str) -> Phrases[str]:
    """A fact file that maps phrases to words."""
    return Phrases(language.mapping(name, key, value).items())


def fraction(text: str) -> Decimal:
    """'2/3' as the nearest Decimal of the context's precision."""
    ratio = Fraction(text)
    return Decimal(ratio.numerator) / Decimal(ratio.denominator)


def grammar(role: str) -> frozenset[str]:
    """The function words with a role in `grammar_words`; an unknown role is an error."""
    found = frozenset(row["word"] for row in language.table("grammar_words") if row["role"] == role)
    if not found:
        raise language.LanguageError(f"grammar_words.tsv has no word with the role {role!r}")
    return found


WORD_ROLES = language.mapping("number_words", "form", "role")
WORD_VALUES = numbers("number_words")
FRACTIONS = {word: fraction(value) for word, value in language.mapping("fractions").items()}
FRACTION_PARTS = numbers("fraction_parts")
CLASSES = {row["form"]: (Decimal(row["low"]), Decimal(row["high"])) for row in language.table("number_classes")}
SOME_CLASSES = {row["form"]: (Decimal(row["low"]), Decimal(row["high"])) for row in language.table("class_scales")}
ORDINALS = numbers("ordinals")
ROMAN = {row["form"]: int(row["value"]) for row in language.table("roman")}
JOINS: Phrases[str] = Phrases((phrase, phrase) for phrase in language.words("range_words"))

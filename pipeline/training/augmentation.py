"""Situations of news text that the treebanks lack, made from their own sentences to teach the splitter.

Titles and abbreviations inside names, sentences that end in an acronym, direct speech over one or two sentences,
datelines, headings in capitals, list items, glued sentences. Only the tokens matter here; words carry no tags that the
splitter would see.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline import language
from pipeline.training.conll import Sentence, Token, Word

Paragraph = list[Sentence]
_MARKS = (('"', '"'), ('"', '"'), ("“", "”"))
_FINAL = frozenset(".?!")


def token(form: str, *, space: bool = True, upos: str = "X") -> Token:
    """A token made here; parts of a multiword token are joined by a bar."""
    parts = form.split("|")
    words = tuple(Word(part, upos=upos) for part in parts)
    return Token("".join(parts), words, space)


def dotted(form: str, *, upos: str = "X") -> list[Token]:
    """An abbreviation as GSD cuts it: "Dr" → `Dr` `.`, "M.Si" → `M` `.` `Si` `.`."""
    pieces = [piece for part in form.split(".") for piece in (part, ".")]
    return [token(piece, space=number == len(pieces), upos=upos) for number, piece in enumerate(pieces, start=1)]


class Augmenter:
    """Makes paragraphs of one or two sentences from a pool of sentences."""

    def __init__(self, pool: Sequence[Sentence], *, seed: int) -> None:
        self.random = random.Random(seed)
        self.pool = [sentence for sentence in pool if _plain(sentence)]
        self.names = [name for sentence in pool for name in _names(sentence)]
        self.places = [name for name in self.names if len(name) == 1 and name[0].isalpha()]
        self.kinds: dict[str, list[str]] = {}
        for row in language.table("abbreviations"):
            self.kinds.setdefault(row["kind"], []).append(row["form"])
        self.makers: list[Callable[[], Paragraph]] = [
            *[self.titles] * 4,
            *[self.acronym] * 3,
            *[self.quoted] * 4,
            *[self.opened] * 3,
            self.dateline,
            self.heading,
            self.item,
            *[self.numbered] * 2,
        ]

    def paragraphs(self, count: int) -> list[Paragraph]:
        """`count` paragraphs, each kind of situation as often as the next one in the list."""
        return [self.makers[number % len(self.makers)]() for number in range(count)]

    def sentence(self) -> Sentence:
        return self.random.choice(self.pool)

    def name(self) -> list[Token]:
        return [token(part, upos="PROPN") for part in self.random.choice(self.names)]

    def titles(self) -> Paragraph:
        """Titles before the first name, a degree after it now and then; another sentence follows."""
        sentence = self.sentence()
        tokens = list(sentence.tokens)
        starts = [at for at, one in enumerate(tokens) if one.words[0].upos == "PROPN" and one.form[0].isupper()]
        if not starts:
            return [sentence]
        first = last = self.random.choice(starts)
        while last + 1 < len(tokens) and tokens[last + 1].words[0].upos == "PROPN" and tokens[last].space_after:
            last += 1
        titles = [
            piece
            for form in self.random.sample(self.kinds["person"], self.random.choice((1, 1, 2, 3)))
            for piece in dotted(form, upos="PROPN")
        ]
        if self.random.random() < 0.4:
            tokens[last + 1 : last + 1] = self._degree(tokens[last])
            tokens[last] = replace(tokens[last], space_after=False)
        tokens[first:first] = titles
        return [Sentence(sentence.id, tuple(tokens)), self.sentence()]

    def numbered(self) -> Paragraph:
        """An abbreviation before a figure or a place."""
        sentence = self.sentence()
        tokens = list(sentence.tokens)
        kinds = {"NUM": "number", "PROPN": "place"}
        spots = [at for at, one in enumerate(tokens) if one.words[0].upos in kinds and one.form[0].isalnum()]
        if spots:
            at = self.random.choice(spots)
            tokens[at:at] = dotted(self.random.choice(self.kinds[kinds[tokens[at].words[0].upos]]))
        return [Sentence(sentence.id, tuple(tokens)), self.sentence()]

    def acronym(self) -> Paragraph:
        """The last word becomes an acronym; the stop after it still ends the sentence."""
        sentence = self.sentence()
        *start, _, stop = sentence.tokens
        form = self.random.choice(sorted(language.words("acronyms_closing")))
        tokens = (*start, token(form, space=False, upos="PROPN"), stop)
        return [Sentence(sentence.id, tokens), self.sentence()]

    def quoted(self) -> Paragraph:
        """`"A," kata X.`, `"A. B," kata X.` or `"A," kata X. "B."`."""
        opening, closing = self.random.choice(_MARKS)
        first, second = self.sentence(), self.sentence()
        shape = self.random.choice(("one", "inside", "after"))
        spoken = _speech(first, opening, [(",", False), (closing, True)])
        if shape == "inside":
            lead = Sentence(first.id, (token(opening, space=False), *first.tokens))
            end = Sentence(second.id, (*_body(second), token(",", space=False), token(closing), *self._tail()))
            return [lead, end]
        told = Sentence(first.id, (*spoken, *self._tail()))
        if shape == "one":
            return [told, second]
        stop = second.tokens[-1].form
        return [told, Sentence(second.id, tuple(_speech(second, opening, [(stop, False), (closing, True)])))]

    def opened(self) -> Paragraph:
        """`X mengatakan, "A." B` or `"A." B` or `X mengatakan, "A. B."`."""
        opening, closing = self.random.choice(_MARKS)
        first, second = self.sentence(), self.sentence()
        row = self.random.choice(language.table("quote_heads"))
        head = self._words(row["words"])
        head[-1] = replace(head[-1], space_after=False)
        lead = [*head, token(row["mark"])] if self.random.random() < 0.7 else []
        if self.random.random() < 0.3:
            begin = Sentence(first.id, (*lead, token(opening, space=False), *first.tokens))
            end = [*_body(second), token(second.tokens[-1].form, space=False), token(closing)]
            return [begin, Sentence(second.id, tuple(end)), self.sentence()]
        stop = first.tokens[-1].form
        whole = (*lead, *_speech(first, opening, [(stop, False), (closing, True)]))
        return [Sentence(first.id, whole), second]

    def dateline(self) -> Paragraph:
        """A place and an outlet before the first sentence of a story."""
        sentence = self.sentence()
        words = self.random.choice(language.table("datelines"))["words"].split()
        place = self.random.choice(self.places)[0] if self.places else "KOTA"
        place = place.upper() if self.random.random() < 0.7 else place
        tokens: list[Token] = []
        for number, word in enumerate(words):
            glued = number + 1 < len(words) and words[number + 1].startswith("^")
            form = place if word == "PLACE" else word.lstrip("^")
            tokens.append(token(form, space=not glued and form != "("))
        return [Sentence(sentence.id, (*tokens, *sentence.tokens)), self.sentence()]

    def heading(self) -> Paragraph:
        """A line without a stop, in capitals now and then."""
        sentence = self.sentence()
        body = [*_body(sentence)][:10]
        if self.random.random() < 0.5:
            body = [_upper(one) for one in body]
        return [Sentence(sentence.id, tuple(body))]

    def item(self) -> Paragraph:
        """A numbered or lettered list item."""
        sentence = self.sentence()
        mark = str(self.random.randint(1, 12)) if self.random.random() < 0.7 else self.random.choice("abcdef")
        lead = (token(mark, space=False), token(self.random.choice((".", ".", ")"))))
        return [Sentence(sentence.id, (*lead, *sentence.tokens)), self.sentence()]

    def _degree(self, name: Token) -> list[Token]:
        pieces = dotted(self.random.choice(self.kinds["degree"]), upos="PROPN")
        pieces[-1] = replace(pieces[-1], space_after=name.space_after)
        return [token(","), *pieces]

    def _tail(self) -> list[Token]:
        tokens = self._words(self.random.choice(language.table("quote_tails"))["words"])
        return [*tokens[:-1], replace(tokens[-1], space_after=False), token(".")]

    def _words(self, words: str) -> list[Token]:
        out: list[Token] = []
        for word in words.split():
            if word == ",":
                out[-1] = replace(out[-1], space_after=False)
            out.extend(self.name() if word == "NAME" else [token(word)])
        return out


def glue(paragraph: Paragraph, chance: float, shuffler: random.Random) -> Paragraph:
    """Drop the space between sentences now and then ("lanjutnya.Khofifah"), where a capital letter follows a stop."""
    out = []
    for sentence, follower in zip(paragraph, [*paragraph[1:], None], strict=True):
        last = sentence.tokens[-1]
        gluable = follower is not None and follower.tokens[0].form[0].isupper() and last.form in _FINAL
        if gluable and shuffler.random() < chance:
            sentence = replace(sentence, tokens=(*sentence.tokens[:-1], replace(last, space_after=False)))
        out.append(sentence)
    return out


def _plain(sentence: Sentence) -> bool:
    """A sentence that starts with a capital, ends in one stop, and holds no quotation mark and no other stop."""
    forms = [one.form for one in sentence.tokens]
    inner = any(form in _FINAL or form in "\"'“”‘’" for form in forms[:-1])
    return 4 < len(forms) < 45 and forms[0][0].isupper() and forms[-1] in _FINAL and not inner


def _names(sentence: Sentence) -> list[list[str]]:
    """Runs of one to three capitalised PROPN tokens."""
    names, run = list[list[str]](), list[str]()
    for one in sentence.tokens:
        if one.words[0].upos == "PROPN" and re.fullmatch(r"[A-Z][a-z]+", one.form) and len(one.words) == 1:
            run.append(one.form)
            continue
        if 1 <= len(run) <= 3:
            names.append(run)
        run = []
    return names


def _body(sentence: Sentence) -> list[Token]:
    """The tokens before the final stop, the last one without a space."""
    tokens = list(sentence.tokens[:-1])
    return [*tokens[:-1], replace(tokens[-1], space_after=False)]


def _speech(sentence: Sentence, opening: str, closing: list[tuple[str, bool]]) -> list[Token]:
    return [token(opening, space=False), *_body(sentence), *(token(form, space=space) for form, space in closing)]


def _upper(one: Token) -> Token:
    words = tuple(replace(word, form=word.form.upper()) for word in one.words)
    return Token(one.form.upper(), words, one.space_after)

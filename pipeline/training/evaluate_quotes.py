"""Measure quotations and their speakers on the articles of `corpus/quotes/{train,test}/*.txt`.

    # article: quo-001 | split: train | topic: …
    {Q direct speaker="Full Name" cue="kata" | "Kami siap,"} kata Full Name. \\{ is a brace of the text.

`speaker=-` is an open speaker, `cue=-` none. `# cluster: PER | Full Name = Name` gives the names of one thing, `# judge: Full
Name` a person who assesses; other lines that start with "# " belong to other measures. The text is the rest, joined by line ends.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.text import sentences
from pipeline.text.judges import judges_of
from pipeline.text.names import Cast, is_part
from pipeline.text.quotes import Quote, read_quotes
from pipeline.training import splits

HEADER = re.compile(r"# article: (?P<id>\S+) \| split: (?P<split>\S+)(?: \|.*)?")
VALUE = r'(?:-|"(?:[^"\\]|\\.)*")'
QUOTES, JUDGES = "quotes", "quotes/judges"
OPEN = re.compile(rf"\{{Q (?P<kind>direct|indirect) speaker=(?P<speaker>{VALUE}) cue=(?P<cue>{VALUE}) \| ")


class QuoteMarkupError(ValueError):
    """Bad markup; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A true quotation; ``speaker`` is None where it is open."""

    start: int
    end: int
    direct: bool
    speaker: str | None
    cue: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """A text with its quotations."""

    id: str
    text: str
    quotes: tuple[Marked, ...]
    aliases: tuple[frozenset[str], ...] = ()
    judges: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QuoteScore:
    """Per cent. ``span`` asks for the exact span and directness, ``f1`` for these and the speaker, ``cue`` for the cue.

    Names mean the same when the article gives them as one cluster or the words of one stand side by side in the other
    ("Gilang", "Gilang Ardana"); ``strict`` asks for the very name.
    """

    articles: int
    quotes: int
    precision: float
    recall: float
    f1: float
    span: float
    strict: float
    cue: float
    direct: float
    indirect: float
    digest: str


@dataclass(frozen=True, slots=True)
class RoleScore:
    """Judges known as such, per cent: precision and recall of the persons; ``later`` is the share of the ``shorts``,
    the mentions by surname, first name or nickname, that are known as a judge's.
    """

    articles: int
    judges: int
    precision: float
    recall: float
    shorts: int
    later: float


Reader = Callable[[str], Iterable[Quote]]


def read_articles(path: Path) -> list[Article]:
    """Return the articles of one file. Raises QuoteMarkupError where the markup is bad."""
    articles: list[Article] = []
    name, lines, aliases, judges = "", list[str](), list[frozenset[str]](), set[str]()
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.startswith("# article:"):
            match = HEADER.fullmatch(line.strip())
            if match is None or match["split"] not in splits.SPLITS or match["split"] != path.parent.name:
                raise QuoteMarkupError(
                    f"{path}:{number}: header {line!r}, expected '# article: ID | split: {path.parent.name} | …'"
                )
            articles += [_article(path, name, lines, aliases, judges)] if name else []
            name, lines, aliases, judges = match["id"], [], [], set()
        elif line.startswith("# cluster:"):
            aliases.append(frozenset(form.strip().casefold() for form in line.partition("|")[2].split("=")))
        elif line.startswith("# judge:"):
            judges.add(line.removeprefix("# judge:").strip())
        elif not line.startswith("# "):
            if line.strip() and not name:
                raise QuoteMarkupError(f"{path}:{number}: text before the first article header")
            lines.append(line)
    articles += [_article(path, name, lines, aliases, judges)] if name else []
    if len({article.id for article in articles}) != len(articles):
        raise QuoteMarkupError(f"{path}: an article stands twice")
    return articles


def _article(path: Path, name: str, lines: list[str], aliases: list[frozenset[str]], judges: set[str]) -> Article:
    try:
        return Article(name, *parse("\n".join(lines).strip("\n")), tuple(aliases), frozenset(judges))
    except QuoteMarkupError as error:
        raise QuoteMarkupError(f"{path}, article {name}: {error}") from None


def parse(marked: str) -> tuple[str, tuple[Marked, ...]]:
    """Marked-up text → plain text and quotations, which may nest. Raises QuoteMarkupError with the reason."""
    text: list[str] = []
    waiting: list[tuple[int, re.Match[str]]] = []
    quotes: list[Marked] = []
    at = 0
    while at < len(marked):
        char = marked[at]
        if char == "\\" and marked[at + 1 : at + 2] in ("{", "}", "\\"):
            text.append(marked[at + 1])
            at += 2
        elif char == "{":
            match = OPEN.match(marked, at)
            if match is None:
                raise QuoteMarkupError(f"{marked[at : at + 40]!r} opens no quotation")
            waiting.append((len(text), match))
            at = match.end()
        elif char == "}":
            if not waiting:
                raise QuoteMarkupError(f"}} after {marked[max(0, at - 30) : at]!r} closes nothing")
            start, match = waiting.pop()
            quotes.append(
                Marked(start, len(text), match["kind"] == "direct", _value(match["speaker"]), _value(match["cue"]))
            )
            at += 1
        else:
            text.append(char)
            at += 1
    if waiting:
        raise QuoteMarkupError(f"{waiting[-1][1][0]!r} is never closed")
    return "".join(text), tuple(sorted(quotes, key=lambda quote: (quote.start, quote.end)))


def _value(raw: str) -> str | None:
    return None if raw == "-" else re.sub(r"\\(.)", r"\1", raw[1:-1])


def read_split(corpus: Path, *, split: str, room: str = QUOTES) -> list[Article]:
    """Return all articles of `corpus/ROOM/SPLIT`. Raises ValueError for an unknown split, FileNotFoundError for none."""
    return [
        article
        for file in splits.files(corpus, room, split=split, what="quotations")
        for article in read_articles(file)
    ]


def same_person(one: str | None, other: str | None, aliases: Iterable[frozenset[str]] = ()) -> bool:
    """Tell whether two speaker names mean the same; two open speakers do."""
    if one is None or other is None:
        return one is other
    pair = {one.casefold(), other.casefold()}
    return is_part(one, other) or is_part(other, one) or any(pair <= names for names in aliases)


def evaluate(corpus: Path, *, split: str, reader: Reader = read_quotes) -> QuoteScore:
    """Compare what ``reader`` finds in the texts of a split with the marked quotations.

    The default reads the bare text with names guessed by shape; give a function over the whole pipeline to measure that.
    """
    articles = read_split(corpus, split=split)
    pairs = [(article, list(reader(article.text))) for article in articles]
    files = splits.files(corpus, QUOTES, split=split, what="quotations")
    precision, recall, f1 = _score(pairs, _same)
    return QuoteScore(
        articles=len(articles),
        quotes=sum(len(article.quotes) for article in articles),
        precision=precision,
        recall=recall,
        f1=f1,
        span=_score(pairs, lambda article, gold, found: True)[2],
        strict=_score(pairs, lambda article, gold, found: gold.speaker == _name(found))[2],
        cue=_score(pairs, lambda article, gold, found: gold.cue == found.cue)[2],
        direct=_score(pairs, _same, direct=True)[2],
        indirect=_score(pairs, _same, direct=False)[2],
        digest="sha256:" + hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest(),
    )


def evaluate_roles(corpus: Path, *, split: str, room: str = JUDGES) -> RoleScore:
    """Compare the persons that the bare texts of `corpus/ROOM/SPLIT` introduce as judges with those marked."""
    articles = read_split(corpus, split=split, room=room)
    right = wanted = given = short = named = 0
    for article in articles:
        cast = Cast(article.text)
        found = judges_of(article.text, cast, sentences=sentences.split(article.text))
        hit = {name for name in found if any(same_person(name, judge, article.aliases) for judge in article.judges)}
        right, given, wanted = right + len(hit), given + len(found), wanted + len(article.judges)
        later = short_mentions(article)
        known = [(mention.start, mention.end) for mention in cast.mentions if mention.name in hit]
        named += len(later)
        short += sum(any(left < end and start < right for left, right in known) for start, end in later)
    return RoleScore(
        articles=len(articles),
        judges=wanted,
        precision=_percent(right, given),
        recall=_percent(right, wanted),
        shorts=named,
        later=_percent(short, named),
    )


def short_mentions(article: Article) -> list[tuple[int, int]]:
    """Return where the article names its judges otherwise than in full, by the names that their clusters give."""
    full = {judge.casefold() for judge in article.judges}
    forms = {name for names in article.aliases if names & full for name in names} | full
    pattern = re.compile(rf"\b(?:{'|'.join(re.escape(form) for form in sorted(forms, key=len, reverse=True))})\b", re.I)
    return [
        match.span()
        for match in (pattern.finditer(article.text) if full else ())
        if match[0][0].isupper() and not any(is_part(judge, match[0]) for judge in full)
    ]


def _same(article: Article, gold: Marked, found: Quote) -> bool:
    return same_person(gold.speaker, _name(found), article.aliases)


def _name(quote: Quote) -> str | None:
    return quote.speaker.name if quote.speaker else None


def _score(
    pairs: list[tuple[Article, list[Quote]]],
    agree: Callable[[Article, Marked, Quote], bool],
    *,
    direct: bool | None = None,
) -> tuple[float, float, float]:
    """Return precision, recall and F1 over exact spans on which ``agree`` holds."""
    right = wanted = given = 0
    for article, found in pairs:
        gold = {(q.start, q.end, q.direct): q for q in article.quotes if direct in (None, q.direct)}
        mine = {(q.start, q.end, q.direct): q for q in found if direct in (None, q.direct)}
        right += sum(agree(article, gold[key], mine[key]) for key in gold.keys() & mine.keys())
        wanted, given = wanted + len(gold), given + len(mine)
    return _percent(right, given), _percent(right, wanted), _percent(2 * right, wanted + given)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 100.0

"""Measure acronyms, clusters and place links on the articles of `corpus/quotes/{train,test}/*.txt`.

After its text an article has lines that name its links:

    # cluster: PER | Hendra Wijaya = Hendra      every name of one thing, the fullest first
    # alone: Simatupang                          a short name that fits two things
    # acronym: IKM = industri kecil menengah
    # link: Kota Semarang = id-region:33.74      "-" where it stays open; it holds for the whole cluster

Clusters are counted in links (names less one): right are those that join names of one true cluster, the rest break it
(MUC, Vilain et al. 1995, over names, letter case aside). Joining the two sides of an acronym line is right, too.
By default all occurrences of the names in these lines are the mentions, so that only the joining is measured; with a
pipeline its entities are, under the listed names that they hold.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.text import acronyms, clusters, places
from pipeline.text.acronyms import Acronym
from pipeline.text.clusters import Mention
from pipeline.training.evaluate_quotes import read_split

if TYPE_CHECKING:
    from spacy.language import Language

LINE = re.compile(r"# (cluster|alone|acronym|link):\s*(.*)")
OPEN = "-"


class LinkMarkupError(ValueError):
    """Bad markup; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Links:
    """What the lines of one article say; names are as written. ``links`` holds None where a place stays open."""

    clusters: tuple[tuple[str, tuple[str, ...]], ...]
    alone: tuple[str, ...]
    acronyms: frozenset[tuple[str, str]]
    links: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one article: pairs, the names of every cluster, and the names of every linked place."""

    acronyms: frozenset[tuple[str, str]]
    clusters: tuple[frozenset[str], ...]
    links: tuple[tuple[frozenset[str], str], ...]


@dataclass(slots=True)
class Tally:
    """Counts of right ones among those given (precision) and among those wanted (recall); both in per cent."""

    right_given: int = 0
    given: int = 0
    right_wanted: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Per cent of those given."""
        return round(100 * self.right_given / self.given, 2) if self.given else 100.0

    @property
    def recall(self) -> float:
        """Per cent of those wanted."""
        return round(100 * self.right_wanted / self.wanted, 2) if self.wanted else 100.0

    def add(self, right_given: int, given: int, right_wanted: int, wanted: int) -> None:
        """Add the counts of one article."""
        self.right_given += right_given
        self.given += given
        self.right_wanted += right_wanted
        self.wanted += wanted


@dataclass(slots=True)
class Report:
    """The result; ``errors`` are lines for people and stay empty on the test split."""

    split: str
    articles: int
    digest: str
    acronyms: Tally = field(default_factory=Tally)
    clusters: Tally = field(default_factory=Tally)
    places: Tally = field(default_factory=Tally)
    errors: list[str] = field(default_factory=list)


Finder = Callable[[str, Links], Found]


def evaluate(corpus: Path, *, split: str, finder: Finder | None = None) -> Report:
    """Score ``finder`` on the articles of a split; without one the names are given.

    Raises ValueError on an unknown split, LinkMarkupError where a line is bad.
    """
    finder = finder or given
    articles = read_split(corpus, split=split)
    files = sorted((corpus / "quotes" / split).glob("*.txt"))
    lines = {name: links for file in files for name, links in read_links(file).items()}
    digest = "sha256:" + hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    report = Report(split, len(articles), digest)
    for article in articles:
        wanted = lines[article.id]
        errors = score(report, wanted, finder(article.text, wanted))
        if split != "test":
            report.errors += [f"{article.id}: {error}" for error in errors]
    return report


def read_links(path: Path) -> dict[str, Links]:
    """Return article id → its links for one file. Raises LinkMarkupError."""
    rows: dict[str, list[tuple[str, str]]] = {}
    name = ""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.startswith("# article:"):
            name = line.split()[2]
            rows[name] = []
        elif match := LINE.fullmatch(line.rstrip()):
            if (
                not name
                or (match[1] != "alone" and "=" not in match[2])
                or (match[1] == "cluster" and "|" not in match[2])
            ):
                raise LinkMarkupError(f"{path}:{number}: {line!r}, expected '# {match[1]}: … = …' inside an article")
            rows[name].append((match[1], match[2]))
    return {name: _links(found) for name, found in rows.items()}


def _links(rows: Sequence[tuple[str, str]]) -> Links:
    def parts(row: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in row.split("="))

    named = [(parts(row.partition("|")[2]), row.partition("|")[0].strip()) for kind, row in rows if kind == "cluster"]
    linked = [parts(row) for kind, row in rows if kind == "link"]
    return Links(
        clusters=tuple((label, names) for names, label in named),
        alone=tuple(row.strip() for kind, row in rows if kind == "alone"),
        acronyms=frozenset((p[0], p[1]) for p in (parts(row) for kind, row in rows if kind == "acronym")),
        links=tuple((name, None if code == OPEN else code) for name, code in linked),
    )


def mentions_of(text: str, links: Links) -> list[Mention]:
    """Return all occurrences of the names that the lines give; in one label, the longest at a place."""
    labels: dict[str, str] = {name: label for label, names in links.clusters for name in names}
    for name, _ in links.links:
        labels.setdefault(name, "LOC")
    for name in links.alone:
        labels.setdefault(name, "PER")
    taken: dict[str, list[tuple[int, int]]] = {}
    for name in sorted(labels, key=len, reverse=True):
        spans = taken.setdefault(labels[name], [])
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(start < match.end() and match.start() < end for start, end in spans):
                spans.append(match.span())
    return sorted(
        (Mention(start, end, label) for label, spans in taken.items() for start, end in spans),
        key=lambda mention: (mention.start, -mention.end),
    )


def given(text: str, links: Links) -> Found:
    """Find acronyms, clusters and places in a text with the names given."""
    mentions = mentions_of(text, links)
    return found_in(text, mentions, acronyms.find(text))


def through(nlp: Language) -> Finder:
    """Return a finder that takes what the components of ``nlp`` have set: entities, acronyms, clusters and places."""

    def find(text: str, links: Links) -> Found:
        doc = nlp(text)
        listed = mentions_of(text, links)
        names: list[set[str]] = [set() for _ in doc._.clusters]
        for span, number in zip(doc.spans["sc"], doc.spans["sc"].attrs["clusters"], strict=True):
            if number is not None:
                mention = Mention(span.start_char, span.end_char, span.label_)
                names[number] |= names_in(text, mention, listed=listed)
        linked = [(frozenset(names[n]), cluster["link"]) for n, cluster in enumerate(doc._.clusters) if cluster["link"]]
        return Found(
            acronyms=frozenset((pair["short"], pair["long"]) for pair in doc._.acronyms),
            clusters=tuple(map(frozenset, names)),
            links=tuple(linked),
        )

    return find


def pipeline_on(models: Path) -> Language:
    """Return the pipeline up to the places, on the models folder's ``stanza-id`` and ``encoder-id``."""
    import spacy

    from pipeline.annotate import acronyms, blocks, clusters, entities, places, stanza, tokenizer

    nlp = spacy.blank("id")
    nlp.tokenizer = tokenizer.create()(nlp)
    for module in (blocks, stanza, entities, acronyms, clusters, places):
        name = module.__name__.rpartition(".")[2]
        folder = {"stanza": models / "stanza-id", "entities": models / "encoder-id"}.get(name)
        nlp.add_pipe(name, config={"path": str(folder)} if folder else {})
    return nlp


def found_in(text: str, mentions: Sequence[Mention], pairs: Sequence[Acronym]) -> Found:
    """Return what the pure functions find with these mentions."""
    found = clusters.find(text, mentions, acronyms=pairs)
    located = [cluster for cluster in found if cluster.label == "LOC"]
    codes = places.links(
        text, [[(mentions[n].start, mentions[n].end) for n in cluster.mentions] for cluster in located]
    )
    names = {cluster: _names(text, [mentions[n] for n in cluster.mentions]) for cluster in found}
    return Found(
        acronyms=frozenset((pair.short, pair.long) for pair in pairs),
        clusters=tuple(names.values()),
        links=tuple((names[c], code) for c, code in zip(located, codes, strict=True) if code is not None),
    )


def names_in(text: str, mention: Mention, *, listed: Sequence[Mention]) -> frozenset[str]:
    """Return the folded names that a mention gives: the listed ones of its label that lie in it, else its own text.

    So a title too many ("Kompol Rano"), or the end chosen for "Dinas Sosial (Dinsos) Kota Tegal", is no wrong link.
    """
    within = [
        other
        for other in listed
        if other.label == mention.label and mention.start <= other.start and other.end <= mention.end
    ]
    return _names(text, within or [mention])


def _names(text: str, mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(text[mention.start : mention.end].casefold() for mention in mentions)


def score(report: Report, wanted: Links, found: Found) -> list[str]:
    """Add one article to the report; return what is wrong in words."""
    right = len(wanted.acronyms & found.acronyms)
    report.acronyms.add(right, len(found.acronyms), right, len(wanted.acronyms))
    errors = [
        f"acronym {pair} {'missing' if pair in wanted.acronyms else 'wrong'}"
        for pair in sorted(wanted.acronyms ^ found.acronyms)
    ]
    true = [frozenset(name.casefold() for name in names) for _, names in wanted.clusters]
    pairs = [frozenset(name.casefold() for name in pair) for pair in sorted(wanted.acronyms)]
    allowed = true + [pair for pair in pairs if not any(pair & names for names in true)]
    report.clusters.add(*kept_links(found.clusters, allowed), *kept_links(true, found.clusters))
    errors += [
        f"cluster {sorted(names)} wrong" for names in found.clusters if kept_links([names], allowed)[0] < len(names) - 1
    ]
    errors += [
        f"cluster {sorted(names)} broken" for names in true if kept_links([names], found.clusters)[0] < len(names) - 1
    ]
    return errors + _score_places(report, wanted, found, true)


def _score_places(report: Report, wanted: Links, found: Found, true: Sequence[frozenset[str]]) -> list[str]:
    errors = []
    known: list[tuple[frozenset[str], str | None]] = []
    for name, code in wanted.links:
        folded = name.casefold()
        known.append((next((names for names in true if folded in names), frozenset({folded})), code))
    for names, code in known:
        codes = {link for other, link in found.links if other & names}
        if code is not None:
            report.places.add(0, 0, int(codes == {code}), 1)
        if codes != ({code} if code else set()):
            errors.append(f"place {sorted(names)}: {sorted(codes)}, not {code}")
    for names, link in found.links:
        right = any(names & other and link == code for other, code in known)
        report.places.add(int(right), 1, 0, 0)
        if not right:
            errors.append(f"place {sorted(names)}: {link} wrong")
    return errors


def kept_links(clusters: Iterable[frozenset[str]], others: Sequence[frozenset[str]]) -> tuple[int, int]:
    """Return how many links of ``clusters`` stand in ``others`` too, and how many there are.

    >>> kept_links([frozenset("abc")], [frozenset("ab"), frozenset("c")])
    (1, 2)
    """
    kept = total = 0
    for names in clusters:
        parts = {
            next((n for n, other in enumerate(others) if name in other), -1 - place) for place, name in enumerate(names)
        }
        kept += len(names) - len(parts)
        total += len(names) - 1
    return kept, total

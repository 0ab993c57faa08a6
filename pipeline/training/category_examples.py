"""Labelled sentences from our corpus folder, JSONL, CSV, and exports of Label Studio and Prodigy.

Forms, told by the file itself:

* a folder with ``articles.jsonl`` and ``labels.jsonl`` (``corpus/categories``);
* a folder of marked-up articles with ``categories.tsv``, one letter a sentence (``corpus/entities``);
* ``.jsonl`` with ``text`` and ``sentences`` (``start``, ``end``, ``label`` or ``category``): annotated records too;
* ``.jsonl``, ``.csv`` or ``.tsv`` with ``text`` and ``label``, one sentence a row; ``before`` and ``after`` may hold its neighbours;
* ``.tsv`` with ``sentence``, ``digest`` and ``label``, whose texts lie in the data folder (``corpus/categories/real.tsv``);
* ``.json`` of Label Studio (full or minimal export of a choice), ``.jsonl`` of Prodigy (``accept`` or ``label``, ``answer``).

``id`` and ``split`` (train, dev, test) may stand in all. Every mistake raises CorpusError with file, line, reason and cure.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

SPLITS = ("train", "dev", "test")
FEWEST = 5
ARTICLES, LABELS = "articles.jsonl", "labels.jsonl"
LETTERS = "categories.tsv"
APART = "sentence\tdigest\tlabel\n"
CODES = {"c": "context", "f": "future_plan", "j": "judge_feedback", "p": "policy", "r": "result"}
Row = tuple[int, dict[str, Any]]


class CorpusError(ValueError):
    """A corpus that cannot be trained on; the message names file, line, reason and cure."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article's text by code points, and the line of the file that labels it; label is None for one
    that only gives context."""

    start: int
    end: int
    label: str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its sentences in order; ``split`` is train, dev or test, None where the corpus has none."""

    id: str
    text: str
    split: str | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles, where they came from, and the "sha256:…" of their files."""

    source: Path
    articles: tuple[Article, ...]
    digest: str

    @property
    def counts(self) -> Counter[str]:
        """Labelled sentences by label."""
        return Counter(s.label for article in self.articles for s in article.sentences if s.label is not None)

    def part(self, *splits: str) -> tuple[Article, ...]:
        """Return the articles of these splits; all where the corpus has no splits."""
        if all(article.split is None for article in self.articles):
            return self.articles
        return tuple(article for article in self.articles if article.split in splits)


def read(
    source: Path, *, labels: Sequence[str] | None = None, fewest: int = FEWEST, data: Path | None = None
) -> Corpus:
    """Read and check a corpus; ``labels`` are the only ones it may hold, None for any.

    Each label must have ``fewest`` sentences, and there must be two labels; 0 lifts both. ``data`` is the folder of the
    texts of labels that are kept apart from them.
    """
    if (source / LETTERS).is_file():
        return _marked_up(source)
    files = [source / ARTICLES, source / LABELS] if source.is_dir() else [source]
    contents = [_text(file) for file in files]
    whole = hashlib.sha256(b"\0".join(content.encode() for content in contents)).hexdigest()
    articles = _folder(files, contents) if source.is_dir() else _file(source, contents[0], data)
    corpus = Corpus(source, tuple(articles), f"sha256:{whole}")
    _check(corpus, labels, fewest)
    return corpus


def merged(corpus: Corpus, others: Sequence[Corpus]) -> Corpus:
    """Return the corpus with all articles of ``others`` that name no split as further training articles.

    Raises CorpusError where an id stands in two of them.
    """
    has_parts = any(article.split is not None for article in corpus.articles)
    articles, seen = list(corpus.articles), {article.id for article in corpus.articles}
    for other in others:
        for article in other.articles:
            if article.id in seen:
                raise CorpusError(f"{other.source}: id {article.id!r} stands in another corpus too; ids must be unique")
            seen.add(article.id)
            articles.append(replace(article, split=article.split or ("train" if has_parts else None)))
    digests = "\0".join(one.digest for one in (corpus, *others))
    whole = f"sha256:{hashlib.sha256(digests.encode()).hexdigest()}" if others else corpus.digest
    return Corpus(corpus.source, tuple(articles), whole)


def _text(file: Path) -> str:
    if not file.is_file():
        raise CorpusError(f"{file}: no such file; give a corpus file, or a folder with {ARTICLES} and {LABELS}")
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CorpusError(
            f"{file}:{line}: byte 0x{raw[error.start]:02x} is not UTF-8; convert the file: "
            f"iconv -f WINDOWS-1252 -t UTF-8 {file.name} > utf8-{file.name}"
        ) from error


def _json_lines(file: Path, content: str) -> Iterator[Row]:
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{file}:{number}: not JSON ({error}); every line must be one object") from error
        if not isinstance(row, dict):
            raise CorpusError(f"{file}:{number}: {type(row).__name__} in place of an object with text and label")
        yield number, row


def _file(file: Path, content: str, data: Path | None) -> list[Article]:
    if not content.strip():
        raise CorpusError(f"{file}:1: the file is empty; it needs a text and a label a line")
    if content.startswith(APART):
        rows: Iterable[Row] = _apart(file, data)
    elif file.suffix in (".csv", ".tsv"):
        rows = _csv(file, content)
    elif file.suffix == ".json":
        rows = _label_studio(file, content)
    else:
        rows = _json_lines(file, content)
    found: list[Article] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        article = _article(file, number, row)
        if article is not None:
            _refuse_double(file, number, article.id, seen)
            found.append(article)
    return found


def _apart(file: Path, data: Path | None) -> Iterator[Row]:
    """Yield the rows of labels that name a sentence of the data folder."""
    from pipeline.training import standoff

    if data is None:
        raise CorpusError(f"{file}:1: the sentences lie in the data folder; name it with --data")
    try:
        for number, (name, text, label) in enumerate(standoff.read_labels(file, data), 2):
            yield number, {"id": name, "text": text, "label": label}
    except standoff.StandoffError as error:
        raise CorpusError(str(error)) from error


def _csv(file: Path, content: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(content), delimiter="\t" if file.suffix == ".tsv" else _delimiter(content))
    for name in ("text", "label"):
        if name not in (reader.fieldnames or ()):
            raise CorpusError(f"{file}:1: no column {name!r} but {reader.fieldnames}; name the columns text and label")
    for row in reader:
        yield reader.line_num, {name: value for name, value in row.items() if name and value not in (None, "")}


def _delimiter(content: str) -> str:
    """Return what parts the columns of a .csv: Excel writes semicolons where the comma marks decimals, as in Indonesia."""
    header = content.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _label_studio(file: Path, content: str) -> Iterator[Row]:
    try:
        tasks = json.loads(content)
    except ValueError as error:
        raise CorpusError(f"{file}: not JSON ({error}); export from Label Studio as JSON or JSON-MIN") from error
    if not isinstance(tasks, list):
        raise CorpusError(f"{file}: {type(tasks).__name__} in place of Label Studio's list of tasks")
    for number, task in enumerate(tasks, 1):
        yield number, _task(task)


def _task(task: dict[str, Any]) -> dict[str, Any]:
    """Return a Label Studio task as a flat row; one without an annotation has no label and is skipped later."""
    row = dict(task.get("data", task))
    row["id"] = str(row.get("id", task.get("id", "")))
    choices = [
        choice
        for annotation in task.get("annotations", ())
        if not annotation.get("was_cancelled")
        for result in annotation.get("result", ())
        for choice in result.get("value", {}).get("choices", ())
    ]
    if choices or "annotations" in task:
        row["label"] = choices[-1] if choices else None
    elif row.get("label") is None:
        row["label"] = next((row[key] for key in ("choice", "category") if row.get(key)), None)
    return row


def _article(file: Path, number: int, row: dict[str, Any]) -> Article | None:
    """Return the article of a row, None for one that was skipped, rejected or not yet labelled."""
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise CorpusError(f"{file}:{number}: no text; every row needs a string that is not blank in the field text")
    split = row.get("split")
    if split not in (None, *SPLITS):
        raise CorpusError(f"{file}:{number}: split is {split!r}; it may be train, dev or test, or be left out")
    id = str(row.get("id") or row.get("article") or f"{file.name}:{number}")
    if isinstance(row.get("sentences"), list):
        return Article(id, text, split, _sentences(file, number, text, row["sentences"]))
    if row.get("answer", "accept") != "accept" or ("label" in row and row["label"] is None):
        return None
    if "guess" in row and not row.get("label"):
        return None
    label = row["accept"][0] if row.get("accept") else row.get("label")
    if not isinstance(label, str) or not label:
        raise CorpusError(f"{file}:{number}: no label; every row needs one in the field label (Prodigy: accept)")
    return _alone(
        id, text, split, label, before=str(row.get("before") or ""), after=str(row.get("after") or ""), line=number
    )


def _alone(id: str, text: str, split: str | None, label: str, *, before: str, after: str, line: int) -> Article:
    parts = [(part.strip(), given) for part, given in ((before, None), (text, label), (after, None)) if part.strip()]
    sentences, at = [], 0
    for part, given in parts:
        sentences.append(Sentence(at, at + len(part), given, line))
        at += len(part) + 1
    return Article(id, " ".join(part for part, _ in parts), split, tuple(sentences))


def _sentences(file: Path, number: int, text: str, given: list[Any]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for place, item in enumerate(given, 1):
        label = item.get("label", item.get("category"))
        sentence = Sentence(int(item.get("start", -1)), int(item.get("end", -1)), label, item.get("line", number))
        least = found[-1].end if found else 0
        if not least <= sentence.start < sentence.end <= len(text):
            raise CorpusError(
                f"{file}:{number}: sentence {place} runs from {sentence.start} to {sentence.end}; "
                f"it must lie between {least} and {len(text)}: offsets are code points into text, in order"
            )
        found.append(sentence)
    return tuple(found)


def _folder(files: Sequence[Path], contents: Sequence[str]) -> list[Article]:
    """Return the articles of a corpus folder, with the labels of its second file."""
    articles_file, labels_file = files
    rows: dict[str, tuple[int, dict[str, Any]]] = {}
    seen: dict[str, int] = {}
    for number, row in _json_lines(articles_file, contents[0]):
        id = str(row.get("article", ""))
        _refuse_double(articles_file, number, id, seen)
        rows[id] = (number, row | {"sentences": []})
    for number, label in _json_lines(labels_file, contents[1]):
        if label.get("article") not in rows:
            raise CorpusError(
                f"{labels_file}:{number}: article {label.get('article')!r} is not in {articles_file.name}; "
                "add it there or take the line out"
            )
        rows[label["article"]][1]["sentences"].append(label | {"line": number})
    if not rows:
        raise CorpusError(f"{articles_file}:1: the file is empty; it needs an article a line")
    found = [_article(articles_file, number, row) for number, row in rows.values()]
    return [article for article in found if article is not None]


def _marked_up(folder: Path) -> Corpus:
    """Return the articles of ``corpus/entities`` that ``categories.tsv`` labels; none has a part."""
    from pipeline.training import markup

    sentences: dict[str, list[str]] = {}
    for sentence in markup.read_folder(folder):
        sentences.setdefault(sentence.article, []).append(sentence.text)
    content = _text(folder / LETTERS)
    articles = []
    for number, line in enumerate(content.splitlines(), 1):
        id, _, codes = line.partition("\t")
        if line.startswith("#"):
            continue
        texts = sentences.get(id, [])
        if len(codes) != len(texts) or set(codes) - set(CODES):
            raise CorpusError(
                f"{folder / LETTERS}:{number}: {codes!r} does not fit the {len(texts)} sentences of {id}; "
                f"give one letter of {''.join(CODES)} for each"
            )
        ends = list(accumulate(len(text) + 1 for text in texts))
        spans = zip([0, *ends], ends, codes, strict=False)
        found = tuple(Sentence(start, end - 1, CODES[code], number) for start, end, code in spans)
        articles.append(Article(id, "\n".join(texts), None, found))
    whole = hashlib.sha256("".join(article.text for article in articles).encode() + content.encode()).hexdigest()
    return Corpus(folder, tuple(articles), f"sha256:{whole}")


def _refuse_double(file: Path, number: int, id: str, seen: dict[str, int]) -> None:
    if id in seen:
        raise CorpusError(f"{file}:{number}: id {id!r} stands in line {seen[id]} already; ids must be unique")
    seen[id] = number


def _check(corpus: Corpus, labels: Sequence[str] | None, fewest: int) -> None:
    counts = corpus.counts
    if not counts:
        raise CorpusError(f"{corpus.source}: no labelled sentence in it; it needs a text and a label a line")
    for label in sorted(counts):
        if labels is not None and label not in labels:
            raise CorpusError(
                f"{_where(corpus, label)}: unknown label {label!r}; the labels are {', '.join(labels)}: "
                "correct it, or leave the list of labels away to train on any"
            )
    if len(counts) == 1 and fewest:
        raise CorpusError(
            f"{corpus.source}: all {counts.total()} sentences are labelled {next(iter(counts))!r}; "
            "a classifier needs at least two labels"
        )
    for label, count in sorted(counts.items()):
        if count < fewest:
            raise CorpusError(
                f"{_where(corpus, label)}: label {label!r} has {count} sentences and needs {fewest}; "
                "label more, or correct it if it is misspelt"
            )


def _where(corpus: Corpus, label: str) -> str:
    line = next(s.line for article in corpus.articles for s in article.sentences if s.label == label)
    file = corpus.source / LABELS if corpus.source.is_dir() else corpus.source
    return f"{file}:{line}"

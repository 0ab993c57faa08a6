"""Reading labelled sentences, and the errors that name file, line, reason and cure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.training.category_corpus import grams, near_duplicates, refuse_leaks
from pipeline.training.category_examples import Article, Corpus, CorpusError, Sentence, merged, read
from pipeline.training.standoff import digest
from tests.conftest import ROOT

FLAT = [{"text": f"Kalimat nomor {n} soal {label}.", "label": label} for n in range(6) for label in ("plan", "fact")]


def lines(rows: list[dict[str, object]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def csv_of(rows: list[dict[str, object]]) -> str:
    return "text,label\n" + "".join(f'"{row["text"]}",{row["label"]}\n' for row in rows)


def studio(rows: list[dict[str, object]]) -> str:
    tasks = [
        {
            "id": n,
            "data": {"text": row["text"]},
            "annotations": [{"result": [{"value": {"choices": [row["label"]]}}]}] if n else [],
        }
        for n, row in enumerate([rows[0], *rows])
    ]
    return json.dumps(tasks)


def studio_minimal(rows: list[dict[str, object]]) -> str:
    return json.dumps([{"id": n, "text": row["text"], "choice": row["label"]} for n, row in enumerate(rows)])


def prodigy_choice(rows: list[dict[str, object]]) -> str:
    skipped: list[dict[str, object]] = [{"text": "Dilewati.", "accept": [], "answer": "ignore"}]
    return lines([{"text": row["text"], "accept": [row["label"]], "answer": "accept"} for row in rows] + skipped)


def prodigy_binary(rows: list[dict[str, object]]) -> str:
    rejected: list[dict[str, object]] = [{"text": "Ditolak.", "label": "plan", "answer": "reject"}]
    return lines([row | {"answer": "accept"} for row in rows] + rejected)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("flat.jsonl", lines),
        ("flat.csv", csv_of),
        ("semicolons.csv", lambda rows: csv_of(rows).replace("text,", "text;").replace('",', '";')),
        ("studio.json", studio),
        ("minimal.json", studio_minimal),
        ("choice.jsonl", prodigy_choice),
        ("binary.jsonl", prodigy_binary),
    ],
)
def test_every_form_gives_the_same_sentences(tmp_path: Path, name: str, form: object) -> None:
    file = tmp_path / name
    file.write_text(form(FLAT), encoding="utf-8")  # type: ignore[operator]
    corpus = read(file)
    found = [(a.text[s.start : s.end], s.label) for a in corpus.articles for s in a.sentences]
    assert found == [(row["text"], row["label"]) for row in FLAT]


def test_neighbours_of_a_flat_row_give_context_without_a_label(tmp_path: Path) -> None:
    file = tmp_path / "flat.jsonl"
    file.write_text(lines([*FLAT, {"text": "Dua.", "label": "plan", "before": "Satu.", "after": "Tiga."}]))
    last = read(file).articles[-1]
    assert last.text == "Satu. Dua. Tiga."
    assert [(last.text[s.start : s.end], s.label) for s in last.sentences] == [
        ("Satu.", None),
        ("Dua.", "plan"),
        ("Tiga.", None),
    ]


def test_rows_not_yet_reviewed_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "review.csv"
    file.write_text(
        csv_of(FLAT).replace("text,label\n", "text,label,guess\n").replace("fact\n", "fact,plan\n") + "X,,plan\n"
    )
    assert read(file).counts.total() == len(FLAT)


def test_records_are_read_by_their_categories(tmp_path: Path) -> None:
    text = "Satu. Dua."
    sentences = [{"start": 0, "end": 5, "category": "plan"}, {"start": 6, "end": 10, "category": "fact"}]
    file = tmp_path / "records.jsonl"
    file.write_text(lines([{"id": str(n), "text": text, "sentences": sentences} for n in range(5)]))
    assert read(file).counts == {"plan": 5, "fact": 5}


BAD = [
    ("empty.jsonl", b"", r"empty\.jsonl:1: the file is empty; it needs"),
    ("blank.jsonl", b"\n \n", r"blank\.jsonl:1: the file is empty"),
    ("json.jsonl", b'{"text": "a", "label": "b"}\n{"text"\n', r"json\.jsonl:2: not JSON .*every line must be"),
    ("list.jsonl", b"[1]\n", r"list\.jsonl:1: list in place of an object"),
    ("text.jsonl", b'{"label": "b"}\n', r"text\.jsonl:1: no text; every row needs"),
    ("spaces.jsonl", b'{"text": "  ", "label": "b"}\n', r"spaces\.jsonl:1: no text"),
    ("label.jsonl", b'{"text": "a"}\n', r"label\.jsonl:1: no label; every row needs"),
    ("split.jsonl", b'{"text": "a", "label": "b", "split": "x"}\n', r"split\.jsonl:1: split is 'x'; it may be"),
    ("columns.csv", b"isi,label\na,b\n", r"columns\.csv:1: no column 'text'.*name the columns"),
    ("latin.jsonl", b'{"text": "a", "label": "b"}\n{"text": "caf\xe9"}\n', r"latin\.jsonl:2: byte 0xe9 is not UTF-8.*iconv"),
    ("ids.jsonl", b'{"id": "1", "text": "a", "label": "b"}\n' * 2, r"ids\.jsonl:2: id '1' stands in line 1 already"),
    ("one.jsonl", b'{"text": "a", "label": "b"}\n' * 6, r"one\.jsonl: all 6 sentences are labelled 'b'; .*two labels"),
    ("few.jsonl", b'{"text": "a", "label": "b"}\n' * 6 + b'{"text": "a", "label": "c"}\n', r"few\.jsonl:7: label 'c' has 1"),
    ("studio.json", b'{"a": 1}', r"studio\.json: dict in place of Label Studio's list"),
    ("span.jsonl", b'{"text": "ab", "sentences": [{"start": 1, "end": 9, "label": "b"}]}', r"span\.jsonl:1: sentence 1 runs"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), BAD, ids=[name for name, *_ in BAD])
def test_a_bad_file_is_refused_with_line_reason_and_cure(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CorpusError, match=message):
        read(file)


def test_an_unknown_label_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "flat.jsonl"
    file.write_text(lines([*FLAT, {"text": "Salah eja.", "label": "plann"}]))
    with pytest.raises(CorpusError, match=r"flat\.jsonl:13: unknown label 'plann'; the labels are plan, fact"):
        read(file, labels=["plan", "fact"])


def test_labels_apart_from_their_texts_are_read(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text/news.txt").write_text("Satu.\nDua.\n", "utf-8")
    file = tmp_path / "real.tsv"
    file.write_text(f"sentence\tdigest\tlabel\nnews:2\t{digest('Dua.')}\tfact\n", "utf-8")
    (article,) = read(file, fewest=0, data=tmp_path).articles
    assert (article.id, article.text, article.sentences) == ("news:2", "Dua.", (Sentence(0, 4, "fact", 2),))
    with pytest.raises(CorpusError, match=r"real\.tsv:1: the sentences lie in the data folder; name it with --data"):
        read(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file; give a corpus file"):
        read(tmp_path / "none.jsonl")


def test_a_label_without_its_article_is_refused(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text('{"article": "a", "text": "Satu."}\n')
    (tmp_path / "labels.jsonl").write_text('{"article": "b", "start": 0, "end": 5, "label": "x"}\n')
    with pytest.raises(CorpusError, match=r"labels\.jsonl:1: article 'b' is not in articles\.jsonl"):
        read(tmp_path)


def test_merging_refuses_an_id_of_both(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, (Article("a", "Satu.", None, (Sentence(0, 5, "x"),)),), "")
    with pytest.raises(CorpusError, match="id 'a' stands in another corpus too"):
        merged(corpus, [corpus])


def test_merged_articles_without_a_part_are_for_training(tmp_path: Path) -> None:
    mine = Corpus(tmp_path, (Article("a", "Satu.", "test", (Sentence(0, 5, "x"),)),), "")
    other = Corpus(tmp_path, (Article("b", "Dua.", None, (Sentence(0, 4, "x"),)),), "")
    assert [article.id for article in merged(mine, [other]).part("train")] == ["b"]


@pytest.mark.parametrize(("text", "count"), [("", 1), ("abc", 1), ("abcde", 1), ("ABCDEF", 2), ("aaaaaaaa", 1)])
def test_grams_of_a_text(text: str, count: int) -> None:
    assert len(grams(text)) == count


def two_articles(first: str, second: str, *, splits: tuple[str, str]) -> Corpus:
    texts = (first, second)
    articles = tuple(
        Article(f"a{n}", text, split, (Sentence(0, len(text), "x"),))
        for n, (text, split) in enumerate(zip(texts, splits, strict=True))
    )
    return Corpus(Path("my"), articles, "")


def test_near_duplicates_across_splits_are_refused() -> None:
    one, other = "Kerugian ditaksir sekitar Rp650 juta oleh warga.", "Kerugian ditaksir sekitar Rp950 juta oleh warga."
    with pytest.raises(CorpusError, match=r"a0 \(train\) and a1 \(test\) share a sentence .*reword one"):
        refuse_leaks(two_articles(one, other, splits=("train", "test")))
    refuse_leaks(two_articles(one, other, splits=("train", "train")))


def test_different_sentences_are_no_near_duplicates() -> None:
    corpus = two_articles("Hujan turun sejak pagi.", "Polisi memeriksa lima saksi.", splits=("train", "test"))
    assert list(near_duplicates(corpus.articles)) == []


def test_our_corpus_has_no_sentence_nearly_alike_in_two_splits() -> None:
    refuse_leaks(read(ROOT / "corpus" / "categories"))


def test_our_corpus_is_as_large_as_promised() -> None:
    corpus = read(ROOT / "corpus" / "categories")
    assert len(corpus.articles) >= 200
    assert corpus.counts.total() >= 2400
    assert min(corpus.counts.values()) >= 300

"""CoNLL-U restores surface tokens and spacing, and the validator of Universal Dependencies has nothing against it."""

from __future__ import annotations

import io
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from pipeline.export import conllu
from pipeline.record import Record, Sentence, Token, decode
from tests.conftest import ROOT
from tests.export.records import RECORD, records, token

PARSED = decode((ROOT / "tests" / "data" / "golden" / "record-v1.jsonl").read_bytes().splitlines()[0])
ROWS = [
    ["1", "Wali", "_", "PROPN", "_"],
    ["5-6", "bukunya", "_", "_", "SpaceAfter=No"],
    ["6", "nya", "_", "PRON", "_"],
]


def written(*given: Record) -> str:
    return "".join(line + "\n" for lines in conllu.documents(given) for line in lines)


def one_sentence(id: str, *tokens: Token) -> Record:
    text = "".join(word.text for word in tokens)
    return Record(id=id, text=text, sentences=[Sentence(start=0, end=len(text), tokens=list(tokens))])


ODD = {
    "white space and slashes in ids": [msgspec.structs.replace(RECORD, id=" berita/2017 06/a b.txt#3 ")],
    "an id given three times": [RECORD, RECORD, RECORD, msgspec.structs.replace(RECORD, id="contoh 1-2")],
    "no id": [msgspec.structs.replace(RECORD, id="")],
    "a record without sentences between others": [RECORD, Record(id="kosong", text=""), RECORD],
    "decomposed letters": [one_sentence("cafe\u0301", token("Cafe\u0301", 0, lemma="cafe\u0301"), token("!", 5))],
    "white space inside a word": [one_sentence("a", token("satu \u2028 dua", 0, lemma=" satu\tdua "))],
    "a control character": [one_sentence("a", token("a\x85b", 0), token("\x0c", 3))],
}


@pytest.fixture(scope="module")
def validate() -> Any:
    udtools = pytest.importorskip("udtools", reason="udtools is not installed")

    def errors(text: str, *, level: int) -> str:
        shown = io.StringIO()
        checked = udtools.Validator(lang="ud", level=level, output=shown).validate_file_handle(io.StringIO(text))
        return "" if checked.passed() else shown.getvalue() + str(checked)

    return errors


def test_multiword_tokens_and_spacing_are_restored() -> None:
    lines = list(conllu.lines(RECORD))
    assert lines[0] == "# newdoc id = contoh 1"
    assert "# text = Wali Kota Solo membeli bukunya." in lines
    rows = [line.split("\t") for line in lines if "\t" in line]
    assert all(len(row) == 10 for row in rows)
    shown = [[row[0], row[1], row[2], row[3], row[9]] for row in rows]
    assert all(row in shown for row in ROWS)


def test_a_record_without_sentences_has_no_lines() -> None:
    assert list(conllu.lines(Record(id="x", text=""))) == []


def test_every_document_begins_once_and_every_sentence_has_a_name_of_its_own() -> None:
    lines = written(RECORD, RECORD, PARSED).splitlines()
    names = [line for line in lines if line.startswith("# sent_id")]
    assert len(names) == len(set(names)) == 10
    assert sum(line.startswith("# newdoc") for line in lines) == 3


def test_features_stand_in_the_order_of_universal_dependencies() -> None:
    (row,) = [
        line
        for line in conllu.lines(one_sentence("a", token("dua", 0, feats="NumType=Card|Number=Sing")))
        if "\t" in line
    ]
    assert row.split("\t")[5] == "Number=Sing|NumType=Card"


def test_the_validator_finds_a_fault_where_there_is_one(validate: Any) -> None:
    assert "word-id-sequence" in validate(written(RECORD).replace("\n2\t", "\n9\t"), level=1)


@pytest.mark.parametrize("name", ODD)
def test_odd_records_pass_level_1(validate: Any, name: str) -> None:
    assert validate(written(*ODD[name]), level=1) == ""


@settings(max_examples=60, deadline=None)
@given(record=records())
def test_any_record_passes_level_1(validate: Any, record: Record) -> None:
    assert validate(written(record, record), level=1) == ""


def test_a_parsed_record_passes_level_2(validate: Any) -> None:
    given = [PARSED, PARSED, msgspec.structs.replace(PARSED, id="berita/a/b 1")]
    assert validate(written(*given), level=2) == ""

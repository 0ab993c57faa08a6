"""A record shows itself in a notebook: all of its text, tinted and underlined, and nothing of it as markup."""

from __future__ import annotations

import re
from html import unescape

import pytest

from pipeline.record import Record, Sentence, decode
from tests.conftest import ROOT

GOLDEN = decode((ROOT / "tests" / "data" / "golden" / "record-v1.jsonl").read_bytes().splitlines()[0])
HOSTILE = '<script>alert("x")</script> & "kutip"'


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("record", [GOLDEN, Record(id="leer", text=""), Record(id=HOSTILE, text=HOSTILE)])
def test_the_whole_text_is_shown(record: Record) -> None:
    assert shown(record._repr_html_()) == f"{record.id}\n{record.text}"


def test_sentences_are_tinted_and_mentions_tell_their_values() -> None:
    html = GOLDEN._repr_html_()
    assert html.count("background:") == 2
    assert 'title="money 3000000000 IDR"' in html
    assert 'title="2017-06-14"' in html


def test_hostile_text_and_labels_stay_text() -> None:
    sentence = Sentence(start=0, end=len(HOSTILE), category='"><script>')
    html = Record(id="x", text=HOSTILE, sentences=[sentence])._repr_html_()
    assert "<script" not in html

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.training import evaluate_tagging
from pipeline.training.conll import Sentence, Token, Word

GOLD = [
    Sentence(
        "1",
        (
            Token("Bukunya", (Word("Buku", "buku", "NOUN"), Word("nya", "dia", "PRON")), False),
            Token(".", (Word(".", ".", "PUNCT"),)),
        ),
    ),
    Sentence("2", (Token("Ia", (Word("Ia", "dia", "PRON"),)), Token("datang", (Word("datang", "datang", "VERB"),)))),
]


def test_gold_against_itself_is_perfect() -> None:
    scores = evaluate_tagging.conll18(GOLD, GOLD)
    assert {scores[name] for name in evaluate_tagging.RAW_COLUMNS} == {100.0}


def test_a_wrong_tag_lowers_upos_only() -> None:
    wrong = replace(GOLD[1], tokens=(GOLD[1].tokens[0], Token("datang", (Word("datang", "datang", "NOUN"),))))
    scores = evaluate_tagging.conll18(GOLD, [GOLD[0], wrong])
    assert scores["UPOS"] == pytest.approx(80.0)
    assert scores["Lemmas"] == 100.0


def test_joined_sentences_lower_the_sentence_score_only() -> None:
    joined = [Sentence("1", (*GOLD[0].tokens, *GOLD[1].tokens))]
    scores = evaluate_tagging.conll18(GOLD, joined)
    assert (scores["Sentences"], scores["Words"]) == (0.0, 100.0)


def test_an_unsplit_multiword_token_costs_words() -> None:
    whole = Sentence("1", (Token("Bukunya", (Word("Bukunya", "buku", "NOUN"),), False), GOLD[0].tokens[1]))
    scores = evaluate_tagging.conll18(GOLD, [whole, GOLD[1]])
    assert scores["Tokens"] == 100.0
    assert scores["Words"] < 100.0


def test_the_report_is_two_markdown_tables() -> None:
    row = evaluate_tagging.Row("GSD test", dict.fromkeys(evaluate_tagging.RAW_COLUMNS, 91.234), 1000, 2.0)
    report = str(evaluate_tagging.Report((row,), (row,)))
    assert "| GSD test | 91.23 | 91.23 | 91.23 | 91.23 | 91.23 | 91.23 | 91.23 | 500 |" in report
    assert report.count("|---|") == 2


def test_lemmas_are_also_compared_without_case() -> None:
    shouted = replace(GOLD[1], tokens=(GOLD[1].tokens[0], Token("datang", (Word("datang", "DATANG", "VERB"),))))
    scores = evaluate_tagging.conll18(GOLD, [GOLD[0], shouted])
    assert scores["Lemmas"] == pytest.approx(80.0)
    assert scores[evaluate_tagging.CASELESS] == 100.0

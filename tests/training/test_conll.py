from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.training import conll
from pipeline.training.conll import Sentence, Token, Word

ROWS = """\
# sent_id = a-1
# text = Bukunya dibaca.
1-2\tBukunya\t_\t_\t_\t_\t_\t_\t_\t_
1\tBuku\tbuku\tNOUN\tNSD\tNumber=Sing\t3\tnsubj\t_\tMorf=buku
2\tnya\tdia\tPRON\t_\t_\t1\tnmod\t_\t_
3\tdibaca\tbaca\tVERB\tVSP\tVoice=Pass\t0\troot\t_\tSpaceAfter=No
3.1\tkosong\t_\t_\t_\t_\t_\t_\t_\t_
4\t.\t.\tPUNCT\tZ--\t_\t3\tpunct\t_\t_

# sent_id = a-2
1\tYa\tya\tINTJ\t_\t_\t0\troot\t_\tSpaceAfter=No
"""


@pytest.fixture
def sentences() -> list[Sentence]:
    return list(conll.parse(ROWS.splitlines()))


def test_reads_multiword_tokens_with_their_words(sentences: list[Sentence]) -> None:
    first = sentences[0].tokens[0]
    assert (first.form, [word.form for word in first.words]) == ("Bukunya", ["Buku", "nya"])


def test_leaves_empty_nodes_out(sentences: list[Sentence]) -> None:
    assert [word.form for word in sentences[0].words] == ["Buku", "nya", "dibaca", "."]


def test_keeps_lemma_tag_features_and_the_rest_of_misc(sentences: list[Sentence]) -> None:
    assert sentences[0].words[0] == Word("Buku", "buku", "NOUN", "Number=Sing", "Morf=buku")


def test_space_after_no_is_no_part_of_misc(sentences: list[Sentence]) -> None:
    token = sentences[0].tokens[1]
    assert (token.space_after, token.words[0].misc) == (False, "_")


def test_reads_the_last_sentence_without_a_blank_line(sentences: list[Sentence]) -> None:
    assert [sentence.id for sentence in sentences] == ["a-1", "a-2"]


@pytest.mark.parametrize(
    ("spaces", "text"),
    [
        ([True, True], "A. A."),
        ([False, True], "A.A."),
        ([True, False], "A. A."),
        ([], ""),
    ],
)
def test_raw_text_joins_by_one_space_unless_the_last_token_has_none(spaces: list[bool], text: str) -> None:
    made = [Sentence("x", (Token("A", (Word("A"),), False), Token(".", (Word("."),), space))) for space in spaces]
    assert conll.raw_text(made) == text


@pytest.mark.parametrize("text", ["", "\n\n", "# sent_id = nothing"])
def test_no_rows_give_no_sentences(text: str) -> None:
    assert list(conll.parse(text.splitlines())) == []


def test_a_row_without_ten_columns_is_named_with_its_line() -> None:
    with pytest.raises(ValueError, match="line 2: 2 columns"):
        list(conll.parse(["# sent_id = a", "1\tYa"]))


FORM = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=6)
WORD = st.builds(Word, FORM, FORM, st.sampled_from(["NOUN", "PUNCT"]), st.sampled_from(["_", "Number=Sing"]))
TOKEN = st.one_of(
    st.builds(lambda word, space: Token(word.form, (word,), space), WORD, st.booleans()),
    st.builds(lambda a, b, space: Token(a.form + b.form, (a, b), space), WORD, WORD, st.booleans()),
)
SENTENCE = st.builds(lambda tokens: Sentence("s", tuple(tokens)), st.lists(TOKEN, min_size=1, max_size=8))


@given(SENTENCE)
def test_what_is_written_reads_the_same(sentence: Sentence) -> None:
    assert list(conll.parse(conll.serialise(sentence).split("\n"))) == [sentence]


def test_write_makes_the_folder_and_read_finds_the_file(tmp_path: Path, sentences: list[Sentence]) -> None:
    path = tmp_path / "new" / "a.conllu"
    conll.write(path, sentences)
    assert conll.read(path) == sentences

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span

from pipeline.annotate import pieces
from pipeline.annotate.encoder import Encoded, Encoder, windows
from pipeline.annotate.entities import (
    EntitiesComponent,
    entity_span,
    outermost,
    sentence_vectors,
    token_vectors,
    without_holders,
)
from pipeline.annotate.model_folder import MissingModelError

VOCAB = spacy.blank("id").vocab


def make_doc(segmented: str) -> Doc:
    """Words like "Rina| |datang|.||Ya" → a Doc whose tokens stand between bars and whose sentences between double bars."""
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool] = []
    for sentence in segmented.split("||") if segmented else []:
        first = True
        for part in sentence.split("|"):
            if part == " " and words:
                spaces[-1] = True
            else:
                words.append(part)
                spaces.append(False)
                starts.append(first)
                first = False
    return Doc(VOCAB, words=words, spaces=spaces, sent_starts=starts)


@pytest.mark.parametrize(
    ("segmented", "chars", "expected"),
    [
        ("Kota| |Sigi", (0, 9), "Kota Sigi"),
        ("di| |Sigi|?", (3, 8), "Sigi"),
        ("(|Sigi|)", (0, 6), "Sigi"),
        ("PT| |Maju| |(|Persero|)|,", (0, 18), "PT Maju (Persero)"),
        ("Sigi|nya| |ramai", (0, 7), "Siginya"),
        ("Sigi-Poso| |ramai", (0, 4), "Sigi-Poso"),
        ("?|!", (0, 2), None),
    ],
)
def test_entity_span_snaps_to_tokens_without_punctuation(
    segmented: str, chars: tuple[int, int], expected: str | None
) -> None:
    span = entity_span(make_doc(segmented), *chars, "LOC")
    assert (span.text if span is not None else None) == expected


@pytest.mark.parametrize(
    ("segmented", "label", "expected"),
    [
        ("Penghargaan| |Upakarti", "AWARD", "Upakarti"),
        ("Nominator| |penghargaan| |Kalpataru", "AWARD", "Kalpataru"),
        ("Penghargaan", "AWARD", "Penghargaan"),
        ("Anugerah| |Adipura", "AWARD", "Anugerah Adipura"),
        ("Penghargaan| |Upakarti", "EVENT", "Penghargaan Upakarti"),
    ],
)
def test_the_common_noun_before_a_prize_is_left_out(segmented: str, label: str, expected: str) -> None:
    doc = make_doc(segmented)
    span = entity_span(doc, 0, len(doc.text), label)
    assert span is not None
    assert span.text == expected


def test_outermost_leaves_out_what_is_nested_or_crosses() -> None:
    doc = make_doc("a| |b| |c| |d")
    spans = [Span(doc, 0, 3, "ORG"), Span(doc, 1, 2, "LOC"), Span(doc, 2, 4, "PER"), Span(doc, 3, 4, "LAW")]
    assert [(span.start, span.end) for span in outermost(spans)] == [(0, 3), (3, 4)]
    assert outermost([]) == []


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], []),
        ([(0, 3, "POSITION"), (2, 3, "PER")], [(0, 2, "POSITION"), (2, 3, "PER")]),
        ([(0, 3, "POSITION"), (0, 2, "POSITION"), (2, 3, "PER")], [(0, 2, "POSITION"), (2, 3, "PER")]),
        ([(0, 2, "POSITION"), (2, 3, "PER")], [(0, 2, "POSITION"), (2, 3, "PER")]),
        ([(0, 3, "ORG"), (2, 3, "PER")], [(0, 3, "ORG"), (2, 3, "PER")]),
        ([(0, 3, "POSITION"), (2, 3, "LOC")], [(0, 3, "POSITION"), (2, 3, "LOC")]),
    ],
)
def test_a_position_ends_before_the_person_who_holds_it(
    found: list[tuple[int, int, str]], expected: list[tuple[int, int, str]]
) -> None:
    doc = make_doc("Wali| |Kota| |Hendi")
    spans = {(start, end): (Span(doc, start, end, label), 0.9) for start, end, label in found}
    kept = without_holders(spans)
    assert sorted((span.start, span.end, span.label_) for span, _ in kept.values()) == expected
    assert all(place == (span.start, span.end) for place, (span, _) in kept.items())


def test_token_vectors_are_the_mean_of_the_pieces_that_touch_the_token() -> None:
    offsets = np.array([[0, 2], [2, 4], [5, 7]], dtype=np.int64)
    hidden = np.array([[1.0], [3.0], [5.0]], dtype=np.float32)
    found = pieces.Pieces(np.arange(3), offsets, np.array([0, 2]), np.array([[0, 4], [5, 7]]))
    encoded = Encoded(found, np.zeros((2, 8, 5), np.float32), hidden, np.zeros(1, np.float32))
    vectors = token_vectors([10, 13, 15, 17], [14, 14, 17, 18], encoded, shift=10)
    assert vectors[:, 0].tolist() == [2.0, 3.0, 5.0, 0.0]


@pytest.mark.parametrize(("count", "starts"), [(0, []), (1, [0]), (10, [0]), (11, [0, 6]), (25, [0, 6, 12, 18])])
def test_windows_cover_every_piece_once(count: int, starts: list[int]) -> None:
    found = list(windows(0, count, size=10, overlap=4))
    assert [window.start for window in found] == starts
    assert [piece for w in found for piece in range(w.keep_start, w.keep_end)] == list(range(count))
    assert all(w.start <= w.keep_start < w.keep_end <= w.end <= w.start + 10 for w in found)


def test_a_missing_model_is_named_with_its_cure(tmp_path: Path) -> None:
    component = EntitiesComponent("e", path=str(tmp_path / "none"), batch_pieces=64, threads=1, token_vectors=True)
    with pytest.raises(MissingModelError, match=r"none.*train entities"):
        component.check()


def test_sentence_vectors_need_the_component() -> None:
    with pytest.raises(ValueError, match="put the component 'entities'"):
        sentence_vectors(make_doc("Ya"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder with a tiny untrained int8 model, so that everything but sense can be tested."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from pipeline.training import encoder_export
    from pipeline.training.e5 import Encoder as TorchEncoder
    from pipeline.training.e5 import EncoderConfig, build_tokenizer
    from pipeline.training.entity_model import EntityModel

    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,()?-▁"
    piece_list = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *((x, -3.0) for x in letters)]
    torch.manual_seed(3)
    model = EntityModel(TorchEncoder(EncoderConfig(len(piece_list), 2, 32, 2, 64, 512)))
    torch.nn.init.normal_(model.head.weight, std=1.0)
    path: Path = tmp_path_factory.mktemp("encoder")
    texts = ["Rina datang dari Sigi", "Kota Sigi ramai (14/6)"]
    encoder_export.save(model, build_tokenizer(piece_list), path, calibration=texts)
    return path


def component(folder: Path) -> EntitiesComponent:
    return EntitiesComponent("entities", path=str(folder), batch_pieces=256, threads=1, token_vectors=True)


def labels(doc: Doc) -> list[tuple[int, int, str, float]]:
    group = doc.spans["sc"]
    return [(s.start, s.end, s.label_, score) for s, score in zip(group, group.attrs["scores"], strict=True)]


TEXTS = [
    "Rina| |datang| |dari| |Sigi|.||Ya|.",
    "",
    "Bupati| |Sigi| |hadir| |di| |Palu||Kota| |itu| |ramai| |sekali| |kemarin| |malam",
    "\n|\n",
    "|".join(["kata", " "] * 200),
]


def test_a_document_gets_the_same_alone_and_pooled(folder: Path) -> None:
    pooled = list(component(folder).pipe(make_doc(text) for text in TEXTS))
    for text, other in zip(TEXTS, pooled, strict=True):
        alone = component(folder)(make_doc(text))
        assert labels(alone) == labels(other)
        assert np.array_equal(alone.tensor, other.tensor)
        assert alone.user_data["sentence_vectors"] == other.user_data["sentence_vectors"]
    assert any(labels(doc) for doc in pooled)


def test_vectors_have_a_row_a_token_and_a_row_a_sentence(folder: Path) -> None:
    doc = component(folder)(make_doc(TEXTS[2]))
    assert doc.tensor.shape == (len(doc), 32)
    assert sentence_vectors(doc).shape == (2, 32)
    assert np.abs(sentence_vectors(doc)).sum(axis=1).all()


def test_entities_survive_bytes_and_the_outermost_are_ents(folder: Path) -> None:
    doc = component(folder)(make_doc(TEXTS[2]))
    again = Doc(VOCAB).from_bytes(doc.to_bytes())
    assert [(s.start, s.end, s.label_) for s in again.spans["sc"]] == [label[:3] for label in labels(doc)]
    assert [(e.start, e.end) for e in doc.ents] == [(s.start, s.end) for s in outermost(doc.spans["sc"])]


def test_an_encoder_in_use_can_be_pickled(folder: Path) -> None:
    encoder = Encoder(folder)
    before = encoder.encode(["Rina datang"])[0]
    after = pickle.loads(pickle.dumps(encoder)).encode(["Rina datang"])[0]
    assert np.array_equal(before.tags, after.tags)


def test_texts_longer_than_the_model_are_windowed(folder: Path) -> None:
    encoded = Encoder(folder).encode(["kata " * 300])[0]
    assert len(encoded.pieces.words) == 300
    assert np.abs(encoded.hidden).sum(axis=1).all()
    assert np.isclose(np.linalg.norm(encoded.vector - encoded.hidden.mean(axis=0)), 0, atol=0.5)


def test_an_empty_text_has_no_words_and_a_zero_vector(folder: Path) -> None:
    encoded = Encoder(folder).encode([""])[0]
    assert encoded.tags.shape == (0, 8, 5)
    assert not encoded.vector.any()

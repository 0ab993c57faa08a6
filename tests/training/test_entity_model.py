from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from pipeline.annotate.decode import TAGS  # noqa: E402
from pipeline.training import encoder_export, encoder_onnx, mentions, predict, span_scores  # noqa: E402
from pipeline.training.e5 import Encoder, EncoderConfig, build_tokenizer  # noqa: E402
from pipeline.training.entity_model import OPEN, EntityModel, batches, collate, prepare, targets  # noqa: E402
from pipeline.training.markup import LABELS, Mention, parse  # noqa: E402
from pipeline.training.mentions import FLAT_LABELS, Example  # noqa: E402

LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,()"-▁'
PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *((letter, -3.0) for letter in LETTERS)]


def tiny() -> EntityModel:
    torch.manual_seed(0)
    return EntityModel(Encoder(EncoderConfig(len(PIECES), 2, 24, 2, 48, 64))).eval()


def rows(markup: str, *, flat: bool) -> dict[str, str]:
    """Inline markup → the tags a label, "?" where open."""
    text, found = parse(markup)
    words, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        words.append((start, start + len(word)))
        at = start + len(word)
    example = Example(text, found, FLAT_LABELS if flat else LABELS, flat)
    tags = targets(example, np.array(words, dtype=np.int64).reshape(-1, 2))
    return {
        label: "".join("?" if tag == OPEN else TAGS[tag] for tag in tags[:, column])
        for column, label in enumerate(LABELS)
    }


@pytest.mark.parametrize(
    ("markup", "flat", "expected"),
    [
        ("", True, {"PER": "", "LAW": ""}),
        ("kata [PER Rina] hari", True, {"PER": "OSO", "ORG": "OOO", "LOC": "OOO", "POSITION": "?O?"}),
        ("di [ORG Dinas Sigi] itu", True, {"ORG": "OBEO", "LOC": "O??O", "PER": "OOOO", "EVENT": "????"}),
        ("di [LOC Sigi] itu", True, {"LOC": "OSO", "ORG": "OOO"}),
        ("[POSITION Bupati [LOC Sigi]] ya", False, {"POSITION": "BEO", "LOC": "OSO", "ORG": "OOO"}),
        ("[LOC Kota [LOC Sigi]]", False, {"LOC": "BE"}),
    ],
)
def test_targets_leave_open_what_the_set_does_not_say(markup: str, flat: bool, expected: dict[str, str]) -> None:
    assert {label: rows(markup, flat=flat)[label] for label in expected} == expected


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("", ""),
        ("kata Rina , di Sigi .", "kata Rina, di Sigi."),
        ('" Ya , " ujar ( dia )', '"Ya," ujar (dia)'),
        ("sumber - sumber 2 . 500", "sumber-sumber 2.500"),
    ],
)
def test_words_are_joined_as_in_print_and_keep_their_offsets(words: str, text: str) -> None:
    joined, spans = mentions.join(words.split(), joins=True)
    assert joined == text
    assert [joined[a:b] for a, b in spans] == words.split()


def test_pieces_never_cross_a_word_border_and_offsets_point_into_the_text() -> None:
    item = prepare(Example('Kata  "Rina" (45),\u00a0ya', ()), build_tokenizer(PIECES))
    assert [item.text[a:b] for a, b in item.words] == ["Kata", '"', "Rina", '"', "(", "45", ")", ",", "ya"]


def test_padding_does_not_change_a_sentence() -> None:
    model, tokenizer = tiny(), build_tokenizer(PIECES)
    items = [prepare(Example(text, ()), tokenizer) for text in ("Rina datang", "Rina datang dari Sigi kemarin")]
    alone, pooled = collate(items[:1]), collate(items)
    with torch.no_grad():
        a, b = model(alone.ids, alone.mask), model(pooled.ids, pooled.mask)
    for x, y in zip(a[:2], b[:2], strict=True):
        assert torch.allclose(x[0], y[0, : x.shape[1]], atol=1e-5)
    assert torch.allclose(a[2][0], b[2][0], atol=1e-5)


def test_every_item_is_in_one_batch() -> None:
    from random import Random

    items = [prepare(Example("a" * (1 + n % 7), ()), build_tokenizer(PIECES)) for n in range(50)]
    found = [index for batch in batches(items, size=8, random=Random(1)) for index in batch]
    assert sorted(found) == list(range(50))


def test_the_onnx_graph_computes_what_torch_computes() -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    model = tiny()
    batch = collate([prepare(Example(text, ()), build_tokenizer(PIECES)) for text in ("Rina", "Rina di Sigi, kemarin")])
    graph = encoder_onnx.build(encoder_export.arrays(model), model.encoder.config)
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    outputs = session.run(None, {"ids": batch.ids.numpy(), "mask": batch.mask.numpy().astype(np.int64)})
    with torch.no_grad():
        expected = model(batch.ids, batch.mask)
    inner = batch.mask.numpy()
    assert np.allclose(outputs[0][inner], expected[0].numpy()[inner], atol=1e-4)
    assert np.allclose(outputs[1][inner], expected[1].numpy()[inner], atol=1e-4)
    assert np.allclose(outputs[2], expected[2].numpy(), atol=1e-4)


def test_u8_range_holds_zero_exactly() -> None:
    for low, high in ((-1.0, 3.0), (0.5, 2.0), (-4.0, -1.0)):
        scale, zero = encoder_onnx.affine(low, high)
        assert 0 <= zero <= 255
        assert (int(zero) - 0) * float(scale) >= -min(low, 0.0) - float(scale)


def test_column_scales_bound_the_rounding_error() -> None:
    weight = np.random.default_rng(0).normal(size=(16, 5)).astype(np.float32)
    scales, steps = encoder_onnx.quantized_columns(weight)
    assert np.abs(steps * scales - weight).max() <= scales.max() / 2 + 1e-6


@pytest.mark.parametrize(
    ("gold", "found", "f1"),
    [
        ([], [], 0.0),
        ([[(0, 4, "PER")]], [[(0, 4, "PER")]], 100.0),
        ([[(0, 4, "PER")]], [[(0, 4, "ORG")]], 0.0),
        ([[(0, 4, "PER"), (5, 9, "LOC")]], [[(0, 4, "PER")]], 66.67),
    ],
)
def test_f1_counts_exact_spans_and_labels(gold: list, found: list, f1: float) -> None:
    assert span_scores.score(gold, found).f1 == f1


def test_flat_sets_are_compared_on_their_own_words_and_outermost_labels() -> None:
    example = Example("di Sigi? ya", (Mention(3, 8, "LOC"),), FLAT_LABELS, True, "x", ((0, 2), (3, 8), (9, 11)))
    found = [Mention(3, 7, "LOC"), Mention(3, 7, "PROGRAM"), Mention(4, 6, "PER")]
    gold_spans, found_spans = predict.compare([example], lambda _texts: [found])
    assert gold_spans == found_spans == [[(3, 8, "LOC")]]

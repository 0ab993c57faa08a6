"""The entity model as an ONNX graph for ONNX Runtime's CPU operators, in full precision or in static int8.

Inputs `ids` and `mask` (batch, length), int64; outputs `hidden` (batch, length, hidden), `tags` (batch, length,
labels × 5) and `sentence` (batch, hidden), float32. In int8 the activations are quantized with fixed scales (u8, per
tensor) and the weights per output column (s8); a product is scaled back to float at once, so nothing is rounded twice.
The word vectors are s8 with one scale a piece. Attention, norms and the head stay in float.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from pipeline.training.e5 import EncoderConfig

Arrays = Mapping[str, NDArray[np.float32]]
Ranges = Mapping[str, tuple[float, float]]

_CONTRIB = "com.microsoft"
OPSET = 17


@dataclass(slots=True)
class _Graph:
    """Nodes and constants under construction; `weight_bits` 7 keeps u8 × s8 sums from saturating on CPUs without VNNI."""

    arrays: Arrays
    ranges: Ranges | None
    weight_bits: int = 8
    smooth: Arrays = field(default_factory=dict)
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)

    def constant(self, name: str, array: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, *, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def linear(self, x: str, name: str, *, rows: slice | None = None, suffix: str = "", site: str = "") -> str:
        """x · Wᵀ + b for the layer `name`, or for some of its rows; `site` names the quantization point of x."""
        weight = self.arrays[f"{name}.weight"][rows or slice(None)].T
        bias = self.constant(f"{name}{suffix}.bias", self.arrays[f"{name}.bias"][rows or slice(None)])
        output = f"{name}{suffix}"
        if self.ranges is None or site not in self.ranges:
            product = self.node("MatMul", [x, self.constant(output + ".weight", weight)], output + ".product")
            return self.node("Add", [product, bias], output)
        if site in self.smooth:
            weight = weight * self.smooth[site][:, None]
        scales, steps = quantized_columns(weight, bits=self.weight_bits)
        inputs = [self.quantized(x, site), self.constant(output + ".weight", steps), site + ".scale"]
        inputs += [self.constant(output + ".scale", scales), site + ".zero"]
        inputs += [self.constant(output + ".zero", np.zeros(len(scales), np.int8)), bias]
        return self.node("MatMulIntegerToFloat", inputs, output, domain=_CONTRIB)

    def quantized(self, x: str, site: str) -> str:
        assert self.ranges is not None
        if not any(node.name == site for node in self.nodes):
            if site in self.smooth:
                x = self.node("Mul", [x, self.constant(site + ".smooth", 1 / self.smooth[site])], site + ".smoothed")
            scale, zero = affine(*self.ranges[site])
            inputs = [x, self.constant(site + ".scale", scale), self.constant(site + ".zero", zero)]
            self.node("QuantizeLinear", inputs, site)
        return site

    def added_norm(self, x: str, y: str, name: str, epsilon: float) -> str:
        """The norm of x + y. ONNX Runtime 1.31 takes four times as long for its fused SkipLayerNormalization."""
        total = self.node("Add", [x, y], name + ".sum")
        scale = self.constant(name + ".scale", self.arrays[name + ".weight"])
        shift = self.constant(name + ".shift", self.arrays[name + ".bias"])
        return self.node("LayerNormalization", [total, scale, shift], name, axis=-1, epsilon=epsilon)


def build(
    arrays: Arrays,
    config: EncoderConfig,
    *,
    ranges: Ranges | None = None,
    weight_bits: int = 8,
    smooth: Arrays | None = None,
) -> onnx.ModelProto:
    """The graph of a trained model's state: `encoder.*` and `head.*` as in `EntityModel.state_dict()`.

    `ranges` gives the lowest and highest activation of each site (see `sites`), after its channels are divided by
    `smooth` where that has the site; a site without range stays in float, and without ranges nothing is quantized.
    """
    graph = _Graph(arrays, ranges, weight_bits, smooth or {})
    x = _embedded(graph, config)
    graph.node("Cast", ["mask"], "mask32", to=TensorProto.INT32)
    for index in range(config.layers):
        x = _layer(graph, x, f"encoder.layers.{index}.", config)
    graph.node("Identity", [x], "hidden")
    graph.node("Identity", [graph.linear(x, "head")], "tags")
    _pooled(graph, x)
    return _model(graph, config)


def affine(low: float, high: float) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Scale and zero point of u8 for a range, widened so that it holds 0."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = (high - low) / 255
    return np.array(scale, np.float32), np.array(round(-low / scale), np.uint8)


def quantized_columns(weight: NDArray[np.float32], *, bits: int = 8) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """Symmetric s8 with a scale for each column: (rows, columns) → scales (columns,), steps (rows, columns)."""
    limit = 2 ** (bits - 1) - 1
    scales = np.maximum(np.abs(weight).max(axis=0), 1e-12) / limit
    return scales.astype(np.float32), np.clip(np.rint(weight / scales), -limit, limit).astype(np.int8)


def _embedded(graph: _Graph, config: EncoderConfig) -> str:
    table = graph.arrays["encoder.words.weight"]
    if graph.ranges is None:
        words = graph.node("Gather", [graph.constant("words", table), "ids"], "words.found")
    else:
        scales, steps = quantized_columns(table.T)
        graph.node("Gather", [graph.constant("words", steps.T), "ids"], "words.steps")
        graph.node("Cast", ["words.steps"], "words.float", to=TensorProto.FLOAT)
        graph.node("Gather", [graph.constant("words.scales", scales[:, None]), "ids"], "words.scale")
        words = graph.node("Mul", ["words.float", "words.scale"], "words.found")
    graph.node("Shape", ["ids"], "length", start=1, end=2)
    zero = graph.constant("zero", np.array([0]))
    positions = graph.constant("positions", graph.arrays["encoder.positions.weight"][None])
    graph.node("Slice", [positions, zero, "length", graph.constant("one", np.array([1]))], "positions.found")
    graph.node("Add", [words, "positions.found"], "embedded")
    inputs = ["embedded", graph.constant("norm.scale", graph.arrays["encoder.norm.weight"])]
    inputs.append(graph.constant("norm.shift", graph.arrays["encoder.norm.bias"]))
    return graph.node("LayerNormalization", inputs, "normed", axis=-1, epsilon=config.epsilon)


def _layer(graph: _Graph, x: str, name: str, config: EncoderConfig) -> str:
    thirds = [slice(at * config.hidden, (at + 1) * config.hidden) for at in range(3)]
    q, k, v = (
        graph.linear(x, name + "qkv", rows=rows, suffix=f".{part}", site=name + "in")
        for part, rows in zip("qkv", thirds, strict=True)
    )
    inputs = [q, k, v, "", "mask32"]
    mixed = graph.node("MultiHeadAttention", inputs, name + "attention", domain=_CONTRIB, num_heads=config.heads)
    mixed = graph.linear(mixed, name + "attention_out", site=name + "mixed")
    x = graph.added_norm(x, mixed, name + "attention_norm", config.epsilon)
    wide = graph.linear(x, name + "up", site=name + "up_in")
    wide = graph.node("Gelu", [wide], name + "gelu", domain=_CONTRIB)
    return graph.added_norm(x, graph.linear(wide, name + "down", site=name + "wide"), name + "out_norm", config.epsilon)


def _pooled(graph: _Graph, x: str) -> None:
    graph.node("Cast", ["mask"], "mask.float", to=TensorProto.FLOAT)
    last, middle = graph.constant("last_axis", np.array([2])), graph.constant("piece_axis", np.array([1]))
    graph.node("Unsqueeze", ["mask.float", last], "mask.wide")
    graph.node("Mul", [x, "mask.wide"], "kept")
    graph.node("ReduceSum", ["kept", middle], "summed", keepdims=0)
    graph.node("ReduceSum", ["mask.wide", middle], "counted", keepdims=0)
    graph.node("Div", ["summed", "counted"], "sentence")


def _model(graph: _Graph, config: EncoderConfig) -> onnx.ModelProto:
    tags = len(graph.arrays["head.bias"])
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in ("ids", "mask")]
    shapes: dict[str, list[str | int | None]] = {
        "hidden": ["batch", "length", config.hidden],
        "tags": ["batch", "length", tags],
    }
    shapes["sentence"] = ["batch", config.hidden]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    body = helper.make_graph(graph.nodes, "encoder-id", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_CONTRIB, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=8, producer_name="pipeline")

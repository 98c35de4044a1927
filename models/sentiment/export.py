"""From a checkpoint to the one file that runs without torch.

``python -m models.sentiment.export --checkpoint RUN/last.pt --base BASE --out FOLDER`` writes ``sentiment.onnx``.
Weights are kept as signed 8-bit integers with a scale per output channel and turned back into float32 when the session
loads: the file shrinks four times, the arithmetic stays float32. The embedding table stays 8-bit in memory; only the
rows of a sentence are turned back. Rule: a file that does not answer like the network it came from is not left behind.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

from models.errors import WeightsError
from models.sentiment.encoding import collate, encode
from models.sentiment.runtime import open_session
from models.sentiment.train import load_network

INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids", "target_weights")
OPSET: Final = 18
SMALLEST: Final = 16_384
TOLERANCE: Final = 0.25
_SAMPLES: Final = (
    ("WM Motor's owners wait for parts while BYD opens its ninth service centre.", ((0, 8), (39, 42)), ""),
    ("威马的账户被冻结，比亚迪超过了它。", ((0, 2), (9, 12)), "法院周一公布了名单。"),
    ("Fisker filed.", ((0, 6),), ""),
)


def quantised(weights: npt.NDArray[np.float32], axis: int) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """``weights`` (2-D) as int8 and one scale per index of ``axis``; the largest of each channel maps to 127."""
    largest = np.abs(weights).max(axis=1 - axis)
    scale = (np.where(largest == 0, 1.0, largest) / 127.0).astype(np.float32)
    spread = scale[:, None] if axis == 0 else scale[None, :]
    return np.rint(weights / spread).astype(np.int8), scale


def shrink(model: onnx.ModelProto) -> onnx.ModelProto:
    """``model`` with every large float matrix stored as 8-bit integers."""
    graph = model.graph
    large = {t.name: t for t in graph.initializer if t.data_type == TensorProto.FLOAT and np.prod(t.dims) >= SMALLEST}
    nodes: list[Any] = []
    done: set[str] = set()
    for node in graph.node:
        name = next((name for name in node.input if name in large), None)
        if name is None:
            nodes.append(node)
            continue
        weights = numpy_helper.to_array(large[name])
        if node.op_type == "Gather" and weights.ndim == 2:
            nodes += _gathered(graph, node, name, weights, name not in done)
        else:
            nodes += _restored(graph, name, weights, name not in done)
            nodes.append(node)
        done.add(name)
    del graph.node[:]
    graph.node.extend(nodes)
    for name in done:
        graph.initializer.remove(large[name])
    return model


def _restored(graph: Any, name: str, weights: npt.NDArray[np.float32], first: bool) -> list[Any]:
    """A DequantizeLinear whose output keeps the weight's name."""
    if not first:
        return []
    axis = weights.ndim - 1
    values, scale = quantised(weights.reshape(-1, weights.shape[-1]), 1)
    graph.initializer.append(numpy_helper.from_array(values.reshape(weights.shape), f"{name}_int8"))
    graph.initializer.append(numpy_helper.from_array(scale, f"{name}_scale"))
    return [helper.make_node("DequantizeLinear", [f"{name}_int8", f"{name}_scale"], [name], axis=axis)]


def _gathered(graph: Any, node: Any, name: str, weights: npt.NDArray[np.float32], first: bool) -> list[Any]:
    """Gather of 8-bit rows and of their scales, multiplied after."""
    if first:
        values, scale = quantised(weights, 0)
        graph.initializer.append(numpy_helper.from_array(values, f"{name}_int8"))
        graph.initializer.append(numpy_helper.from_array(scale[:, None], f"{name}_scale"))
    rows, output = node.input[1], node.output[0]
    return [
        helper.make_node("Gather", [f"{name}_int8", rows], [f"{output}_int8"], axis=0),
        helper.make_node("Gather", [f"{name}_scale", rows], [f"{output}_scale"], axis=0),
        helper.make_node("Cast", [f"{output}_int8"], [f"{output}_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{output}_float", f"{output}_scale"], [output]),
    ]


def sample_inputs(tokenizer: Tokenizer) -> dict[str, Any]:
    """A small batch of unequal sentences in both languages, for tracing and comparison."""
    return dict(collate([encode(tokenizer, text, spans, context) for text, spans, context in _SAMPLES]))


def export(checkpoint: Path, tokenizer: Tokenizer, path: Path) -> dict[str, float]:
    """Writes the shrunk ONNX file and returns the largest difference of a logit, before and after shrinking.

    Raises:
        WeightsError: the file's answers differ from the network's by more than :data:`TOLERANCE`.
    """
    network = load_network(checkpoint).eval()
    arrays = sample_inputs(tokenizer)
    inputs = {name: torch.from_numpy(arrays[name]) for name in INPUTS}
    with torch.no_grad():
        expected = network(**inputs).numpy()
    _trace(network, inputs, path)
    plain = _difference(path, arrays, expected)
    onnx.save(shrink(onnx.load(path)), path)
    shrunk = _difference(path, arrays, expected)
    if shrunk > TOLERANCE:
        path.unlink()
        raise WeightsError(f"{path}: logits differ from the network's by {shrunk:.3f}, more than {TOLERANCE}")
    return {"plain": plain, "shrunk": shrunk, "megabytes": round(path.stat().st_size / 1e6, 1)}


def _trace(network: Any, inputs: dict[str, Any], path: Path) -> None:
    batch, length, targets = (torch.export.Dim(name) for name in ("batch", "length", "targets"))
    token = {0: batch, 1: length}
    shapes = dict.fromkeys(INPUTS[:3], token) | {"target_weights": {0: batch, 1: targets, 2: length}}
    torch.onnx.export(
        network,
        kwargs=inputs,
        f=str(path),
        input_names=list(INPUTS),
        output_names=["logits"],
        dynamic_shapes=shapes,
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
    )


def _difference(path: Path, arrays: dict[str, Any], expected: Any) -> float:
    (found,) = open_session(path, threads=1).run(["logits"], arrays)
    return float(np.abs(found - expected).max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder written by models.sentiment.prepare")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(arguments.base / "tokenizer.json"))
    found = export(arguments.checkpoint, tokenizer, arguments.out / "sentiment.onnx")
    sys.stdout.write(json.dumps(found) + "\n")
    text = (arguments.base / "tokenizer.json").read_text(encoding="utf-8")
    (arguments.out / "sentiment.tokenizer.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""One ONNX Runtime session over a weights file.

Rule: 8-bit weights are turned into float32 once, while the session loads; running never pays for it.
"""

from __future__ import annotations

from pathlib import Path

import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as failures

from models.errors import WeightsError

_UNREADABLE = (
    failures.Fail,
    failures.InvalidArgument,
    failures.InvalidGraph,
    failures.InvalidProtobuf,
    failures.NotImplemented,
    failures.RuntimeException,
)


def open_session(path: Path, threads: int) -> ort.InferenceSession:
    """A session on the CPU with ``threads`` threads.

    Raises:
        WeightsError: the file is missing or not readable as ONNX.
    """
    if not path.is_file():
        raise WeightsError(f"{path}: no weights file")
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    options.log_severity_level = 3
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except _UNREADABLE as error:
        raise WeightsError(f"{path}: {error}") from error

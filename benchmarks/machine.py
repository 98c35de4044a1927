"""What a speed depends on: the machine, how busy it was, and the versions that ran."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

from benchmarks.timing import median_seconds

_LIBRARIES = ("duckdb", "lxml", "numpy", "onnxruntime", "pyarrow", "spacy", "trafilatura")
_SIDE = 1_024


def facts() -> dict[str, object]:
    """Machine, load and versions, ready for JSON. ``matrix_gflops``: fp32 product of two square matrices by numpy."""
    square = np.random.default_rng(0).random((_SIDE, _SIDE), dtype=np.float32)
    spent = median_seconds({"product": lambda: square @ square}, repeats=9)["product"]
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "matrix_gflops": round(2 * _SIDE**3 / spent / 1e9, 1),
        "load_before": os.getloadavg()[0],
        "system": platform.system(),
        "python": sys.version.split()[0],
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def _processor() -> str:
    """The model's name where the system tells it, else the architecture."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()

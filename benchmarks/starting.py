"""A process of its own that starts the annotator, annotates the archive and says what that took.

``python -m benchmarks.starting`` prints one JSON object: ``load`` and ``first`` in seconds, ``resident`` in megabytes at
its highest.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

from benchmarks.timing import REPEATS, Result

_UNITS_A_MEGABYTE = 1 << 20 if sys.platform == "darwin" else 1 << 10
"""``ru_maxrss`` counts bytes on macOS and kilobytes elsewhere."""


def start() -> dict[str, float]:
    """Import and build the annotator, annotate one article, then all."""
    began = time.perf_counter()
    from flows.resources import load_annotator

    annotator = load_annotator()
    loaded = time.perf_counter()
    from benchmarks.material import articles

    given = articles()
    ready = time.perf_counter()
    annotator.annotate(given[:1])
    first = time.perf_counter()
    annotator.annotate(given)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNITS_A_MEGABYTE
    return {"load": loaded - began, "first": first - ready, "resident": resident}


def measure() -> Iterator[Result]:
    """Medians over fresh processes."""
    command = [sys.executable, "-m", "benchmarks.starting"]
    runs = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(REPEATS)]
    yield Result("start", "import and load_annotator", median(run["load"] for run in runs), "s", REPEATS)
    yield Result("start", "first article", median(run["first"] for run in runs), "s", REPEATS)
    yield Result("start", "resident after annotate", median(run["resident"] for run in runs), "MB", REPEATS)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(start()))

"""JSON Lines through a filter: each bad line costs one message and its exit code, never its neighbours."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

Line = TypeVar("Line", bound=BaseModel)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or of standard input for ``-``."""
    return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()


def write(row: dict[str, Any]) -> None:
    """One object on standard output."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def transform(path: Path, model: type[Line], work: Callable[[list[Line]], Sequence[dict[str, Any]]], batch: int) -> int:
    """Read objects, hand them to ``work`` in batches, write what it returns; the number of bad lines comes back."""
    bad = 0

    def complain(number: int, message: str) -> None:
        nonlocal bad
        bad += 1
        print(f"{path}:{number}: {message}", file=sys.stderr)  # noqa: T201 - the message channel of a filter

    lines = _parsed(path, model, complain)
    while chunk := list(islice(lines, batch)):
        for row in work(chunk):
            write(row)
        sys.stdout.flush()
    return bad


def _parsed(path: Path, model: type[Line], complain: Callable[[int, str], None]) -> Iterator[Line]:
    with sys.stdin.buffer if str(path) == "-" else path.open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            if not raw.strip():
                continue
            try:
                yield model.model_validate_json(raw)
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                place = ".".join(map(str, first["loc"]))
                complain(number, f"{place}: {first['msg']}" if place else first["msg"])

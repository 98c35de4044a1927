"""Progress that people see in a terminal and logs stay free of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

T = TypeVar("T")


class Progress:
    """One bar per step on standard error, drawn only when that is a terminal; elsewhere one line per finished step."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn())
        self._bars = Bars(*columns, TimeElapsedColumn(), console=self._console)

    def __enter__(self) -> Progress:
        if self._console.is_terminal:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def track(self, step: str, items: Sequence[T]) -> Iterator[T]:
        """The items, counted as they are done."""
        bar = self._bars.add_task(step, total=len(items))
        for item in items:
            yield item
            self._bars.advance(bar)
        if not self._console.is_terminal:
            self._console.print(f"{step}: {len(items)} done")

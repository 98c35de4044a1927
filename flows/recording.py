"""A folder of recorded answers that stands in for the network: the demo archive, and tests of the whole way.

Its ``manifest.jsonl`` has one line per answer; nothing is fetched and nothing is invented for an address that is not in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from configs.errors import ConfigError, Problem
from flows.fetch import Answer


class Line(BaseModel):
    """One line of ``manifest.jsonl``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    file: Path | None
    status: int
    content_type: str
    fetched_at: AwareDatetime
    note: str | None = None


@dataclass(frozen=True)
class Recording:
    """Recorded answers in order of time. Raises :class:`ConfigError` naming file and line when the manifest is not right."""

    folder: Path
    lines: tuple[Line, ...]

    @classmethod
    def load(cls, folder: Path) -> Recording:
        return cls(folder, tuple(sorted(_read_manifest(folder), key=lambda line: line.fetched_at)))

    def days(self, urls: Sequence[str]) -> list[datetime]:
        """The last capture of any of ``urls`` on each day that has one, in order: the polls of the recorded time."""
        wanted = set(urls)
        last = {line.fetched_at.date(): line.fetched_at for line in self.lines if line.url in wanted}
        return [last[day] for day in sorted(last)]

    def at(self, moment: datetime) -> RecordedFetcher:
        """A fetcher that answers as of ``moment``."""
        return RecordedFetcher(self, moment)


@dataclass(frozen=True)
class RecordedFetcher:
    """Answers with the last capture not after the end of the moment's day; each keeps its own time of capture."""

    recording: Recording
    moment: datetime

    def fetch(self, urls: Sequence[str]) -> list[Answer]:
        captures: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self.recording.lines:
            if line.fetched_at.date() <= self.moment.date():
                captures[line.url].append(line)
        return [self._answer(captures[url][-1]) if captures[url] else self._missing(url) for url in urls]

    def _answer(self, line: Line) -> Answer:
        body = (self.recording.folder / line.file).read_bytes() if line.file else b""
        return Answer(line.url, line.fetched_at, line.status, (("Content-Type", line.content_type),), body)

    def _missing(self, url: str) -> Answer:
        return Answer(url, self.moment, failure="not_recorded")


def _read_manifest(folder: Path) -> Iterator[Line]:
    path = folder / "manifest.jsonl"
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            line = Line.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            key = ".".join(map(str, first["loc"]))
            raise ConfigError([Problem(str(path), number, key, first["msg"])]) from error
        if line.file and not (folder / line.file).is_file():
            raise ConfigError([Problem(str(path), number, "file", f"no such file: {line.file}")])
        yield line

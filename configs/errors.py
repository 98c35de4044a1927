"""What goes wrong with the files people edit: one exception, holding every problem of a file at once.

Rule: a problem always says where (file and line), what (key path) and which form was expected.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. ``line`` counts from 1; ``key`` is a path such as ``aliases.en[2].text`` or empty."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {key}{self.message}"


class ConfigError(Exception):
    """The configuration cannot be used. ``problems`` are sorted by file and line and never empty."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ConfigError], tuple[list[Problem]]]:
        return ConfigError, (list(self.problems),)

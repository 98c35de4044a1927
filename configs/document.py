"""YAML read into plain values with the line of every key, so that a message can point at the place to mend.

Rule: nothing is guessed. A key given twice, an unknown tag or a file that is no mapping is a :class:`ConfigError`;
dates stay text (``2025-04`` is a date for us and not for YAML). The parser's node tree is read instead of ruamel's
round-trip types: it carries the same marks and comes from the C parser, about ten times faster.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path as FilePath
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from configs.errors import ConfigError, Problem

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_TAG = "tag:yaml.org,2002:"
_TAGS = frozenset(("map", "seq", "str", "timestamp", "null", "bool", "int", "float"))


def key_path(path: Path) -> str:
    """``("aliases", "en", 2)`` as people write it: ``aliases.en[2]``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@dataclass(frozen=True)
class Document:
    """One configuration file: its plain values and the line on which each path starts."""

    file: str
    value: dict[str, Value]
    lines: dict[Path, int] = field(repr=False)

    def line(self, path: Path) -> int:
        """The line of ``path``, or of its nearest ancestor that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, message: str) -> Problem:
        return Problem(self.file, self.line(path), key_path(path), message)


@dataclass
class _Reader:
    """Turns one node tree into plain values while noting lines and problems."""

    file: str
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, node: Node, path: Path = ()) -> Value:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if str(node.tag).removeprefix(_TAG) not in _TAGS:
            message = f"unsupported tag {node.tag}; expected a mapping, list, text, number, true, false or null"
            self.problems.append(Problem(self.file, self.lines[path], key_path(path), message))
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.read(item, (*path, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self._scalar(node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Value]:
        result: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in result:
                first = self.lines[(*path, key)]
                self.problems.append(
                    Problem(self.file, line, key_path((*path, key)), f"key given twice (first on line {first})")
                )
            self.lines.setdefault((*path, key), line)
            result[key] = self.read(value_node, (*path, key))
        return result

    def _scalar(self, node: ScalarNode) -> Value:
        tag, text = str(node.tag).removeprefix(_TAG), str(node.value)
        try:
            match tag:
                case "null":
                    return None
                case "bool":
                    return text.lower() in ("true", "yes", "on")
                case "int":
                    return int(text.replace("_", ""), 0)
                case "float":
                    return float(text.replace("_", ""))
                case _:
                    return text
        except ValueError:
            return text


def _compose(text: str, file: str) -> Node | None:
    try:
        return YAML(typ="safe").compose(text)  # type: ignore[no-any-return]
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError([Problem(file, line, "", f"not valid YAML: {error.problem}")]) from error
    except YAMLError as error:
        raise ConfigError([Problem(file, 1, "", f"not valid YAML: {error}")]) from error


def read_document(source: Traversable, name: str) -> Document:
    """Read one YAML file; ``name`` is how messages call it. Raises :class:`ConfigError`."""
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([Problem(name, 1, "", f"cannot be read as UTF-8 text: {error}")]) from error
    node = _compose(text, name)
    if not isinstance(node, MappingNode):
        raise ConfigError([Problem(name, 1, "", "expected a mapping of keys to values")])
    reader = _Reader(name)
    value = reader.read(node)
    if reader.problems:
        raise ConfigError(reader.problems)
    assert isinstance(value, dict)
    return Document(name, value, reader.lines)


def _message(error: dict[str, object], model: type[BaseModel]) -> str:
    """A pydantic error as one line that says what was expected."""
    text = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        return "unknown key" + _siblings(error, model)
    if error["type"] == "missing":
        return "required key is missing"
    given = error["input"]
    shown = "a mapping" if isinstance(given, dict) else "a list" if isinstance(given, list) else repr(given)
    return f"{text[:1].lower()}{text[1:]} (got {shown})"


def _siblings(error: dict[str, object], model: type[BaseModel]) -> str:
    path = error["loc"]
    if isinstance(path, tuple) and len(path) == 1:
        return "; expected one of: " + ", ".join(model.model_fields)
    return ""


def validate(document: Document, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """The document's value as ``model``, or every problem found in it."""
    try:
        return model.model_validate(document.value), []
    except ValidationError as failure:
        errors = failure.errors(include_url=False)
        inner = {error["loc"][:i] for error in errors for i in range(len(error["loc"]))}
        problems = [document.problem(e["loc"], _message(dict(e), model)) for e in errors if e["loc"] not in inner]
        return None, problems


def place(path: FilePath | None, name: str) -> tuple[Traversable, str]:
    """The file or folder to read, ``path`` or else the package's own ``name``, and how messages call it."""
    if path is None:
        return files("configs") / name, f"configs/{name}"
    return path, str(path)


def read_model(path: FilePath | None, name: str, model: type[Model]) -> tuple[Model, Document]:
    """The file at ``path``, or else the package's own ``name``, as ``model``. Raises :class:`ConfigError`."""
    document = read_document(*place(path, name))
    value, problems = validate(document, model)
    if value is None:
        raise ConfigError(problems)
    return value, document

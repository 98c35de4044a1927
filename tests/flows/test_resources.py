"""A configuration folder replaces what it holds, and nothing in it is silently left aside."""

from pathlib import Path

import pytest

from configs.errors import ConfigError
from flows.resources import load_annotator, load_configuration

SHIPPED = Path(__file__).parents[2] / "configs"
REPLACEABLE = ("settings.yaml", "sources.yaml", "vocabulary.yaml", "pages.yaml", "events.yaml", "commitments.yaml")


@pytest.mark.parametrize("name", REPLACEABLE)
def test_a_broken_file_of_the_folder_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("nonsense: 1\n")
    with pytest.raises(ConfigError) as error:
        load_configuration(tmp_path)
    assert f"{tmp_path}/{name}:1: nonsense: unknown key" in str(error.value)


@pytest.mark.parametrize(
    ("name", "old", "new"), [("events.yaml", "laid off", "let go"), ("commitments.yaml", "undertook", "swore")]
)
def test_other_rules_are_another_version(tmp_path: Path, name: str, old: str, new: str) -> None:
    text = (SHIPPED / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    own, shipped = load_annotator(tmp_path).versions, load_annotator(None).versions
    part = name.removesuffix(".yaml")
    assert own[part] != shipped[part]
    assert {k: v for k, v in own.items() if k != part} == {k: v for k, v in shipped.items() if k != part}

"""Docs that cannot lie: README's commands are run and print what it says; links lead somewhere; every command is in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def console_blocks() -> list[tuple[str, str]]:
    """(command, printed output) of each ``console`` block."""
    return re.findall(r"^```console\n\$ (.+?)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("command", "expected"), console_blocks())
def test_readme_commands_print_what_it_says(command: str, expected: str, demo: Path) -> None:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "REMARQUE_DATA": str(demo), "COLUMNS": "160"}
    run = subprocess.run(command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.rstrip() == expected.rstrip()


def test_readme_shows_the_digest_as_it_is(demo: Path) -> None:
    digest = (demo / "digest" / "2025-09-20.txt").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^From the digest.*?```text\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert shown.strip() in digest


@pytest.mark.parametrize("target", ["demo", "test", "run", "eval"])
def test_make_targets_of_the_readme_exist(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_every_command_is_documented() -> None:
    from flows.cli import app

    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert names == set(re.findall(r"`remarque (\w+)", README)) & names


@pytest.mark.parametrize("document", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_repository_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target

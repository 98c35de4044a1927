"""The demo run, once a session: the bundled archive through the real flow, as users start it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace that ``remarque demo`` filled."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "flows.cli", "demo", "--folder", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder

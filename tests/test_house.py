"""The house stands: packages are ours, typed, installable both ways, and what they ship is whole."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("configs", "models", "extractors", "warehouse", "flows")
SHIPPED = (
    "configs/brands/wm_motor.yaml",
    "configs/vocabulary.yaml",
    "configs/settings.yaml",
    "configs/sources.yaml",
    "flows/demo/manifest.jsonl",
    "models/weights/sentiment.onnx",
    "warehouse/migrations/001_collection.sql",
)


def test_no_other_distribution_owns_our_names() -> None:
    owners = {
        distribution.metadata["Name"]
        for distribution in metadata.distributions()
        for file in distribution.files or ()
        if file.parts[0] in ROOMS or (file.name in {f"{room}.py" for room in ROOMS} and len(file.parts) == 1)
    }
    assert owners <= {"remarque"}


def test_the_distribution_cannot_be_uploaded_by_accident() -> None:
    assert "Private :: Do Not Upload" in metadata.metadata("remarque").get_all("Classifier", [])


def test_the_development_install_is_editable() -> None:
    record = json.loads(metadata.distribution("remarque").read_text("direct_url.json") or "{}")
    assert record["dir_info"]["editable"] is True
    for room in ROOMS:
        assert Path(__import__(room).__file__ or "").parent == ROOT / room


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_room_with_its_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names >= {f"{room}/py.typed" for room in ROOMS} | set(SHIPPED)
    assert not {name for name in names if name.startswith(("tests/", "docs/", "benchmarks/"))}


def test_the_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    with zipfile.ZipFile(wheel) as package:
        package.extractall(target)
    code = (
        "import configs.load, flows.cli, models, extractors, warehouse; from pathlib import Path;"
        "assert Path(configs.__file__).is_relative_to(Path.cwd() / 'site'), configs.__file__;"
        "print(len(configs.load.load_brands()))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(target)}, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "61"


@pytest.mark.parametrize("module", ["flows.cli", "extractors.annotate", "models", "configs.load", "warehouse"])
def test_importing_a_room_loads_nothing_heavy(module: str) -> None:
    """Neither torch, nor Prefect's server, nor a model: those load where they are used."""
    code = f"import sys, {module}; print([m for m in ('torch', 'prefect', 'onnxruntime', 'trafilatura') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.stdout.strip() == "[]", run.stdout + run.stderr


def test_run_time_needs_no_torch() -> None:
    required = [line for line in metadata.requires("remarque") or [] if "extra ==" not in line]
    assert not any("torch" in line for line in required)

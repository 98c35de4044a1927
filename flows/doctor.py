"""Is everything in place: one line per check, each with what to do when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from configs.errors import ConfigError
from extractors.languages import detect_language
from flows.collect import feeds_of
from flows.resources import load_configuration
from flows.summary import print_health
from flows.workspace import Workspace
from models.errors import ModelError
from models.protocols import TargetQuery
from models.sentiment.scorer import load_scorer
from models.tagger import SpacyTagger
from warehouse.errors import WarehouseError
from warehouse.query import run_query


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``ok`` is ``None`` for a warning."""

    name: str
    ok: bool | None
    detail: str


def examine(workspace: Workspace, config: Path | None) -> bool:
    """Print every check and the feeds' health; true when none failed. Warnings do not fail."""
    console = Console()
    marks = {True: "[green]ok     [/]", None: "[yellow]warning[/]", False: "[red]failed [/]"}
    checks = [*_configuration(config), *_models(), *_warehouse(workspace)]
    for check in checks:
        console.print(marks[check.ok], f"{check.name}:", check.detail, highlight=False)
    if workspace.published.exists():
        print_health(console, workspace)
    return all(check.ok is not False for check in checks)


def _configuration(config: Path | None) -> Iterator[Check]:
    try:
        settings = load_configuration(config)
    except ConfigError as error:
        yield Check("configuration", False, str(error))
        return
    feeds = feeds_of(settings.sources, settings.brands)
    off = sum(not source.enabled for source in settings.sources.sources)
    yield Check(
        "configuration", True, f"{len(settings.brands)} brands, {len(feeds)} feeds on, {off} sources off with a reason"
    )
    if settings.settings.fetch.has_placeholder_contact:
        yield Check("contact", None, "set fetch.contact in settings.yaml: sites must be able to reach you")


def _models() -> Iterator[Check]:
    try:
        scorer = load_scorer()
        text = "Owners of the WM Motor EX5 still wait for parts."
        answer = scorer.score([TargetQuery(text, ((14, 22),))])[0][0]
        sums_to_one = abs(answer.negative + answer.neutral + answer.positive - 1) < 1e-3
        yield Check("sentiment", sums_to_one, scorer.version)
        yield Check("tagger", True, SpacyTagger().version)
        yield Check("language", detect_language(text) == "en", "English and Chinese are told apart")
    except (ModelError, OSError) as error:
        yield Check("models", False, str(error))


def _warehouse(workspace: Workspace) -> Iterator[Check]:
    if not workspace.published.exists():
        yield Check("warehouse", None, f"{workspace.published} does not exist yet: remarque run")
        return
    try:
        newest = run_query(workspace.published, "SELECT max(finished_at), count(*) FROM runs").rows[0]
        yield Check(
            "warehouse",
            True,
            f"{workspace.published}: {newest[1]} runs, the last finished {newest[0]:%Y-%m-%d %H:%M} UTC",
        )
    except WarehouseError as error:
        yield Check("warehouse", False, str(error))

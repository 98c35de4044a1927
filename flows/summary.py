"""What a run did, on one screen: counts, what was skipped and why, which feeds are unwell, and where to look next."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from flows.daily import RunReport
from flows.tables import shown
from flows.workspace import Workspace
from warehouse.query import QueryResult, run_query

_SKIPPED = (
    "SELECT coalesce(skipped, 'annotated') AS outcome, count(*) AS pages FROM annotations GROUP BY ALL ORDER BY ALL"
)
_STORIES = "SELECT role, count(*) AS pages FROM story_members GROUP BY ALL ORDER BY pages DESC, role"
_HEALTH = "SELECT source, health, last_success_at, reason FROM feed_health WHERE health NOT IN ('ok', 'disabled') ORDER BY source"


def print_summary(report: RunReport, workspace: Workspace) -> None:
    """Print the summary of a finished run."""
    console = Console()
    rows = tuple((name, count) for name, count in report.rows.items())
    _print(console, "New rows in the warehouse", QueryResult(("table", "rows"), rows))
    for title, sql in (("Pages", _SKIPPED), ("Stories", _STORIES)):
        _print(console, title, run_query(workspace.published, sql))
    print_health(console, workspace)
    for problem in report.problems:
        console.print(f"[red]quality: {problem}")
    console.print(f"answers {report.answers} ({report.failed} failed) · digest {report.digest}")
    console.print(f"warehouse {workspace.published} · ask it: remarque query 'from trust_trend'")


def print_health(console: Console, workspace: Workspace) -> None:
    """Print the feeds that need a look, or that none does."""
    unwell = run_query(workspace.published, _HEALTH)
    if unwell.rows:
        _print(console, "Feeds that need a look", unwell)
    else:
        console.print("feeds: all well")


def _print(console: Console, title: str, result: QueryResult) -> None:
    table = Table(title=title, title_justify="left")
    for i, name in enumerate(result.columns):
        table.add_column(name, justify="right" if all(isinstance(row[i], int) for row in result.rows) else "left")
    for row in result.rows:
        table.add_row(*(shown(value) for value in row))
    console.print(table)

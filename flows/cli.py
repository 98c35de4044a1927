"""The command line. Filters read a file or ``-`` and write JSON Lines, so that other programs can use every part alone.

Heavy parts are imported by the command that needs them: ``remarque --help`` stays quick.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.workspace import Workspace

if TYPE_CHECKING:
    from flows.daily import RunReport

app = typer.Typer(
    name="remarque",
    help="Automotive news to evidence: who owes what, who promised what, and whether trust rises or falls.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Input = Annotated[Path, typer.Argument(help="A file, or - for standard input.")]
Config = Annotated[
    Path | None,
    typer.Option(
        envvar="REMARQUE_CONFIG",
        help="Folder whose brands/, sources, settings, vocabulary, pages, events and commitments files replace those shipped.",
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        envvar="REMARQUE_DATA", help="Folder of the run's files; data/live, or data/demo if only that exists."
    ),
]


def _fail(message: object) -> NoReturn:
    typer.echo(f"remarque: {message}", err=True)
    raise typer.Exit(2)


def _workspace(folder: Path | None) -> Workspace:
    """The folder asked for; else the live one; else, said aloud, the demo's."""
    if folder is not None:
        return Workspace(folder)
    live, demo = Path("data/live"), Path("data/demo")
    if demo.exists() and not live.exists():
        typer.echo("remarque: reading data/demo (demo data; there is no data/live)", err=True)
        return Workspace(demo)
    return Workspace(live)


@app.command()
def feed(
    file: Input, url: Annotated[str, typer.Option(help="Address the feed came from.")] = "https://feed.invalid/"
) -> None:
    """Entries of a feed file (RSS, Atom, JSON Feed)."""
    from extractors.errors import FeedError
    from extractors.exchange import entry_object
    from extractors.feeds import parse_feed
    from flows.lines import read_bytes, write

    try:
        document = parse_feed(read_bytes(file), source=str(file), url=url, fetched_at=datetime.now(UTC))
    except (FeedError, OSError) as error:
        typer.echo(f"{file}: {error}", err=True)
        raise typer.Exit(1) from error
    for entry in document.entries:
        write(entry_object(entry))
    for problem in document.problems:
        typer.echo(problem, err=True)
    raise typer.Exit(1 if document.problems else 0)


@app.command()
def extract(
    file: Input,
    url: Annotated[str, typer.Option(help="Address the page came from.")] = "https://page.invalid/",
    content_type: Annotated[str, typer.Option(help="Media type with charset, as the server said.")] = "text/html",
    timezone: Annotated[str, typer.Option(help="IANA zone of times that the page prints without one.")] = "UTC",
) -> None:
    """The article on a recorded page."""
    from configs.pages import load_page_rules
    from extractors.errors import PageError
    from extractors.exchange import article_object
    from extractors.pages import Page, extract_article
    from flows.lines import read_bytes, write

    try:
        page = Page(url, read_bytes(file), content_type, datetime.now(UTC), timezone=timezone)
        write(article_object(extract_article(page, load_page_rules())))
    except (PageError, OSError) as error:
        typer.echo(f"{file}: {error}", err=True)
        raise typer.Exit(1) from error


@app.command()
def annotate(file: Input, config: Config = None) -> None:
    """Facts of articles: brand mentions, figures, events, commitments and targeted sentiment."""
    from extractors.exchange import AnnotateLine, annotation_object
    from flows.lines import transform
    from flows.resources import load_annotator

    annotator = load_annotator(config)

    def work(lines: list[AnnotateLine]) -> list[dict[str, object]]:
        annotations = annotator.annotate([line.article() for line in lines])
        return [annotation_object(line.id, annotation) for line, annotation in zip(lines, annotations, strict=True)]

    raise typer.Exit(1 if transform(file, AnnotateLine, work, batch=16) else 0)


@app.command()
def score(file: Input) -> None:
    """Sentiment toward one target in each sentence."""
    from extractors.exchange import ScoreLine, score_object
    from flows.lines import transform
    from models.sentiment.scorer import load_scorer

    scorer = load_scorer()

    def work(lines: list[ScoreLine]) -> list[dict[str, object]]:
        answers = scorer.score([line.query() for line in lines])
        return [score_object(line, answer[0]) for line, answer in zip(lines, answers, strict=True)]

    raise typer.Exit(1 if transform(file, ScoreLine, work, batch=256) else 0)


@app.command()
def run(folder: Folder = None, config: Config = None) -> None:
    """The daily job on the live feeds."""
    _daily(Workspace(folder or Path("data/live")), config, None)


@app.command()
def demo(folder: Annotated[Path, typer.Option(help="Folder of the demo's files.")] = Path("data/demo")) -> None:
    """The daily job, offline, on the bundled archive of recorded pages."""
    recording = Path(__file__).parent / "demo"
    _daily(Workspace(folder), recording, recording)


def _daily(workspace: Workspace, config: Path | None, recording: Path | None) -> None:
    from configs.errors import ConfigError
    from flows.resources import load_configuration
    from warehouse.errors import WarehouseError

    try:
        load_configuration(config)
    except ConfigError as error:
        _fail(error)
    _prepare_prefect(workspace)
    from flows.daily import daily
    from flows.summary import print_summary

    try:
        report: RunReport = daily(workspace.folder, config, recording)
    except (ConfigError, WarehouseError) as error:
        _fail(error)
    print_summary(report, workspace)
    raise typer.Exit(1 if report.problems else 0)


def _prepare_prefect(workspace: Workspace) -> None:
    """Prefect's own settings for a run by hand, before its first import; what the environment sets stays."""
    workspace.prefect.mkdir(parents=True, exist_ok=True)  # Prefect makes its home, but not the folders above it
    settings = {
        "PREFECT_HOME": str(workspace.prefect.absolute()),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    }
    for name, value in settings.items():
        os.environ.setdefault(name, value)


@app.command()
def digest(
    day: Annotated[
        datetime | None, typer.Argument(formats=["%Y-%m-%d"], help="The day; default: the newest known.")
    ] = None,
    folder: Folder = None,
    config: Config = None,
    html: Annotated[bool, typer.Option("--html", help="HTML instead of text.")] = False,
) -> None:
    """The digest of a day, as it could have been written that evening."""
    from flows.digest import render_digest
    from flows.resources import load_configuration
    from warehouse.errors import WarehouseError

    wanted: date | None = day.date() if day else None
    try:
        settings = load_configuration(config).settings.digest
        typer.echo(render_digest(_workspace(folder).published, wanted, settings, "html" if html else "text"), nl=False)
    except WarehouseError as error:
        _fail(error)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="SQL, such as: from debt_ledger where holder = 'wm_motor'")],
    folder: Folder = None,
    output: Annotated[str, typer.Option("--format", help="table, json or csv.")] = "table",
) -> None:
    """Ask the published warehouse."""
    from flows.tables import print_rows
    from warehouse.errors import WarehouseError
    from warehouse.query import run_query

    if output not in ("table", "json", "csv"):
        _fail(f"--format: expected table, json or csv, got {output!r}")
    try:
        print_rows(run_query(_workspace(folder).published, sql), output, sys.stdout)
    except WarehouseError as error:
        _fail(error)


@app.command()
def doctor(folder: Folder = None, config: Config = None) -> None:
    """Check the installation, the configuration, the warehouse and the feeds."""
    from flows.doctor import examine

    raise typer.Exit(0 if examine(_workspace(folder), config) else 1)


if __name__ == "__main__":
    app()

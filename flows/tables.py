"""Rows for people and programs: a table that fits the terminal, JSON Lines, or CSV."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from warehouse.query import QueryResult


def print_rows(result: QueryResult, form: str, out: TextIO) -> None:
    """Write ``result`` as ``table``, ``json`` (one object a line) or ``csv``."""
    if form == "json":
        for row in result.records():
            out.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
    elif form == "csv":
        writer = csv.writer(out)
        writer.writerow(result.columns)
        writer.writerows([shown(value) if value is not None else "" for value in row] for row in result.rows)
    else:
        _print_table(result, out)


def _print_table(result: QueryResult, out: TextIO) -> None:
    console = Console(file=out, width=None if out.isatty() else 160)
    table = Table(show_lines=any(len(shown(v)) > 40 for row in result.rows for v in row))
    for name in result.columns:
        numeric = bool(result.rows) and all(
            isinstance(row[result.columns.index(name)], int | float | Decimal | None) for row in result.rows
        )
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    for row in result.rows:
        table.add_row(*(Text(shown(value)) for value in row))
    console.print(table)
    if out is sys.stdout:
        Console(stderr=True).print(f"{len(result.rows)} rows", style="dim")


def shown(value: object) -> str:
    """A value as people read it: amounts with thousands separators, times to the minute in UTC, NULL as a dash."""
    if value is None:
        return "–"
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value)
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

"""Opens the working file: the one writer, with settings that make every machine behave alike.

Rule: this file is never opened by plain file calls while it is held. Closing any handle of it in the same process
would drop DuckDB's lock (POSIX), and a second writer could come in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa

from warehouse.errors import WarehouseError
from warehouse.schema import bring_up_to_date

STORAGE_VERSION = "v1.5.0"
_HOLDER = re.compile(r"\(PID (\d+)\)")


class Warehouse:
    """The working file, held by this process. Use as a context manager; ``con`` is for this room only."""

    def __init__(self, path: Path, con: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self.con = con

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.con.close()

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """All statements inside count together or not at all."""
        self.con.begin()
        try:
            yield self.con
        except BaseException:
            self.con.rollback()
            raise
        self.con.commit()


def open_warehouse(path: str | Path, *, threads: int = 2, memory: str = "1GB") -> Warehouse:
    """Opens the working file for writing, made and migrated when needed.

    Raises :class:`WarehouseError` when its folder is missing, it is no DuckDB file, or another process holds it;
    :class:`MigrationError` when its schema does not fit this version.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise WarehouseError(f"{path}: the folder {path.parent} does not exist")
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE_VERSION,
        "autoinstall_known_extensions": "false",
        "threads": str(threads),
        "memory_limit": memory,
    }
    try:
        con = duckdb.connect(str(path), config=config)
    except duckdb.Error as error:
        raise WarehouseError(_why_not(path, str(error))) from error
    try:
        con.execute("SET TimeZone = 'UTC'")
        bring_up_to_date(con)
    except BaseException:
        con.close()
        raise
    return Warehouse(path, con)


@contextmanager
def staged(con: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> Iterator[None]:
    """An Arrow table as a view called ``name``. When a statement fails, the rollback takes the view away."""
    con.register(name, table)
    yield
    con.unregister(name)


def _why_not(path: Path, message: str) -> str:
    if "Could not set lock" in message:
        holder = _HOLDER.search(message)
        who = f"process {holder[1]}" if holder else "another process"
        return f"{path}: held by {who}; one process writes at a time, readers open the published copy"
    return f"{path}: {message.splitlines()[0]}"
